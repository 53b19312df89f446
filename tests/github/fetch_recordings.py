"""Takes recordings of the real API from octokit: `python -m tests.github.fetch_recordings`.

Needs `npm`; writes `recordings/<scenario>.json`. NOTICE.md says where they come from.
"""

import json
from pathlib import Path
from typing import Any

from tests.github.slice import packed

PACKAGE = "@octokit/fixtures@23.1.2"
RECORDINGS = Path(__file__).with_name("recordings")
SCENARIOS = (
    *("branch-protection", "rename-repository", "errors", "get-repository", "get-organization", "get-root"),
    *("get-content", "get-archive", "git-refs", "paginate-issues", "create-status"),
)
HEADERS = ("content-type", "location", "link", "etag", "x-ratelimit-limit", "x-ratelimit-remaining")


def recording(exchange: dict[str, Any]) -> dict[str, Any]:
    """One exchange without what a test never looks at: most headers, and free text in descriptions."""
    kept = {name: exchange[name] for name in ("scope", "method", "path", "body", "status") if name in exchange}
    accept = exchange.get("reqheaders", {}).get("accept", "*/*")
    headers = {name: exchange["headers"][name] for name in HEADERS if name in exchange["headers"]}
    response = without_prose(exchange["response"])
    return kept | {"reqheaders": {"accept": accept}, "headers": headers, "response": response}


def without_prose(node: Any) -> Any:
    """JSON with its descriptions and long texts emptied; keys stay."""
    if isinstance(node, list):
        return [without_prose(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {k: "" if k in ("description", "body") and v else without_prose(v) for k, v in node.items()}


def main() -> None:
    """Write the recordings."""
    RECORDINGS.mkdir(exist_ok=True)
    with packed(PACKAGE) as archive:
        for scenario in SCENARIOS:
            path = f"package/scenarios/api.github.com/{scenario}/normalized-fixture.json"
            exchanges = [recording(exchange) for exchange in json.load(archive.extractfile(path))]
            RECORDINGS.joinpath(f"{scenario}.json").write_text(json.dumps(exchanges, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
