"""What the demo prints, and the commands that it runs in front of the user."""

import os
import sys
import time

from tests.cluster import Cluster

COLOUR = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
_started = time.monotonic()


def heading(text: str) -> None:
    """Print what comes next, and the time since the start."""
    elapsed = f"{time.monotonic() - _started:5.1f} s"
    print(f"\n{_painted(f'{elapsed}  {text}', '1')}", flush=True)


def kubectl(cluster: Cluster, *arguments: str, quiet: bool = False) -> str:
    """Run kubectl, printed as one would type it; return its output, printed too unless `quiet`."""
    typed = " ".join(f"'{each}'" if set(each) & set(' {}"()') else each for each in arguments)
    print(_painted(f"$ kubectl {typed}", "36"), flush=True)
    output = cluster.kubectl(*arguments)
    if not quiet:
        print(output.rstrip(), flush=True)
    return output


def _painted(text: str, style: str) -> str:
    return f"\033[{style}m{text}\033[0m" if COLOUR else text
