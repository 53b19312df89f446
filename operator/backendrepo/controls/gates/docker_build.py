"""Every shipped image is built.

The standard: "All backend CI pipelines must enforce: 8. Docker build validation."

It looks for jobs of each pull request that build an image, by a command or an action, and whose failure fails the pull
request; and whether each Dockerfile of an image that is shipped is built by one of them.

Why: an image that is first built at the release fails at the release.

How to fix:

    - run: docker build --tag service .

Known limits: whether an image is shipped is told by the Dockerfile's name and folder.
"""

from backendrepo.controls.gate import Gate
from backendrepo.findings import Evidence, Judgement, Severity, failed, partial
from backendrepo.pipeline import Run, pipeline
from backendrepo.project import Dockerfile, project
from backendrepo.snapshot import Snapshot
from backendrepo.tools import Kind

SEVERITY = Severity.HIGH
FIX = "- run: docker build --tag service ."
GATE = Gate("a build of the image", (Kind.DOCKER_BUILD,), r"docker|image|container|build", FIX)


def judge(snapshot: Snapshot) -> Judgement:
    """Judge the gate, and which images it builds."""
    if not pipeline(snapshot).gates(Kind.DOCKER_BUILD):
        for missing in pipeline(snapshot).missing:
            if missing.called and ("docker" in missing.name or "image" in missing.name):
                told = f"`make {missing.name}` is called to build the image, and there is no such target."
                return failed(told, missing.place, fix=f"{missing.name}:\n\tdocker build --tag service .")
        if not project(snapshot).all_dockerfiles:
            return failed("There is no Dockerfile, and no image is built.", fix="Write a Dockerfile, and build it.")
    return GATE.judge(snapshot, _all_built)


def _all_built(snapshot: Snapshot, runs: tuple[Run, ...]) -> Judgement | None:
    left = [each for each in project(snapshot).dockerfiles if not any(_builds(run, each) for run in runs)]
    if not left:
        return None
    told = ", ".join(each.path for each in left)
    places = (Evidence(each.path) for each in left)
    return partial(f"Not every shipped image is built: {told}.", *places, runs[0].place, fix=FIX)


def _builds(run: Run, dockerfile: Dockerfile) -> bool:
    """Whether a build is of a Dockerfile; one that does not say which, or says it in a run only, may be of any."""
    named = [each.removeprefix("./") for each in run.use.files]
    return not named or any(each == dockerfile.path or "$" in each for each in named)
