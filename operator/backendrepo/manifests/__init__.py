"""What a repository depends on, read from its manifests. Nothing is resolved, built, fetched or evaluated.

`read(files)` gives the `Manifests`: each dependency with its name, its exact version where one is written, and its
place; and what could not be read, so that nobody takes a part for the whole.
"""

from backendrepo.manifests.dependency import GO, NPM, PYPI, Dependency, Manifest, Problem
from backendrepo.manifests.reader import Manifests, ecosystems, read

__all__ = ["GO", "NPM", "PYPI", "Dependency", "Manifest", "Manifests", "Problem", "ecosystems", "read"]
