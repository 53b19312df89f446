"""Builds of images: which Dockerfile, which context."""

import pytest
from tests.tools.lines import kinds, one

COMPOSE = """
services:
  web:
    build: .
  worker:
    build:
      context: ./worker
      dockerfile: docker/Dockerfile.worker
  db:
    image: postgres
  odd: 3
"""


@pytest.mark.parametrize(
    ("line", "files", "context"),
    [
        ("docker build .", ("Dockerfile",), "."),
        ("docker build -t app api", ("api/Dockerfile",), "api"),
        ("docker build -f docker/Dockerfile .", ("docker/Dockerfile",), "."),
        ("docker build --file=docker/Dockerfile --build-arg A=1 api", ("docker/Dockerfile",), "api"),
        ("cd api && docker build -f ./Dockerfile.dev ..", ("api/Dockerfile.dev",), "."),
        ("docker build", ("Dockerfile",), "."),
        ("docker build - < Dockerfile", (), ""),
        (
            "docker build https://github.com/a/b.git",
            ("https://github.com/a/b.git/Dockerfile",),
            "https://github.com/a/b.git",
        ),
        ("/kaniko/executor --context dir://api --dockerfile Dockerfile", ("api/Dockerfile",), "api"),
        ("/kaniko/executor -c api", ("api/Dockerfile",), "api"),
        ("buildah bud -f Containerfile .", ("Containerfile",), "."),
    ],
)
def test_a_build_says_its_dockerfile_and_its_context(line, files, context):
    use = one(line)
    assert (use.files, use.context, use.paths) == (files, context, ())


def test_a_build_says_its_stage():
    assert one("docker build --target prod .").target == "prod"
    assert one("docker build --target prod -").target == "prod"


@pytest.mark.parametrize(
    ("line", "name", "files"),
    [
        ("docker compose build", "compose.yaml", ("Dockerfile", "worker/docker/Dockerfile.worker")),
        ("docker compose build web", "docker-compose.yml", ("Dockerfile",)),
        ("docker compose -f dev/c.yml build worker", "dev/c.yml", ("dev/worker/docker/Dockerfile.worker",)),
        ("docker-compose up --build", "docker-compose.yml", ("Dockerfile", "worker/docker/Dockerfile.worker")),
        ("cd dev && docker compose build web", "dev/compose.yml", ("dev/Dockerfile",)),
        ("docker compose build", "other.yml", ()),
    ],
)
def test_compose_builds_the_dockerfiles_of_its_services(line, name, files):
    assert one(line, {name: COMPOSE}).files == files


@pytest.mark.parametrize("text", ["", "- a", "services: 3", "services: {a: {image: x}}", "{", b"\0"])
def test_a_compose_file_that_says_nothing_leaves_it_open(text):
    assert one("docker compose build", {"compose.yaml": text}).remark == "its file says what is built"


def test_compose_that_starts_without_building_is_no_build():
    assert kinds("docker compose up -d", {"compose.yaml": COMPOSE}) == []
