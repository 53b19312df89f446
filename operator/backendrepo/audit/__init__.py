"""Asking what is known of a repository's dependencies: the shell around `manifests/` and `advisories/`.

`read(files, sources, now)` asks PyPI or an OSV endpoint through pip-audit, or looks into a folder of records. Only
names and versions leave the machine; nothing of the repository is resolved, built or run.
"""

from backendrepo.audit.reader import read
from backendrepo.audit.sources import OSV, Sources

__all__ = ["OSV", "Sources", "read"]
