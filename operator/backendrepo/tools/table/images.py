"""Builds of images. Sources: Docker's, Podman's, Buildah's and Kaniko's command-line pages."""

from collections.abc import Callable, Iterator

from backendrepo.tools.call import Call
from backendrepo.tools.readers.compose import composed
from backendrepo.tools.readers.images import built
from backendrepo.tools.tool import Tool
from backendrepo.tools.use import Kind, Use

_VALUED = (
    "-t --tag --build-arg --label --platform --network --cache-from --cache-to --secret --ssh --output -o --target -m "
    "--progress --build-context --builder --add-host --annotation --attest --allow --iidfile --metadata-file "
    "--isolation "
    "--memory --shm-size --ulimit --cgroup-parent --provenance --sbom --context -H --host --project --arch --layers "
    "-v --volume --format --pull-policy --authfile --no-cache-filter"
)
_COMPOSE = (
    "-p --project-name --profile --env-file --project-directory --build-arg --ssh --progress --parallel -m --scale"
)


def _tool(names: str, more: Callable[[Use, Call], Iterator[Use]] = built, **fields: str) -> Tool:
    return Tool(names, Kind.DOCKER_BUILD, "docker", more=more, operands="", **fields)  # type: ignore[arg-type]


TOOLS = (
    _tool(
        "docker build, docker buildx build, docker buildx b, docker image build, docker builder build, podman build, "
        "podman image build, buildah build, buildah bud, nerdctl build, depot build, img build, docker-buildx build",
        valued=_VALUED,
        files="-f --file",
        never="--check --call=check --call=outline --call=targets",
    ),
    _tool("executor, kaniko", valued=f"-d --destination -c --context {_VALUED}", files="-f --dockerfile"),
    _tool(
        "docker compose build, docker-compose build, podman compose build, podman-compose build",
        composed,
        valued=_COMPOSE,
        files="-f --file",
        never="--print",
    ),
    _tool(
        "docker compose up, docker-compose up, podman compose up, podman-compose up",
        composed,
        valued=f"{_COMPOSE} -t --timeout --exit-code-from --attach --no-attach --wait-timeout",
        files="-f --file",
        needs="--build",
    ),
    _tool(
        "docker buildx bake, docker bake, depot bake", composed, valued="--set --progress --builder", files="-f --file"
    ),
    _tool(
        "earthly, pack build, skaffold build, ko build",
        lambda use, _: iter((use,)),
        valued="-f --filename -p --profile",
    ),
)
