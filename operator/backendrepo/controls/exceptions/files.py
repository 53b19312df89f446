"""The files that tools have for what they ignore.

Sources: google.github.io/osv-scanner, "Configuration" (`IgnoredVulns`); trivy.dev, "Filtering"; docs.safetycli.com,
"Policy file"; github.com/anchore/grype, "Specifying matches to ignore"; docs.snyk.io, "The .snyk file".
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime

from backendrepo.controls.exceptions.exempt import MOST, Exempt, day, reason, text_of
from backendrepo.findings import Evidence
from backendrepo.manifests.text import Malformed, headers, tables, toml
from backendrepo.manifests.text import text_of as text
from backendrepo.snapshot import Files
from backendrepo.yaml12 import Node, Scalar, entries, field_of, items, load, written


def in_files(files: Files) -> Iterator[Exempt]:
    """Yield what these files have ignored."""
    for pattern, reader in _READERS.items():
        for path in files.glob(pattern)[:100]:
            found = reader(path, text_of(files, path))
            yield from (each for each, _ in zip(found, range(MOST), strict=False))


def _osv_scanner(path: str, content: str) -> Iterator[Exempt]:
    try:
        entries = tables(toml(content).get("IgnoredVulns"))
    except Malformed:
        return  # osv-scanner reads no such file either
    for entry, line in zip(entries, headers(content, "IgnoredVulns", len(entries)), strict=True):
        until = entry.get("ignoreUntil")
        expires = until.date() if isinstance(until, datetime) else until if isinstance(until, date) else None
        name = text(entry.get("id"))
        yield Exempt(name, Evidence(path, line, name), text(entry.get("reason")).strip(), expires)


def _trivyignore(path: str, content: str) -> Iterator[Exempt]:
    """Yield the ids of lines, each with the comment above it."""
    said: list[str] = []
    for number, line in enumerate(content.split("\n"), 1):
        code, mark, comment = line.strip().partition("#")
        if not code.strip():
            said = [*said, comment] if mark else []
            continue
        name, *rest = code.split()
        if re.match(r"(?:CVE|GHSA)-", name):
            told = " ".join([*said, comment])
            expires = next((day(each) for each in rest if each.startswith("exp:")), None)
            yield Exempt(name, Evidence(path, number, line.strip()[:200]), reason(told), expires or day(told))


def _trivy_yaml(path: str, content: str) -> Iterator[Exempt]:
    for entry in items(field_of(load(content).root, "vulnerabilities")):
        yield from _entry(path, entry, "id", "statement", "expired_at")


def _safety(path: str, content: str) -> Iterator[Exempt]:
    """Yield what a policy ignores: by its own ids, or by names in version 3."""
    root = load(content).root
    for ignoring in (
        field_of(root, "security", "ignore-vulnerabilities"),
        field_of(root, "report", "dependency-vulnerabilities", "auto-ignore-in-report", "vulnerabilities"),
    ):
        for key, value in entries(ignoring):
            said, until = _text(field_of(value, "reason")), _text(field_of(value, "expires"))
            yield Exempt(key.text, Evidence(path, key.line, key.text[:200]), said, day(until))


def _grype(path: str, content: str) -> Iterator[Exempt]:
    """Yield what is ignored; grype has no field for a day, so that one in the reason or a comment counts."""
    lines = content.split("\n")
    for entry in items(field_of(load(content).root, "ignore")):
        name = field_of(entry, "vulnerability")
        if isinstance(name, Scalar):
            above = lines[name.line - 2] if name.line >= 2 else ""
            comment = (
                f"{lines[name.line - 1].partition('#')[2]} {above.strip() if above.strip().startswith('#') else ''}"
            )
            said = f"{_text(field_of(entry, 'reason'))} {comment}"
            yield Exempt(name.text, Evidence(path, name.line, name.text[:200]), reason(said), day(said))


def _snyk(path: str, content: str) -> Iterator[Exempt]:
    ignoring = field_of(load(content).root, "ignore")
    for key, value in entries(ignoring):
        for place in items(value):
            for _, facts in entries(place):
                said, until = _text(field_of(facts, "reason")), _text(field_of(facts, "expires"))
                yield Exempt(key.text, Evidence(path, key.line, key.text[:200]), said, day(until))


_READERS: dict[str, Callable[[str, str], Iterator[Exempt]]] = {
    "**/osv-scanner.toml": _osv_scanner,
    "**/.trivyignore": _trivyignore,
    "**/.trivyignore.yaml": _trivy_yaml,
    "**/.trivyignore.yml": _trivy_yaml,
    "**/.safety-policy.yml": _safety,
    "**/.grype.yaml": _grype,
    "**/.snyk": _snyk,
}


def _entry(path: str, entry: Node, name: str, said: str, until: str) -> Iterator[Exempt]:
    found = field_of(entry, name)
    if isinstance(found, Scalar):
        place = Evidence(path, found.line, found.text[:200])
        yield Exempt(found.text, place, _text(field_of(entry, said)), day(_text(field_of(entry, until))))


def _text(node: Node | None) -> str:
    return written(node).strip()
