"""What a scan judges is the whole commit as git checks it out, whatever `.gitattributes` leaves out of its archive."""

import io
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.github.archives import pack
from tests.github.on_disk import check_out
from tests.github.standin import GitHub
from tests.github.state import git
from tests.github.state.content import Content
from tests.github.state.repositories import Repository
from tests.scan.conftest import Scan
from tests.scan.trees import FILES, LINKS

from backendrepo.checks import checks_of
from backendrepo.judge import judge
from backendrepo.scan import blobs
from backendrepo.scan.result import Failure
from backendrepo.scan.tree import wanted
from backendrepo.scanned import Scanned
from backendrepo.snapshot import Files, Snapshot, Unreadable
from backendrepo.trees.archive import Archive
from backendrepo.trees.checkout import Checkout
from backendrepo.trees.commit import Commit, Entry

pytestmark = pytest.mark.e2e

BLOBS = "/git/blobs/"
TREE = {
    **FILES,
    **LINKS,
    ".pre-commit-config.yaml": b"repos: []  # $Format:%H$\n",
    "src/app/version.py": b'COMMIT = "$Format:%H$"\n',
    "tests/caf\xe9.py": b"",
}
PATTERNS = (
    "*",
    "*.md",
    "*.p*",
    ".*",
    "/tests",
    "tests/*",
    "**/app",
    "docs/**/*.md",
    "Makefile",
    "GNUmakefile",
    "logo.png",
)
ATTRIBUTES = ("export-ignore", "-export-ignore", "!export-ignore", "export-subst", "export-ignore export-subst", "text")
LINES = st.lists(
    st.tuples(st.sampled_from(PATTERNS), st.sampled_from(ATTRIBUTES)).map(" ".join), min_size=1, max_size=4
)
GIT_ATTRIBUTES = st.dictionaries(
    st.sampled_from(["", ".github/", "src/app/", "tests/"]), LINES.map("\n".join), max_size=3
)


def whole(commit: git.Commit, held: Content) -> Commit:
    """Return a commit as a scan has it, without the way to it."""
    entries = (
        Entry(each.path, each.mode, each.sha, each.size or 0) for each, _ in commit.tree.walk() if each.kind == "blob"
    )
    archive = Archive(io.BytesIO(pack(commit, "acme-a-0000000")), wanted)
    return Commit(archive, entries, wanted, lambda entry: held.objects[entry.sha])


def seen(files: Files) -> dict[str, str | None]:
    """Return what can be seen of each file, nothing of those that no control reads."""
    return {path: text(files, path) if wanted(path) else "" for path in files.glob("**")}


def text(files: Files, path: str) -> str | None:
    try:
        return files.read(path)
    except Unreadable as error:
        return str(error)


def with_attributes(attributes: Mapping[str, str]) -> dict[str, bytes]:
    return TREE | {f"{folder}.gitattributes": text.encode() for folder, text in attributes.items()}


@settings(max_examples=50)  # each runs git twice
@given(GIT_ATTRIBUTES)
def test_every_file_is_seen_as_git_checks_it_out(attributes: Mapping[str, str]):
    held = Content()
    commit = held.commit(with_attributes(attributes))
    with TemporaryDirectory() as folder:
        checkout = Checkout(check_out(commit, Path(folder)))
        assert seen(whole(commit, held)) == seen(checkout)


@pytest.mark.parametrize(
    "attributes",
    [
        {},
        {"": "/tests export-ignore\n.github export-ignore\nMakefile export-ignore"},
        {"": ".git* export-ignore"},  # the file that says so is not in the archive either
        {".github/": "* export-ignore"},
        {"": "* export-ignore"},
        {"": "[attr]ours export-ignore\n* ours\nsrc/** -ours"},
        {"": "* export-subst"},
        {"": "*.yml text eol=crlf\n*.md text eol=crlf"},
        {"": "* export-subst\n*.yml text eol=crlf\ndocs export-ignore"},
        {"": "* text eol=crlf\n.github export-ignore\nMakefile export-ignore"},
    ],
    ids=str,
)
def test_a_commit_is_judged_as_its_checkout_is(
    attributes: Mapping[str, str], scan: Scan, repo: Repository, tmp_path: Path
):
    commit = repo.commit({"README.md": None, **with_attributes(attributes)})
    code, result = scan("--branch", "main")
    snapshot = Snapshot(Checkout(check_out(commit, tmp_path)), "acme/a", commit.sha)
    assert isinstance(result, Scanned), result
    local = judge(snapshot, now=result.report.generated_at)
    assert result == Scanned(local, checks_of(snapshot))
    assert code == 1
    assert {finding.judgement.outcome.value for finding in local.findings} >= {"pass", "fail"}
    assert local.left_out["governance/no-bypass"] == "needs settings"


# What it asks of GitHub


def asked(github: GitHub) -> list[str]:
    """Return the objects whose content was asked for."""
    return [exchange.path.rpartition("/")[2] for exchange in github.requests.matching(path=BLOBS)]


@pytest.mark.parametrize("line", ["* text=auto", "Makefile text eol=crlf", "docs export-ignore"])
def test_nothing_is_asked_for_that_the_archive_has_or_no_control_reads(
    line: str, scan: Scan, github: GitHub, repo: Repository
):
    repo.commit({".gitattributes": line, "Makefile": "ci:\n\ttrue\n", "docs/logo.png": "a", "docs/b.xyz": "b"})
    scan("--branch", "main")
    assert [exchange.path.split("/")[-2] for exchange in github.requests] == ["tarball", "legacy.tar.gz", "trees"]


def test_what_has_the_same_content_is_asked_for_once(scan: Scan, github: GitHub, repo: Repository):
    workflow = "on: pull_request\njobs: {a: {runs-on: x, steps: [{run: make lint}]}}\n"
    files = {f".github/workflows/{name}.yml": workflow for name in "abc"}
    commit = repo.commit({**files, ".gitattributes": ".github export-ignore"})
    scan()
    assert asked(github) == [git.object_id("blob", commit.tree.at(".github/workflows/a.yml"))]


FAILURES = [
    (lambda faults: faults.bad_gateway(path=BLOBS), "GitHubUnavailable", "was answered 502"),
    (lambda faults: faults.too_many_requests(path=BLOBS), "RateLimited", "rate limit is spent until"),
    (
        lambda faults: faults.add(path=BLOBS, status=200, body={"content": "", "encoding": "none"}),
        "GitHubUnavailable",
        "not as documented",
    ),
    (
        lambda faults: faults.add(path=BLOBS, status=200, body={"content": "AAAA", "encoding": "base64"}),
        "GitHubUnavailable",
        "not as documented",
    ),
    (
        lambda faults: faults.bad_gateway(path="/git/trees/"),
        "GitHubUnavailable",
        "was answered 502",
    ),
]


@pytest.mark.parametrize(("brings", "reason", "says"), FAILURES)
def test_a_file_that_cannot_be_had_ends_the_scan_at_once(
    brings, reason: str, says: str, scan: Scan, github: GitHub, repo: Repository
):
    repo.commit(with_attributes({"": "* export-ignore"}))
    brings(github.faults)
    code, result = scan()
    assert isinstance(result, Failure), result
    assert (code, result.reason, says in result.message) == (2, reason, True), result
    assert len(asked(github)) <= 1


@pytest.mark.parametrize(
    ("bound", "line", "where"),
    [
        (("MOST", 2), "/docs export-ignore", ".gitattributes:1 leaves files out of it (/docs export-ignore)"),
        (("LARGEST", 150), "* export-ignore", "it lacks files such as "),
    ],
)
def test_a_commit_that_has_too_much_left_out_is_not_judged(
    bound: tuple[str, int], line: str, where: str, scan: Scan, github: GitHub, repo: Repository, monkeypatch
):
    monkeypatch.setattr(blobs, *bound)
    files = {f"docs/standards/{number}.md": f"# {number}" for number in range(9)}
    repo.commit({**with_attributes({"": line}), **files})
    code, result = scan()
    assert isinstance(result, Failure), result
    assert (code, result.reason) == (2, "ArchiveUnreadable")
    assert result.message.startswith(f"The archive of acme/a cannot be judged: {where}")
    assert result.message.endswith("would have to be read one by one.")
    assert len(asked(github)) < 9
