"""The stand-in as a process: `python -m tests.github --port 8080 --seed seed.yaml`.

Prints one line of JSON: the URL and the tokens and Apps that the seed asked for.
"""

import argparse
import json
import signal
from pathlib import Path

import yaml
from tests.github.seed import plant
from tests.github.standin import GitHub


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tests.github", description="A stand-in for GitHub")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=0, help="port; 0 takes a free one")
    parser.add_argument("--seed", type=Path, help="a YAML file, see tests/github/seed.py")
    parser.add_argument("--unlimited", action="store_true", help="no rate limits, as on GitHub Enterprise Server")
    return parser.parse_args()


def main() -> None:
    """Serve until told to stop."""
    options = arguments()
    # Before anything else, so that every thread inherits the mask and the signal waits for sigwait.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    seed = yaml.safe_load(options.seed.read_text()) if options.seed else {}
    folder = options.seed.parent if options.seed else Path()
    with GitHub(options.host, options.port, limited=not options.unlimited) as github:
        print(json.dumps(plant(github, seed or {}, folder)), flush=True)
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


if __name__ == "__main__":
    main()
