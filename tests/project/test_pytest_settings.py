"""What pytest is configured to do is found where pytest finds it."""

import pytest
from _pytest.config.findpaths import locate_config
from hypothesis import given
from hypothesis import strategies as st
from tests.project.reading import project, sources

from backendrepo.project.pytest_settings import SECTIONS, option_values, pytest_settings

INI = "[pytest]\naddopts = -q\n"
PYPROJECT = "[tool.pytest.ini_options]\naddopts = '-q'\n"
SETUP = "[tool:pytest]\naddopts = -q\n"


@pytest.mark.parametrize(
    ("files", "path"),
    [
        ({"pytest.ini": INI, "pyproject.toml": PYPROJECT, "tox.ini": INI, "setup.cfg": SETUP}, "pytest.ini"),
        ({".pytest.ini": INI, "pyproject.toml": PYPROJECT}, ".pytest.ini"),
        ({"pyproject.toml": PYPROJECT, "tox.ini": INI, "setup.cfg": SETUP}, "pyproject.toml"),
        ({"pyproject.toml": "[project]\n", "tox.ini": INI, "setup.cfg": SETUP}, "tox.ini"),
        ({"pyproject.toml": "[tool.pytest]\naddopts = ['-q']\n"}, "pyproject.toml"),
        ({"tox.ini": "[tox]\n", "setup.cfg": SETUP}, "setup.cfg"),
        ({"pytest.ini": "", "pyproject.toml": PYPROJECT}, "pytest.ini"),
        ({"pytest.toml": "[pytest]\naddopts = ['-q']\n", "pytest.ini": INI}, "pytest.toml"),
        ({"setup.cfg": "[pytest]\naddopts = -q\n"}, None),
        ({}, None),
    ],
)
def test_the_first_file_with_a_section_is_the_configuration(files: dict[str, str], path: str | None):
    found = pytest_settings(sources(files))
    assert (found.config.path if found else None) == path


TEXTS = {
    "pytest.ini": ["", INI, "[other]\n"],
    ".pytest.ini": ["", INI],
    "pyproject.toml": ["", PYPROJECT, "[tool.pytest]\naddopts = ['-q']\n", "[tool.x]\n"],
    "tox.ini": ["", INI, "[tox]\n"],
    "setup.cfg": ["", SETUP, "[metadata]\n"],
}
FILES = st.fixed_dictionaries({}, optional={name: st.sampled_from(texts) for name, texts in TEXTS.items()})


@given(FILES, FILES)
def test_it_is_the_file_that_pytest_itself_takes(tmp_path_factory: pytest.TempPathFactory, outer: dict, inner: dict):
    files = {**outer, **{f"service/{name}": text for name, text in inner.items()}, "service/x.py": ""}
    root = tmp_path_factory.mktemp("project")
    for path, text in files.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text)
    _, expected, values, _ = locate_config(root / "service", [root / "service"])
    found = pytest_settings(sources(files), "service")
    configured = expected and expected.is_relative_to(root) and (values or expected.name != "pyproject.toml")
    assert (found.config.path if found else None) == (str(expected.relative_to(root)) if configured else None)


def test_every_file_that_pytest_knows_is_known():
    from _pytest.config.findpaths import CONFIG_LOADERS_BY_NAME

    assert list(CONFIG_LOADERS_BY_NAME) == list(SECTIONS)


ADDOPTS = "--cov=app --cov-fail-under=95 -m 'not e2e' --ignore=tests/slow --ignore tests/old -k fast"


@pytest.mark.parametrize(
    "files",
    [
        {"pytest.ini": f"[pytest]\naddopts = {ADDOPTS}\n"},
        {"pyproject.toml": f'[tool.pytest.ini_options]\naddopts = "{ADDOPTS}"\n'},
        {"setup.cfg": "[tool:pytest]\naddopts =\n  " + ADDOPTS.replace(" -", "\n  -") + "\n"},
        {
            "pyproject.toml": "[tool.pytest.ini_options]\naddopts = [\n  '--cov=app', '--cov-fail-under=95',\n"
            "  '-m', 'not e2e', '--ignore=tests/slow', '--ignore', 'tests/old', '-kfast']\n"
        },
    ],
)
def test_options_are_read_from_every_way_of_writing_them(files: dict[str, str]):
    found = pytest_settings(sources(files))
    assert found
    assert [found.options(name) for name in ("-m", "--ignore", "-k")] == [
        ("not e2e",),
        ("tests/slow", "tests/old"),
        ("fast",),
    ]
    floor = found.floor(2)
    assert floor
    assert (floor.value, floor.precision, floor.tool) == (95.0, 2, "pytest-cov")
    assert "cov-fail-under" in floor.place.text


def test_the_last_floor_of_a_command_line_wins_and_its_precision_with_it():
    addopts = "--cov-fail-under=90 --cov-fail-under 99 --cov-precision=1"
    found = pytest_settings(sources({"pytest.ini": f"[pytest]\naddopts = {addopts}\n"}))
    assert found
    floor = found.floor()
    assert floor
    assert (floor.written, floor.precision, floor.least) == ("99", 1, 98.95)


def test_lists_are_read_and_have_pytests_defaults():
    text = (
        "[pytest]\ntestpaths = tests\n   other\npythonpath = src .\npython_files = check_*.py\npython_classes = *Spec\n"
    )
    found = pytest_settings(sources({"pytest.ini": f"{text}python_functions = it_*\n"}))
    assert found
    assert (found.testpaths, found.pythonpath, found.files) == (("tests", "other"), ("src", "."), ("check_*.py",))
    assert (found.classes, found.functions) == (("*Spec",), ("it_*",))
    bare = pytest_settings(sources({"pytest.ini": ""}))
    assert bare
    assert (bare.testpaths, bare.files, bare.classes) == ((), ("test_*.py", "*_test.py"), ("Test",))
    assert (bare.functions, bare.addopts, bare.floor()) == (("test",), (), None)
    assert (bare.place.path, bare.at("addopts").path, bare.folder) == ("pytest.ini", "pytest.ini", "")


def test_quotes_that_do_not_close_part_words_at_blanks():
    found = pytest_settings(sources({"pytest.ini": "[pytest]\naddopts = -m 'not e2e\n"}))
    assert found
    assert found.addopts == ("-m", "'not", "e2e")


def test_a_file_that_cannot_be_read_is_still_the_configuration_and_says_so():
    found = pytest_settings(sources({"pytest.ini": "[pytest]\nbroken\n", "pyproject.toml": PYPROJECT}))
    assert found
    assert (found.config.path, found.problem) == ("pytest.ini", "it is no option")


@pytest.mark.parametrize(
    ("words", "name", "values"),
    [
        (("-m", "a", "-m=b", "-mc"), "-m", ["a", "b", "c"]),
        (("--cov", "--cov=a", "--cov-report=x"), "--cov", ["--cov=a", "a"]),
        (("-m",), "-m", []),
    ],
)
def test_values_of_an_option_are_found_in_each_form(words: tuple[str, ...], name: str, values: list[str]):
    assert list(option_values(words, name)) == values


def test_a_service_has_the_configuration_around_it_where_it_has_none():
    found = project({"pytest.ini": INI, "services/a/app/main.py": ""})
    assert [found.pytest(folder) is not None for folder in ("", "services/a")] == [True, True]


def test_a_named_file_is_taken_whatever_its_name_and_section():
    files = {"ci/other.ini": "[pytest]\ntestpaths = unit\n", "ci/bare.ini": "", "pytest.ini": "[pytest]\n"}
    found = pytest_settings(sources(files), named="ci/other.ini")
    assert found
    assert (found.testpaths, found.folder) == (("unit",), "ci")
    bare = pytest_settings(sources(files), named="ci/bare.ini")
    assert bare
    assert bare.testpaths == ()
    assert pytest_settings(sources(files), named="ci/gone.ini") is None
