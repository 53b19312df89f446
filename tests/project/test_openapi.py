"""The OpenAPI contract is found as a document, or as an application that makes one."""

import pytest
from tests.project.reading import project


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("openapi.yaml", "# ours\nopenapi: 3.1.0\ninfo: {}\n", 2),
        ("docs/api/openapi.json", '{\n  "info": {},\n  "openapi": "3.0.1"\n}\n', 3),
        ("swagger.yml", "swagger: '2.0'\n", 1),
        ("api/schema.yml", "openapi: 3.0.0\n", 1),
        ("docs/api-spec.yaml", "openapi: 3.0.0\n", 1),
        ("schema.json", '{"type": "object"}', None),
        ("openapi-generator.yaml", "generatorName: python\n", None),
        ("openapi.yaml", b"\0", None),
        ("openapi.yaml.bak", "openapi: 3.0.0\n", None),
        ("contract.yaml", "openapi: 3.0.0\n", None),
    ],
)
def test_a_document_is_one_by_its_version(path: str, text: str | bytes, line: int | None):
    found = project({path: text}).openapi
    expected = [] if line is None else [(path, line, "")]
    assert [(each.path, each.place.line, each.framework) for each in found] == expected


@pytest.mark.parametrize(
    ("text", "framework"),
    [
        ("from fastapi import FastAPI\napp = FastAPI(title='x')\n", "FastAPI"),
        ("from drf_spectacular.views import SpectacularAPIView\n", "drf-spectacular"),
        ("x = 1\n", None),
    ],
)
def test_an_application_is_told_by_its_framework(text: str, framework: str | None):
    found = project({"app/main.py": text, "tests/test_main.py": "app = FastAPI()\n"}).openapi
    assert [each.framework for each in found] == ([framework] if framework else [])


def test_the_likeliest_file_is_looked_at_first():
    files = {"app/a.py": "FastAPI(", "app/api/main.py": "x = 1\napp = FastAPI(\n", "app/gone.py": b"\0"}
    (found,) = project(files).openapi
    assert (found.path, found.place.line) == ("app/api/main.py", 2)
