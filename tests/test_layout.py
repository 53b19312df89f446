"""Rules of the house that a machine keeps: where things are, what is generated, what is locked, what is promised."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from backendrepo.generate import stale

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "operator" / "backendrepo"
MAKEFILE = (ROOT / "Makefile").read_text()
PYPROJECT = (ROOT / "pyproject.toml").read_text()
PROJECT: dict[str, Any] = tomllib.loads(PYPROJECT)
WORKFLOW = (ROOT / ".github" / "workflows" / "ci.yml").read_text()

ONE_FILE_ONE_TEST = {"governance": "SETTINGS", "controls": "judge", "formats": "render"}
"""Folders where adding a thing is one file and its test, and the name by which such a file is known."""

STANDARD_TARGETS = {
    *("lint", "typecheck", "openapi-gate", "test", "ci", "security-audit", "migration-smoke", "migration-apply"),
}
"""The standard, "Required Commands"."""


def _registered() -> Iterator[Path]:
    for folder, mark in ONE_FILE_ONE_TEST.items():
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            module = ".".join(("backendrepo", *path.relative_to(PACKAGE).with_suffix("").parts))
            if path.name != "__init__.py" and hasattr(import_module(module), mark):
                yield path.relative_to(PACKAGE)


def _tracked() -> list[Path]:
    """Every file that a clone has, or that waits to be added."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git work tree")
    return [path for line in listed.splitlines() if (path := ROOT / line).is_file()]


def _requirements() -> list[str]:
    return [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]


def _locked(name: str) -> dict[str, str]:
    """The version of each package in a lock."""
    text = (ROOT / "requirements" / name).read_text()
    return dict(re.findall(r"^([a-z0-9-]+)(?:\[[^]]*\])?==([^ ;]+)", text, re.MULTILINE))


# Where things are


@pytest.mark.parametrize("path", list(_registered()), ids=str)
def test_what_is_added_by_one_file_has_a_test_of_its_name(path: Path) -> None:
    assert (ROOT / "tests" / path.parent / f"test_{path.name}").is_file()


def test_operator_is_a_source_root_that_shadows_no_standard_module() -> None:
    assert not (ROOT / "operator" / "__init__.py").exists()
    assert not (ROOT / "tests" / "operator").exists()


def test_a_file_is_read_in_a_sitting() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in PACKAGE.rglob("*.py")}
    long = [str(path.relative_to(ROOT)) for path, lines in lengths.items() if lines > 250]
    assert median(lengths.values()) < 100
    assert len(long) <= len(lengths) / 20, f"more than one file in twenty is over 250 lines: {long}"


ADDRESS_OF_AN_INDEX = re.compile(
    r"://\S+/simple\b|--(extra-)?index-url[= ]\S+:|--find-links[= ]\S+[:/]|\bGOPROXY=\S+:|\bregistry=\S+:"
)
FOLDER_OF_A_MACHINE = re.compile(rf"{re.escape(str(ROOT))}|(?<![\w.~-])/(root|home|Users|opt|srv|mnt)/|\bfile:///")


def test_no_file_names_a_package_index_or_a_folder_of_a_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in _tracked()
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if ADDRESS_OF_AN_INDEX.search(line) or FOLDER_OF_A_MACHINE.search(line)
    ]
    assert not found, "\n".join(found)


def test_the_locks_have_no_address_in_them() -> None:
    assert not [path.name for path in (ROOT / "requirements").iterdir() if "://" in path.read_text()]


# What is generated


def test_generated_files_are_what_generate_writes() -> None:
    assert not stale(ROOT), "run `make generate`"


# What is depended on


@pytest.mark.parametrize("requirement", _requirements())
def test_each_dependency_says_why_it_is_here(requirement: str) -> None:
    assert re.search(rf'"{re.escape(requirement)}", +# \w+', PYPROJECT), f"write the reason beside {requirement}"


@pytest.mark.parametrize("lock", ["runtime.txt", "dev.txt"])
def test_the_locks_are_within_what_pyproject_asks_for(lock: str) -> None:
    versions = _locked(lock)
    for text in PROJECT["project"]["dependencies"] if lock == "runtime.txt" else _requirements():
        wanted = Requirement(text)
        locked = versions.get(canonicalize_name(wanted.name))
        assert locked, f"{text} is not in {lock}: run `make lock`"
        assert locked in wanted.specifier, f"{lock} has {locked} for {text}: run `make lock`"


def test_the_suite_runs_with_the_versions_that_are_shipped() -> None:
    assert _locked("runtime.txt").items() <= _locked("dev.txt").items()


@pytest.mark.parametrize("lock", ["runtime.txt", "dev.txt"])
def test_everything_locked_is_hashed_and_says_what_made_it(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text()
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)
    assert "make lock" in entries[0]
    assert [entry.split()[0] for entry in entries[1:] if "--hash=sha256:" not in entry] == []


# What is promised


def test_the_makefile_has_the_targets_of_the_standard_and_tells_of_each() -> None:
    told = set(re.findall(r"^([a-z0-9-]+):[^#\n]*## \w+", MAKEFILE, re.MULTILINE))
    phony = set(re.findall(r"^\.PHONY: (\S+)", MAKEFILE, re.MULTILINE))
    assert STANDARD_TARGETS <= told == phony


def test_the_coverage_that_the_pipeline_names_is_the_one_enforced() -> None:
    report = PROJECT["tool"]["coverage"]["report"]
    assert f"coverage >= {report['fail_under']} %" in WORKFLOW
    assert report["fail_under"] >= 99
    assert report["precision"] >= 1, "with whole percents, 98.5 passes for 99"
