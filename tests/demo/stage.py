"""What the demo happens on: a control plane, a stand-in for GitHub, the operator, and a shell to type into."""

import codecs
import json
import os
import select
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.cluster import ControlPlane, wait_until
from tests.cluster.binaries import find_binaries, find_kubectl
from tests.cluster.processes import Processes
from tests.cluster.progress import Progress
from tests.demo.contents import ADVISORY, seed
from tests.demo.screen import Screen
from tests.github.client import Client
from tests.osv.server import OsvServer

ROOT = Path(__file__).parents[2]
LOG = Path("output/demo/operator.log")
ORGANISATION = Path(__file__).with_name("organisation.yaml")
TICK = 1.0
"""Seconds of silence after which the screen says that a command is waited for."""
QUARTER = timedelta(days=90)
"""How long the waivers of the demo hold, from the day on which it is shown."""


class NotAsTold(Exception):
    """Something is not as the demo says; the message says what."""


def insist(condition: object, otherwise: str) -> None:
    """Raise `NotAsTold` unless the condition holds."""
    if not condition:
        raise NotAsTold(otherwise)


@dataclass
class Stage:
    """Everything that runs. `shell` is the environment that commands are typed in."""

    screen: Screen
    cluster: ControlPlane
    github: str
    tokens: dict[str, str]
    processes: Processes
    shell: dict[str, str]
    operating: bool = False

    def type(self, command: str) -> str:
        """Run a command in a shell at the root of the repository, seen by the audience; return what it prints."""
        self.screen.command(command)
        printed = ""
        with self._shell(command) as process:
            for text in self._heard(process):
                self.screen.output(text)
                printed += text
        if process.returncode:
            self.insist_on_operator()
            raise NotAsTold(f"`{command}` failed with exit code {process.returncode}.")
        return printed

    def _heard(self, process: subprocess.Popen[bytes]) -> Iterator[str]:
        """What a command prints, as it comes; the screen ticks while nothing does."""
        assert process.stdout
        began, decoder = time.monotonic(), codecs.getincrementaldecoder("utf-8")("replace")
        while True:
            if not select.select([process.stdout], [], [], TICK)[0]:
                self.screen.tick(time.monotonic() - began)
            elif read := os.read(process.stdout.fileno(), 65536):
                yield decoder.decode(read)
            else:
                return

    def start_operator(self) -> None:
        """Run the operator in the background, as typed, until it speaks to GitHub."""
        command = f"backendrepo run --scan-runner process 2> {LOG}"
        self.screen.command(f"{command} &")
        (ROOT / LOG).parent.mkdir(parents=True, exist_ok=True)
        environment = [f"{name}={self.shell[name]}" for name in ("KUBECONFIG", "PATH")]
        in_root = f"cd {shlex.quote(str(ROOT))} && exec {command}"
        self.processes.start("operator", ["env", *environment, "/bin/sh", "-c", in_root])
        self.operating = True
        began = time.monotonic()
        wait_until(lambda: self._operator_asks(began), "the operator's first request to GitHub")

    def _operator_asks(self, began: float) -> bool:
        self.insist_on_operator()
        self.screen.tick(time.monotonic() - began)
        with self.administrator() as github:
            return github.get("/_standin/requests").body != []

    @contextmanager
    def _shell(self, command: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run a command in a group of its own, which ends with this context even where it is interrupted."""
        typed = ["/bin/sh", "-c", command]
        out, err = subprocess.PIPE, subprocess.STDOUT
        with subprocess.Popen(
            typed, cwd=ROOT, env=self.shell, stdout=out, stderr=err, bufsize=0, start_new_session=True
        ) as process:
            try:
                yield process
            except BaseException:
                os.killpg(process.pid, signal.SIGTERM)
                raise

    def insist_on_operator(self) -> None:
        """Raise `NotAsTold` where the operator was started and has ended."""
        try:
            if self.operating:
                self.processes.check("operator")
        except RuntimeError:
            self.operating = False
            said = "".join((ROOT / LOG).read_text().splitlines(keepends=True)[-5:])
            raise NotAsTold(f"The operator has ended. It said last:\n{said}") from None

    def stop_operator(self) -> None:
        """Ask the operator to end, where it was started, and wait for that."""
        if self.operating:
            self.processes.stop("operator")

    def administrator(self) -> Client:
        """A client of GitHub with an administrator's token."""
        return Client(self.github, self.tokens["administrator"])

    def edit(self, repository: str, **change: Any) -> str:
        """Change a repository on GitHub behind everybody's back; return the commit of its branch main."""
        with self.administrator() as github:
            body = {"repository": repository, **change}
            insist(github.post("/_standin/edit", body).status == 204, f"{repository} could not be changed.")
            now = change.get("rename", repository)
            return str(github.get(f"/repos/{now}/branches/main").body["commit"]["sha"])

    def read(self, *arguments: str) -> Any:
        """What kubectl shows as JSON, unseen by the audience."""
        return json.loads(self.cluster.kubectl(*arguments, "-o", "json"))


@contextmanager
def stage(screen: Screen) -> Iterator[Stage]:
    """Set everything up, what is missing is built first; take everything down, however it ends."""
    find_binaries()
    find_kubectl()
    with ExitStack() as stack:
        processes = Processes()
        stack.callback(processes.close)
        with Progress("Starting a Kubernetes control plane and stand-ins for GitHub and OSV"):
            osv = stack.enter_context(OsvServer([ADVISORY]))
            made = _start_github(processes)
            cluster = stack.enter_context(ControlPlane(audit=False))
        shell = _shell(cluster, processes.folder) | {
            "GITHUB_API_URL": made["url"],
            "GITHUB_TOKEN": made["tokens"]["operator"],
            "OSV_URL": osv.url,
            "NEXT_QUARTER": f"{datetime.now(UTC).date() + QUARTER}",
        }
        set_up = Stage(screen, cluster, made["url"], made["tokens"], processes, shell)
        stack.callback(set_up.stop_operator)
        yield set_up


def _start_github(processes: Processes) -> dict[str, Any]:
    seeded = processes.folder / "organisation.json"
    seeded.write_text(json.dumps(seed(ORGANISATION)))
    command = shlex.join([sys.executable, "-m", "tests.github", "--seed", str(seeded)])
    processes.start("github", ["/bin/sh", "-c", f"cd {shlex.quote(str(ROOT))} && exec {command}"])
    log = processes.folder / "github.log"
    wait_until(lambda: processes.check("github") or log.read_text().endswith("\n"), "the stand-in for GitHub")
    made: dict[str, Any] = json.loads(log.read_text())
    return made


def _shell(cluster: ControlPlane, folder: Path) -> dict[str, str]:
    """The environment for commands: this cluster, and nothing of the developer's own kubectl."""
    commands = [str(Path(sys.executable).parent), str(find_kubectl().parent), os.environ.get("PATH", "")]
    return os.environ | {
        "PATH": os.pathsep.join(commands),
        "KUBECONFIG": str(cluster.kubeconfig),
        "KUBECACHEDIR": str(folder / "kubectl-cache"),
        "KUBERC": "off",
    }
