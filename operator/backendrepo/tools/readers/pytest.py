"""`pytest`: what else it is than a run of tests. A coverage threshold, a check of the contract, of the migrations.

Sources: pytest's and pytest-cov's references. Options come from the configuration (`addopts`), then from
PYTEST_ADDOPTS, then from the command line. They are one list: most count wherever they stand, of the others the last.
"""

from collections.abc import Iterator
from dataclasses import replace

from backendrepo.tools.arguments import Arguments, merged, parsed
from backendrepo.tools.call import Call, number
from backendrepo.tools.readers.addopts import addopts, words
from backendrepo.tools.readers.conftest import succeeds
from backendrepo.tools.readers.test_files import about
from backendrepo.tools.reading import below
from backendrepo.tools.use import Kind, Use

_SWITCHES_OFF = ("no:cov", "no:pytest_cov", "no:pytest-cov")


def pytest(use: Use, call: Call) -> Iterator[Use]:
    """Yield a run of tests, and the other gates that it is."""
    environment = words(call.command.env.get("PYTEST_ADDOPTS", ""))
    around = parsed((*addopts(call), *environment), call.tool.takes)
    whole = merged(around, call.arguments)
    call = replace(call, arguments=whole, operands=whole.operands)
    if not call.gate:
        return
    use = replace(call.use(use.kind), select=tuple(_selected(call)))
    if conftest := succeeds(call.files, use.paths or (call.command.cwd or "",)):
        use = replace(use, harmless=f"{conftest} sets the exit status of pytest to 0")
    yield use
    yield from _coverage(use, call)
    yield from about(use, call)


def _selected(call: Call) -> Iterator[str]:
    """Yield what narrows it to some tests: the last of each option, and an empty one takes it back."""
    for name, values in call.arguments.options.items():
        if name in call.tool.select.split() and values[-1]:
            yield f"{name} {values[-1]}"


def _coverage(use: Use, call: Call) -> Iterator[Use]:
    """Yield the coverage threshold: of pytest-cov's options, and of what they measure."""
    given = call.arguments
    threshold = given.last(("--cov-fail-under",))
    if "--cov" not in given.options and threshold is None:
        return
    yield replace(
        use,
        kind=Kind.COVERAGE,
        paths=_sources(call),
        excluded=(),
        files=tuple(map(call.path, given.all(("--cov-config",))[-1:])),
        threshold=number(threshold),
        harmless=_unmeasured(given) or use.harmless,
    )


def _unmeasured(given: Arguments) -> str:
    """Return why no threshold can fail it; empty where one can."""
    if "--no-cov" in given.options or any(each in _SWITCHES_OFF for each in given.all(("-p",))):
        return "the measuring of coverage is switched off"
    if "--cov" not in given.options:
        return "without `--cov` nothing is measured, and `--cov-fail-under` does not count"
    if number(given.last(("--cov-fail-under",))) == 0:
        return "`--cov-fail-under 0` lets it pass whatever it finds"
    return ""


def _sources(call: Call) -> tuple[str, ...]:
    """Return what `--cov` measures, a folder or else a package by its name; empty where configuration says that."""
    given = (each for each in call.arguments.all(("--cov",)) if each)
    return tuple(call.path(each) if "/" in each or below(call.files, call.path(each)) else each for each in given)
