"""A GitHub described in YAML.

owners:
  acme: {plan: team}                     # free, pro, team, enterprise
  octocat: {kind: User, plan: free}
repositories:
  acme/payments:
    private: true
    allow_auto_merge: true               # any attribute of a repository
    files: {Makefile: "test:\\n\\tpytest\\n"}
    files_from: payments                 # a folder beside the seed file
    branches: [release/1.0]
    protect: {main: {checks: [lint], strict: true, reviews: {}}}
    pulls: [{head: rename, files: {README.md: Changed}, checks: [lint], statuses: [jenkins]}]
rulesets:
  - {source: acme, name: no force pushes, rules: [{type: non_fast_forward}]}
tokens:
  operator: {login: bot, permissions: {administration: write, contents: write}}
apps:
  governor: {app_id: 4242, permissions: {administration: write}, install: {acme: all}}
"""

from pathlib import Path
from typing import Any

from tests.github.standin import GitHub


def plant(github: GitHub, seed: dict[str, Any], folder: Path = Path()) -> dict[str, Any]:
    """Make what a seed describes; gives the tokens and Apps that were made."""
    for login, about in seed.get("owners", {}).items():
        github.owner(login, **(about or {}))
    for full_name, about in seed.get("repositories", {}).items():
        _repository(github, full_name, dict(about or {}), folder)
    for ruleset in seed.get("rulesets", []):
        github.add_ruleset(**ruleset)
    tokens = {name: github.add_token(**(about or {})) for name, about in seed.get("tokens", {}).items()}
    apps = {name: _app(github, dict(about)) for name, about in seed.get("apps", {}).items()}
    return {"url": github.url, "tokens": tokens, "apps": apps}


def _repository(github: GitHub, full_name: str, about: dict[str, Any], folder: Path) -> None:
    branches, rules, pulls = about.pop("branches", []), about.pop("protect", {}), about.pop("pulls", [])
    files = about.pop("files", {})
    if "files_from" in about:
        files = _read(folder / about.pop("files_from")) | files
    repo = github.add_repository(full_name, files=files or None, **about)
    for branch in branches:
        repo.commit({}, branch, "Branch off")
    for path in files:
        if path.startswith(".github/workflows/"):
            repo.add_workflow(path)
    for pull in pulls:
        repo.propose(**pull)
    for branch, rule in rules.items():
        repo.protect(branch, **(rule or {}))


def _read(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def _app(github: GitHub, about: dict[str, Any]) -> dict[str, Any]:
    targets = about.pop("install", {})
    app = github.add_app(**about)
    installations = {owner: app.install(owner, repositories) for owner, repositories in targets.items()}
    return {"id": app.id, "slug": app.slug, "private_key": app.private_key, "installations": installations}
