"""A type checker over all that is shipped."""

import pytest
from tests.snapshots import judged
from tests.workflows_made import pipeline

CONTROL = "gates/typecheck"
CODE = {"src/payments/__init__.py": "", "src/payments/api.py": "x = 1\n", "tests/test_api.py": "def test_x(): pass\n"}


@pytest.mark.parametrize(
    ("step", "files"),
    [
        ("mypy src", {}),
        ("mypy -p payments", {}),
        ("mypy", {"mypy.ini": "[mypy]\nfiles = src\n"}),
        ("mypy", {"pyproject.toml": "[tool.mypy]\npackages = ['payments']\n"}),
        ("pyright", {}),
        ("pyright", {"mypy.ini": "[mypy]\nignore_errors = true\n"}),
        ("mypy src", {"mypy.ini": "[mypy]\n[mypy-boto3.*]\nignore_errors = true\n"}),
        ("mypy src", {"mypy.ini": "[mypy]\nexclude = (^|/)(tests|build)/\n"}),
        ("mypy --exclude '^src/payments/gen/' src", {}),
        ("cd src && mypy --exclude src payments", {}),
        ("mypy --config-file ci.ini src", {"ci.ini": "[mypy]\n", "mypy.ini": "[mypy]\nignore_errors = true\n"}),
        ("mypy --config-file gone.ini src", {}),
        ("pyright", {"pyrightconfig.json": '{"exclude": ["**/generated"]}'}),
    ],
)
def test_a_checker_of_all_source_passes(step: str, files: dict[str, str]):
    judgement = judged(CONTROL, pipeline(step) | CODE | files)
    assert judgement.outcome == "pass", judgement.summary


@pytest.mark.parametrize(
    ("step", "files", "says"),
    [
        ("mypy tests", {}, "`mypy` is given tests, and not src/payments"),
        (
            "mypy",
            {"mypy.ini": "[mypy]\nfiles = tests\n"},
            "the configuration of mypy names tests, and not src/payments",
        ),
        (
            "mypy src",
            {"mypy.ini": "[mypy]\n[mypy-payments.api]\nignore_errors = true\n"},
            "`ignore_errors` lets every error pass in payments.api",
        ),
        ("mypy --exclude payments src", {}, "`mypy` is told to leave src/payments out"),
        ("mypy --exclude '^src/' .", {}, "`mypy` is told to leave src/payments out"),
        (
            "mypy src",
            {"mypy.ini": "[mypy]\nexclude = (^|/)payments/\n"},
            "the configuration of mypy leaves src/payments out (`(^|/)payments/`)",
        ),
        (
            "mypy src",
            {"pyproject.toml": "[tool.mypy]\nexclude = ['tests', 'src/payments/']\n"},
            "the configuration of mypy leaves src/payments out (`src/payments/`)",
        ),
        (
            "pyright",
            {"pyrightconfig.json": '{"exclude": ["src"]}'},
            "the configuration of pyright leaves src/payments out (`src`)",
        ),
        (
            "mypy --config-file ci/lax.ini src",
            {"ci/lax.ini": "[mypy]\nignore_errors = true\n", "mypy.ini": "[mypy]\nstrict = true\n"},
            "`ignore_errors` lets every error pass",
        ),
        (
            "mypy src",
            {"mypy.ini": "[mypy]\nfollow_imports = skip\n"},
            "`follow_imports = skip` leaves out what is imported",
        ),
    ],
)
def test_what_is_left_out_is_told(step: str, files: dict[str, str], says: str):
    judgement = judged(CONTROL, pipeline(step) | CODE | files)
    assert (judgement.outcome, says in judgement.summary) == ("partial", True), judgement.summary


def test_none_fails():
    assert judged(CONTROL, pipeline("ruff check .") | CODE).summary == "No job of a pull request runs a type checker."


SCREEN = {"web/package.json": '{"name": "web"}', "web/src/app.ts": "let x = 1\n"}


def test_a_checker_of_another_language_alone_leaves_python_out():
    judgement = judged(CONTROL, pipeline({"run": "npx tsc --noEmit", "working-directory": "web"}) | CODE | SCREEN)
    told = "Each pull request runs `tsc` in the check “Checks”, which does not look at Python (src/payments)."
    assert (judgement.outcome, judgement.summary) == ("partial", told)
    assert judgement.fix == "- run: mypy src"


def test_a_checker_of_another_language_beside_one_of_python_passes():
    assert judged(CONTROL, pipeline("mypy src", "npx tsc --noEmit") | CODE | SCREEN).outcome == "pass"
