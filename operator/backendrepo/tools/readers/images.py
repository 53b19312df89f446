"""Builds of images, and scans of images and folders: which Dockerfile, which context, what is looked for."""

from collections.abc import Iterator
from dataclasses import replace
from posixpath import normpath

from backendrepo.tools.call import Call
from backendrepo.tools.use import Use


def built(use: Use, call: Call) -> Iterator[Use]:
    """Yield a build with its context, its Dockerfile and its stage."""
    context = call.arguments.last(("-c", "--context")) if call.name in ("executor", "kaniko") else call.operands[-1:]
    context = "".join(context or ()).removeprefix("dir://")
    stage = call.arguments.last(("--target",)) or ""
    if context == "-":
        yield replace(use, target=stage)
        return
    context = call.path(context or ".")
    given = use.files if call.name not in ("executor", "kaniko") else tuple(f"{context}/{each}" for each in use.files)
    files = given[-1:] or (f"{context}/Dockerfile",)
    yield replace(use, files=tuple(map(_normal, files)), context=context, target=stage, paths=())


def scanned(use: Use, call: Call) -> Iterator[Use]:
    """Yield a scan that looks for vulnerabilities, with the image or the folder that it looks at."""
    scanners = call.values("--scanners --security-checks")
    if scanners and "vuln" not in scanners:
        return
    if call.tool.operands:
        yield use
        return
    what = call.operands[-1] if call.operands else ""
    scheme, _, path = what.partition(":")
    if scheme in ("dir", "file", "sbom", "oci-dir"):
        yield replace(use, paths=(call.path(path),))
    elif call.name == "trivy sbom" or what in (".", "./"):
        yield replace(use, paths=(call.path(what),))
    else:
        yield replace(use, image=what, paths=())


def _normal(path: str) -> str:
    return path if "://" in path or path.startswith("$") else normpath(path)
