"""Scripts of the repository as gates."""

import pytest
from tests.tools.lines import kinds, one, used

from backendrepo.tools import Kind

WRAPPER = "import subprocess, sys\nsys.exit(subprocess.run(sys.argv[1:]).returncode)\n"


@pytest.mark.parametrize(
    ("text", "threshold"),
    [
        ("THRESHOLD = 99\nif total < THRESHOLD: sys.exit(1)", 99),
        ("MINIMUM_COVERAGE: float = 97.5\nraise SystemExit(1)", 97.5),
        ("parser.add_argument('--fail-under', default=98)\nsys.exit(1)", 98),
        ("FAIL_UNDER = float(os.environ.get('X', 1))\nexit(1)", None),
        ("floor = Decimal('95')\nassert total >= floor", 95),
        ("sys.exit(main())", None),
    ],
)
def test_the_threshold_of_a_gate_script_is_the_literal_in_it(text, threshold):
    use = one("python scripts/coverage_gate.py", {"scripts/coverage_gate.py": text})
    assert (use.threshold, use.harmless) == (threshold, "")


def test_a_threshold_on_the_command_line_wins():
    files = {"scripts/coverage_gate.py": "THRESHOLD = 99\nsys.exit(1)"}
    assert one("python scripts/coverage_gate.py --threshold=90", files).threshold == 90


@pytest.mark.parametrize(
    ("text", "threshold"),
    [
        ('THRESHOLD = float(os.environ.get("COV_MIN", "99"))', 10),
        ('THRESHOLD = int(os.environ["COV_MIN"])', 10),
        ('DEFAULT_THRESHOLD = 99\nfloor = os.getenv("COV_MIN") or DEFAULT_THRESHOLD', 10),
        ("parser.add_argument('--fail-under', default=os.environ.get('COV_MIN', 99))", 10),
        ('THRESHOLD = float(os.environ.get("COVERAGE_FLOOR", "99"))', 99),
        ('THRESHOLD = 99\nretries = os.environ.get("MINUTES")', 99),
    ],
)
def test_a_threshold_that_a_script_takes_from_its_environment_is_the_one_there(text, threshold):
    files = {"scripts/coverage_gate.py": f"{text}\nsys.exit(1)"}
    assert one("COV_MIN=10 MINUTES=5 python scripts/coverage_gate.py", files).threshold == threshold


@pytest.mark.parametrize(
    "text",
    [
        "print('fine')\n",
        "import sys\nsys.exit(0)\n",
        "import sys\n\nsys.exit()  # done\n",
        "import sys\n# sys.exit(1) where it is worse\nprint('exit')\nsys.exit( 0 )\n",
        "import sys\nsys.exit(None)\n",
        "exit(False)",
        "raise SystemExit(0)\n",
        "raise SystemExit\n",
        "#!/bin/bash\nexit 0\n",
        "echo fine; exit 0; echo done",
        "exit",
        "// process.exit(1)\nprocess.exit(0)",
    ],
)
def test_a_script_that_never_fails_is_harmless(text):
    use = one("python scripts/openapi_check.py", {"scripts/openapi_check.py": text})
    assert use.harmless == "nothing in the script makes it fail"
    assert use.remark == "it counts by its name"


@pytest.mark.parametrize(
    "text",
    [
        "import sys\nsys.exit(1)\n",
        "sys.exit(main())",
        "sys.exit(0 if good else 1)",
        "sys.exit(bool(found))",
        "if bad: sys.exit(2)\nsys.exit(0)",
        "raise SystemExit(main())",
        "raise SystemExit(0 if good else 1)",
        "raise ValueError(found)",
        "assert good",
        "if bad:\n  raise SystemExit\nraise SystemExit('bad')",
        "lint || exit 1",
        "exit $rc",
        "exit 00001",
        "set -e\nlint",
        "if (bad) process.exit(1); process.exit(0)",
        "subprocess.run(words, check=True)",
    ],
)
def test_a_script_that_can_fail_is_a_gate(text):
    assert one("python scripts/openapi_check.py", {"scripts/openapi_check.py": text}).harmless == ""


def test_a_script_that_is_not_there_counts_by_its_name():
    assert one("./scripts/openapi_gate.rb").remark == "it counts by its name, and could not be read"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("python scripts/coverage_badge.py --check", []),
        ("python scripts/coverage_report.py", []),
        ("python scripts/coverage_report.py --check", ["coverage"]),
        ("python scripts/generate_openapi.py", []),
        ("python scripts/generate_openapi.py --verify", ["openapi"]),
        ("python scripts/migrate.py", ["migration_apply"]),
        ("python scripts/migrations.py --dry-run upgrade", ["migration_smoke"]),
        ("python scripts/migration_contract_check.py", ["migration_smoke"]),
        ("python scripts/no_schema_check.py", ["migration_smoke"]),
        ("python scripts/lint_workflows.py", ["workflow_lint"]),
        ("python scripts/pip_audit.py", ["vulnerability_scan"]),
        ("python -u -W error scripts/openapi_gate.py", ["openapi"]),
        ("cd scripts && python openapi_gate.py", ["openapi"]),
        ("scripts/openapi-gate", []),
        ("python scripts/check_unit_coverage.py", ["coverage"]),
        ("python scripts/critical_path_coverage_guard.py", []),
        ("python scripts/event_contract_test_pack_guard.py", []),
        ("python scripts/contract_gate.py", ["openapi"]),
        ("python scripts/vulnerability_exception_policy.py", []),
        ("python scripts/vulnerability_scan.py", ["vulnerability_scan"]),
        ("python scripts/openapi_report.py", []),
        ("bash -x scripts/openapi-gate.sh", ["openapi"]),
    ],
)
def test_a_script_is_told_by_its_name(line, found):
    assert kinds(line) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("python tools/run.py ruff check", []),
        ("python tools/run.py run ruff check", ["lint"]),
        ("python tools/run.py --verbose exec mypy src", ["typecheck"]),
        ("python tools/run.py -m pytest", ["test"]),
        ("python tools/run.py tools/run.py run black --check .", ["format"]),
        ("python tools/run.py scripts/openapi_gate.py", ["openapi"]),
        ("python tools/run.py", []),
        ("python tools/run.py run", []),
        ("python tools/other.py run ruff check", []),
    ],
)
def test_a_script_that_runs_its_arguments_is_what_those_are(line, found):
    files = {"tools/run.py": WRAPPER, "tools/other.py": "print(1)"}
    assert kinds(line, files) == found


def test_a_script_that_runs_its_arguments_is_named():
    (use,) = used("python tools/run.py run ruff check", {"tools/run.py": WRAPPER})
    assert use.remark == "`run.py` is taken for a script that runs its arguments"


SUITES = "import subprocess, sys\ncmd = [sys.executable, '-m', 'pytest', *suite(name)]\nsubprocess.run(cmd)\n"


@pytest.mark.parametrize(
    ("line", "paths"),
    [
        ("python scripts/suites.py --suite unit", ("tests/unit",)),
        ("python scripts/suites.py --suite integration-all", ("tests/integration",)),
        ("python scripts/suites.py --all", ()),
    ],
)
def test_a_script_that_makes_the_arguments_of_pytest_runs_tests(line: str, paths: tuple[str, ...]):
    files = {"scripts/suites.py": SUITES, "tests/unit/test_a.py": "", "tests/integration/test_b.py": ""}
    use = next(each for each in used(line, files) if each.tool == "suites.py")
    assert (use.kind, use.paths, use.remark) == (
        Kind.TEST,
        paths,
        "it starts pytest with arguments that it makes itself",
    )


@pytest.mark.parametrize(
    ("ending", "harmless"),
    [
        ("subprocess.run(cmd)", "the script that starts it does not look at the result"),
        ("os.system(' '.join(cmd))", "the script that starts it does not look at the result"),
        ("sys.exit(subprocess.run(cmd).returncode)", ""),
        ("subprocess.run(cmd, check=True)", ""),
        ("subprocess.check_call(cmd)", ""),
        ("raise SystemExit(subprocess.call(cmd))", ""),
        ("subprocess.run(cmd).check_returncode()", ""),
        ("os.execvp(cmd[0], cmd)", ""),
    ],
)
def test_a_script_that_does_not_look_at_the_result_of_pytest_is_harmless(ending: str, harmless: str):
    text = f"import os, subprocess, sys\ncmd = [sys.executable, '-m', 'pytest', *sys.argv[1:]]\n{ending}\n"
    uses = [each for each in used("python ci.py", {"ci.py": text}) if each.tool == "ci.py"]
    assert [each.harmless for each in uses] == [harmless]


def test_a_script_that_only_names_pytest_runs_none():
    assert not used("python scripts/suites.py", {"scripts/suites.py": "print('pytest')\n"})


def test_a_script_that_makes_the_arguments_of_a_build_builds_images():
    text = "import subprocess\nsubprocess.run(['docker', 'buildx', 'build', *options])\n"
    use = next(
        each for each in used("python scripts/images.py", {"scripts/images.py": text}) if each.tool == "images.py"
    )
    assert (use.kind, use.remark) == (
        Kind.DOCKER_BUILD,
        "it starts a build of images with arguments that it makes itself",
    )
