"""`pytest`: what else it is than a run of tests. A coverage threshold, a check of the contract, of the migrations.

Sources: pytest's and pytest-cov's references. Options come from the configuration (`addopts`), then from
PYTEST_ADDOPTS, then from the command line; the last one counts.
"""

from collections.abc import Iterator
from dataclasses import replace

from backendrepo.tools.arguments import Arguments, parsed
from backendrepo.tools.call import Call, number
from backendrepo.tools.readers.addopts import addopts, words
from backendrepo.tools.readers.test_files import about
from backendrepo.tools.use import Kind, Use

_SWITCHES_OFF = ("no:cov", "no:pytest_cov", "no:pytest-cov")


def pytest(use: Use, call: Call) -> Iterator[Use]:
    """Yield a run of tests, and the other gates that it is."""
    environment = words(call.command.env.get("PYTEST_ADDOPTS", ""))
    given = parsed((*environment, *map(str, call.command.argv[1:])), call.tool.takes)
    configured = parsed(addopts(call), call.tool.takes)
    yield use
    yield from _coverage(use, call, given, configured)
    yield from about(use, call)


def _coverage(use: Use, call: Call, given: Arguments, configured: Arguments) -> Iterator[Use]:
    """Yield the coverage threshold. One from `addopts` is the configuration's."""
    threshold = given.last(("--cov-fail-under",))
    measured = any(option in each.options for each in (given, configured) for option in ("--cov", "--cov-fail-under"))
    if not measured:
        return
    found = replace(use, kind=Kind.COVERAGE, paths=_sources(call, given), threshold=number(threshold))
    off = "--no-cov" in given.options or any(each in _SWITCHES_OFF for each in given.all(("-p",)))
    if off:
        found = replace(found, harmless="the measuring of coverage is switched off")
    elif found.threshold == 0:
        found = replace(found, harmless="`--cov-fail-under 0` lets it pass whatever it finds")
    yield found


def _sources(call: Call, given: Arguments) -> tuple[str, ...]:
    """Return what `--cov` measures; empty where configuration says that."""
    return tuple(call.path(each) for each in given.all(("--cov",)) if each)
