"""`backendrepo scan`: one commit of a repository on GitHub, judged as a checkout of it would be."""

import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.github.standin import GitHub
from tests.github.state.repositories import Repository
from tests.osv.records import record
from tests.osv.server import OsvServer
from tests.scan.conftest import Scan
from tests.scan.trees import FILES, archive, member

from backendrepo.__main__ import main
from backendrepo.checks import Checks
from backendrepo.findings import Report
from backendrepo.hub import download
from backendrepo.redaction import redact
from backendrepo.scan import frame, run
from backendrepo.scan.frame import unframe
from backendrepo.scan.result import Failure, read
from backendrepo.scanned import Scanned
from backendrepo.snapshot import Snapshot

pytestmark = pytest.mark.e2e

TARBALL, CODELOAD = r"/tarball/", r"^/_codeload/"


def learnt(result: Scanned | Failure) -> Scanned:
    assert isinstance(result, Scanned), result
    return result


def report(result: Scanned | Failure) -> Report:
    return learnt(result).report


def failure(result: Scanned | Failure) -> Failure:
    assert isinstance(result, Failure), result
    return result


# The same as a local check


def test_each_commit_is_judged_by_what_it_holds(scan: Scan, repo: Repository):
    before = repo.commit({path: content for path, content in FILES.items() if "contract" not in path}).sha
    after = repo.commit(dict(FILES)).sha
    for commit, missing in ((before, True), (after, False)):
        judged = report(scan(commit=commit)[1])
        (found,) = [each for each in judged.findings if each.control == "migrations/migration-contract"]
        assert ("There is no" in found.judgement.summary, judged.commit) == (missing, commit)


def test_the_default_branch_is_asked_for_where_none_is_named(scan: Scan, github: GitHub, repo: Repository):
    workflow = "on: {pull_request: {branches: [trunk]}}\njobs: {a: {runs-on: x, steps: [{run: make}]}}\n"
    repo.commit({".github/workflows/ci.yml": workflow})
    outcomes = {}
    for branch in ("trunk", "main"):
        found = report(scan("--branch", branch)[1]).findings
        (outcomes[branch],) = [each.judgement.outcome for each in found if each.control == "gates/pull-request"]
    repo.branches["trunk"], repo.default_branch = repo.branches["main"], "trunk"
    github.requests.clear()
    found = report(scan()[1]).findings
    assert [e.judgement.outcome for e in found if e.control == "gates/pull-request"] == [outcomes["trunk"]]
    assert outcomes["trunk"] != outcomes["main"]
    assert github.requests.matching(path=r"^/repos")[0].path == "/repos/acme/a"


def test_exit_codes_are_those_of_check(scan: Scan, repo: Repository, monkeypatch: pytest.MonkeyPatch):
    assert scan()[0] == 1
    assert scan(commit="0" * 40)[0] == 2
    monkeypatch.setattr(run, "judge", lambda *_, **__: judge_nothing(repo))
    assert scan()[0] == 0


def judge_nothing(repo: Repository) -> Report:
    return Report(repo.full_name, "backend-foundation", datetime.now(UTC), ())


def test_the_standard_and_the_waivers_are_those_of_check(scan: Scan, tmp_path: Path):
    (tmp_path / "standard.yaml").write_text(
        "apiVersion: backendrepo.dev/v1alpha1\nkind: BackendStandard\nmetadata: {name: strict}\n"
        "spec: {controls: {disabled: [commands/test]}}\n"
    )
    (tmp_path / "waivers.yaml").write_text(
        f"- {{control: commands/lint, reason: later, owner: a, expires: {datetime.now(UTC):%Y-%m-%d}}}\n"
    )
    found = report(scan("--standard", f"{tmp_path}/standard.yaml", "--waivers", f"{tmp_path}/waivers.yaml")[1])
    assert found.standard == "strict"
    assert "commands/test" not in {finding.control for finding in found.findings}
    assert [finding.control for finding in found.findings if finding.waived] == ["commands/lint"]


def test_a_mistake_in_such_a_file_gives_a_result_that_names_the_line(scan: Scan, tmp_path: Path):
    (tmp_path / "waivers.yaml").write_text("- {control: commands/lintt}\n")
    code, result = scan("--waivers", f"{tmp_path}/waivers.yaml")
    told = failure(result)
    assert (code, told.reason, "waivers.yaml:1: There is no control “commands/lintt”" in told.message) == (
        2,
        "InvalidSpec",
        True,
    )


# Vulnerabilities


def test_an_osv_endpoint_is_asked_where_one_is_named_and_nobody_else(scan: Scan, repo: Repository):
    repo.commit({"requirements.txt": b"leaky==1.0\n"})
    with OsvServer([record("GHSA-aaaa-bbbb-cccc", label="CRITICAL")]) as osv:
        code, result = scan("--osv", osv.url)
    known = learnt(result).advisories
    assert known
    assert [(str(each), advisory.id) for each, advisory in known.open] == [("leaky 1.0", "GHSA-aaaa-bbbb-cccc")]
    (found,) = [each for each in report(result).findings if each.control == "dependencies/no-critical"]
    assert (found.judgement.outcome, code) == ("fail", 1)


def test_an_endpoint_that_does_not_answer_costs_its_own_controls_and_no_others(scan: Scan, repo: Repository):
    repo.commit({"go.sum": b"a.com/x v1.0.0 h1:a=\n"})
    with OsvServer() as osv:
        osv.faults["/v1/querybatch"] = lambda: (503, b"")
        found = learnt(scan("--osv", osv.url)[1])
    assert found.advisories
    assert "answers 503" in found.advisories.failure
    outcomes = {each.control: each.judgement.outcome for each in found.report.findings}
    assert (outcomes["dependencies/no-critical"], outcomes["gates/pull-request"]) == ("unknown", "fail")


def test_without_one_nothing_about_dependencies_is_claimed(scan: Scan):
    found = learnt(scan()[1])
    assert found.advisories is None
    assert found.report.left_out["dependencies/no-critical"] == "needs advisories"


# For the operator


def test_a_scan_for_the_operator_ends_well_once_it_has_a_result_whatever_that_says(scan: Scan, github: GitHub):
    assert scan("--exit-zero")[0] == 0
    github.remove("acme/a")
    code, result = scan("--exit-zero", "--branch", "main", commit="0" * 40)
    assert (code, failure(result).reason) == (0, "RepositoryNotFound")


def test_the_day_counts_in_a_scan(scan: Scan, repo: Repository):
    repo.commit({"Makefile": b"audit:\n\t# No fix yet. Until 2020-01-31.\n\tpip-audit --ignore-vuln CVE-2020-0001\n"})
    found = {each.control: each.judgement for each in report(scan()[1]).findings}["dependencies/exceptions-expire"]
    assert (found.outcome, "was ignored until 2020-01-31" in found.summary) == ("fail", True)


def test_a_mistake_in_reading_the_checks_does_not_cost_the_report(scan: Scan, monkeypatch: pytest.MonkeyPatch):
    def broken(_: Snapshot) -> Checks:
        raise RuntimeError

    monkeypatch.setattr(run, "checks_of", broken)
    found = learnt(scan("--branch", "release")[1])
    assert found.report.findings
    assert found.checks == Checks(branch="release", opaque=found.checks.unread, unread=found.checks.unread)
    assert "could not be read: The operator made a mistake (RuntimeError)" in found.checks.unread[0]


# What it asks of GitHub


def test_two_requests_and_one_without_the_credential(scan: Scan, github: GitHub, token: str):
    scan("--branch", "main")
    asked, loaded, listed = github.requests
    assert (asked.status, loaded.status, listed.status) == (302, 200, 200)
    assert asked.headers["Authorization"].endswith(token)
    assert "Authorization" not in loaded.headers
    assert token not in str(loaded.headers)


def test_nor_one_that_a_netrc_has_for_that_host(scan: Scan, github: GitHub, tmp_path: Path, monkeypatch):
    netrc = tmp_path / ".netrc"
    netrc.write_text("default login somebody password something\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    scan("--branch", "main")
    assert "Authorization" not in github.requests[1].headers


def test_the_credential_may_be_in_a_file(scan: Scan, token: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "token").write_text(f"{token}\n")
    monkeypatch.delenv("GITHUB_TOKEN")
    assert scan("--token-file", str(tmp_path / "token"))[0] == 1


@pytest.mark.parametrize(
    ("file", "variable", "says"),
    [
        ("", "", "There is no credential: set GITHUB_TOKEN, or name a file with --token-file."),
        ("", "two words", "GITHUB_TOKEN holds no token"),
        ("gone", "", "gone (No such file or directory)."),
        ("empty", "", "empty holds no token"),
        ("binary", "", "binary holds no token"),
    ],
)
def test_a_credential_that_is_none_is_told_without_repeating_it(
    file: str, variable: str, says: str, scan: Scan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "empty").write_text("")
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    monkeypatch.setenv("GITHUB_TOKEN", variable)
    code, result = scan(*(["--token-file", str(tmp_path / file)] if file else []))
    told = failure(result)
    assert (code, told.reason, says in told.message) == (2, "CredentialMissing", True)
    assert "two words" not in told.message


@pytest.mark.parametrize(
    "arguments",
    [
        ["--repository", "acme"],
        ["--repository", "acme/a/../b"],
        ["--commit", "main"],
        ["--commit", "0123abc"],
        ["--commit", "../../user" + "0" * 30],
        ["--api-url", "http://github.example.com"],
        ["--api-url", "https://user:secret@github.example.com"],
        ["--osv", "http://osv.example.com"],
        ["--osv", "https://user:secret@osv.example.com"],
        ["--token", "ghp_x"],
    ],
)
def test_a_wrong_argument_is_explained(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    whole = {"--repository": "acme/a", "--commit": "0" * 40} | dict([arguments])
    with pytest.raises(SystemExit) as stopped:
        main(["scan", *(word for pair in whole.items() for word in pair)])
    assert stopped.value.code == 2
    assert "usage: backendrepo" in capsys.readouterr().err


# What GitHub refuses


def test_a_commit_that_is_not_there_is_told_from_a_repository_that_is_not(scan: Scan, github: GitHub):
    told = failure(scan(commit="0" * 40)[1])
    assert told.reason == "InvalidSpec"
    assert f"has no commit {'0' * 40}" in told.message
    github.remove("acme/a")
    assert failure(scan("--branch", "main", commit="0" * 40)[1]).reason == "RepositoryNotFound"


def test_a_renamed_repository_is_told_with_its_new_name(scan: Scan, github: GitHub, repo: Repository):
    github.rename("acme/a", "acme/b")
    told = failure(scan("--branch", "main")[1])
    assert (told.reason, "acme/b" in told.message) == ("RepositoryRenamed", True)


def test_a_revoked_credential_is_told(scan: Scan, github: GitHub, token: str):
    github.revoke(token)
    assert failure(scan()[1]).reason == "CredentialRejected"


def test_a_missing_permission_is_named(scan: Scan, github: GitHub, repo: Repository, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GITHUB_TOKEN", github.add_token("poor", {"metadata": "read"}))
    told = failure(scan("--branch", "main")[1])
    assert (told.reason, "contents: read" in told.message) == ("PermissionMissing", True)


@pytest.mark.parametrize(
    ("path", "fault", "says"),
    [
        (TARBALL, {"status": 502}, "502"),
        (CODELOAD, {"status": 503}, "answers 503 to the download of an archive"),
        (CODELOAD, {"status": 404, "body": "404: Not Found"}, "answers 404 to the download of an archive"),
        (CODELOAD, {"status": 302, "headers": {"Location": "https://elsewhere.example"}}, "answers 302"),
        (CODELOAD, {"close": True}, "did not begin"),
        (TARBALL, {"status": 302, "headers": {"Location": "http://elsewhere.example/x"}}, "without https"),
        (TARBALL, {"status": 302, "headers": {"Location": "ftp://elsewhere.example/x"}}, "without https"),
        (TARBALL, {"status": 302}, "without https"),
        (TARBALL, {"status": 307, "headers": {"Location": "https://elsewhere.example"}}, "answered 307"),
    ],
)
def test_a_github_that_does_not_answer_as_it_should_is_told(path: str, fault, says: str, scan: Scan, github: GitHub):
    github.faults.add(method="GET", path=path, **fault)
    code, result = scan("--branch", "main")
    told = failure(result)
    assert (code, told.reason, says in told.message) == (2, "GitHubUnavailable", True), told
    assert "?token=" not in told.message


def test_the_link_lets_in_who_has_it_so_it_is_masked_everywhere(scan: Scan, github: GitHub):
    scan("--branch", "main")
    query = github.requests[0].response_headers["Location"].partition("?")[2]
    assert redact(f"GET {query}") == "GET [redacted]"


# Bounds


@pytest.mark.parametrize(
    ("limit", "value", "reason", "says"),
    [
        ("LARGEST", 100, "ArchiveUnreadable", "it is larger than 0 MiB"),
        ("DEADLINE", -1.0, "GitHubUnavailable", "takes more than -1 s"),
    ],
)
def test_a_download_has_its_bounds(
    limit: str, value: float, reason: str, says: str, scan: Scan, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(download, limit, value)
    told = failure(scan()[1])
    assert (told.reason, says in told.message) == (reason, True)


ROOT = "acme-a-0000000"
OWNERSHIP = f"{ROOT}/docs/standards/data-model-ownership.md"
HOSTILE = {
    "absolute": member("/etc/passwd", tarfile.REGTYPE, size=10),
    "climbing": member(f"{ROOT}/../../etc/passwd", tarfile.REGTYPE, size=10),
    "device": member(OWNERSHIP, tarfile.CHRTYPE),
    "block": member(OWNERSHIP, tarfile.BLKTYPE),
    "pipe": member(OWNERSHIP, tarfile.FIFOTYPE),
    "hard link": member(OWNERSHIP, tarfile.LNKTYPE, "/etc/passwd"),
    "link out": member(OWNERSHIP, tarfile.SYMTYPE, "../../../etc/passwd"),
    "absolute link": member(OWNERSHIP, tarfile.SYMTYPE, "/etc/passwd"),
    "loop": member(OWNERSHIP, tarfile.SYMTYPE, "data-model-ownership.md"),
    "unknown kind": member(OWNERSHIP, b"Z"),
}


@pytest.mark.parametrize("header", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_file_of_the_repository_is_none(header: tarfile.TarInfo, scan: Scan, repo: Repository):
    repo.archive = archive(("README.md", b"# a\n"), header)
    (found,) = [each for each in report(scan()[1]).findings if each.control == "migrations/data-model-ownership"]
    assert found.judgement.summary == "There is no docs/standards/data-model-ownership.md."


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no archive",
        archive(("Makefile", b"x" * 5_000))[:100],
    ],
    ids=["empty", "text", "cut"],
)
def test_an_archive_that_is_none_gives_a_result_that_says_so(content: bytes, scan: Scan, repo: Repository):
    repo.archive = content
    code, result = scan()
    assert (code, failure(result).reason) == (2, "ArchiveUnreadable")


def test_a_commit_without_files_gives_a_result_that_says_so(scan: Scan, repo: Repository):
    repo.commit({"README.md": None})
    assert "it has no files" in failure(scan()[1]).message


def test_a_bomb_gives_a_result_that_says_so(scan: Scan, repo: Repository, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("backendrepo.trees.archive.LARGEST_ARCHIVE", 10 * 2**20)
    repo.archive = archive(member(f"{ROOT}/bomb", tarfile.REGTYPE, size=20 * 2**20))
    told = failure(scan()[1])
    assert (told.reason, told.message) == (
        "ArchiveUnreadable",
        "The archive of acme/a cannot be judged: the archive is too large.",
    )


def test_a_report_that_no_frame_holds_gives_a_result_that_says_so(scan: Scan, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(frame, "LARGEST", 1_000)
    code, result = scan()
    assert (code, failure(result).reason) == (2, "ResultTooLarge")


def test_a_mistake_of_ours_gives_a_result_too_and_its_trace_no_secret(
    github: GitHub, token: str, repo: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def broken(*_: object, **__: object) -> Report:
        raise RuntimeError(f"with {token} in it")

    monkeypatch.setattr(run, "judge", broken)
    code = main(["scan", "--repository", "acme/a", "--commit", repo.branches["main"].sha, "--api-url", github.url])
    told = capsys.readouterr()
    result = failure(read(unframe(told.out)))
    assert (code, result.reason, "RuntimeError" in result.message) == (2, "InternalError", True)
    assert "with [redacted] in it" in told.err
    assert token not in told.out + told.err
