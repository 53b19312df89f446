"""The control plane on the command line, from the root of the repository: python -m tests.cluster run."""

import argparse
import signal
import sys
from contextlib import suppress

from tests.cluster.binaries import find_binaries, find_kubectl
from tests.cluster.build import BuildError
from tests.cluster.cache import KUBERNETES_VERSION
from tests.cluster.control_plane import ControlPlane


def main() -> None:
    """Run one of the two commands."""
    parser = argparse.ArgumentParser(prog="python -m tests.cluster", description=__doc__)
    commands = {"build": build, "run": run}
    parser.add_argument("command", choices=commands, help="build: once, into the cache; run: until Ctrl-C")
    try:
        commands[parser.parse_args().command]()
    except BuildError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Stopped.")


def build() -> None:
    """Build what is missing, and say where everything is."""
    paths = [*vars(find_binaries()).values(), find_kubectl()]
    print(f"Ready, Kubernetes {KUBERNETES_VERSION}:", *paths, sep="\n  ")


def run() -> None:
    """Run a control plane until Ctrl-C, or SIGTERM."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with ControlPlane() as cluster:
        print(f"Control plane at {cluster.url}. In another shell:\n")
        print(f"  export KUBECONFIG={cluster.kubeconfig}\n  kubectl get namespaces\n")
        print("Ctrl-C ends it and removes everything.", flush=True)
        with suppress(KeyboardInterrupt):
            signal.pause()
    print("Stopped.")


if __name__ == "__main__":
    main()
