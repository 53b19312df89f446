"""`go.sum`. Source: go.dev/ref/mod, "go.sum files"."""

from backendrepo.findings import Evidence
from backendrepo.manifests.dependency import GO, Dependency, Manifest, Problem, bounded


def go_sum(path: str, text: str) -> Manifest:
    """Return the modules whose content the build has, the highest version of each.

    Lines for `/go.mod` are of modules that were only looked at. Lines stand in the order of versions.
    """
    modules: dict[str, Dependency] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), 1):
        parts = line.split()
        if not parts:
            continue
        place = Evidence(path, number, line.strip()[:200])
        if len(parts) != 3 or not parts[1].startswith("v"):
            problems = problems or [Problem(f"`{line[:80]}` is no line of a go.sum", place)]
        elif not parts[1].endswith("/go.mod"):
            modules[parts[0]] = Dependency(parts[0], parts[1], GO, place)
    found = list(modules.values())
    told, count = bounded(path, found, problems)
    return Manifest(path, GO, tuple(found[:count]), told)
