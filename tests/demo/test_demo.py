"""The demo tells its story to the end, leaves everything to explore where that is wanted, and cleans up."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.cluster import Cluster, GivenCluster
from tests.demo.screen import Screen
from tests.demo.stage import NotAsTold, Stage

from backendrepo.api.governance import Governance
from backendrepo.standards import built_in

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]


@dataclass
class Run:
    """One run of the demo: what it printed until it kept everything running, what it left then, how it ended."""

    story: str
    refused: str
    left: list[str]
    code: int
    end: str


@pytest.fixture(scope="module")
def run(cluster: Cluster) -> Iterator[Run]:
    """`make demo`, with --keep, used by hand and then interrupted. (`cluster` builds what is missing first.)"""
    command = [sys.executable, "-m", "tests.demo", "--keep"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True) as demo:
        try:
            story = _until(demo, "curl ")
            kubeconfig = story.rpartition("KUBECONFIG=")[2].split()[0]
            refused = _use(Path(kubeconfig))
            assert _processes_about(Path(kubeconfig).parent.name)
            demo.send_signal(signal.SIGINT)
            end, _ = demo.communicate(timeout=60)
            yield Run(story, refused, _processes_about(Path(kubeconfig).parent.name), demo.returncode, end)
        finally:
            demo.kill()


def _until(demo: subprocess.Popen, last: str) -> str:
    told = ""
    for line in demo.stdout or ():
        told += line
        if last in line:
            break
    return told


def _use(kubeconfig: Path) -> str:
    """What a user may try by hand: every example applies, and a mistake is refused in words."""
    with GivenCluster(kubeconfig) as cluster:
        examples = ROOT / "deploy/examples"
        cluster.kubectl("apply", "--dry-run=server", "--recursive", "-f", str(examples))
        repository = {"spec": {"repository": "acme/other"}}
        patch = ["patch", "br", "orders-api", "-n", "team-payments", "--type=merge", "-p", json.dumps(repository)]
        with pytest.raises(Exception, match="immutable") as refusal:
            cluster.kubectl(*patch)
    return str(refusal.value)


def _processes_about(folder: str) -> list[str]:
    """The processes that still know the demo's folder, by command line or environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            known = process.joinpath("cmdline").read_bytes() + process.joinpath("environ").read_bytes()
        except OSError:
            continue
        if folder.encode() in known and process.name != str(os.getpid()):
            found.append(known.decode(errors="replace"))
    return found


def test_each_repository_gets_its_verdict(run: Run):
    """In the table at the end, which takes the place of the first."""
    table = {line.split()[1]: line.split()[3:7] for line in run.story.splitlines() if line.startswith("team-p")}
    governed = {name: row for name, row in table.items() if row[0] == "True"}
    assert governed == {
        "payments-api": ["True", "InSync", "InSync", "Bronze"],
        "orders-api": ["True", "InSync", "InSync", "Gold"],
        "refunds-api": ["True", "InSync", "InSync", "None"],
        "ledger-api": ["True", "InSync", "InSync", "None"],
    }
    assert {name: row[:2] for name, row in table.items() if name not in governed} == {
        "reports-api": ["False", "RepositoryArchived"],
        "billing-api": ["False", "RepositoryRenamed"],
        "vault-api": ["False", "PermissionMissing"],
    }


def test_a_team_is_told_what_to_do_and_where(run: Run):
    told = " ".join(run.story.split())
    assert "1. gates/coverage (critical)" in told
    fix = "Take what follows `||` off: - run: pytest --cov --cov-branch --cov-fail-under=99."
    assert f"(.github/workflows/ci.yml:36). Fix: {fix}" in told
    assert "pyyaml 5.3.1 (GHSA-8q59-q68h-6hv4, critical, fixed in 5.4)" in told
    assert "Waived: gates/e2e-tests (until " in told


def test_a_renamed_job_is_followed(run: Run):
    scene = run.story.partition("renames its job lint to style")[2].partition("\n== ")[0]
    (change,) = [" ".join(part.split()) for part in scene.split("requiredChecks.checks: ")[1:]]
    live, wanted = (set(names.split(", ")) for names in change.split(" → "))
    assert (live - wanted, wanted - live) == ({"lint"}, {"style"})


def test_the_drift_is_repaired_and_told_of_in_an_event(run: Run):
    assert "DELETE /repos/acme/payments-api/branches/main/protection/enforce_admins  204" in run.story
    repaired = [line for line in run.story.splitlines() if " Repaired " in line]
    assert repaired[-1].endswith("Brought onto the standard: enforceAdmins: false → true.")


def test_the_artifacts_tell_of_the_whole_fleet(run: Run):
    conformance, vulnerabilities = map(_artifact, ("backend-standards-conformance", "dependency-vulnerability-rollup"))
    status = {each["repo"].removeprefix("acme/"): each["status"] for each in conformance["results"]}
    assert (status["orders-api"], status["refunds-api"], status["reports-api"]) == ("ok", "gap", "missing-repo")
    assert len(status) == len(vulnerabilities["repos"]) == 7


def _artifact(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "output" / f"{name}.json").read_text())
    return found


def test_the_readme_shows_what_the_demo_shows(run: Run):
    shown = (ROOT / "README.md").read_text().partition("## Try it")[2].partition("## Check")[0]
    told = [line for line in shown.splitlines() if line.startswith(("$ kubectl", "$ backendrepo", "== "))]
    assert len(told) >= 9
    assert [line for line in told if line not in run.story.splitlines()] == []


def test_no_token_of_the_operator_and_no_colour_is_printed(run: Run):
    assert "github_pat_" not in run.story
    assert "\033" not in run.story


def test_everything_can_be_explored_by_hand(run: Run):
    assert "delete this BackendRepo and create one for the other repository" in run.refused


def test_ctrl_c_stops_everything(run: Run):
    assert run.code == 0
    assert "Cleaned up" in run.end
    assert run.left == []


def test_a_command_that_fails_ends_the_story():
    shell = {"PATH": os.environ["PATH"]}
    with pytest.raises(NotAsTold, match="`exit 3` failed with exit code 3"):
        Stage(Screen(), None, "", {}, None, shell).type("exit 3")


def test_the_example_that_replaces_the_built_in_standard_governs_the_same():
    documents = yaml.safe_load_all((ROOT / "deploy/examples/standard.yaml").read_text())
    (example,) = [each for each in documents if each["metadata"]["name"] == built_in().metadata.name]
    assert Governance.model_validate(example["spec"]["governance"]) == built_in().spec.governance


def test_a_terminal_shows_that_something_is_waited_for():
    shown: list[str] = []
    screen = Screen(_terminal(shown))
    screen.tick(0.5)
    screen.tick(2)
    screen.output("met\n")
    assert shown == ["… 2 s", "\r\033[Kmet\n"]


def test_colours_are_for_terminals_and_can_be_refused(monkeypatch: pytest.MonkeyPatch):
    shown: list[str] = []
    terminal = _terminal(shown)
    for refused in ("", "1"):
        monkeypatch.setenv("NO_COLOR", refused)
        Screen(terminal).heading("Scene")
    assert shown == ["", "\033[1m== Scene\033[0m\n", "", "== Scene\n"]


def _terminal(shown: list[str]) -> Any:
    terminal = type("Terminal", (), {"isatty": lambda _: True, "write": lambda _, text: shown.append(text)})()
    terminal.flush = lambda: None
    return terminal
