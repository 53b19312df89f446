"""Show the operator at work, on a control plane and a stand-in for GitHub of its own: python -m tests.demo."""

import argparse
import signal
import sys
import time
from contextlib import suppress

from tests.cluster.binaries import find_kubectl
from tests.cluster.build import BuildError
from tests.demo.screen import Screen
from tests.demo.stage import LOG, NotAsTold, Stage, stage
from tests.demo.story import tell


def main() -> int:
    """Tell the story; the exit code is 0 where everything was as told."""
    parser = argparse.ArgumentParser(prog="python -m tests.demo", description=__doc__)
    parser.add_argument("--keep", action="store_true", help="leave everything running until Ctrl-C, to explore by hand")
    options = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    screen, began = Screen(), time.monotonic()
    try:
        with stage(screen) as set_up:
            tell(set_up)
            if options.keep:
                _keep(set_up)
    except (NotAsTold, BuildError, RuntimeError, TimeoutError, OSError) as error:
        screen.bad(f"\nNot as told: {error}\nThe operator's log is {LOG}. Everything is stopped.")
        return 1
    except KeyboardInterrupt:
        screen.bad("\nInterrupted. Everything is stopped.")
        return 130
    screen.good(f"All as told, in {time.monotonic() - began:.0f} s. Cleaned up; the operator's log is {LOG}.")
    return 0


def _keep(stage: Stage) -> None:
    stage.screen.heading("Everything keeps running until Ctrl-C. In another shell:")
    stage.screen.note(f"  export KUBECONFIG={stage.cluster.kubeconfig} GITHUB={stage.github}/repos/acme")
    stage.screen.note(f"  {find_kubectl()} get backendrepos -A")
    stage.screen.note(f"  curl -H 'Authorization: Bearer {stage.tokens['administrator']}' $GITHUB/orders-api")
    with suppress(KeyboardInterrupt):
        signal.pause()


if __name__ == "__main__":
    sys.exit(main())
