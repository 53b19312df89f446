"""From what GitHub says of a branch to what holds on it.

Sources: docs.github.com, "About protected branches"; "About rulesets", "Rule layering": classic protection and every
active ruleset apply at once, and the strictest wins.
"""

from collections.abc import Collection, Iterator, Mapping

from backendrepo.governance.live import ANY_APP, Actors, Live, Rule
from backendrepo.governance.required_checks import ACTIONS_APP
from backendrepo.settings import Hidden, Reporter, Required, Settings

CLASSIC = "the branch protection"
SEES_BYPASS = "administration: write"
"""GitHub leaves a ruleset's bypass list out of answers to who may not write it (REST, "Get a repository ruleset")."""
SEES_MERGE = "contents: write"


def settings(live: Live, *, actions_app: int = ACTIONS_APP) -> Settings:
    """Return what holds on the branch; `actions_app` is the App id of GitHub Actions."""
    classic = live.classic
    checks = classic.required_status_checks
    return Settings(
        pull_requests=_sources(live, "pull_request", classic.required_pull_request_reviews is not None),
        no_force_pushes=_sources(live, "non_fast_forward", not classic.allow_force_pushes),
        no_deletion=_sources(live, "deletion", not classic.allow_deletions),
        direct_pushers=tuple(_direct_pushers(live)),
        administrators_bound=classic.enforce_admins or _ruled_alone(live),
        bypassable=_unique(_named(rule) for rule in live.rules if rule.bypassable and rule.bypass_seen),
        required=tuple(_required(live, actions_app)),
        strict=bool(checks and checks.strict) or any(_strict(rule) for rule in live.rules),
        merge_queue=any(rule.type == "merge_queue" for rule in live.rules),
        auto_merge=live.merge is not None and live.merge.allow_auto_merge,
        hidden=_hidden(live),
    )


def hidden(permission: str) -> Settings:
    """Return what is known where the credential may see nothing of the branch: the permission that it lacks."""
    return Settings(hidden=dict.fromkeys(Hidden, permission))


def _sources(live: Live, kind: str, classic: bool) -> tuple[str, ...]:
    ruled = (_named(rule) for rule in live.rules if rule.type == kind)
    return _unique([CLASSIC, *ruled] if classic else ruled)


def _named(rule: Rule) -> str:
    return f"the ruleset {rule.ruleset}"


def _unique(names: Collection[str] | Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _direct_pushers(live: Live) -> Iterator[str]:
    """Yield who may push past classic protection; nobody where a ruleset that none can bypass requires the same."""
    reviews = live.classic.required_pull_request_reviews
    if reviews is None or live.binding("pull_request"):
        return
    allowed = reviews.bypass_pull_request_allowances or Actors()
    yield from (f"user {name}" for name in allowed.users)
    yield from (f"team {name}" for name in allowed.teams)
    yield from (f"app {name}" for name in allowed.apps)


def _ruled_alone(live: Live) -> bool:
    """Whether rulesets that none can bypass say all that the classic protection says."""
    classic = live.classic
    reviewed = classic.required_pull_request_reviews is not None
    ruled = {check.name for rule in live.rules if not rule.bypassable for check in _ruled(rule, ACTIONS_APP)}
    checks = classic.required_status_checks
    needed = {
        "pull_request": reviewed,
        "non_fast_forward": not classic.allow_force_pushes,
        "deletion": not classic.allow_deletions,
    }
    if any(wanted and not live.binding(kind) for kind, wanted in needed.items()):
        return False
    strict = any(_strict(rule) and not rule.bypassable for rule in live.rules)
    return checks is None or ({check.context for check in checks.checks} <= ruled and strict >= checks.strict)


def _required(live: Live, actions_app: int) -> Iterator[Required]:
    checks = live.classic.required_status_checks
    for check in checks.checks if checks else ():
        yield Required(check.context, _reporter(check.app_id, actions_app), CLASSIC)
    for rule in live.rules:
        yield from _ruled(rule, actions_app)


def _ruled(rule: Rule, actions_app: int) -> Iterator[Required]:
    if rule.type == "required_status_checks":
        for check in rule.parameters.get("required_status_checks", []):
            app = check.get("integration_id") or ANY_APP
            yield Required(check["context"], _reporter(app, actions_app), _named(rule))


def _reporter(app: int, actions_app: int) -> Reporter:
    return {ANY_APP: Reporter.ANY, actions_app: Reporter.ACTIONS}.get(app, Reporter.OTHER)


def _strict(rule: Rule) -> bool:
    strict = rule.parameters.get("strict_required_status_checks_policy")
    return rule.type == "required_status_checks" and bool(strict)


def _hidden(live: Live) -> Mapping[Hidden, str]:
    merge = {Hidden.MERGE: SEES_MERGE} if live.merge is None else {}
    return merge if all(rule.bypass_seen for rule in live.rules) else merge | {Hidden.BYPASS: SEES_BYPASS}
