"""Builds by Compose: the Dockerfiles of the services that are built.

Source: the Compose file reference, "Build specification".
"""

from collections.abc import Iterator
from dataclasses import replace
from posixpath import dirname, join, normpath

from backendrepo import yaml12
from backendrepo.tools.call import Call
from backendrepo.tools.reading import text_of, there
from backendrepo.tools.use import Use
from backendrepo.yaml12 import entries, field_of, written

NAMES = ("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml")
"""Names of the file, in the order in which Compose looks for it."""

MOST = 20
"""Files that are read for one command."""


def composed(use: Use, call: Call) -> Iterator[Use]:
    """Yield a build with the Dockerfiles of the services that are asked for, or of all."""
    found = [path for name in NAMES if there(call.files, path := call.path(name))]
    paths = use.files[:MOST] or found[:1]
    wanted = frozenset(call.operands)
    built = (file for path in paths for file in _dockerfiles(text_of(call.files, path), dirname(path), wanted))
    files = tuple(dict.fromkeys(built))
    yield replace(use, files=files, remark="" if files else "its file says what is built", paths=())


def _dockerfiles(text: str, base: str, wanted: frozenset[str]) -> Iterator[str]:
    for name, service in entries(field_of(yaml12.load(text).root, "services")):
        build = field_of(service, "build")
        if build is not None and (not wanted or name.text in wanted):
            context = written(build) or written(field_of(build, "context")) or "."
            path = normpath(join(base, context, written(field_of(build, "dockerfile")) or "Dockerfile"))
            yield path
