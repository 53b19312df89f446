"""GitHub's side of the story: what it has, and what it was asked."""

from collections import Counter

from tests.demo.stage import LOG, ROOT, Stage, insist


def required_checks(stage: Stage, name: str) -> set[str]:
    """Return the checks that GitHub requires on main of a repository."""
    with stage.administrator() as github:
        protection = github.get(f"/repos/acme/{name}/branches/main/protection").body
    return {check["context"] for check in protection.get("required_status_checks", {}).get("checks", [])}


def check_github(stage: Stage) -> None:
    """Show what the operator wrote, and insist that it was that and no more."""
    stage.screen.heading("What GitHub saw")
    with stage.administrator() as github:
        ledger = github.get("/repos/acme/ledger-api/branches/main/protection").body
        asked = [each for each in github.get("/_standin/requests").body if each["actor"] == "backendrepo-bot"]
        violations = github.get("/_standin/violations").body
    kept = ledger["required_pull_request_reviews"]["required_approving_review_count"], ledger["restrictions"]["teams"]
    insist(kept[0] == 3 and len(kept[1]) == 1, f"ledger-api did not keep what was stricter: {kept}.")
    insist(not violations, f"Against GitHub's API description: {violations}")
    insist(stage.tokens["operator"] not in (ROOT / LOG).read_text(), "The token is in the operator's log.")
    writes = [each for each in asked if each["method"] != "GET"]
    for request, times in Counter(f"{each['method']} {each['path']}  {each['status']}" for each in writes).items():
        stage.screen.note(request + (f", {times} times" if times > 1 else ""))
    written = {each["path"].split("/")[3] for each in writes}
    governed = {"payments-api", "orders-api", "refunds-api", "ledger-api"}
    insist(written == governed, f"Written to were {', '.join(sorted(written))}.")
    stage.screen.note(
        f"… and {len(asked) - len(writes)} reads, as GitHub's OpenAPI description has them. "
        "ledger-api keeps its third approval."
    )
