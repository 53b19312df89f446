"""What a `pyproject.toml` declares: ranges mostly, for which a lock has the versions.

Sources: packaging.python.org, "pyproject.toml specification", "Dependency Groups"; python-poetry.org, "The
pyproject.toml file". What a build needs is left aside: it is in no image.
"""

from collections.abc import Iterator
from itertools import islice

from backendrepo.findings import Evidence
from backendrepo.lazy import regex
from backendrepo.manifests.dependency import MOST, PYPI, Dependency, Manifest, Problem, bounded
from backendrepo.manifests.requirement import Invalid, canonical, parse
from backendrepo.manifests.text import Malformed, Table, strings, table, text_of, texts, toml

_EXACT = regex(r"(?:==?)?\s*(\d[\w.!+-]*)")


def pyproject(path: str, text: str) -> Manifest:
    """Return what the project declares for use, as extras and in groups."""
    try:
        found = toml(text)
    except Malformed as error:
        return Manifest.unread(path, PYPI, str(error))
    lines = text.split("\n")
    dependencies: list[Dependency] = []
    problems: list[Problem] = []
    at = strings(text)
    own = canonical(text_of(table(found.get("project")).get("name")))
    for requirement in islice(_standard(found), MOST + 1):
        number = at.get(requirement.replace('"', '\\"'), at.get(requirement, 0))
        place = Evidence(path, number, lines[number - 1].strip()[:200] if number else requirement[:200])
        try:
            dependency = parse(requirement, place)
        except Invalid as error:
            problems.append(Problem(str(error), place))
        else:
            if dependency.name != own:  # an extra that is made of others
                dependencies.append(dependency)
    dependencies += _poetry(path, found, lines)
    told, count = bounded(path, dependencies, problems)
    return Manifest(path, PYPI, tuple(dependencies[:count]), told)


def _standard(found: Table) -> Iterator[str]:
    project = table(found.get("project"))
    yield from texts(project.get("dependencies"))
    for extra in table(project.get("optional-dependencies")).values():
        yield from texts(extra)
    for group in table(found.get("dependency-groups")).values():
        yield from texts(group)


def _poetry(path: str, found: Table, lines: list[str]) -> Iterator[Dependency]:
    poetry = table(table(found.get("tool")).get("poetry"))
    groups = [poetry, *(table(group) for group in table(poetry.get("group")).values())]
    declared = [table(group.get("dependencies")) for group in groups] + [table(poetry.get("dev-dependencies"))]
    at = {line.split("=")[0].strip().strip("\"'"): number for number, line in reversed([*enumerate(lines, 1)])}
    for name, value in ((name, value) for each in declared for name, value in each.items()):
        options = table(value)
        if name == "python" or "path" in options:
            continue
        number = at.get(name, 0)
        place = Evidence(path, number, lines[number - 1].strip()[:200] if number else name[:200])
        written = text_of(value) or text_of(options.get("version"))
        exact = _EXACT.fullmatch(written)
        why = "" if exact else f"`{name} = {written[:40]}` is not pinned to one version"
        if options.keys() & {"git", "url", "file"}:
            why = "it comes from git, an address or a file, which no advisory names a version of"
        yield Dependency(canonical(name), exact[1] if exact else None, PYPI, place, why=why)
