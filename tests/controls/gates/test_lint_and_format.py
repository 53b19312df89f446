"""Linter and formatter, over all that is shipped."""

import pytest
from tests.snapshots import judged
from tests.workflows_made import pipeline

CONTROL = "gates/lint-and-format"
CODE = {"app/__init__.py": "", "app/main.py": "x = 1\n", "tests/test_main.py": "def test_x(): pass\n"}
BOTH = ("ruff check .", "ruff format --check .")


@pytest.mark.parametrize(
    "steps",
    [
        BOTH,
        ("ruff check && ruff format --check",),
        ("flake8 app", "black --check app tests"),
        ("ruff check app/ tests/", "black --check ."),
        ("ruff check --exclude legacy .", "black --check ."),
        ("flake8 *", "black --check ."),
        ("ruff check tests", "ruff check app", "black --check ."),
    ],
)
def test_both_over_the_source_pass(steps: tuple[str, ...]):
    judgement = judged(CONTROL, pipeline(*steps) | CODE)
    assert judgement.outcome == "pass", judgement.summary


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        (("ruff check .",), "No job of a pull request runs a check of the formatting."),
        (("black --check .",), "No job of a pull request runs a linter."),
        (("ruff check .", "ruff format ."), "No job of a pull request runs a check of the formatting."),
        (
            ("pytest",),
            "No job of a pull request runs a linter. No job of a pull request runs a check of the formatting.",
        ),
    ],
)
def test_one_alone_fails(steps: tuple[str, ...], says: str):
    judgement = judged(CONTROL, pipeline(*steps) | CODE)
    assert (judgement.outcome, judgement.summary) == ("fail", says)


@pytest.mark.parametrize(
    ("steps", "files", "says"),
    [
        (("ruff check tests", "black --check ."), {}, "`ruff check` is given tests, and not app"),
        (("ruff check app/main.py", "black --check ."), {}, "`ruff check` is given app/main.py, and not app"),
        (("ruff check --exclude app .", "black --check ."), {}, "`ruff check` is told to leave app out"),
        (BOTH, {"ruff.toml": 'exclude = ["app"]\n'}, "the configuration of ruff leaves app out (`app`)"),
        (BOTH, {"ruff.toml": "[lint]\nselect = []\n"}, "no rule is selected"),
        (
            ("bandit -r .", "black --check ."),
            {},
            "Each pull request looks only at a part: `bandit` at security.",
        ),
    ],
)
def test_a_narrowed_scope_is_not_whole(steps: tuple[str, ...], files: dict[str, str], says: str):
    judgement = judged(CONTROL, pipeline(*steps) | CODE | files)
    assert (judgement.outcome, says in judgement.summary) == ("partial", True), judgement.summary


PACKAGE = {"src/payments/__init__.py": "", "src/payments/api.py": "x = 1\n"}


@pytest.mark.parametrize(
    ("lint", "files"),
    [
        ("ruff check --exclude src .", {}),
        ("ruff check --exclude payments .", {}),
        ("ruff check --extend-exclude 'src/payments/*' .", {}),
        ("ruff check --exclude '*.py' .", {}),
        ("flake8 --exclude src .", {}),
        ("ruff check --per-file-ignores 'src/**:ALL,tests/*:E501' .", {}),
        ("ruff check --config ci/ruff.toml .", {"ci/ruff.toml": 'exclude = ["src"]\n', "ruff.toml": ""}),
        ("flake8 --config ci/flake8 .", {"ci/flake8": "[flake8]\nexclude = src\n"}),
        ("pylint --rcfile ci/rc src", {"ci/rc": "[pylint.main]\nignore-paths = src\n"}),
        ("ruff check .", {"ruff.toml": 'extend-exclude = ["src/payments/*"]\n'}),
        ("ruff check .", {"ruff.toml": '[lint.per-file-ignores]\n"src/**" = ["ALL"]\n'}),
    ],
)
def test_a_package_below_a_folder_that_is_left_out_is_not_looked_at(lint: str, files: dict[str, str]):
    judgement = judged(CONTROL, pipeline(lint, "black --check .") | PACKAGE | files)
    assert (judgement.outcome, "leave" in judgement.summary) == ("partial", True), judgement.summary


@pytest.mark.parametrize(
    ("black", "files"),
    [
        ("black --check --exclude '/payments/' .", {}),
        ("black --check --force-exclude src .", {}),
        ("black --check .", {"pyproject.toml": "[tool.black]\nextend-exclude = '^/src/payments/'\n"}),
    ],
)
def test_a_formatter_that_leaves_a_package_out_is_not_whole(black: str, files: dict[str, str]):
    judgement = judged(CONTROL, pipeline("ruff check .", black) | PACKAGE | files)
    assert (judgement.outcome, "src/payments out" in judgement.summary) == ("partial", True), judgement.summary


@pytest.mark.parametrize(
    "lint",
    ["ruff check --exclude src/payments/gen .", "ruff check --exclude tests .", "cd src && ruff check --exclude src"],
)
def test_what_leaves_a_part_or_something_else_out_is_whole(lint: str):
    judgement = judged(CONTROL, pipeline(lint, "black --check --exclude '/gen/' .") | PACKAGE)
    assert judgement.outcome == "pass", judgement.summary


@pytest.mark.parametrize(
    ("lint", "files"),
    [
        ("ruff check --config ruff-ci.toml .", {"ruff-ci.toml": "", "ruff.toml": 'exclude = ["src"]\n'}),
        ("ruff check --config 'lint.ignore = [\"E501\"]' .", {}),
        ("flake8 --config gone .", {}),
        ("pylint --rcfile gone src", {}),
        ("ruff check --per-file-ignores 'tests/**:ALL,src/**:E501,!src/**:ALL' .", {}),
    ],
)
def test_the_configuration_that_is_named_is_the_one_that_counts(lint: str, files: dict[str, str]):
    judgement = judged(CONTROL, pipeline(lint, "black --check .") | PACKAGE | files)
    assert judgement.outcome == "pass", judgement.summary


@pytest.mark.parametrize(
    ("lint", "option"),
    [
        ("ruff check --ignore ALL .", "--ignore ALL"),
        ("ruff check --extend-ignore=E,ALL --select ALL .", "--ignore ALL"),
        ("ruff check --config 'lint.ignore=[\"ALL\"]' .", "--config lint.ignore"),
        ("ruff check --config 'lint.select=[]' .", "--config lint.select"),
    ],
)
def test_a_linter_whose_rules_are_all_off_fails(lint: str, option: str):
    judgement = judged(CONTROL, pipeline(lint, "black --check .") | PACKAGE)
    assert judgement.outcome == "fail"
    assert f"`{option}" in judgement.summary
    assert "lets it pass whatever it finds" in judgement.summary


def test_the_configuration_of_another_tool_does_not_count():
    files = {"pyproject.toml": "[tool.black]\nexclude = '.*'\n"}
    judgement = judged(CONTROL, pipeline("ruff check .", "ruff format --check .") | CODE | files)
    assert judgement.outcome == "pass", judgement.summary


def test_a_linter_of_another_language_is_none_of_the_source():
    judgement = judged(CONTROL, pipeline("hadolint Dockerfile", "black --check .") | CODE)
    assert judgement.summary == "No job of a pull request runs a linter."
