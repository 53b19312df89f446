"""What hooks of well-known repositories run, where their id alone does not say it.

Source: the `.pre-commit-hooks.yaml` of each. A hook whose id is a tool of the table needs no row.
"""

from collections.abc import Mapping
from types import MappingProxyType

KNOWN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ruff": ("ruff", "check", "--force-exclude"),
        "ruff-check": ("ruff", "check", "--force-exclude"),
        "ruff-format": ("ruff", "format", "--force-exclude"),
        "black-jupyter": ("black",),
        "nbqa-black": ("black",),
        "blacken-docs": ("blacken-docs",),
        "mypy": ("mypy",),
        "dmypy": ("dmypy", "run"),
        "ty": ("ty", "check"),
        "pyrefly-check": ("pyrefly", "check"),
        "pyrefly-typecheck-system": ("pyrefly", "check"),
        "pyrefly-typecheck-specific-version": ("pyrefly", "check"),
        "import-linter": ("lint-imports",),
        "fixit-lint": ("fixit", "lint"),
        "ufmt": ("ufmt", "check"),
        "usort": ("usort", "check"),
        "toml-sort-fix": ("toml-sort",),
        "taplo-format": ("taplo", "format"),
        "actionlint-docker": ("actionlint",),
        "actionlint-system": ("actionlint",),
        "zizmor": ("zizmor",),
        "check-github-workflows": ("check-jsonschema", "--builtin-schema", "vendor.github-workflows"),
        "check-github-actions": ("check-jsonschema", "--builtin-schema", "vendor.github-actions"),
        "hadolint-docker": ("hadolint",),
        "sqlfluff-lint": ("sqlfluff", "lint"),
        "sqlfluff-fix": ("sqlfluff", "fix"),
        "djlint-django": ("djlint", "--lint"),
        "djlint-jinja": ("djlint", "--lint"),
        "djlint-reformat-django": ("djlint",),
        "biome-ci": ("biome", "ci"),
        "biome-check": ("biome", "check"),
        "biome-lint": ("biome", "lint"),
        "biome-format": ("biome", "format"),
        "golangci-lint": ("golangci-lint", "run"),
        "golangci-lint-full": ("golangci-lint", "run"),
        "python-safety-dependencies-check": ("safety", "check"),
        "osv-scanner": ("osv-scanner",),
        "uv-audit": ("uv", "audit"),
        "redocly-lint": ("redocly", "lint"),
        "spectral": ("spectral", "lint"),
        "validate-openapi": ("openapi-spec-validator",),
        "buf-lint": ("buf", "lint"),
        "buf-breaking": ("buf", "breaking"),
        "buf-format": ("buf", "format"),
        "terraform_fmt": ("terraform", "fmt"),
        "fmt": ("cargo", "fmt"),
        "clippy": ("cargo", "clippy"),
        "cargo-check": ("cargo", "check"),
        "django-check-migrations": ("manage.py", "makemigrations", "--check"),
        "semgrep": ("semgrep", "scan", "--error"),
    }
)
"""By the id of the hook: the words that it runs."""
