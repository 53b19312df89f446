"""What the operator is compared to: a loop over PyGithub, as an engineer writes it in an afternoon.

It reads, writes what differs and reads back, one repository after the other. It lacks conditional requests, rulesets,
"stricter stays", and the care for settings that it does not manage. As a process it governs the repositories that it is
given, and prints the seconds that took: `python -m tests.bench.naive URL TOKEN REPOSITORY… [--eager]`.
"""

import argparse
import time

from github.Branch import Branch
from github.BranchProtection import BranchProtection
from github.Repository import Repository

from github import Auth, Github, GithubException

CHECKS = ["lint", "test"]


def govern(github: Github, full_name: str) -> None:
    """Bring one repository onto the standard."""
    repo = github.get_repo(full_name)
    branch = repo.get_branch(repo.default_branch)
    if not is_protected(branch):
        branch.edit_protection(
            strict=True,
            checks=[(name, 15368) for name in CHECKS],
            enforce_admins=True,
            required_approving_review_count=1,
            required_linear_history=True,
            allow_force_pushes=False,
            allow_deletions=False,
        )
    if not branch.get_required_signatures():
        branch.add_required_signatures()
    if not merges_as_wanted(repo):
        repo.edit(allow_squash_merge=True, allow_merge_commit=False, allow_rebase_merge=False, allow_auto_merge=True)


def verify(github: Github, full_name: str) -> None:
    """Read back what was written."""
    repo = github.get_repo(full_name)
    branch = repo.get_branch(repo.default_branch)
    if not (is_protected(branch) and branch.get_required_signatures() and merges_as_wanted(repo)):
        raise RuntimeError(f"{full_name} is not on the standard")


def is_protected(branch: Branch) -> bool:
    """Whether the protection of a branch is the wanted one."""
    try:
        return _as_wanted(branch.get_protection())
    except GithubException as error:
        if error.status != 404:
            raise
        return False


def _as_wanted(protection: BranchProtection) -> bool:
    checks = protection.required_status_checks
    return bool(
        checks
        and checks.strict
        and set(checks.contexts) >= set(CHECKS)
        and protection.required_pull_request_reviews
        and protection.enforce_admins
        and protection.required_linear_history
        and not protection.allow_force_pushes
        and not protection.allow_deletions
    )


def merges_as_wanted(repo: Repository) -> bool:
    """Whether pull requests can only be squashed."""
    only_squash = repo.allow_squash_merge and not repo.allow_merge_commit and not repo.allow_rebase_merge
    return bool(only_squash and repo.allow_auto_merge)


def connect(url: str, token: str, *, eager: bool = True) -> Github:
    """PyGithub; unless `eager` with the pauses that it makes by itself (a quarter second, after a write a second)."""
    pauses = {"seconds_between_requests": 0.0, "seconds_between_writes": 0.0} if eager else {}
    return Github(base_url=url, auth=Auth.Token(token), **pauses)


def main() -> None:
    """Govern repositories one after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.naive", description=__doc__)
    parser.add_argument("url")
    parser.add_argument("token")
    parser.add_argument("repositories", nargs="+")
    parser.add_argument("--eager", action="store_true", help="without PyGithub's own pauses")
    options = parser.parse_args()
    github, began = connect(options.url, options.token, eager=options.eager), time.monotonic()
    for full_name in options.repositories:
        govern(github, full_name)
        verify(github, full_name)
    print(time.monotonic() - began)


if __name__ == "__main__":
    main()
