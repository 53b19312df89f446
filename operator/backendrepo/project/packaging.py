"""Which packages a project says that it ships: the configuration of its build backend.

Sources: the documentation of setuptools ("Package Discovery"), Hatch ("Build configuration"), Poetry ("packages"),
PDM ("Build Configuration"), Flit, uv ("The uv build backend") and maturin.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import join, normpath

from backendrepo.findings import Evidence
from backendrepo.project.python_source import Unparsable, dotted, literal, parse
from backendrepo.project.section import Section
from backendrepo.project.sources import Sources, Text


@dataclass(frozen=True)
class Said:
    """What a build configuration says: packages or modules by path, or a folder to look for them in."""

    place: Evidence
    paths: tuple[str, ...] = ()
    """Packages and modules, from the root of the repository."""
    where: tuple[str, ...] = ()
    """Folders in which every package is shipped, from the root of the repository."""


def said(sources: Sources, folder: str) -> Iterator[Said]:
    """Yield what the files of a folder say of the packages that are built from it; nothing where they do not."""
    pyproject = sources.config(join(folder, "pyproject.toml"))
    if pyproject:
        for name, reader in _READERS.items():
            if section := pyproject.section(name):
                yield from reader(section, folder)
    if (config := sources.config(join(folder, "setup.cfg"))) and (options := config.section("options")):
        find = config.section("options.packages.find")
        yield from _setup_cfg(options, find, folder)
    if source := sources.text(join(folder, "setup.py")):
        yield from _setup_py(source, folder)


def _setuptools(section: Section, folder: str) -> Iterator[Said]:
    directories = _directories(section.values.get("package-dir"))
    if isinstance(section.values.get("packages"), list):
        yield _packages(section.at("packages"), section.texts("packages"), directories, folder)
    elif find := section.table("packages"):
        for inner in (find.table("find"), find.table("find-namespace")):
            if inner and inner.texts("where"):
                yield Said(inner.place, where=_below(folder, inner.texts("where")))
    elif "" in directories:
        yield Said(section.at("package-dir"), where=_below(folder, [directories[""]]))
    if modules := section.texts("py-modules"):
        files = (f"{join(directories.get('', ''), each.replace('.', '/'))}.py" for each in modules)
        yield Said(section.at("py-modules"), paths=_below(folder, files))


def _hatch(section: Section, folder: str) -> Iterator[Said]:
    for key in ("packages", "only-include"):
        if paths := section.texts(key):
            yield Said(section.at(key), paths=_below(folder, paths))


def _poetry(section: Section, folder: str) -> Iterator[Said]:
    paths = [
        join(each.text("from"), each.text("include").removesuffix("/**/*.py").removesuffix("/**/*"))
        for each in section.tables("packages")
        if each.text("format") != "sdist"
    ]
    if paths:
        yield Said(section.at("packages"), paths=_below(folder, paths))


def _pdm(section: Section, folder: str) -> Iterator[Said]:
    if where := section.text("package-dir"):
        yield Said(section.at("package-dir"), where=_below(folder, [where]))
    if paths := [each.rstrip("/*") for each in section.texts("includes")]:
        yield Said(section.at("includes"), paths=_below(folder, paths))


def _uv(section: Section, folder: str) -> Iterator[Said]:
    root = str(section.values.get("module-root", "src"))
    if names := section.texts("module-name"):
        yield Said(section.at("module-name"), paths=_below(folder, (join(root, _path(each)) for each in names)))
    elif "module-root" in section:
        yield Said(section.at("module-root"), where=_below(folder, [root]))


def _flit(section: Section, folder: str) -> Iterator[Said]:
    if name := section.text("name"):
        yield Said(section.at("name"), paths=_below(folder, [_path(name), join("src", _path(name))]))


def _maturin(section: Section, folder: str) -> Iterator[Said]:
    if where := section.text("python-source"):
        yield Said(section.at("python-source"), where=_below(folder, [where]))


_READERS = {
    "tool.setuptools": _setuptools,
    "tool.hatch.build": _hatch,
    "tool.hatch.build.targets.wheel": _hatch,
    "tool.poetry": _poetry,
    "tool.pdm.build": _pdm,
    "tool.uv.build-backend": _uv,
    "tool.flit.module": _flit,
    "tool.maturin": _maturin,
}


def _setup_cfg(options: Section, find: Section | None, folder: str) -> Iterator[Said]:
    pairs = (each.partition("=") for each in options.texts("package_dir"))
    directories = {key.strip(): value.strip() for key, _, value in pairs}
    packages = options.texts("packages")
    if packages and packages[0].rstrip(":") in ("find", "find_namespace"):
        where = (find.text("where") if find else "") or directories.get("", "")
        if where:
            yield Said((find or options).at("where" if find else "package_dir"), where=_below(folder, [where]))
    elif packages:
        yield _packages(options.at("packages"), packages, directories, folder)
    if modules := options.texts("py_modules"):
        files = (f"{join(directories.get('', ''), each)}.py" for each in modules)
        yield Said(options.at("py_modules"), paths=_below(folder, files))


def _setup_py(source: Text, folder: str) -> Iterator[Said]:
    """Yield what a call of `setup` says in literals; the file is not run."""
    try:
        module = parse(source.text)
    except Unparsable:
        return
    calls = (node.value for node in module.body if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))
    for call in (each for each in calls if dotted(each.func).rpartition(".")[2] == "setup"):
        given = {word.arg: word.value for word in call.keywords if word.arg}
        directories = _directories(literal(given.get("package_dir")))
        packages = given.get("packages")
        listed = literal(packages)
        if isinstance(listed, list):
            yield _packages(source.at(call.lineno), [str(each) for each in listed], directories, folder)
        elif isinstance(packages, ast.Call) and (where := _found_in(packages)):
            yield Said(source.at(packages.lineno), where=_below(folder, [where]))
        elif "" in directories:
            yield Said(source.at(call.lineno), where=_below(folder, [directories[""]]))


def _found_in(call: ast.Call) -> str:
    """Return the folder that `find_packages` looks in."""
    named = {word.arg: word.value for word in call.keywords}
    value = literal(call.args[0] if call.args else named.get("where"))
    return value if isinstance(value, str) else ""


def _packages(place: Evidence, names: tuple[str, ...] | list[str], directories: dict[str, str], folder: str) -> Said:
    top = dict.fromkeys(name.partition(".")[0] for name in names)
    paths = (directories.get(name) or join(directories.get("", ""), _path(name)) for name in top)
    return Said(place, paths=_below(folder, paths))


def _directories(value: object) -> dict[str, str]:
    pairs = value.items() if isinstance(value, dict) else ()
    return {str(key): str(path) for key, path in pairs}


def _path(name: str) -> str:
    return name.replace(".", "/")


def _below(folder: str, paths: "Iterator[str] | tuple[str, ...] | list[str]") -> tuple[str, ...]:
    """Return paths from the root; what leads out of it is left aside."""
    made = (normpath(join(folder, path)) for path in paths)
    return tuple("" if path == "." else path for path in made if not path.startswith(("..", "/")))
