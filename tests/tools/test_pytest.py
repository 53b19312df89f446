"""`pytest` as a coverage threshold, and as a check of the contract or of the migrations."""

import pytest
from tests.tools.lines import kinds, used

OPENAPI = "def test_schema(client):\n    assert client.get('/openapi.json').status_code == 200\n"
MIGRATIONS = "from alembic import command\n\ndef test_upgrade(): ...\n"


def coverage(line, files=None):
    """Return the coverage thresholds of a line."""
    return [use for use in used(line, files) if use.kind.name == "COVERAGE"]


@pytest.mark.parametrize(
    ("line", "threshold"),
    [
        ("pytest --cov --cov-fail-under=99", 99),
        ("pytest --cov=app --cov-fail-under 99.5", 99.5),
        ("pytest --cov --cov-fail-under=80 --cov-fail-under=90", 90),
        ("pytest --cov=app", None),
        ("pytest --cov --cov-fail-under=$FLOOR", None),
        ("PYTEST_ADDOPTS='--cov --cov-fail-under=98' pytest", 98),
        ("PYTEST_ADDOPTS='--cov-fail-under=98' pytest --cov --cov-fail-under=99", 99),
        ("coverage report --fail-under 97%", 97),
        ("coverage report --fail-under=much", None),
        ("coverage report", None),
        ("coverage report --fail-under=-1", None),
    ],
)
def test_the_threshold_is_the_last_one_given(line, threshold):
    (use,) = coverage(line)
    assert use.threshold == threshold


@pytest.mark.parametrize(
    ("line", "addopts", "threshold"),
    [
        ("pytest", "--cov=app --cov-fail-under=99", 99),
        ("pytest --cov-fail-under=90", "--cov=app --cov-fail-under=99", 90),
        ("PYTEST_ADDOPTS=--cov-fail-under=80 pytest", "--cov=app --cov-fail-under=99", 80),
        ("pytest -o addopts=--cov", "--cov=app --cov-fail-under=99", None),
    ],
)
def test_a_threshold_of_the_configuration_is_outdone_by_the_command_line(line, addopts, threshold):
    (use,) = coverage(line, {"pytest.ini": f"[pytest]\naddopts = {addopts}\n"})
    assert use.threshold == threshold


NOTHING_RUNS = ["--co", "--collect-only", "--setup-plan", "--fixtures", "--version"]


@pytest.mark.parametrize("option", NOTHING_RUNS)
def test_pytest_that_is_told_to_run_nothing_is_no_gate_whoever_says_so(option):
    assert kinds(f"pytest {option} --cov") == []
    assert kinds(f"PYTEST_ADDOPTS={option} pytest --cov") == []
    assert kinds("pytest --cov", {"pytest.ini": f"[pytest]\naddopts = {option}\n"}) == []
    assert kinds("pytest -c ci.ini --cov", {"ci.ini": f"[pytest]\naddopts = -q {option}\n"}) == []
    assert kinds("pytest -c ci.ini -o addopts=-q", {"ci.ini": f"[pytest]\naddopts = {option}\n"}) == ["test"]


@pytest.mark.parametrize(
    ("line", "addopts", "select", "excluded"),
    [
        ("pytest", "-m 'not slow' --ignore=tests/old", ("-m not slow",), ("tests/old",)),
        ("PYTEST_ADDOPTS='-k smoke --deselect tests/b' pytest", "", ("-k smoke",), ("tests/b",)),
        ("pytest -m unit", "-m 'not slow'", ("-m unit",), ()),
        ("pytest -m ''", "-m 'not slow' -k smoke", ("-k smoke",), ()),
        ("pytest --ignore=b", "--ignore-glob=a*", (), ("a*", "b")),
        ("python -m pytest tests", "-k smoke", ("-k smoke",), ()),
    ],
)
def test_what_narrows_a_run_counts_whoever_says_it(line, addopts, select, excluded):
    use = used(line, {"pytest.ini": f"[pytest]\naddopts = {addopts}\n"})[0]
    assert (use.select, set(use.excluded)) == (select, set(excluded))


HOOK = "def pytest_sessionfinish(session, exitstatus):\n"


@pytest.mark.parametrize(
    ("line", "path", "body", "harmless"),
    [
        ("pytest", "conftest.py", "    session.exitstatus = 0\n", True),
        (
            "pytest tests/unit",
            "tests/conftest.py",
            "    print(1)\n\n    session.exitstatus = ExitCode.OK  # fine",
            True,
        ),
        ("pytest tests", "tests/unit/conftest.py", "    os._exit(0)\n", True),
        ("cd api && pytest", "api/conftest.py", "    session.exitstatus = 0\n", True),
        ("pytest tests/unit", "tests/other/conftest.py", "    session.exitstatus = 0\n", False),
        ("pytest", "conftest.py", "    if exitstatus == 5:\n        session.exitstatus = 0\n", False),
        ("pytest", "conftest.py", "    if exitstatus != 5:\n        return\n    session.exitstatus = 0\n", False),
        ("pytest", "conftest.py", "    session.exitstatus = 1\n", False),
        ("pytest", "conftest.py", "    pass\n\n\ndef other(session):\n    session.exitstatus = 0\n", False),
    ],
)
def test_a_run_whose_exit_status_is_set_to_success_is_harmless(line, path, body, harmless):
    use = used(f"{line} --cov", {path: HOOK + body})
    told = f"{path} sets the exit status of pytest to 0" if harmless else ""
    assert [each.harmless for each in use] == [told, told]


def test_a_threshold_without_a_measurement_is_harmless():
    (use,) = coverage("pytest --cov-fail-under=99")
    assert use.harmless == "without `--cov` nothing is measured, and `--cov-fail-under` does not count"


def test_the_configuration_of_coverage_py_may_be_named():
    (use,) = coverage("cd api && pytest --cov --cov-config=a.rc --cov-config=../low.rc --ignore=src")
    assert (use.files, use.excluded) == (("low.rc",), ())


@pytest.mark.parametrize(
    "files",
    [
        {"pyproject.toml": '[tool.pytest.ini_options]\naddopts = ["--cov=app"]\n'},
        {"pytest.toml": '[pytest]\naddopts = ["--cov=app"]\n', "pytest.ini": ""},
        {"pyproject.toml": '[tool.pytest]\naddopts = ["--cov=app"]\n'},
        {"pytest.ini": "[pytest]\naddopts = --cov\n"},
        {"tox.ini": "[tox]\n[pytest]\naddopts = --cov\n"},
        {"setup.cfg": "[tool:pytest]\naddopts = -q\n    --cov\n"},
    ],
)
def test_a_threshold_of_the_configuration_is_left_to_the_configuration(files):
    (use,) = coverage("pytest", files)
    assert use.threshold is None


@pytest.mark.parametrize(
    "files",
    [
        {"pyproject.toml": "[tool.black]\n"},
        {"pyproject.toml": "[tool.pytest]\nini_options = 3\n"},
        {"pyproject.toml": "tool = 3\n"},
        {"pyproject.toml": "not toml ["},
        {"pytest.ini": "", "tox.ini": "[tox]\n"},
        {"pytest.toml": "# nothing", "tox.ini": "[pytest]\naddopts = --cov\n"},
        {"pytest.ini": "# nothing\n", "tox.ini": "[pytest]\naddopts = --cov\n"},
        {"setup.cfg": "[pytest]\naddopts = --cov\n"},
        {"tox.ini": "[pytest]\nbroken\n  [\naddopts --cov"},
        {"pyproject.toml": b"\0"},
    ],
)
def test_a_configuration_that_measures_nothing_is_no_threshold(files):
    assert kinds("pytest", files) == ["test"]


def test_the_configuration_is_the_nearest_that_says_something_of_pytest():
    files = {"pyproject.toml": "[tool.pytest.ini_options]\naddopts='--cov'\n", "api/pyproject.toml": "[tool.black]\n"}
    assert kinds("cd api && pytest", files) == ["test", "coverage"]
    assert kinds("cd api && pytest", {**files, "api/pytest.ini": "[pytest]\n"}) == ["test"]


def test_options_may_replace_those_of_the_configuration():
    files = {"pyproject.toml": "[tool.pytest.ini_options]\naddopts='--cov'\n", "other.ini": "[pytest]\naddopts = -q"}
    assert kinds("pytest -o addopts=-q", files) == ["test"]
    assert kinds("pytest -o 'addopts=\"'", files) == ["test"]
    assert kinds("pytest -c other.ini", files) == ["test"]
    assert kinds("pytest -c gone.ini", files) == ["test"]
    assert kinds("pytest -o xfail_strict=true", files) == ["test", "coverage"]


@pytest.mark.parametrize(
    ("line", "addopts"),
    [
        ("pytest --no-cov", "--cov"),
        ("pytest -p no:cov", "--cov"),
        ("pytest --cov", "--no-cov"),
        ("pytest --cov", "-p no:pytest_cov"),
        ("PYTEST_ADDOPTS=--no-cov pytest", "--cov"),
    ],
)
def test_coverage_that_is_switched_off_is_harmless(line, addopts):
    (use,) = coverage(line, {"pytest.ini": f"[pytest]\naddopts = {addopts}"})
    assert use.harmless == "the measuring of coverage is switched off"


def test_a_threshold_of_nothing_is_harmless():
    (use,) = coverage("pytest --cov --cov-fail-under=0")
    assert use.harmless == "`--cov-fail-under 0` lets it pass whatever it finds"


def test_coverage_is_of_what_is_measured():
    files = {"api/app/a.py": "", "api/src/lib/a.py": ""}
    (use,) = coverage("cd api && pytest tests --cov=app --cov=lib --cov=src/lib --cov --cov-fail-under=99", files)
    assert use.paths == ("api/app", "lib", "api/src/lib")


@pytest.mark.parametrize(
    ("line", "files", "found"),
    [
        ("pytest tests/test_api.py", {"tests/test_api.py": OPENAPI}, ["test", "openapi"]),
        ("pytest tests/test_api.py::test_schema", {"tests/test_api.py": OPENAPI}, ["test", "openapi"]),
        ("pytest", {"tests/test_api.py": OPENAPI}, ["test"]),
        ("pytest", {"tests/contract/test_api.py": OPENAPI}, ["test", "openapi"]),
        ("pytest tests/contract", {"tests/contract/test_api.py": OPENAPI}, ["test", "openapi"]),
        ("pytest tests/unit", {"tests/contract/test_api.py": OPENAPI}, ["test"]),
        ("pytest", {"tests/contract/helper.py": OPENAPI}, ["test"]),
        ("pytest .", {"tests/test_openapi.py": "def test_a(): ..."}, ["test"]),
        ("pytest tests/test_openapi.py", {"tests/test_openapi.py": "def test_a(): ..."}, ["test", "openapi"]),
        ("pytest tests/test_big.py", {"tests/test_big.py": b"\0"}, ["test"]),
        ("pytest tests/contract", {}, ["test", "openapi"]),
        ("pytest tests/test_cutover_contract.py", {}, ["test"]),
        ("pytest -m contract", {}, ["test", "openapi"]),
        ("pytest -k 'not contract'", {"tests/test_openapi.py": OPENAPI}, ["test"]),
        ("pytest -m slow", {"tests/test_openapi.py": OPENAPI}, ["test"]),
        ("pytest", {"tests/test_migrations.py": MIGRATIONS}, ["test", "migration_smoke"]),
        ("pytest tests/db/test_migrations.py", {}, ["test", "migration_smoke"]),
        ("pytest -m migration", {}, ["test", "migration_smoke"]),
        ("pytest tests/test_migrate_targets.py", {"tests/test_migrate_targets.py": "x"}, ["test", "migration_smoke"]),
    ],
)
def test_a_run_of_tests_is_what_its_tests_check(line, files, found):
    assert kinds(line, files) == found


def test_what_counts_by_its_name_alone_says_so():
    _, use = used("pytest -m migration")
    assert use.remark == "`-m migration` is taken for a test of it by its name"


def test_what_is_told_by_its_text_names_the_files():
    _, use = used("pytest", {"tests/test_openapi.py": OPENAPI})
    assert (use.files, use.remark) == (("tests/test_openapi.py",), "")


def test_no_more_files_are_read_than_a_person_would():
    files = {f"tests/contract/test_{at:03}.py": "x" for at in range(60)} | {"tests/contract/test_zz.py": OPENAPI}
    assert kinds("pytest", files) == ["test"]


@pytest.mark.parametrize("line", ["coverage run", "coverage run -m", "coverage run --branch script.txt", "coverage"])
def test_coverage_that_runs_no_tests_is_no_gate(line):
    assert kinds(line) == []


def test_coverage_may_run_in_a_folder():
    (use,) = used("cd api && coverage run -m pytest tests")
    assert use.paths == ("api/tests",)
