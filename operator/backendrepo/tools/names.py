"""Other names of tools: images whose entry point is one, packages of npm that bring one."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from backendrepo.lazy import regex
from backendrepo.shell import Command

IMAGES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "rhysd/actionlint": ("actionlint",),
        "zizmorcore/zizmor": ("zizmor",),
        "aquasec/trivy": ("trivy",),
        "aquasecurity/trivy": ("trivy",),
        "anchore/grype": ("grype",),
        "google/osv-scanner": ("osv-scanner",),
        "stoplight/spectral": ("spectral",),
        "tufin/oasdiff": ("oasdiff",),
        "oasdiff/oasdiff": ("oasdiff",),
        "openapitools/openapi-diff": ("openapi-diff.jar",),
        "openapitools/openapi-generator-cli": ("openapi-generator-cli",),
        "redocly/cli": ("redocly",),
        "schemathesis/schemathesis": ("schemathesis",),
        "dshanley/vacuum": ("vacuum",),
        "hadolint/hadolint": ("hadolint",),
        "koalaman/shellcheck": ("shellcheck",),
        "cytopia/yamllint": ("yamllint",),
        "astral-sh/ruff": ("ruff",),
        "flyway/flyway": ("flyway",),
        "liquibase/liquibase": ("liquibase",),
        "migrate/migrate": ("migrate",),
        "amacneil/dbmate": ("dbmate",),
        "bufbuild/buf": ("buf",),
        "kaniko-project/executor": ("executor",),
    }
)
"""By the end of the image's name: the words of its entry point."""

PACKAGES: Mapping[str, str] = MappingProxyType(
    {
        "@apidevtools/swagger-cli": "swagger-cli",
        "@asyncapi/cli": "asyncapi",
        "@biomejs/biome": "biome",
        "@openapitools/openapi-generator-cli": "openapi-generator-cli",
        "@playwright/test": "playwright",
        "@redocly/cli": "redocly",
        "@stoplight/spectral-cli": "spectral",
        "@typespec/compiler": "tsp",
        "@useoptic/optic": "optic",
        "typescript": "tsc",
    }
)
"""By package: the program that `npx` runs."""

_NAME = regex(r"([^\s/:@]+/[^\s/:@]+)(?:[:@]\S*)?$")
_RUNS = ("docker run", "docker container run", "podman run", "nerdctl run")


def entry_point(command: Command, words: Sequence[str]) -> tuple[str, ...]:
    """Return a command's words behind those of the image's entry point, where it is one of a container."""
    if command.wrappers and command.wrappers[-1].startswith(_RUNS):
        return (*_of(command.wrappers[-1]), *words)
    if " ".join(words[:2]) in _RUNS:
        for at, word in enumerate(words[2:], 3):
            if program := _of(word):
                return (*program, *words[at:])
    return (*words,)


def _of(image: str) -> tuple[str, ...]:
    found = _NAME.search(image)
    return IMAGES.get(found[1].lower(), ()) if found else ()
