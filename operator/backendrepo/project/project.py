"""A project as its files tell of it; each part is read when it is asked for, once."""

from functools import cached_property
from posixpath import basename, dirname

from backendrepo.findings import Evidence
from backendrepo.project.buckets import Buckets, buckets
from backendrepo.project.conftests import uncollected
from backendrepo.project.coverage_settings import FILES as COVERAGE_FILES
from backendrepo.project.coverage_settings import Coverage, coverage_settings
from backendrepo.project.dockerfiles import Dockerfile, dockerfiles
from backendrepo.project.floors import Floor
from backendrepo.project.hooks import HookScript, Install, PreCommit, installs, pre_commit, scripts
from backendrepo.project.linters import Linter, linters, named_linter
from backendrepo.project.openapi import Contract, applications, documents
from backendrepo.project.pytest_settings import SECTIONS as PYTEST_FILES
from backendrepo.project.pytest_settings import Pytest, pytest_settings
from backendrepo.project.pythons import Python, pythons
from backendrepo.project.roots import Root, roots
from backendrepo.project.sources import Sources
from backendrepo.project.type_checkers import TypeChecker, named_mypy, type_checkers
from backendrepo.snapshot import Files
from backendrepo.workflows import Workflows
from backendrepo.workflows import read as read_workflows


class Project:
    """What is shipped, how it is tested, and how its tools are configured. It never raises."""

    def __init__(self, files: Files) -> None:
        self.sources = Sources(files)
        self._pytest: dict[tuple[str, str], Pytest | None] = {}
        self._pythons: tuple[Python, ...] | None = None
        self._coverage: dict[tuple[str, str], Coverage | None] = {}

    @cached_property
    def roots(self) -> tuple[Root, ...]:
        """The source roots of what is shipped, those of Python first."""
        return roots(self.sources)

    @cached_property
    def buckets(self) -> Buckets:
        """The tests, counted, by bucket."""
        return buckets(self.sources)

    @cached_property
    def uncollected(self) -> tuple[str, ...]:
        """The paths and patterns, from the root, that `conftest.py` files keep pytest from collecting."""
        return tuple(uncollected(self.sources))

    @cached_property
    def floors(self) -> tuple[Floor, ...]:
        """The coverage floors that configurations set, by folder; in each the one that wins first."""
        folders = dict.fromkeys(map(dirname, self.sources.named(*COVERAGE_FILES, *PYTEST_FILES)))
        return tuple(floor for folder in folders for floor in self.floors_of(folder) if floor.folder == folder)

    def floors_of(self, folder: str = "", *, named: str = "") -> tuple[Floor, ...]:
        """Return the floors that hold for a run of pytest that is started in a folder, the one that wins first.

        `named` is the configuration of coverage.py, where the run names one.
        """
        pytest, coverage = self.pytest(folder), self.coverage(folder, named=named)
        precision = coverage.precision if coverage else 0
        added = pytest.floor(precision) if pytest else None
        return tuple(floor for floor in (added, coverage.floor if coverage else None) if floor)

    def pytest(self, folder: str = "", *, named: str = "") -> Pytest | None:
        """Return what pytest is configured to do in a folder, or by a file that is named, from the root."""
        if (folder, named) not in self._pytest:
            self._pytest[folder, named] = pytest_settings(self.sources, folder, named=named)
        return self._pytest[folder, named]

    def coverage(self, folder: str = "", *, named: str = "") -> Coverage | None:
        """Return what coverage.py is configured to do in a folder, or by a file that is named, from the root."""
        if (folder, named) not in self._coverage:
            self._coverage[folder, named] = coverage_settings(self.sources, folder, named=named)
        return self._coverage[folder, named]

    @cached_property
    def typing(self) -> tuple[TypeChecker, ...]:
        """The configurations of type checkers."""
        return type_checkers(self.sources)

    @cached_property
    def lint(self) -> tuple[Linter, ...]:
        """The configurations of linters and formatters."""
        return linters(self.sources)

    def linter(self, tool: str, path: str, folder: str) -> Linter | None:
        """Return the configuration in a file that a linter is given by option in a folder."""
        return named_linter(self.sources, tool, path, folder)

    def mypy(self, path: str, folder: str) -> TypeChecker | None:
        """Return the configuration in a file that mypy is given by option in a folder."""
        return named_mypy(self.sources, path, folder)

    @cached_property
    def dockerfiles(self) -> tuple[Dockerfile, ...]:
        """The Dockerfiles of images that are shipped."""
        return tuple(each for each in self.all_dockerfiles if each.shipped)

    @cached_property
    def all_dockerfiles(self) -> tuple[Dockerfile, ...]:
        """Every Dockerfile, those for development and tests too."""
        return dockerfiles(self.sources)

    def pythons(self, workflows: Workflows | None = None, branch: str = "main") -> tuple[Python, ...]:
        """Return every place that names a version of Python; the workflows are read where they are not given."""
        if self._pythons is None:
            self._pythons = tuple(
                pythons(
                    self.sources,
                    read_workflows(self.sources.files) if workflows is None else workflows,
                    branch,
                    checkers=self.typing,
                    linters=self.lint,
                    dockerfiles=[each for each in self.all_dockerfiles if "fixture" not in each.path],
                )
            )
        return self._pythons

    @cached_property
    def pre_commit(self) -> PreCommit | None:
        """The configuration of pre-commit, None where there is none."""
        return pre_commit(self.sources)

    @cached_property
    def hook_scripts(self) -> tuple[HookScript, ...]:
        """The scripts of hooks that other managers run before a push."""
        return tuple(scripts(self.sources))

    @cached_property
    def hook_installs(self) -> tuple[Install, ...]:
        """The steps of scripts and documents that install hooks."""
        return tuple(installs(self.sources))

    @cached_property
    def openapi(self) -> tuple[Contract, ...]:
        """Documents of the OpenAPI contract, then an application whose framework makes one."""
        shipped = [path for path in self.sources.paths if path.endswith(".py") and self.root_of(path)]
        likely = sorted(shipped, key=lambda path: (basename(path) not in LIKELY, path.count("/"), path))
        return (*documents(self.sources), *applications(self.sources, likely))

    def root_of(self, path: str) -> Root | None:
        """Return the source root that a file belongs to, None where it is none of what is shipped."""
        return next((root for root in self.roots if root.has(path)), None)

    @property
    def problems(self) -> tuple[Evidence, ...]:
        """Configuration files that could not be read, of those that were asked for so far."""
        return self.sources.problems


LIKELY = frozenset(
    {"main.py", "app.py", "application.py", "api.py", "urls.py", "settings.py", "asgi.py", "wsgi.py", "server.py"}
)
"""Files in which an application is made more often than in others."""
