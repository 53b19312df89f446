"""Tools of Go. One dash begins their long options."""

from backendrepo.tools.tool import Tool
from backendrepo.tools.use import Kind

_BUILD = "--tags --mod --o --p --ldflags --gcflags --C --vettool --asan"

TOOLS = (
    Tool(
        "go test",
        Kind.TEST,
        "go",
        valued=f"--timeout --count --coverprofile --covermode --coverpkg --parallel --bench --benchtime --cpu --exec "
        f"{_BUILD}",
        select="--run --skip",
        never="--list --c",
        single=True,
    ),
    Tool(
        "gotestsum, richgo test",
        Kind.TEST,
        "go",
        valued="-f --format --junitfile --packages --rerun-fails",
        operands="",
    ),
    Tool("go vet", (Kind.TYPECHECK, Kind.LINT), "go", valued=_BUILD, single=True),
    Tool("go build", Kind.TYPECHECK, "go", valued=_BUILD, single=True),
    Tool(
        "golangci-lint run",
        Kind.LINT,
        "go",
        valued="--timeout -E --enable -D --disable --out-format --build-tags --new-from-rev --new-from-merge-base -e "
        "--concurrency -j",
        files="-c --config",
        excludes="--skip-dirs --exclude-dirs",
        harmless="--issues-exit-code=0",
    ),
    Tool("staticcheck, revive", Kind.LINT, "go", valued="--checks --config --formatter --tags", single=True),
    Tool("golangci-lint fmt", Kind.FORMAT, "go", checks="-d --diff"),
)
