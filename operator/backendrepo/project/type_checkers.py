"""What type checkers are configured to look at, and what they are told to let pass.

Sources: the documentation of mypy ("The mypy configuration file"), pyright ("Configuration") and ty ("Configuration").
"""

from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import dirname, join, normpath

from backendrepo.findings import Evidence
from backendrepo.lazy import regex
from backendrepo.project.expressions import leaves_out
from backendrepo.project.globs import anchored, any_matches
from backendrepo.project.json_source import load
from backendrepo.project.section import Section
from backendrepo.project.sources import Config, Sources

MYPY = {"mypy.ini": "mypy", ".mypy.ini": "mypy", "pyproject.toml": "tool.mypy", "setup.cfg": "mypy"}
"""The section that is looked for, by file, in mypy's order; a file of mypy's own is taken even without one."""

_COMMA = regex(r",|\n")


@dataclass(frozen=True)
class Leniency:
    """Something that is let pass: in words, for which modules (patterns; none: for all), and where it is said."""

    what: str
    place: Evidence
    modules: tuple[str, ...] = ()

    def concerns(self, package: str) -> bool:
        """Whether it is about a package of the repository or one of its modules (`payments`, `payments.api.*`)."""
        if not self.modules:
            return True
        bare = [each.removesuffix(".*") for each in self.modules]
        return any(each in ("*", package) or each.startswith(f"{package}.") for each in bare)


@dataclass(frozen=True)
class TypeChecker:
    """The configuration of a type checker."""

    tool: str
    place: Evidence
    folder: str
    """The folder that its paths are relative to; they are given from the root here."""
    paths: tuple[str, ...] = ()
    """Files, folders and patterns that are checked where the command line names none."""
    packages: tuple[str, ...] = ()
    """Packages that are checked, by name, where the command line names none."""
    modules: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    """What is left out: regular expressions for mypy, patterns of paths for others, as written."""
    excluded_at: Evidence | None = None
    lenient: tuple[Leniency, ...] = ()
    python: str = ""
    """The version of Python that it checks for."""
    python_at: Evidence | None = None
    problem: Evidence | None = None

    @property
    def scoped(self) -> bool:
        """Whether it says itself what is checked."""
        return bool(self.paths or self.packages or self.modules)

    def leaves_out(self, path: str) -> str:
        """Return the pattern by which a file (from the root) is not looked at, empty where it is."""
        inside = path.removeprefix(f"{self.folder}/") if self.folder else path
        return next((each for each in self.excluded if self._leaves_out(each, inside)), "")

    def _leaves_out(self, pattern: str, inside: str) -> bool:
        if self.tool == "mypy":
            return leaves_out(pattern, dirname(inside))
        return bool(any_matches([anchored(pattern) if self.tool == "ty" else pattern.removeprefix("./")], inside))


def type_checkers(sources: Sources) -> tuple[TypeChecker, ...]:
    """Return every configuration of a type checker, those nearer to the root first."""
    folders = dict.fromkeys(path.rpartition("/")[0] for path in sources.named(*MYPY))
    mypys = (found for folder in folders if (found := _mypy_in(sources, folder)))
    return (*mypys, *_pyrights(sources), *_tys(sources))


def named_mypy(sources: Sources, path: str, folder: str) -> TypeChecker | None:
    """Return the configuration in a file that mypy is given by option; its paths are from the folder of the call."""
    config = sources.config(path)
    name = path.rpartition("/")[2]
    return _mypy(config, config.section(MYPY.get(name, "mypy")), folder) if config else None


def _mypy_in(sources: Sources, folder: str) -> TypeChecker | None:
    for name, section in MYPY.items():
        config = sources.config(join(folder, name))
        own = name.endswith("mypy.ini")
        if config and (own or config.section(section)):
            return _mypy(config, config.section(section), folder)
    return None


def _mypy(config: Config, section: Section | None, folder: str) -> TypeChecker:
    if section is None:
        place = config.problem or Evidence(config.path)
        return TypeChecker("mypy", place, folder, lenient=tuple(_of_modules(config)), problem=config.problem)
    return TypeChecker(
        tool="mypy",
        place=section.place,
        folder=folder,
        paths=_paths(folder, section.texts("files", _COMMA)),
        packages=section.texts("packages", _COMMA),
        modules=section.texts("modules", _COMMA),
        excluded=section.texts("exclude", regex("(?!)")),
        excluded_at=section.at("exclude") if "exclude" in section else None,
        lenient=(*_lenient(section, ()), *_of_modules(config)),
        python=section.text("python_version"),
        python_at=section.at("python_version"),
    )


def _of_modules(config: Config) -> Iterator[Leniency]:
    """Yield what is let pass in some modules: in sections of their own, or in overrides."""
    for name in config.names:
        if name.startswith("mypy-") and (section := config.section(name)):
            yield from _lenient(section, tuple(each.strip() for each in name.removeprefix("mypy-").split(",")))
    tool = config.section("tool.mypy")
    for override in tool.tables("overrides") if tool else ():
        yield from _lenient(override, override.texts("module"))


def _lenient(section: Section, modules: tuple[str, ...]) -> Iterator[Leniency]:
    if section.flag("ignore_errors"):
        yield Leniency("`ignore_errors` lets every error pass", section.at("ignore_errors"), modules)
    if (how := section.text("follow_imports").lower()) in ("skip", "silent"):
        what = "leaves out what is imported" if how == "skip" else "lets errors pass in what is imported"
        yield Leniency(f"`follow_imports = {how}` {what}", section.at("follow_imports"), modules)


def _pyrights(sources: Sources) -> Iterator[TypeChecker]:
    for path in sources.named("pyrightconfig.json", "pyproject.toml"):
        folder = path.rpartition("/")[0]
        if path.endswith(".json"):
            if section := load(sources, path):
                yield _pyright("pyright", section, folder)
            continue
        config = sources.config(path)
        for tool in ("pyright", "basedpyright"):
            if config and (section := config.section(f"tool.{tool}")):
                yield _pyright(tool, section, folder)


def _pyright(tool: str, section: Section, folder: str) -> TypeChecker:
    off = section.text("typeCheckingMode").lower() == "off"
    why = "`typeCheckingMode` is off: no types are checked"
    ignored = (
        Leniency(f"`ignore` lets every error pass in {each}", section.at("ignore"), (_module(each),))
        for each in section.texts("ignore")
    )
    return TypeChecker(
        tool=tool,
        place=section.place,
        folder=folder,
        paths=_paths(folder, section.texts("include")),
        excluded=section.texts("exclude"),
        excluded_at=section.at("exclude") if "exclude" in section else None,
        lenient=(*([Leniency(why, section.at("typeCheckingMode"))] if off else []), *ignored),
        python=section.text("pythonVersion"),
        python_at=section.at("pythonVersion"),
    )


def _tys(sources: Sources) -> Iterator[TypeChecker]:
    for path in sources.named("ty.toml", "pyproject.toml"):
        config = sources.config(path)
        prefix = "" if path.endswith("ty.toml") else "tool.ty."
        source = config.section(f"{prefix}src") if config else None
        environment = config.section(f"{prefix}environment") if config else None
        if config and (section := source or environment):
            yield TypeChecker(
                tool="ty",
                place=section.place,
                folder=config.folder,
                paths=_paths(config.folder, source.texts("include") if source else ()),
                excluded=source.texts("exclude") if source else (),
                excluded_at=source.at("exclude") if source and "exclude" in source else None,
                python=environment.text("python-version") if environment else "",
                python_at=environment.at("python-version") if environment else None,
            )


def _paths(folder: str, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Return paths from the root of the repository; the root itself is a dot."""
    return tuple(normpath(join(folder, path.replace("$MYPY_CONFIG_FILE_DIR/", ""))) for path in paths)


def _module(path: str) -> str:
    """Return the name of the package that a path is of."""
    return path.removeprefix("./").removeprefix("src/").removesuffix(".py").strip("/*").replace("/", ".")
