"""Every shipped image is built."""

from typing import Any

import pytest
from tests.snapshots import judged
from tests.workflows_made import pipeline

CONTROL = "gates/docker-build"
IMAGE = 'FROM python:3.11\nCMD ["x"]\n'
ONE = {"Dockerfile": IMAGE}
TWO = {"api/Dockerfile": IMAGE, "worker/Dockerfile": IMAGE}
BUILD_PUSH = "docker/build-push-action@v6"


@pytest.mark.parametrize(
    ("steps", "files"),
    [
        (["docker build -t x ."], ONE),
        (["make image"], ONE | {"Makefile": "image:\n\tdocker build -t x .\n"}),
        ([{"uses": BUILD_PUSH, "with": {"push": "false"}}], ONE),
        (["docker build api", "docker build -f worker/Dockerfile ."], TWO),
        ([{"uses": BUILD_PUSH, "with": {"context": "api"}}, "cd worker && docker build ."], TWO),
        (["for d in api worker; do docker build $d || exit 1; done"], TWO),
        (["docker build -t x ."], ONE | {"Dockerfile.dev": IMAGE}),
        (["docker build -t x:$GITHUB_SHA ."], ONE),
        (["docker build -f $(cat name) ."], ONE),
    ],
)
def test_a_build_of_each_passes(steps: list[Any], files: dict[str, str]):
    judgement = judged(CONTROL, pipeline(*steps) | files)
    assert judgement.outcome == "pass", judgement.summary


@pytest.mark.parametrize(
    ("steps", "files", "outcome", "says"),
    [
        (["docker build api"], TWO, "partial", "Not every shipped image is built: worker/Dockerfile."),
        (["docker build -t x:$GITHUB_SHA api"], TWO, "partial", "Not every shipped image is built: worker/Dockerfile."),
        (["make start"], ONE | {"Makefile": "test:\n\tpytest\n"}, "fail", "No job of a pull request runs a build"),
        (["docker build -t x . || true"], ONE, "fail", "what follows `||`"),
        (["pytest"], ONE, "fail", "No job of a pull request runs a build of the image."),
        (["pytest"], {}, "fail", "There is no Dockerfile, and no image is built."),
        (["make docker-build"], ONE | {"Makefile": "test:\n\tpytest\n"}, "fail", "there is no such target."),
    ],
)
def test_what_is_not_built_is_named(steps: list[Any], files: dict[str, str], outcome: str, says: str):
    judgement = judged(CONTROL, pipeline(*steps) | files)
    assert (judgement.outcome, says in judgement.summary) == (outcome, True), judgement.summary


def test_a_matrix_builds_each_of_its_images():
    step = "docker build ${{ matrix.service }}"
    judgement = judged(CONTROL, pipeline(step, strategy={"matrix": {"service": ["api", "worker"]}}) | TWO)
    assert judgement.outcome == "pass", judgement.summary
