"""How often GitHub is asked about one repository: first enforcement, resync, repair; beside the naive loop."""

from tests.bench import naive
from tests.bench.rig import CHECKS, Rig, rig
from tests.bench.table import Row, Tell, at_most, exactly, times
from tests.github.state.repositories import Repository

TITLE = "GitHub requests for one repository, the read-back included"

LOOP = "naive loop"


def measure(tell: Tell) -> None:
    """Count on a handful of repositories."""
    with rig(limited=True) as bench:
        names = ("ours", "plain", "ruled", "theirs")
        made = {name: bench.github.add_repository(f"acme/{name}") for name in names}
        bench.github.add_ruleset("acme/ruled", name="no force pushes", rules=[{"type": "non_fast_forward"}])
        _first(bench, tell)
        _resyncs(bench, tell)
        _repairs(bench, tell, made["ours"], made["theirs"])


def _first(bench: Rig, tell: Tell) -> None:
    with bench.operator():
        bench.add(["ours", "ruled"])
        bench.add(["plain"], standard="backend-foundation", governance=CHECKS)
        bench.until_ready(3)
    theirs = _loop(bench)
    count = len(bench.asked_of_github("ours"))
    tell(at_most("first enforcement: protection, signatures, merging", count, 7, compared=times(theirs, count, LOOP)))
    tell(at_most("first enforcement without signatures", len(bench.asked_of_github("plain")), 7))


def _resyncs(bench: Rig, tell: Tell) -> None:
    theirs = _loop(bench, read_back=False)
    with bench.operator():
        bench.github.requests.clear()
        bench.reconcile("ours")
        bench.reconcile("ruled")
        ours, ruled = (bench.asked_of_github(name) for name in ("ours", "ruled"))
        tell(exactly("resync without drift, cold", len(ours), 3, compared=times(theirs, len(ours), LOOP)))
        tell(exactly("resync without drift, cold, one active ruleset", len(ruled), 4))

        bench.github.requests.clear()
        before = bench.spent()
        bench.reconcile("ours")
        spent, statuses = bench.spent() - before, [each.status for each in bench.asked_of_github("ours")]
    measured = f"{len(statuses)}, {statuses.count(304)} of them 304"
    tell(Row("resync without drift, warm", measured, "= 3, all 304", statuses == [304] * 3))
    tell(exactly("… and what that costs of the hourly limit", spent, 0, compared=f"{LOOP} {theirs}"))


def _repairs(bench: Rig, tell: Tell, ours: Repository, theirs: Repository) -> None:
    drifts = {
        "repair of protection": ("protection",),
        "repair of merge settings": ("merging",),
        "repair of both": ("protection", "merging"),
    }
    with bench.operator():
        for what, parts in drifts.items():
            count = _repair(bench, ours, parts)
            _drift(theirs, parts)
            tell(at_most(what, count, 6, compared=times(_loop(bench), count, LOOP)))
        count = _repair(bench, ours, ("protection", "merging", "signatures"))
        _drift(theirs, ("protection", "merging", "signatures"))
        compared = times(_loop(bench), count, LOOP)
        tell(at_most("repair of all there is: as a first enforcement", count, 7, compared=compared))


def _repair(bench: Rig, repo: Repository, parts: tuple[str, ...]) -> int:
    _drift(repo, parts)
    bench.github.requests.clear()
    bench.reconcile(repo.name)
    return len(bench.asked_of_github(repo.name))


def _drift(repo: Repository, parts: tuple[str, ...]) -> None:
    protection = repo.protection()
    assert protection
    if "protection" in parts:
        protection.enforce_admins = False
    if "signatures" in parts:
        protection.required_signatures = False
    if "merging" in parts:
        repo.allow_merge_commit = True


def _loop(bench: Rig, *, read_back: bool = True) -> int:
    """How many requests the naive loop takes for its repository, as it is now."""
    before = len(bench.asked_of_github("theirs"))
    github = naive.connect(bench.github.url, bench.token)
    naive.govern(github, "acme/theirs")
    if read_back:
        naive.verify(github, "acme/theirs")
    github.close()
    return len(bench.asked_of_github("theirs")) - before
