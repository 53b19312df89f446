"""The command line: `backendrepo run`, `report`, `check`, `controls`, `scan`, `generate`."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from backendrepo.errors import BackendRepoError

if TYPE_CHECKING:
    from backendrepo.cluster import Cluster
    from backendrepo.scans.runner import Runner

FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name; return the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    options = _parser(given).parse_args(given)
    try:
        code: int = options.command(options)
    except BackendRepoError as error:
        sys.stderr.write(f"backendrepo: {error}\n")
        return 1
    return code


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    """Return what reads the arguments. A command that is not among them declares none of its own: that takes time."""
    parser = argparse.ArgumentParser(prog="backendrepo", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, (told, declare) in COMMANDS.items():
        # nobody shall write `--token` to a scan and be understood: arguments are shown to every process
        command = commands.add_parser(name, help=told, allow_abbrev=name != "scan")
        if name in given:
            declare(command)
    return parser


def _declare_run(run: argparse.ArgumentParser) -> None:
    run.description = "Run the operator until it is stopped."
    run.add_argument("--namespace", action="append", default=[], help="watch this namespace only; may be repeated")
    run.add_argument(
        "--operator-namespace",
        default=os.environ.get("POD_NAMESPACE", "backendrepo-system"),
        help="where the Secrets of connections are (default: $POD_NAMESPACE, else %(default)s)",
    )
    run.add_argument("--workers", type=int, default=8, help="repositories worked on at once (default: %(default)s)")
    run.add_argument(
        "--scan-runner",
        choices=("job", "process", "none"),
        default="job",
        help="scan repositories in Jobs of the operator's namespace, in processes of this machine, or not at all "
        "(default: %(default)s)",
    )
    run.add_argument(
        "--scan-image",
        metavar="IMAGE",
        default="",
        help="the image of scan Jobs (default: that of the operator's own pod, $POD_NAME)",
    )
    run.add_argument("--scans", type=int, default=8, help="scans that run at once (default: %(default)s)")
    run.add_argument("--liveness", metavar="URL", help="answer probes here, for example http://0.0.0.0:8080/healthz")
    run.set_defaults(command=_run)


def _declare_generate(generate: argparse.ArgumentParser) -> None:
    generate.description = "Write crds/ and the reference pages."
    generate.add_argument("--root", type=Path, default=Path(), help="the repository (default: here)")
    generate.add_argument("--check", action="store_true", help="write nothing; exit 1 if something is stale")
    generate.set_defaults(command=_generate)


def _declare_report(report: argparse.ArgumentParser) -> None:
    from backendrepo.reports.options import REPORT, arguments  # noqa: PLC0415

    report.description = REPORT
    arguments(report)
    report.set_defaults(command=_report)


def _report(options: argparse.Namespace) -> int:
    from backendrepo.reports.run import run  # noqa: PLC0415

    return run(options)


def _declare_check(check: argparse.ArgumentParser) -> None:
    from backendrepo.check import options  # noqa: PLC0415

    check.description = options.CHECK
    options.check(check)
    check.set_defaults(command=_check)


def _check(options: argparse.Namespace) -> int:
    from backendrepo.check.run import run  # noqa: PLC0415

    return run(options)


def _declare_controls(controls: argparse.ArgumentParser) -> None:
    from backendrepo.check import options  # noqa: PLC0415

    controls.description = "List the controls."
    options.controls(controls)
    controls.set_defaults(command=_controls)


def _controls(options: argparse.Namespace) -> int:
    from backendrepo.check.listing import run  # noqa: PLC0415

    return run(options)


def _declare_scan(scan: argparse.ArgumentParser) -> None:
    from backendrepo.scan.options import arguments  # noqa: PLC0415

    scan.description = (
        "Download one commit of a repository, judge it, and print one framed result for the operator. "
        "Exit codes: 0 conformant, 1 findings, 2 could not judge."
    )
    arguments(scan)
    scan.set_defaults(command=_scan)


def _scan(options: argparse.Namespace) -> int:
    from backendrepo.scan.run import run  # noqa: PLC0415

    return run(options)


COMMANDS: Mapping[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "run": ("run the operator", _declare_run),
    "generate": ("write what is generated from the code", _declare_generate),
    "report": ("write the reports in the cluster to files", _declare_report),
    "check": ("judge checkouts on this machine", _declare_check),
    "controls": ("list the catalogue", _declare_controls),
    "scan": ("judge one commit on GitHub", _declare_scan),
}
"""What each command is told to be for, and what declares its arguments."""


def _run(options: argparse.Namespace) -> int:
    # Imported here: the other commands need neither Kopf nor the clients, which take a second to load.
    from backendrepo.cluster import Cluster, connect  # noqa: PLC0415
    from backendrepo.engine import Engine  # noqa: PLC0415
    from backendrepo.handlers import run  # noqa: PLC0415
    from backendrepo.hub.hubs import Hubs  # noqa: PLC0415
    from backendrepo.scans.line import Line  # noqa: PLC0415
    from backendrepo.scans.scans import Scans  # noqa: PLC0415
    from backendrepo.world import World, now  # noqa: PLC0415

    log_to_stderr()
    cluster = Cluster(connect(), options.operator_namespace)
    runner = _runner(options, cluster)
    cluster.await_kinds()
    world = World(cluster, Hubs(cluster), scans=Scans(runner, Line(options.scans), now) if runner else None)
    world.fill(options.namespace)
    try:
        run(lambda: Engine(world, options.workers), namespaces=options.namespace, liveness=options.liveness)
    finally:
        if runner:
            runner.close()
    return 0


def _runner(options: argparse.Namespace, cluster: "Cluster") -> "Runner | None":
    """Return what runs scans, None where there are to be none."""
    match options.scan_runner:
        case "job":
            return _jobs(options.scan_image, cluster)
        case "process":
            from backendrepo.scans.processes import Processes  # noqa: PLC0415

            return Processes()
    return None


def _jobs(image: str, cluster: "Cluster") -> "Runner":
    """Return what runs scans as Jobs, which are made as the operator's own pod is."""
    from backendrepo.scans.jobs import Jobs  # noqa: PLC0415
    from backendrepo.scans.own import template  # noqa: PLC0415

    name = os.environ.get("POD_NAME", "")
    pod = cluster.get(f"/api/v1/namespaces/{cluster.namespace}/pods/{name}") if name else None
    if pod is None and not image:
        raise SystemExit(
            "backendrepo: scans run as Jobs, and there is no image for them. Set POD_NAME, so that they run from the "
            "operator's own, name one with --scan-image, or choose --scan-runner process (on this machine) or none."
        )
    return Jobs(cluster, template(pod or {"spec": {"containers": [{"image": image}]}}, image))


def _generate(options: argparse.Namespace) -> int:
    from backendrepo.generate import stale, write  # noqa: PLC0415

    paths = stale(options.root) if options.check else write(options.root)
    for path in paths:
        sys.stdout.write(f"{'stale' if options.check else 'wrote'} {path}\n")
    return 1 if options.check and paths else 0


def log_to_stderr() -> None:
    """Have everything logged to standard error, without secrets."""
    import logging  # noqa: PLC0415 - what the other commands do without

    from backendrepo.redaction.logs import RedactingFormatter  # noqa: PLC0415

    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter(FORMAT))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("kopf").setLevel(logging.WARNING)  # its INFO is a line for each event of a watch


if __name__ == "__main__":
    sys.exit(main())
