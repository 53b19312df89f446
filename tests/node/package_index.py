"""This machine's way to packages, given to a build without a word of it in any tracked file or in the image."""

import ast
import subprocess
import sys
from pathlib import Path

_SECTIONS = (":env:", "global", "install")
"""Where pip looks for its options, which a build gets as those of one file; the later ones win, environment last."""


def mounts(scratch: Path) -> list[str]:
    """Return arguments of `buildah bud`: a pip.conf as the secret that the Dockerfile names, and what it points to."""
    options = _options()
    lines = ["[global]", *(f"{name} = {value}" for name, value in options.items())]
    configuration = scratch / "pip.conf"
    configuration.write_text("\n".join(lines) + "\n")
    local = [part for value in options.values() for part in value.split() if Path(part).is_absolute()]
    volumes = [f"--volume={path}:{path}:ro" for path in local if Path(path).exists()]
    return [f"--secret=id=pip.conf,src={configuration}", *volumes]


def _options() -> dict[str, str]:
    """What `pip config list` says of this machine, without the sections."""
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    found: dict[str, dict[str, str]] = {section: {} for section in _SECTIONS}
    for line in listed.splitlines():
        key, _, value = line.partition("=")
        section, _, name = key.partition(".")
        if section in found and name != "config-file":  # which is this very list, for pip
            found[section][name] = " ".join(ast.literal_eval(value).split())
    return found["global"] | found["install"] | found[":env:"]
