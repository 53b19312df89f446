"""`backendrepo check`: what is judged, what is printed, and what the exit code says."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.check.conftest import Answer

from backendrepo.__main__ import main
from backendrepo.check import run as command
from backendrepo.controls import catalogue

pytestmark = pytest.mark.e2e

Ask = Callable[..., Answer]
PROGRAM = [sys.executable, "-m", "backendrepo"]


def results(answer: Answer) -> dict[str, dict]:
    return {result["repo"]: result for result in json.loads(answer.out)["results"]}


def waive_all(path: Path, but: str = "") -> Path:
    """Write waivers of every control."""
    day = datetime.now(UTC).date() + timedelta(days=30)
    entries = [
        f"- {{control: {control.id}, reason: a test, owner: us, expires: {day}}}\n"
        for control in catalogue()
        if control.id != but
    ]
    path.write_text("".join(entries))
    return path


def disable_all(path: Path) -> Path:
    """Write a standard that asks for nothing."""
    names = ", ".join(control.id for control in catalogue())
    path.write_text(
        "apiVersion: backendrepo.dev/v1alpha1\nkind: BackendStandard\nmetadata: {name: nothing}\n"
        f"spec: {{controls: {{disabled: [{names}]}}}}\n"
    )
    return path


def test_findings_are_exit_code_one_and_stand_on_standard_output(ask: Ask, repository: Path):
    answer = ask("check", repository)
    assert (answer.code, answer.err) == (1, "")
    assert answer.out.startswith("payments against backend-foundation\n")
    assert "fail  migrations/data-model-ownership  medium" in answer.out
    assert "✓ migrations/forward-fix" in answer.out
    assert "Not judged here: governance" in answer.out


def test_a_repository_whose_findings_are_waived_is_conformant(ask: Ask, repository: Path, tmp_path: Path):
    answer = ask("check", repository, "--waivers", waive_all(tmp_path / "waivers.yaml"))
    assert answer.code == 0
    assert "Waived, until" in answer.out


def test_a_waiver_does_not_lift_the_level(ask: Ask, repository: Path, tmp_path: Path):
    plain = results(ask("check", repository, "--format", "json"))
    waived = results(ask("check", repository, "--format", "json", "--waivers", waive_all(tmp_path / "waivers.yaml")))
    assert waived["payments"]["level"] == plain["payments"]["level"] == "None"
    assert waived["payments"]["counts"] == plain["payments"]["counts"]


def test_one_finding_without_a_waiver_is_enough_for_exit_code_one(ask: Ask, repository: Path, tmp_path: Path):
    waivers = waive_all(tmp_path / "waivers.yaml", but="migrations/data-model-ownership")
    assert ask("check", repository, "--waivers", waivers).code == 1


def test_a_standard_sets_its_name_and_what_is_not_judged(ask: Ask, repository: Path, tmp_path: Path):
    answer = ask("check", repository, "--standard", disable_all(tmp_path / "standard.yaml"))
    assert answer.code == 0
    assert answer.out == "payments against nothing\n\nLevel Gold: nothing judged.\n"


def test_here_is_judged_where_no_folder_is_named(ask: Ask, repository: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(repository)
    assert ask("check").out.startswith("payments against")
    assert ask("check", ".").out.startswith("payments against")


@pytest.mark.parametrize("kind", ["gone", "empty", "file"])
def test_a_missing_repository_is_a_row_and_exit_code_two_and_the_others_are_judged(
    ask: Ask, repository: Path, tmp_path: Path, kind: str
):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    answer = ask("check", tmp_path / kind, repository, "--format", "json")
    assert answer.code == 2
    told = results(answer)
    assert told[kind]["status"] == "missing-repo"
    assert kind in told[kind]["reason"]
    assert told["payments"]["controls"]


def test_a_folder_that_may_not_be_read_is_missing(ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def denied(path: object) -> list[str]:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "secret").mkdir()
    monkeypatch.setattr(os, "listdir", denied)
    answer = ask("check", tmp_path / "secret")
    assert answer.code == 2
    assert "secret cannot be read (Permission denied)." in answer.out


def test_a_path_with_a_nul_is_missing_and_no_traceback(ask: Ask):
    answer = ask("check", "a\0b")
    assert answer.code == 2
    assert "could not be judged" in answer.out


def test_repositories_of_one_name_are_told_apart_by_their_path(ask: Ask, repository: Path, tmp_path: Path):
    twin = tmp_path / "other" / "payments"
    twin.mkdir(parents=True)
    (twin / "README.md").write_text("")
    answer = ask("check", repository, twin, "--format", "json")
    assert set(results(answer)) == {str(repository), str(twin)}


@pytest.mark.parametrize(
    ("name", "begin"),
    [("table", "payments"), ("json", "{"), ("markdown", "# Backend"), ("sarif", "{"), ("html", "<!doctype html>")],
)
def test_each_format_stands_alone_on_standard_output(ask: Ask, repository: Path, name: str, begin: str):
    answer = ask("check", repository, "--format", name)
    assert answer.out.startswith(begin)
    assert answer.err == ""


def test_the_artifacts_are_written_beside_what_is_printed(ask: Ask, repository: Path, tmp_path: Path):
    folder = tmp_path / "new" / "output"
    answer = ask("check", repository, tmp_path / "gone", "--output", folder, "--format", "json")
    assert {path.name for path in folder.iterdir()} == {
        "backend-standards-conformance.json",
        "backend-standards-conformance.md",
        "dependency-vulnerability-rollup.json",
        "dependency-vulnerability-rollup.md",
    }
    assert (folder / "backend-standards-conformance.json").read_text() == answer.out
    rollup = json.loads((folder / "dependency-vulnerability-rollup.json").read_text())
    assert [repo["status"] for repo in rollup["repos"]] == ["unknown", "missing-repo"]
    assert answer.code == 2


def test_artifacts_that_cannot_be_written_are_a_sentence_and_exit_code_two(ask: Ask, repository: Path, tmp_path: Path):
    (tmp_path / "taken").write_text("")
    answer = ask("check", repository, "--output", tmp_path / "taken")
    assert answer.code == 2
    assert answer.err.startswith("backendrepo: The artifacts cannot be written to ")
    assert answer.out.startswith("payments")


def test_the_branch_is_what_pull_requests_have_to_be_for(ask: Ask, repository: Path):
    workflow = repository / ".github" / "workflows" / "ci.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text(
        "on: {pull_request: {branches: [trunk]}}\njobs:\n  a: {runs-on: x, steps: [{run: make lint}]}\n"
    )
    assert "✓ gates/pull-request" in ask("check", repository, "--branch", "trunk").out
    assert "✗ fail  gates/pull-request" in ask("check", repository, "--branch", "main").out


def test_a_token_in_a_file_is_in_no_report(ask: Ask, repository: Path):
    token = "ghp_" + "a1" * 18
    contract = repository / "docs" / "standards" / "migration-contract.md"
    contract.write_text(f"Rollback policy: never forward-fix {token}\n")
    for name in ("table", "json", "markdown", "sarif", "html"):
        answer = ask("check", repository, "--format", name)
        assert token not in answer.out
        assert "never forward-fix [redacted]" in answer.out or name == "sarif"  # which shows no text of files


def test_the_report_is_of_the_commit_that_is_checked_out(ask: Ask, repository: Path):
    (repository / ".git").mkdir()
    (repository / ".git" / "HEAD").write_text(f"{'ab' * 20}\n")
    assert ask("check", repository).out.startswith("payments at abababababab against")


def test_ctrl_c_ends_without_a_traceback(ask: Ask, repository: Path, monkeypatch: pytest.MonkeyPatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "judged", interrupted)
    assert ask("check", repository) == Answer(130, "", "")


def test_a_mistake_of_the_program_is_never_taken_for_findings(
    ask: Ask, repository: Path, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_: object) -> None:
        raise ZeroDivisionError("ghp_" + "a1" * 18)

    monkeypatch.setattr(command, "judged", broken)
    answer = ask("check", repository)
    assert (answer.code, answer.out) == (2, "")
    assert "ZeroDivisionError: [redacted]" in answer.err


@pytest.mark.parametrize("option", ["--standard", "--waivers"])
def test_a_file_that_is_not_there_is_told_in_a_sentence(ask: Ask, repository: Path, option: str):
    answer = ask("check", repository, option, repository / "gone.yaml")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"backendrepo: {repository}/gone.yaml: it cannot be read (No such file or directory).\n"


def test_the_help_tells_the_exit_codes(capsys: pytest.CaptureFixture[str]):
    done = subprocess.run([*PROGRAM, "check", "--help"], capture_output=True, text=True, check=True)
    assert "  2  could not judge" in done.stdout


def test_nothing_that_a_check_does_not_need_is_loaded(repository: Path):
    code = (
        "import sys; from backendrepo.__main__ import main; main(['check', sys.argv[1], '--format', 'json']);"
        "print(sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(repository)], capture_output=True, text=True, check=True)
    clients = {"kopf", "github", "kubernetes", "requests", "urllib3", "aiohttp", "pydantic", "asyncio", "subprocess"}
    rarely = {"logging", "traceback", "tempfile", "difflib", "email", "http", "ssl", "cvss", "packaging"}
    others = {
        f"backendrepo.{name}" for name in ("scan", "reports", "redaction.logs", "artifacts", "audit", "api.rules")
    }
    formats = {f"backendrepo.formats.{name}" for name in ("table", "html", "markdown", "sarif")}
    assert not (clients | rarely | others | formats) & set(eval(done.stderr))


def test_a_reader_who_stops_early_ends_it_quietly(repository: Path):
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as pipe:
        done = subprocess.run(
            [*PROGRAM, "check", repository], check=False, stdout=pipe, stderr=subprocess.PIPE, text=True
        )
    assert (done.returncode, done.stderr) == (1, "")


def on_a_terminal(*arguments: object, **environment: str) -> str:
    """Return what a process writes to a terminal."""
    parent, child = pty.openpty()
    clean = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    with subprocess.Popen(
        [*PROGRAM, *map(str, arguments)], stdout=child, stderr=child, env={**clean, "TERM": "xterm", **environment}
    ) as process:
        os.close(child)
        text = b""
        try:
            while piece := os.read(parent, 65536):
                text += piece
        except OSError:
            pass  # how Linux tells the end
        process.wait()
    os.close(parent)
    return text.decode()


def test_a_terminal_gets_colours_unless_they_are_unwanted(repository: Path):
    assert "\x1b[31m✗ fail" in on_a_terminal("check", repository)
    assert "\x1b" not in on_a_terminal("check", repository, NO_COLOR="1")
    assert "\x1b" not in on_a_terminal("check", repository, TERM="dumb")


@pytest.mark.parametrize("name", ["table", "json", "markdown", "sarif", "html"])
def test_names_cannot_drive_the_terminal(tmp_path: Path, name: str):
    hostile = tmp_path / "a\n\x1b[2J\x9b31m\x1b]0;x\x07<b>`|"
    (hostile / "migrations").mkdir(parents=True)
    for file in ("V1__a\x1b[2J.sql", "V1__b\n\x07.sql", os.fsdecode(b"V1__\xff.sql")):
        (hostile / "migrations" / file).write_text("select 1;\n")
    command = [*PROGRAM, "check", hostile, tmp_path / "gone\x1b[2J", "--format", name]
    done = subprocess.run(command, capture_output=True, check=False)
    text = done.stdout.decode()
    assert done.returncode == 2
    assert "V1__" in text
    assert not {letter for letter in text if letter < " " or "\x7f" <= letter <= "\x9f"} - {"\n"}
    assert done.stderr == b""


def test_an_output_that_knows_no_signs_gets_question_marks(repository: Path):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([*PROGRAM, "check", repository], capture_output=True, env=environment, check=False)
    assert done.returncode == 1
    assert b"? fail  " in done.stdout


def test_the_example_of_the_readme_says_what_the_readme_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    root = Path(__file__).parents[2]
    workflow = tmp_path / "ledger" / ".github" / "workflows" / "ci.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text((root / "tests/examples/soft.yml").read_text())
    assert main(["check", str(tmp_path / "ledger")]) == 1
    begin = capsys.readouterr().out.splitlines()[:7]
    assert "\n".join(begin) in (root / "README.md").read_text()
