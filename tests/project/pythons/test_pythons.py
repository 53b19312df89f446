"""Every place that names a version of Python is found, with what it means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.project.reading import project

from backendrepo.project.pythons import Python, Role, Where


def found(files: dict[str, str]) -> list[Python]:
    return list(project(files).pythons())


def told(files: dict[str, str]) -> list[tuple[str, str, list[str], int]]:
    """What is said, its role, the lowest version and the line, of each place."""
    return [
        (each.what, each.role, [f"{major}.{minor}" for major, minor in sorted(each.minors)][:3], each.place.line)
        for each in found(files)
    ]


@pytest.mark.parametrize(
    ("path", "text", "role", "versions", "line"),
    [
        (".python-version", "# ours\n3.11.4\n3.12\n", Role.RUNS, ["3.11"], 2),
        (".python-version", "system\n", Role.MOVING, [], 1),
        ("runtime.txt", "python-3.11.4\n", Role.RUNS, ["3.11"], 1),
        (".tool-versions", "nodejs 20\npython 3.11.4 3.10 # x\n", Role.RUNS, ["3.10", "3.11"], 2),
        ("mise.toml", '[tools]\nnode = "20"\npython = "3.11"\n', Role.RUNS, ["3.11"], 3),
        (".mise.toml", '[tools]\npython = "latest"\n', Role.MOVING, [], 2),
        ("Pipfile", '[requires]\npython_version = "3.11"\n', Role.RUNS, ["3.11"], 2),
        ("environment.yml", "dependencies:\n  - python=3.11\n  - python=3.12\n", Role.RUNS, ["3.11"], 2),
        ("environment.yml", "dependencies:\n  - python>=3.11\n", Role.RANGE, ["3.11", "3.12", "3.13"], 2),
        ("environment.yml", "dependencies:\n  - python>x\n", Role.UNKNOWN, [], 2),
        ("setup.cfg", "[options]\npython_requires = >=3.11,<3.13\n", Role.RANGE, ["3.11", "3.12"], 2),
        ("setup.cfg", "[options]\npython_requires = file: x\n", Role.UNKNOWN, [], 2),
        ("setup.py", "setup(name='x',\n  python_requires='>=3.11,<3.12')\n", Role.RANGE, ["3.11"], 2),
        ("tox.ini", "[tox]\nenvlist = py{310,311}-django, lint\n", Role.RUNS, ["3.10", "3.11"], 2),
        ("tox.ini", "[tox]\nenv_list =\n  3.11\n  py3.12\n", Role.RUNS, ["3.12"], 2),
        ("pyproject.toml", '[tool.tox]\nenv_list = ["py311", "py312"]\n', Role.RUNS, ["3.11", "3.12"], 2),
        ("tox.toml", 'env_list = ["py311"]\n', Role.RUNS, ["3.11"], 1),
        ("mypy.ini", "[mypy]\npython_version = 3.11\n", Role.TARGET, ["3.11"], 2),
        ("mypy.ini", "[mypy]\npython_version = new\n", Role.UNKNOWN, [], 2),
        ("ruff.toml", 'target-version = "py311"\n', Role.TARGET, ["3.11"], 1),
        ("pyproject.toml", "[tool.black]\ntarget-version = ['py311', 'py312']\n", Role.LISTED, ["3.11", "3.12"], 2),
        ("pyproject.toml", "[tool.black]\ntarget-version = ['py311']\n", Role.TARGET, ["3.11"], 2),
        ("pyproject.toml", "[tool.poetry.dependencies]\npython = '~3.11'\n", Role.RANGE, ["3.11"], 2),
        ("README.md", "# Service\n\nNeeds Python 3.11.\n", Role.RUNS, ["3.11"], 3),
        ("README.md", "Python 3.11+ and Docker\n", Role.RANGE, ["3.11", "3.12", "3.13"], 1),
        ("CONTRIBUTING.md", "Install Python >= 3.11\n", Role.RANGE, ["3.11", "3.12", "3.13"], 1),
        ("docs/development/setup.rst", "* **Python** 3.11 or newer\n", Role.RANGE, ["3.11", "3.12", "3.13"], 1),
        ("README.md", "![](https://img.shields.io/badge/python-3.11-blue)\n", Role.RUNS, ["3.11"], 1),
        ("README", "python3.11 -m venv .venv\n", Role.RUNS, ["3.11"], 1),
        ("Dockerfile", "FROM python:3.11-slim\n", Role.RUNS, ["3.11"], 1),
        (".devcontainer/devcontainer.json", '{\n "image": "mcr.microsoft.com/devcontainers/python:3.11"}', Role.RUNS,
         ["3.11"], 2),
        ("noxfile.py", "@nox.session(python='3.11')\ndef a(s): pass\n", Role.RUNS, ["3.11"], 1),
        ("noxfile.py", "V = W = ['3.11', '3.12']\nx = 1\n@a\n@nox.session(a=1, python=V)\ndef a(s): pass\n",
         Role.RUNS, ["3.11", "3.12"], 4),
        ("Dockerfile", "FROM ghcr.io/astral-sh/uv:0.5-python3.11-alpine\n", Role.RUNS, ["3.11"], 1),
        ("Dockerfile", "FROM mcr.microsoft.com/devcontainers/python:0-3.11-bullseye\n", Role.RUNS, ["3.11"], 1),
        ("Dockerfile", "FROM registry.access.redhat.com/ubi9/python-311:1\n", Role.RUNS, ["3.11"], 1),
        ("Dockerfile", "FROM python:3\n", Role.MOVING, [], 1),
        ("Dockerfile", "FROM python\n", Role.MOVING, [], 1),
        ("Dockerfile", "FROM python:${VERSION}\n", Role.UNKNOWN, [], 1),
        ("Dockerfile", "ARG V=3.11\nFROM python:$V AS a\nFROM a\nFROM python:3.11\n", Role.RUNS, ["3.11"], 2),
    ],
)  # fmt: skip
def test_a_place_is_found_with_its_meaning(path: str, text: str, role: Role, versions: list[str], line: int):
    assert [each[1:] for each in told({path: text})] == [(role, versions, line)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("requirements/runtime.txt", "python-dateutil==2.9\n"),
        (".tool-versions", "nodejs 20\npython\n"),
        (".python-version", "\n# nothing\n"),
        ("tests/fixtures/.python-version", "3.8\n"),
        ("mise.toml", '[tools]\npython = "{{ env.X }}$Y"\n'),
        ("tox.ini", "[tox]\nenvlist = lint\n"),
        ("tox.ini", "[testenv]\n"),
        ("mypy.ini", "[mypy]\nstrict = true\n"),
        ("ruff.toml", "line-length = 100\n"),
        ("setup.py", "setup(name='x')\n"),
        ("setup.py", "setup(python_requires=VERSIONS, classifiers=MORE)\n"),
        ("setup.py", "x(python_requires='>=3.11')\n"),
        ("setup.py", "setup(python_requires=\n"),
        ("setup.cfg", "[metadata]\nname = x\n"),
        ("setup.cfg", b"\0"),
        ("pyproject.toml", "[project]\nname = 'x'\n"),
        ("Dockerfile", "FROM gcr.io/distroless/python3\n"),
        ("Dockerfile", "FROM debian:12\n"),
        ("Dockerfile", "FROM debian:${X}\n"),
        (".devcontainer/devcontainer.json", '{"dockerFile": "x"}'),
        (
            "noxfile.py",
            "x.y = 1\n@nox.session(python=False)\ndef a(s): pass\n@nox.session(python=UNKNOWN)\ndef b(s): pass\n",
        ),
        ("noxfile.py", "@nox.session(\n"),
        ("README.md", "We dropped Python 3.8 in June. Python 3.9 was next.\n"),
        ("README.md", "make lint PYTHON=python3.12\n"),
        ("README.md", "* Sep 2017: support for Python 3.5\n"),
        ("README.md", "see /usr/lib/python3.9/site-packages\n"),
        ("README.md", "IronPython 3.4 x\n".replace("IronPython", "iron.python")),
        ("CHANGELOG.md", "Python 3.8\n"),
        ("docs/design.md", "Python 3.8\n"),
        ("README.png", "Python 3.8\n"),
        ("README.md", b"\0"),
        ("README.md", "x" * 2_001 + " Python 3.8\n"),
        ("src/README_of_python.py", "Python 3.8\n"),
    ],
)
def test_a_place_that_names_none_is_left_aside(path: str, text: str):
    assert told({path: text}) == []


CLASSIFIED = "Programming Language :: Python :: "


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "pyproject.toml",
            f"[project]\nclassifiers = ['{CLASSIFIED}3', '{CLASSIFIED}3.11', '{CLASSIFIED}3.12', 'X :: 3.1']\n",
        ),
        ("setup.cfg", f"[metadata]\nclassifiers =\n    {CLASSIFIED}3\n    {CLASSIFIED}3.11\n    {CLASSIFIED}3.12\n"),
        ("setup.py", f"setup(name='a',\n  classifiers=['{CLASSIFIED}3.11', '{CLASSIFIED}3.12'])\n"),
    ],
)
def test_classifiers_are_a_list_of_what_is_supported(path: str, text: str):
    assert told({path: text}) == [("classifiers", Role.LISTED, ["3.11", "3.12"], 2)]


def test_a_version_is_told_once_for_a_document():
    text = "Python 3.11\nPython 3.11.4\nPython 3.11+\nPython 3.11 and Python 3.12\n"
    assert [(each[1], each[3]) for each in told({"README.md": text})] == [
        (Role.RUNS, 1),
        (Role.RANGE, 3),
        (Role.RUNS, 4),
    ]


# Workflows


def workflow(steps: str, matrix: str = "", on: str = "pull_request") -> str:
    return f"on: {on}\njobs:\n  a:\n    runs-on: x\n{matrix}    steps:\n{steps}"


SETUP = "      - uses: actions/setup-python@v5\n        with: {python-version: %s}\n"
MATRIX = "    strategy: {matrix: {python: ['3.11', '3.12']}}\n"


@pytest.mark.parametrize(
    ("steps", "role", "versions"),
    [
        (SETUP % "'3.11'", Role.RUNS, ["3.11"]),
        (SETUP % "'${{ matrix.python }}'", Role.RUNS, ["3.11", "3.12"]),
        (SETUP % "3.x", Role.MOVING, []),
        (SETUP % "'>=3.11'", Role.RANGE, ["3.11", "3.12", "3.13"]),
        (SETUP % "'>=x'", Role.UNKNOWN, []),
        (SETUP % "'${{ vars.PYTHON }}'", Role.UNKNOWN, []),
        (SETUP % '"3.11\\n3.12"', Role.RUNS, ["3.11", "3.12"]),
        (SETUP % "pypy3.10", Role.RUNS, ["3.10"]),
        ("      - uses: actions/setup-python@v5\n", Role.MOVING, []),
        ("      - uses: actions/setup-python@v5\n        with: {python-version-file: gone}\n", Role.UNKNOWN, []),
        ("      - uses: astral-sh/setup-uv@v6\n        env: {UV_PYTHON: '3.11'}\n", Role.RUNS, ["3.11"]),
        ("      - run: uv python install 3.11\n", Role.RUNS, ["3.11"]),
        ("      - run: uv venv --seed --python=3.11\n", Role.RUNS, ["3.11"]),
        ("      - run: uv run --python ${V} pytest\n        env: {V: '3.12'}\n", Role.RUNS, ["3.12"]),
    ],
)
def test_what_a_step_sets_up_is_told_over_its_matrix(steps: str, role: Role, versions: list[str]):
    (place,) = found({".github/workflows/ci.yml": workflow(steps, MATRIX)})
    assert (place.role, [f"{a}.{b}" for a, b in sorted(place.minors)][:3], place.where) == (
        role,
        versions,
        Where.PIPELINE,
    )
    assert place.place.path == ".github/workflows/ci.yml"


@pytest.mark.parametrize(
    "steps",
    [
        "      - uses: astral-sh/setup-uv@v6\n",
        "      - run: uv venv --python ${V}\n",
        "      - uses: a/setup-uv@v6\n        with: {python-version: '${{ steps.x.outputs.python-version }}'}\n",
        "      - run: uv sync; echo --python 3.8\n",
        "      - uses: actions/checkout@v4\n",
    ],
)
def test_a_step_that_leaves_the_version_to_others_says_nothing(steps: str):
    assert found({".github/workflows/ci.yml": workflow(steps)}) == []


@pytest.mark.parametrize(
    ("given", "files", "versions"),
    [
        ("{python-version-file: .python-version}", {".python-version": "3.11\n"}, ["3.11"]),
        ("{python-version-file: ./api/.python-version}", {"api/.python-version": "3.12\n"}, ["3.12"]),
        ("{}", {".python-version": "3.11\n", "pyproject.toml": "[project]\nrequires-python = '>=3.9'\n"}, ["3.11"]),
        ("{python-version-file: pyproject.toml}", {"pyproject.toml": "[project]\nrequires-python = '>=3.11'\n"},
         ["3.11", "3.12", "3.13"]),
    ],
)  # fmt: skip
def test_a_step_that_reads_a_file_says_what_the_file_says(given: str, files: dict[str, str], versions: list[str]):
    text = workflow(f"      - uses: actions/setup-python@v5\n        with: {given}\n")
    places = found({**files, ".github/workflows/ci.yml": text})
    (place,) = [each for each in places if each.where is Where.PIPELINE]
    assert [f"{a}.{b}" for a, b in sorted(place.minors)][:3] == versions


@pytest.mark.parametrize(
    ("container", "role", "versions"),
    [
        ("python:3.11-slim", Role.RUNS, ["3.11"]),
        ("{image: 'ghcr.io/astral-sh/uv:python3.12-bookworm'}", Role.RUNS, ["3.12"]),
        ("python", Role.MOVING, []),
        ("'python:${{ vars.V }}'", Role.UNKNOWN, []),
    ],
)
def test_the_container_of_a_job_is_a_place(container: str, role: Role, versions: list[str]):
    text = workflow("      - run: make ci\n").replace("    steps:", f"    container: {container}\n    steps:")
    (place,) = found({".github/workflows/ci.yml": text})
    assert (place.role, [f"{a}.{b}" for a, b in sorted(place.minors)], place.where) == (role, versions, Where.PIPELINE)
    assert place.place.line == 5


@pytest.mark.parametrize("container", ["postgres:16", "{options: x}", "'${{ vars.IMAGE }}'"])
def test_a_container_of_something_else_is_none(container: str):
    text = workflow("      - run: make ci\n").replace("    steps:", f"    container: {container}\n    steps:")
    assert found({".github/workflows/ci.yml": text}) == []


def test_each_use_of_a_local_action_is_a_place_of_its_own():
    action = """inputs: {v: {default: '3.10'}}
runs:
  using: composite
  steps:
    - uses: astral-sh/setup-uv@v6
    - uses: actions/setup-python@v5
      with: {python-version: '${{ inputs.v }}'}
"""
    steps = "      - uses: ./.github/actions/x\n      - uses: ./.github/actions/x\n        with: {v: '3.11'}\n"
    places = found({".github/actions/x/action.yml": action, ".github/workflows/ci.yml": workflow(steps)})
    assert [(each.place.line, sorted(each.minors)) for each in places] == [(6, [(3, 10)]), (7, [(3, 11)])]


def test_workflows_that_no_pull_request_starts_are_read_too_and_those_that_are_only_called_are_not():
    release = workflow(SETUP % "'3.12'", on="[push, workflow_dispatch]")
    called = workflow(SETUP % "'3.13'", on="workflow_call")
    places = found({".github/workflows/release.yml": release, ".github/workflows/called.yml": called})
    assert [sorted(each.minors) for each in places] == [[(3, 12)]]


def test_a_project_reads_them_once():
    made = project({".python-version": "3.11\n"})
    assert made.pythons() is made.pythons()


NAMES = [
    ".python-version",
    "runtime.txt",
    "environment.yml",
    "Pipfile",
    "mise.toml",
    "tox.ini",
    "Dockerfile",
    "README.md",
]


@given(
    st.sampled_from([*NAMES, "setup.py", "pyproject.toml", ".tool-versions"]),
    st.text("python-3.1=>\n[]'\"{} x$", max_size=50),
)
def test_no_text_breaks_it(path: str, text: str):
    found({path: text})
