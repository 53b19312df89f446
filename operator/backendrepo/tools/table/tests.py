"""Runners of tests. Sources: the tools' own command-line pages."""

from backendrepo.tools.readers.coverage_run import inner
from backendrepo.tools.readers.pytest import pytest
from backendrepo.tools.tool import Tool
from backendrepo.tools.use import Kind


def _tool(names: str, **more: str) -> Tool:
    return Tool(names, Kind.TEST, "python", **more)  # type: ignore[arg-type]


TOOLS = (
    Tool(
        "pytest, py.test",
        Kind.TEST,
        "python",
        valued="-n --numprocesses --dist --tb -p -o --override-ini -r --durations --durations-min --maxfail --rootdir "
        "--junitxml --junit-xml --junit-prefix --cov-report --cov-config --cov-fail-under --cov-context --basetemp -W "
        "--log-level --log-cli-level --log-file --log-file-level --log-format --timeout --timeout-method --reruns "
        "--reruns-delay --capture --import-mode --confcutdir --maxprocesses --splits --group --store-durations-path "
        "--html --alluredir --ds --dc --env --base-url --browser --html-report --randomly-seed --color --assert "
        "--pythonwarnings --last-failed-no-failures --lfnf --benchmark-json --report-log --show-capture --verbosity "
        "--hypothesis-profile --hypothesis-seed --count --tx --json-report-file --snapshot-patch-pycharm-diff "
        "--asyncio-mode",
        excludes="--ignore --ignore-glob --deselect",
        files="-c --config-file",
        select="-m -k",
        never="--collect-only --co --fixtures --funcargs --fixtures-per-test --markers --setup-plan --setup-only "
        "--cache-show "
        "--trace-config",
        plugins=True,
        more=pytest,
    ),
    _tool(
        "unittest discover", valued="-p --pattern", scope="-s --start-directory -t --top-level-directory", select="-k"
    ),
    _tool("unittest", select="-k", operands=""),
    _tool("nose2, nosetests", valued="-c --config --plugin -t -o -j", scope="-s --start-dir", operands=""),
    _tool(
        "manage.py test, django-admin test, django test",
        valued="--settings -v --verbosity -t --top-level-directory -p --pattern --parallel --testrunner --pythonpath "
        "--shuffle",
        select="-k --tag",
        excludes="--exclude-tag",
        operands="",
    ),
    _tool("stestr run, stestr last, trial, green, ward, zope-testrunner", valued="-j --concurrency -r -s"),
    _tool(
        "behave",
        valued="-f --format -o --outfile -D --define --junit-directory",
        select="-t --tags -n --name",
        never="--dry-run -d",
    ),
    _tool(
        "robot, pabot",
        valued="-d --outputdir -v --variable -V --variablefile",
        select="-i --include -t --test",
        never="--dryrun",
    ),
    _tool("tavern-ci", operands="paths"),
    _tool("hatch test, rye test", valued="-i --include -x --exclude -py --python -n --retries", never="-s --show"),
    Tool(
        "coverage run",
        Kind.TEST,
        "python",
        valued="--concurrency --context --data-file -m --module",
        scope="",
        excludes="--omit",
        files="--rcfile",
        more=inner,
        operands="",
    ),
)
