"""A tool proposes updates of every kind of dependency.

The standard: "Keep dependencies current and secure."

It looks for the configuration of Dependabot (`.github/dependabot.yml`) and of Renovate (`renovate.json`, `.renovaterc`,
and where else it looks for it), and at whether each ecosystem of the repository is in it: Python, npm and Go by their
manifests, GitHub Actions by the workflows, Docker by the Dockerfiles. Dependabot has to be told each ecosystem;
Renovate finds all of them, unless it is disabled or told which managers to use.

Why: a vulnerable version is raised in a day where an update is proposed, and in months where somebody has to look.

How to fix:

    # .github/dependabot.yml
    version: 2
    updates:
      - package-ecosystem: pip
        directory: /
        schedule: {interval: weekly}
      - package-ecosystem: github-actions
        directory: /
        schedule: {interval: weekly}

Known limits: presets that Renovate's configuration extends are not read; whether the tool is installed on GitHub is not
looked at; neither are the folders that Dependabot is told.
"""

from collections.abc import Mapping

from backendrepo import manifests
from backendrepo.controls.updaters import Updater, updaters
from backendrepo.findings import Evidence, Judgement, Severity, failed, not_applicable, partial, passed, unknown
from backendrepo.manifests import GO, NPM, PYPI
from backendrepo.snapshot import Snapshot

SEVERITY = Severity.LOW
NAMES: Mapping[str, tuple[str, ...]] = {
    PYPI: ("pip", "uv", "pipenv", "poetry"),
    NPM: ("npm", "bun"),
    GO: ("gomod",),
    "Maven": ("maven", "gradle"),
    "crates.io": ("cargo",),
    "RubyGems": ("bundler",),
    "Packagist": ("composer",),
    "conda": ("conda",),
    "GitHub Actions": ("github-actions",),
    "Docker": ("docker", "docker-compose"),
}
"""What Dependabot calls each ecosystem. Source: docs.github.com, "Dependabot options reference"."""


def judge(snapshot: Snapshot) -> Judgement:
    """Judge whether each ecosystem present has updates proposed."""
    present = _present(snapshot)
    if not present:
        return not_applicable("The repository has no dependencies that a tool could update.")
    found = updaters(snapshot.files)
    fix = _fix(present)
    if not found:
        looked = ".github/dependabot.yml and Renovate's files"
        return failed(f"No tool for updates is configured; looked for {looked}.", *present.values(), fix=fix)
    broken = [each for each in found if each.problem]
    missing = {name: place for name, place in present.items() if not any(_has(each, name) for each in found)}
    places = [Evidence(each.path) for each in found]
    if missing and broken:
        return unknown(f"{broken[0].path} cannot be read: {broken[0].problem}.", *places, fix=fix)
    if missing:
        told = f"{' and '.join(each.name for each in found)} leaves out {', '.join(missing)}."
        return partial(told, *places, *missing.values(), fix=_fix(missing))
    return passed(f"{' and '.join(each.name for each in found)} updates {', '.join(present)}.", *places)


def _present(snapshot: Snapshot) -> dict[str, Evidence]:
    """Return the ecosystems of the repository that an update tool knows, each with a file that shows it."""
    found = dict(manifests.ecosystems(snapshot.files))
    for name, patterns in (
        ("GitHub Actions", (".github/workflows/*.yml", ".github/workflows/*.yaml")),
        ("Docker", ("**/Dockerfile", "**/*.Dockerfile", "**/Dockerfile.*")),
    ):
        if paths := [path for pattern in patterns for path in snapshot.files.glob(pattern)]:
            found[name] = Evidence(paths[0])
    return {name: place for name, place in found.items() if name in NAMES}


def _has(updater: Updater, ecosystem: str) -> bool:
    return updater.everything or any(name in updater.ecosystems for name in NAMES[ecosystem])


def _fix(missing: Mapping[str, Evidence]) -> str:
    entries = [
        f"  - package-ecosystem: {NAMES[name][0]}\n    directory: /\n    schedule: {{interval: weekly}}"
        for name in missing
    ]
    return "\n".join([".github/dependabot.yml", "version: 2", "updates:", *entries])
