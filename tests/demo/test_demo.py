"""The demo tells its story to the end, leaves everything to explore where that is wanted, and cleans up."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.cluster import Cluster, GivenCluster
from tests.demo.screen import Screen
from tests.demo.stage import NotAsTold, Stage

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
    table = {line.split()[1]: line.split()[3:5] for line in run.story.splitlines() if line.startswith("team-p")}
    assert table == {
        "payments-api": ["True", "InSync"],
        "orders-api": ["True", "InSync"],
        "ledger-api": ["True", "InSync"],
        "reports-api": ["False", "RepositoryArchived"],
        "billing-api": ["False", "RepositoryRenamed"],
        "vault-api": ["False", "PermissionMissing"],
    }


def test_the_drift_is_repaired_and_told_of_in_an_event(run: Run):
    assert "DELETE /repos/acme/payments-api/branches/main/protection/required_status_checks  204" in run.story
    (event,) = [line for line in run.story.splitlines() if " Repaired " in line]
    assert "requiredChecks.checks: none → lint, test, requiredChecks.strict: false → true" in event


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


def test_colours_are_for_terminals_and_can_be_refused(monkeypatch: pytest.MonkeyPatch):
    shown = []
    terminal = type("Terminal", (), {"isatty": lambda _: True, "write": lambda _, text: shown.append(text)})()
    terminal.flush = lambda: None
    for refused in ("", "1"):
        monkeypatch.setenv("NO_COLOR", refused)
        Screen(terminal).heading("Scene")
    assert shown == ["", "\033[1m== Scene\033[0m\n", "", "== Scene\n"]
