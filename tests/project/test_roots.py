"""The source roots are those of what is shipped, in every layout that services have."""

import pytest
from tests.project.reading import project

from backendrepo.project import Root


def roots(files: dict[str, str] | list[str]) -> dict[str, Root]:
    made = files if isinstance(files, dict) else dict.fromkeys(files, "")
    return {root.path: root for root in project(made).roots}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["src/payments/__init__.py", "src/payments/api.py", "tests/test_api.py"], ["src/payments"]),
        (["payments/__init__.py", "payments/api.py", "tests/__init__.py", "setup.py"], ["payments"]),
        (["app/main.py", "app/api/routes.py", "tests/test_main.py", "alembic/env.py"], ["app"]),
        (["main.py", "models.py", "conftest.py", "noxfile.py", "test_main.py"], ["main.py", "models.py"]),
        (["src/main.py", "src/util.py"], ["src/main.py", "src/util.py"]),
        (["src/__init__.py", "src/main.py"], ["src"]),
        (["src/acme/payments/__init__.py", "src/acme/payments/api.py"], ["src/acme"]),
        (["acme/payments/__init__.py", "scripts/x.py", "docs/conf.py", "bin/y.py"], ["acme"]),
        (["infra/x.py", "devops/deep/down/x.py", ".github/scripts/x.py", "node_modules/a/x.py"], []),
        (["services/a/app/x.py", "services/a/pyproject.toml", "services/b/app/x.py", "services/b/requirements.txt"],
         ["services/a/app", "services/b/app"]),
        (["backend/Dockerfile", "backend/app/main.py", "backend/tests/test_a.py", "frontend/x.ts"], ["backend/app"]),
        (["manage.py", "config/settings.py", "shop/models.py", "shop/tests/test_a.py"], ["config", "shop"]),
        (["load_tests/x/__init__.py", "app/__init__.py", "tests_e2e/setup.py", "tests_e2e/y.py"], ["app"]),
        (["__init__.py", "plugin.py"], ["plugin.py"]),
        (["shop/__init__.py", "shop/Dockerfile", "shop/api.py", "shop/core/__init__.py"], ["shop"]),
        ([], []),
    ],
)  # fmt: skip
def test_without_a_build_configuration_every_package_is_shipped_but_tests_and_tools(
    files: list[str], expected: list[str]
):
    assert list(roots(files)) == expected


BESIDE = dict.fromkeys(
    ["src/payments/__init__.py", "src/payments/a.py", "src/tool.py", "other/__init__.py", "x.py"], ""
)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("pyproject.toml", '[tool.setuptools]\npackages = ["payments", "payments.api"]\npackage-dir = {"" = "src"}\n',
         ["src/payments"]),
        ("pyproject.toml", '[tool.setuptools]\npackages = ["pay"]\npackage-dir = {pay = "src/payments"}\n',
         ["src/payments"]),
        ("pyproject.toml", '[tool.setuptools]\npackage-dir = {"" = "src"}\n', ["src/payments", "src/tool.py"]),
        ("pyproject.toml", '[tool.setuptools]\npy-modules = ["x"]\n', ["x.py"]),
        ("pyproject.toml", '[tool.setuptools]\npackage-dir = {"" = "src"}\npy-modules = ["tool"]\n',
         ["src/payments", "src/tool.py"]),
        ("pyproject.toml", '[tool.setuptools.packages.find]\nwhere = ["src"]\n', ["src/payments", "src/tool.py"]),
        ("pyproject.toml", '[tool.setuptools.packages.find-namespace]\nwhere = ["src"]\n',
         ["src/payments", "src/tool.py"]),
        ("pyproject.toml", '[tool.setuptools.packages.find]\nwhere = ["."]\n', ["other", "src", "x.py"]),
        ("pyproject.toml", '[tool.setuptools.packages.find]\nexclude = ["x"]\n',
         ["other", "src/payments", "src/tool.py", "x.py"]),
        ("pyproject.toml", '[tool.hatch.build.targets.wheel]\npackages = ["src/payments"]\n', ["src/payments"]),
        ("pyproject.toml", '[tool.hatch.build]\nonly-include = ["other"]\n', ["other"]),
        ("pyproject.toml", '[tool.poetry]\npackages = [{include = "payments", from = "src"}]\n', ["src/payments"]),
        ("pyproject.toml",
         '[tool.poetry]\npackages = [{include = "other/**/*.py"}, {include = "x", format="sdist"}]\n', ["other"]),
        ("pyproject.toml", '[tool.poetry]\nname = "payments"\n', ["other", "src/payments", "src/tool.py", "x.py"]),
        ("pyproject.toml", '[tool.pdm.build]\npackage-dir = "src"\n', ["src/payments", "src/tool.py"]),
        ("pyproject.toml", '[tool.pdm.build]\nincludes = ["other/"]\n', ["other"]),
        ("pyproject.toml", '[tool.pdm.build]\nincludes = ["src/payments/*"]\n', ["src/payments"]),
        ("pyproject.toml", '[tool.uv.build-backend]\nmodule-name = "payments"\n', ["src/payments"]),
        ("pyproject.toml", '[tool.uv.build-backend]\nmodule-name = ["other"]\nmodule-root = ""\n', ["other"]),
        ("pyproject.toml", '[tool.uv.build-backend]\nmodule-root = "src"\n', ["src/payments", "src/tool.py"]),
        ("pyproject.toml", "[tool.uv.build-backend]\n", ["other", "src/payments", "src/tool.py", "x.py"]),
        ("pyproject.toml", '[tool.flit.module]\nname = "payments"\n', ["src/payments"]),
        ("pyproject.toml", "[tool.flit.module]\n", ["other", "src/payments", "src/tool.py", "x.py"]),
        ("pyproject.toml", '[tool.maturin]\npython-source = "src"\n', ["src/payments", "src/tool.py"]),
        ("pyproject.toml", "[tool.maturin]\n", ["other", "src/payments", "src/tool.py", "x.py"]),
        ("pyproject.toml", '[tool.hatch.build]\npackages = ["../outside", "gone"]\n',
         ["other", "src/payments", "src/tool.py", "x.py"]),
        ("pyproject.toml", '[tool.hatch.build]\npackages = ["x"]\n', ["x.py"]),
        ("pyproject.toml", "broken", ["other", "src/payments", "src/tool.py", "x.py"]),
        ("setup.cfg", "[options]\npackages = find:\npackage_dir =\n    = src\n", ["src/payments", "src/tool.py"]),
        ("setup.cfg", "[options]\npackages = find_namespace:\n[options.packages.find]\nwhere = src\n",
         ["src/payments", "src/tool.py"]),
        ("setup.cfg", "[options]\npackages = find:\n", ["other", "src/payments", "src/tool.py", "x.py"]),
        ("setup.cfg", "[options]\npackages = other\npy_modules = x\n", ["other", "x.py"]),
        ("setup.cfg", "[options]\npy_modules = x\n", ["x.py"]),
        ("pyproject.toml", "[tool.poetry]\npackages = ['payments', {include = 'other'}]\n", ["other"]),
        ("setup.cfg", "[metadata]\nname = x\n", ["other", "src/payments", "src/tool.py", "x.py"]),
        ("setup.py", "from setuptools import *\nsetup(packages=['other'])\n", ["other"]),
        ("setup.py", "import setuptools\nsetuptools.setup(packages=setuptools.find_packages('src'))\n",
         ["src/payments", "src/tool.py"]),
        ("setup.py", "setup(packages=find_packages(where='src'), **extra)\n", ["src/payments", "src/tool.py"]),
        ("setup.py", "setup(package_dir={'': 'src'})\n", ["src/payments", "src/tool.py"]),
        ("setup.py", "setup(packages=find_packages(exclude=['x']))\n",
         ["other", "src/payments", "src/tool.py", "x.py"]),
        ("setup.py", "setup(packages=find_packages(HERE))\n", ["other", "src/payments", "src/tool.py", "x.py"]),
        ("setup.py", "print(1)\nx = 1\nsetup(name='x')\n", ["other", "src/payments", "src/tool.py", "x.py"]),
        ("setup.py", "setup(\n", ["other", "src/payments", "src/tool.py", "x.py"]),
    ],
)  # fmt: skip
def test_what_a_build_configuration_says_is_taken(path: str, text: str, expected: list[str]):
    assert list(roots({**BESIDE, path: text})) == expected


@pytest.mark.parametrize(
    ("pythonpath", "expected"),
    [
        ("operator", ["api", "operator/pay", "operator/run.py"]),
        ("operator api .", ["api/x.py", "operator/pay", "operator/run.py"]),
        ("tests ../outside", ["api", "operator"]),
        ("", ["api", "operator"]),
    ],
)
def test_a_folder_that_modules_are_imported_from_is_a_base(pythonpath: str, expected: list[str]):
    files = {"operator/pay/__init__.py": "", "operator/run.py": "", "api/x.py": "", "tests/util.py": ""}
    assert list(roots({**files, "pytest.ini": f"[pytest]\npythonpath = {pythonpath}\n"})) == expected


def test_a_base_of_a_service_is_its_own():
    files = {"pytest.ini": "[pytest]\npythonpath = services/a/lib other\n", "services/a/Dockerfile": ""}
    files |= {"services/a/lib/pay.py": "", "services/a/app/x.py": ""}
    assert list(roots(files)) == ["services/a/app", "services/a/lib/pay.py"]


@pytest.mark.parametrize(
    ("dockerfile", "expected"),
    [
        ("FROM python:3.11\nCOPY app/ ./app/\n", ["app"]),
        ("FROM python:3.11\nCOPY app main.py /code/\n", ["app", "main.py"]),
        ('FROM python:3.11\nCOPY ["./main.py", "/code/"]\n', ["app", "main.py"]),
        ("FROM python:3.11\nADD *.py /code/\n", ["app", "main.py", "update.py"]),
        ("FROM python:3.11\nCOPY --chown=app . .\n", ["app", "main.py", "update.py"]),
        ("FROM python:3.11\nCOPY ${FILES} /code/\n", ["app", "main.py", "update.py"]),
        ("FROM python:3.11\nCOPY --from=build /x /y\nRUN cp a b\n", ["app", "main.py", "update.py"]),
    ],
)
def test_a_module_that_the_image_does_not_take_is_not_shipped(dockerfile: str, expected: list[str]):
    assert list(roots({"Dockerfile": dockerfile, "app/a.py": "", "main.py": "", "update.py": ""})) == expected


def test_files_of_a_root_are_counted_with_those_of_projects_within():
    files = {"pyproject.toml": '[tool.setuptools.packages.find]\nwhere = ["src"]\n', "src/services/__init__.py": ""}
    files |= {"src/services/a/Dockerfile": "", "src/services/a/app/x.py": "", "src/services/a/app/y.py": ""}
    assert {path: root.files for path, root in roots(files).items()} == {"src/services": 3}


def test_a_root_says_how_it_is_imported_and_what_makes_it_one():
    files = {**BESIDE, "pyproject.toml": '[tool.hatch.build]\npackages = ["src/payments"]\n'}
    root = roots(files)["src/payments"]
    assert (root.name, root.base, root.files, root.language) == ("payments", "src", 2, "python")
    assert (root.place.path, root.place.line) == ("pyproject.toml", 2)
    assert root.has("src/payments/a.py")
    assert not root.has("src/payments2/a.py")


def test_a_package_within_packages_is_imported_from_above_them():
    files = {"a/__init__.py": "", "a/b/__init__.py": "", "pyproject.toml": '[tool.hatch.build]\npackages = ["a/b"]\n'}
    assert (roots(files)["a/b"].base, roots(files)["a/b"].name) == ("", "a.b")


def test_a_module_has_the_name_that_it_is_imported_by():
    assert roots(["src/main.py"])["src/main.py"].name == "main"


def test_a_build_of_the_whole_folder_is_one_root():
    files = {"a.py": "", "pyproject.toml": '[tool.hatch.build]\npackages = ["."]\n'}
    assert [(root.path, root.files, root.has("x/y.py")) for root in roots(files).values()] == [("", 1, True)]


def test_a_root_within_another_is_told_once():
    files = {"a/__init__.py": "", "a/b/pyproject.toml": "", "a/b/c/__init__.py": ""}
    assert list(roots(files)) == ["a"]


def test_projects_in_other_languages_are_told_with_their_language():
    files = ["app/main.py", "go/go.mod", "web/package.json", "tests/package.json", "x/node_modules/y/package.json"]
    assert [(root.path, root.language, root.name) for root in project(dict.fromkeys(files, "")).roots] == [
        ("app", "python", "app"),
        ("go", "go", ""),
        ("web", "javascript", ""),
    ]


def test_a_file_belongs_to_a_root_or_to_none():
    found = project({"app/main.py": "", "tests/test_a.py": ""})
    root = found.root_of("app/main.py")
    assert root == found.roots[0]
    assert found.root_of("tests/test_a.py") is None
