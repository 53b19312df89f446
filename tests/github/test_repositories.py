"""Repositories: settings, archives, renames, visibility."""

import pytest

REPO = "/repos/acme/payments"


def test_merge_settings_are_stored(client, repo):
    wanted = {
        "allow_auto_merge": True,
        "allow_merge_commit": False,
        "allow_rebase_merge": False,
        "allow_update_branch": True,
        "delete_branch_on_merge": True,
        "squash_merge_commit_title": "PR_TITLE",
        "squash_merge_commit_message": "PR_BODY",
        "web_commit_signoff_required": True,
    }
    assert wanted.items() <= client.patch(REPO, wanted).body.items()
    assert wanted.items() <= client.get(REPO).body.items()
    assert repo.allow_squash_merge


def test_what_is_not_named_stays(client, repo):
    repo.description, repo.topics, repo.has_wiki = "Pays", ["money"], False
    body = client.patch(REPO, {"allow_auto_merge": True}).body
    assert (body["description"], body["topics"], body["has_wiki"]) == ("Pays", ["money"], False)


@pytest.mark.parametrize(
    "wanted",
    [
        {"allow_squash_merge": False, "allow_merge_commit": False, "allow_rebase_merge": False},
        {"squash_merge_commit_title": "COMMIT_OR_PR_TITLE", "squash_merge_commit_message": "PR_BODY"},
        {"default_branch": "gone"},
    ],
)
def test_refused_settings(client, repo, wanted):
    before = client.get(REPO).body
    assert client.patch(REPO, wanted | {"has_wiki": False}).status == 422
    assert client.get(REPO).body == before


@pytest.mark.parametrize(
    "wanted", [{"allow_auto_merge": "yes"}, {"homepage": 1}, {"merge_commit_title": "NONE"}], ids=str
)
def test_wrong_types(client, github, wanted):
    assert client.patch(REPO, wanted).status == 422
    assert f"at /{next(iter(wanted))}" in github.violations.pop()


def test_a_taken_name(client, github):
    github.add_repository("acme/taken")
    assert client.patch(REPO, {"name": "taken"}).body["errors"][0]["field"] == "name"


def test_visibility(client, repo, github):
    assert client.patch(REPO, {"visibility": "private"}).body["private"] is True
    github.remove("acme/payments")
    assert client.get(REPO).status == 404
    assert client.get(f"/repositories/{repo.id}").status == 404


def test_merge_settings_need_contents_write(github, repo, connect):
    reader = connect(github.add_token("bot", {"administration": "write", "contents": "read"}))
    assert "allow_auto_merge" not in reader.get(REPO).body
    writer = connect(github.add_token("bot", {"contents": "write"}))
    assert "allow_auto_merge" in writer.get(REPO).body


def test_no_auto_merge_on_a_free_plan(client, repo):
    repo.owner.plan, repo.private = "free", True
    assert client.patch(REPO, {"allow_auto_merge": True}).body["allow_auto_merge"] is False


def test_archived_is_read_only(client, repo):
    repo.archived = True
    for reply in (client.patch(REPO, {"has_wiki": False}), client.delete(f"{REPO}/branches/main/protection")):
        assert (reply.status, reply.message) == (403, "Repository was archived so is read-only.")
    assert client.patch(REPO, {"archived": False}).status == 200


def test_a_rename_redirects(github, client, repo):
    github.rename("acme/payments", "acme/pay")
    there = f"{github.url}/repositories/{repo.id}"
    reply = client.get(f"{REPO}/branches?per_page=1")
    assert (reply.status, reply.headers["Location"]) == (301, f"{there}/branches?per_page=1")
    reply = client.patch(REPO, {"has_wiki": False})
    assert (reply.status, reply.headers["Location"]) == (307, there)
    assert repo.has_wiki, "nothing was written"
    assert client.patch(f"/repositories/{repo.id}", {"has_wiki": False}).body["full_name"] == "acme/pay"
    assert client.get(f"/repositories/{repo.id}/branches/main").status == 200


def test_a_reused_name_does_not_redirect(github, client):
    github.rename("acme/payments", "acme/pay")
    github.add_repository("acme/payments")
    assert client.get(REPO).body["full_name"] == "acme/payments"


def test_rename_by_patch_and_transfer(github, client, repo):
    client.patch(REPO, {"name": "pay"})
    assert client.get("/repos/acme/pay").status == 200
    github.rename("acme/pay", "other/pay")
    assert client.get("/repos/acme/pay").status == 301
    assert client.get("/repos/other/pay").body["owner"]["login"] == "other"


def test_names_ignore_case(client):
    assert client.get("/repos/ACME/Payments").body["full_name"] == "acme/payments"


def test_invisible_is_not_found(github, repo, connect):
    repo.private = True
    github.add_repository("acme/other")
    stranger = connect(github.add_token("bot", {"administration": "write"}, ["acme/other"]))
    assert stranger.get(REPO).status == 404
    assert connect().get(REPO).status == 404


def test_enterprise_server_path(github, repo, connect):
    client = connect(github.add_token("bot"), github.url + "/api/v3")
    assert client.get(REPO).body["url"] == f"{github.url}/api/v3{REPO}"
    assert github.requests[-1].path == REPO


def test_branches(client, repo):
    repo.commit({}, "dev")
    repo.protect()
    assert [b["name"] for b in client.get(f"{REPO}/branches").body] == ["main", "dev"]
    assert [b["name"] for b in client.get(f"{REPO}/branches?protected=true").body] == ["main"]
    assert client.get(f"{REPO}/branches/gone").message == "Branch not found"
    assert client.get(f"{REPO}/branches/main").body["commit"]["sha"] == repo.branches["main"].sha


def test_errors_carry_the_page_and_the_status(client):
    body = client.get(f"{REPO}/branches/main/protection").body
    assert body["status"] == "404"
    assert body["documentation_url"].endswith("/rest/branches/branch-protection#get-branch-protection")


def test_not_json(github, client):
    client._connection.request("PATCH", REPO, "{", client.headers)
    response = client._connection.getresponse()
    assert (response.status, b"Problems parsing JSON" in response.read()) == (400, True)


def test_root_user_and_organization(github, client):
    assert client.get("/").body["repository_url"] == github.url + "/repos/{owner}/{repo}"
    assert client.get("/user").body["login"] == "bot"
    assert client.get("/orgs/acme").body["plan"]["name"] == "team"
    assert client.get("/orgs/bot").status == 404
    assert client.get("/users/acme").body["type"] == "Organization"
    assert client.get("/users/nobody").status == 404
