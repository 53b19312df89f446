"""Files, trees, commits, archives, checks, pull requests and workflows."""

import io
import tarfile
from base64 import b64decode
from urllib.parse import urlsplit

import pytest
from tests.github.on_disk import check_out, git
from tests.github.state.activity import CODEQL
from tests.github.state.content import Content
from tests.github.state.git import Link

REPO = "/repos/acme/payments"


def test_contents(client, repo):
    repo.commit({"Makefile": "test:\n", ".github/workflows/ci.yml": "on: push\n"})
    file = client.get(f"{REPO}/contents/.github/workflows/ci.yml").body
    assert (b64decode(file["content"]), file["type"]) == (b"on: push\n", "file")
    folder = client.get(f"{REPO}/contents/.github/workflows").body
    assert [entry["path"] for entry in folder] == [".github/workflows/ci.yml"]
    assert [e["name"] for e in client.get(f"{REPO}/contents/").body] == [".github", "Makefile", "README.md"]
    raw = client.get(f"{REPO}/contents/Makefile", Accept="application/vnd.github.raw+json")
    assert raw.raw == b"test:\n"
    assert client.ask("HEAD", f"{REPO}/contents/Makefile").raw == b""
    assert client.ask("HEAD", f"{REPO}/contents/gone").status == 404


def test_contents_at_a_ref(client, repo):
    first = repo.branches["main"].sha
    repo.commit({"README.md": None, "NEW": "1"})
    assert client.get(f"{REPO}/contents/README.md").status == 404
    assert client.get(f"{REPO}/contents/README.md?ref={first}").status == 200
    assert client.get(f"{REPO}/contents/README.md?ref=gone").message == "No commit found for the ref gone"


def test_hashes_are_those_of_git(client, repo):
    sha = client.get(f"{REPO}/contents/README.md").body["sha"]
    assert sha == "62a655994812d49852672bb30b2cd1c4863a6c5a"  # git hash-object
    assert client.get(f"{REPO}/git/blobs/{sha}").body["size"] == len("# payments\n")
    assert client.get(f"{REPO}/git/blobs/{'0' * 40}").status == 404


def test_trees(client, repo):
    commit = repo.commit({"src/app/main.py": "", "src/b": ""})
    flat = client.get(f"{REPO}/git/trees/main").body
    assert [e["path"] for e in flat["tree"]] == ["README.md", "src"]
    deep = client.get(f"{REPO}/git/trees/{commit.sha}?recursive=1").body
    assert [e["path"] for e in deep["tree"]] == ["README.md", "src", "src/app", "src/app/main.py", "src/b"]
    below = client.get(f"{REPO}/git/trees/{flat['tree'][1]['sha']}").body
    assert [e["path"] for e in below["tree"]] == ["app", "b"]


def test_a_recursive_tree_is_cut_where_it_is_too_large(client, repo):
    repo.commit({"src/app/main.py": "", "src/b": ""})
    repo.most_entries = 3
    cut = client.get(f"{REPO}/git/trees/main?recursive=1").body
    assert ([e["path"] for e in cut["tree"]], cut["truncated"]) == (["README.md", "src", "src/app"], True)
    repo.most_entries = 1
    assert client.get(f"{REPO}/git/trees/main").body["truncated"] is False


def test_refs_and_commits(client, repo):
    repo.commit({"a": "1"}, "release/1.0", "Second")
    repo.tags["v1"] = repo.branches["main"].sha
    assert client.get(f"{REPO}/git/ref/tags/v1").body["object"]["sha"] == repo.tags["v1"]
    assert client.get(f"{REPO}/git/ref/heads/gone").status == 404
    assert len(client.get(f"{REPO}/git/matching-refs/heads/").body) == 2
    history = client.get(f"{REPO}/commits?sha=release/1.0").body
    assert [c["commit"]["message"] for c in history] == ["Second", "Initial commit"]
    assert client.get(f"{REPO}/commits/release/1.0").body["sha"] == history[0]["sha"]
    plain = client.get(f"{REPO}/commits/main", Accept="application/vnd.github.sha")
    assert plain.raw.decode() == repo.branches["main"].sha
    assert client.get(f"{REPO}/commits/gone").status == 422


def test_empty_repository(github, client):
    empty = github.add_repository("acme/empty")
    empty.commits.clear()
    empty.branches.clear()
    assert client.get("/repos/acme/empty/commits").status == 409
    assert client.get("/repos/acme/empty/git/trees/main").status == 409
    assert client.get("/repos/acme/empty/contents/").message == "This repository is empty."
    assert client.get("/repos/acme/empty/branches/main").message == "Branch not found"


def archive_of(client, connect, ref: str = "main"):
    reply = client.get(f"{REPO}/tarball/{ref}")
    assert reply.status == 302
    link = urlsplit(reply.headers["Location"])
    return connect().get(f"{link.path}?{link.query}")


def test_tarball(client, repo, connect):
    repo.private = True
    commit = repo.commit({"src/main.py": "print()\n"})
    reply = archive_of(client, connect)
    with tarfile.open(fileobj=io.BytesIO(reply.raw)) as archive:
        root = f"acme-payments-{commit.sha[:7]}"
        assert archive.getnames() == [f"{root}/README.md", f"{root}/src", f"{root}/src/main.py"]
        assert archive.extractfile(f"{root}/src/main.py").read() == b"print()\n"
    assert client.get(f"{REPO}/tarball/gone").status == 404


def members(reply) -> dict[str, bytes | str]:
    """The files and links of an archive, below its one folder."""
    with tarfile.open(fileobj=io.BytesIO(reply.raw)) as archive:
        return {
            member.name.partition("/")[2]: member.linkname if member.issym() else archive.extractfile(member).read()
            for member in archive
            if not member.isdir()
        }


@pytest.mark.parametrize(
    ("line", "left_out", "changed"),
    [
        ("* text=auto", set(), False),
        ("/tests export-ignore", {"tests/a.py"}, False),
        (".git* export-ignore", {".gitattributes"}, False),
        ("version export-subst", set(), True),
    ],
)
def test_a_tarball_is_what_git_archive_makes_of_a_commit(client, repo, connect, line, left_out, changed):
    files = {".gitattributes": line.encode(), "link": Link(b"version"), "tests/a.py": b"", "version": b"$Format:%H$\n"}
    commit = repo.commit({"README.md": None, **files})
    found = members(archive_of(client, connect))
    assert found.keys() == files.keys() - left_out
    assert found["link"] == "version"
    assert found["version"] == (commit.sha.encode() + b"\n" if changed else files["version"])


def test_the_archive_of_a_commit_without_attributes_is_as_git_makes_it(client, repo, connect):
    files = {"link": Link(b"src/a"), "src/a": b"a\n"}
    plain = members(archive_of(client, connect, repo.commit(files).sha))
    by_git = members(archive_of(client, connect, repo.commit({".gitattributes": ""}).sha))
    assert by_git == plain | {".gitattributes": b""}


def test_links_are_told_by_their_mode(client, repo):
    repo.commit({"link": Link(b"README.md")})
    link = next(e for e in client.get(f"{REPO}/git/trees/main").body["tree"] if e["path"] == "link")
    assert (link["mode"], link["type"], link["size"]) == ("120000", "blob", 9)
    assert b64decode(client.get(f"{REPO}/git/blobs/{link['sha']}").body["content"]) == b"README.md"


def test_git_knows_every_object_by_the_name_that_it_has_here(tmp_path):
    commit = Content().commit({"src/a": "a", "link": Link(b"src/a")})
    git(check_out(commit, tmp_path), "fsck", "--strict")
    assert git(tmp_path, "rev-parse", "HEAD").decode().strip() == commit.sha
    assert git(tmp_path, "status", "--porcelain") == b""


def test_tarball_link_ends(github, client, connect):
    reply = client.get(f"{REPO}/tarball/main")
    github.clock.advance(301)
    link = urlsplit(reply.headers["Location"])
    assert connect().get(f"{link.path}?{link.query}").status == 404


def test_another_archive(client, repo, connect):
    repo.archive = b"hostile"
    assert archive_of(client, connect).raw == b"hostile"


def test_check_runs_and_statuses(client, repo):
    repo.report_check("lint")
    repo.report_check("test", conclusion="failure")
    found = client.get(f"{REPO}/commits/main/check-runs").body
    assert [(r["name"], r["conclusion"]) for r in found["check_runs"]] == [("lint", "success"), ("test", "failure")]
    assert found["check_runs"][0]["app"]["slug"] == "github-actions"
    assert client.get(f"{REPO}/commits/main/check-runs?check_name=lint").body["total_count"] == 1
    assert client.get(f"{REPO}/commits/main/status").body["state"] == "pending"
    repo.set_status("old-ci", "success")
    assert client.get(f"{REPO}/commits/main/status").body["statuses"][0]["context"] == "old-ci"


def test_pulls(client, repo):
    repo.commit({"a": ""}, "feature")
    repo.open_pull("First", head="feature")
    repo.open_pull("Second", head="feature", state="closed")
    assert [p["title"] for p in client.get(f"{REPO}/pulls").body] == ["First"]
    assert [p["number"] for p in client.get(f"{REPO}/pulls?state=all&base=main").body] == [2, 1]


def test_pulls_by_what_was_pushed_last(client, repo):
    for head in ("first", "second"):
        repo.propose(head, checks=["lint"], statuses=["jenkins"])
    pushed = repo.propose("first", {"a": "changed"}, checks=["lint", "test"])
    listed = {
        query: [p["number"] for p in client.get(f"{REPO}/pulls?{query}").body]
        for query in ("sort=updated", "sort=updated&direction=desc", "direction=asc")
    }
    assert listed == {"sort=updated": [2, 1], "sort=updated&direction=desc": [1, 2], "direction=asc": [1, 2]}
    assert client.get(f"{REPO}/pulls?direction=asc").body[0]["head"]["sha"] == pushed.head_sha
    reported = client.get(f"{REPO}/commits/{pushed.head_sha}/check-runs").body["check_runs"]
    assert [run["name"] for run in reported] == ["lint", "test"]
    assert client.get(f"{REPO}/commits/{pushed.head_sha}/status").body["statuses"] == []


@pytest.mark.parametrize(("more", "job"), [({}, True), ({"step": True}, False), ({"app_id": 42}, False)])
def test_only_a_job_leads_to_a_run_of_actions(client, repo, more, job):
    repo.report_check("lint", **more)
    (run,) = client.get(f"{REPO}/commits/main/check-runs").body["check_runs"]
    assert run["details_url"].endswith(f"/job/{run['id']}" if job else f"/payments/runs/{run['id']}")
    assert ("/actions/" in run["details_url"]) is job


def test_workflows_and_runs(client, repo):
    ci = repo.add_workflow(".github/workflows/ci.yml", "CI")
    repo.add_run(ci)
    repo.add_run(ci, event="pull_request", conclusion="failure")
    assert client.get(f"{REPO}/actions/workflows").body["workflows"][0]["path"] == ci.path
    assert client.get(f"{REPO}/actions/workflows/ci.yml").body["id"] == ci.id
    assert client.get(f"{REPO}/actions/workflows/gone.yml").status == 404
    runs = client.get(f"{REPO}/actions/workflows/{ci.id}/runs").body
    assert [r["run_number"] for r in runs["workflow_runs"]] == [2, 1]
    assert client.get(f"{REPO}/actions/runs?event=push&status=success").body["total_count"] == 1


def test_a_job_is_of_a_run_which_says_whose_workflow_it_is(client, repo):
    required = repo.add_workflow(".github/workflows/scan.yml", required=True)
    pull = repo.propose("feature", checks=["lint", "test"])
    repo.report_check("Analyze (python)", ref=pull.head_sha, workflow=CODEQL)
    repo.report_check("scan", ref=pull.head_sha, workflow=required)
    runs = client.get(f"{REPO}/actions/runs?head_sha={pull.head_sha}").body["workflow_runs"]
    assert [(run["path"], run["event"], run["workflow_url"].split("/")[-2]) for run in runs] == [
        (".github/workflows/scan.yml", "pull_request", "required_workflows"),
        (CODEQL, "dynamic", "workflows"),
        (".github/workflows/ci.yml", "pull_request", "workflows"),
    ]
    checks = client.get(f"{REPO}/commits/{pull.head_sha}/check-runs").body["check_runs"]
    of = {check["name"]: int(check["details_url"].split("/")[-3]) for check in checks}
    scan, codeql, ci = (run["id"] for run in runs)
    assert of == {"lint": ci, "test": ci, "Analyze (python)": codeql, "scan": scan}


def test_a_workflow_that_a_ruleset_requires_is_not_among_those_of_the_repository(client, repo):
    required = repo.add_workflow(".github/workflows/scan.yml", required=True)
    assert client.get(f"{REPO}/actions/workflows").body["total_count"] == 0
    assert client.get(f"{REPO}/actions/workflows/{required.id}").status == 404


def test_what_jobs_are_of_needs_actions(github, repo, connect):
    repo.private = True
    blind, sees = ({"checks": "read"} | more for more in ({}, {"actions": "read"}))
    answer = connect(github.add_token("bot", blind)).get(f"{REPO}/actions/runs")
    assert (answer.status, answer.headers["X-Accepted-GitHub-Permissions"]) == (403, "actions=read")
    assert connect(github.add_token("bot", sees)).get(f"{REPO}/actions/runs").status == 200


def test_private_content_needs_contents(github, repo, connect):
    repo.private = True
    client = connect(github.add_token("bot", {"administration": "write"}))
    assert client.get(f"{REPO}/contents/README.md").status == 403
    assert client.get(f"{REPO}/branches/main").headers["X-Accepted-GitHub-Permissions"] == "contents=read"
