"""Dockerfiles are read with the defaults of their arguments, and those that are not shipped are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.project.reading import project

from backendrepo.project.dockerfiles import filled

TEXT = """\
# syntax=docker/dockerfile:1
ARG PYTHON=3.11
ARG BASE="python:${PYTHON}-slim" UNSET
FROM --platform=linux/amd64 ${BASE} AS Build
ARG PYTHON=3.9
RUN pip install \\
    # a comment
    x
from build as tests
FROM $UNSET
FROM ${REGISTRY:-docker.io}/python:${PYTHON:+3.12}
COPY --from=build / /
FROM python:3.13 AS final
FROM final
"""


def test_stages_have_the_defaults_of_arguments_and_what_they_are_built_on():
    (found,) = project({"Dockerfile": TEXT}).dockerfiles
    assert [(stage.image, stage.name, stage.unresolved, stage.base, stage.place.line) for stage in found.stages] == [
        ("python:3.11-slim", "Build", False, None, 4),
        ("build", "tests", False, 0, 9),
        ("$UNSET", "", True, None, 10),
        ("docker.io/python:3.12", "", False, None, 11),
        ("python:3.13", "final", False, None, 13),
        ("final", "", False, 4, 14),
    ]
    assert found.final == found.stages[4]
    assert (found.place.line, found.folder, found.path) == (4, "", "Dockerfile")


@pytest.mark.parametrize(
    ("path", "shipped"),
    [
        ("Dockerfile", True),
        ("Dockerfile.prod", True),
        ("api.Dockerfile", True),
        ("services/a/Containerfile", True),
        ("docker/Dockerfile_nginx", True),
        (".devcontainer/Dockerfile", False),
        ("Dockerfile.dev", False),
        ("dev.Dockerfile", False),
        ("tests/Dockerfile", False),
        ("docker/local/Dockerfile", False),
        ("Dockerfile.integration-tests-debian", False),
        ("examples/a/Dockerfile", False),
        ("protest/Dockerfile", True),
    ],
)
def test_an_image_for_development_or_tests_is_not_shipped(path: str, shipped: bool):
    found = project({path: "FROM python:3.11\n"})
    assert [each.shipped for each in found.all_dockerfiles] == [shipped]
    assert len(found.dockerfiles) == shipped
    assert all(each.aside for each in found.all_dockerfiles if not shipped)


@pytest.mark.parametrize(
    "path", ["Dockerfile.md", "Dockerfile.dockerignore", "dockerfile_lint.py", "Dockerfile.j2", "Dockerfile-template"]
)
def test_a_file_that_only_has_the_word_in_its_name_is_none(path: str):
    assert project({path: "FROM python:3.11\n"}).all_dockerfiles == ()


@pytest.mark.parametrize("text", ["", "RUN x\n", "FROM\n", "FROM a b c\n"])
def test_a_file_without_a_stage_is_none(text: str):
    assert project({"Dockerfile": text}).all_dockerfiles == ()


def test_another_escape_character_is_obeyed():
    (found,) = project({"Dockerfile": "# escape=`\nFROM `\n  python:3.11\nRUN C:\\\nRUN x\n"}).dockerfiles
    assert [stage.image for stage in found.stages] == ["python:3.11"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$A-${A}", ("1-1", True)),
        ("${B:-2}${B-3}", ("23", True)),
        ("${A:-2}", ("1", True)),
        ("${A:+x}${B:+x}", ("x", True)),
        (r"\$A", ("$A", True)),
        ("$B", ("$B", False)),
        ("${E}", ("${E}", False)),
    ],
)
def test_variables_are_filled_in_as_docker_does(text: str, expected: tuple[str, bool]):
    assert filled(text, {"A": "1", "E": None}) == expected


@given(st.text("FROM ARG=${}:-+\n\\#as1a", max_size=60))
def test_no_text_breaks_it(text: str):
    for each in project({"Dockerfile": text}).all_dockerfiles:
        assert each.final
