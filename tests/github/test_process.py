"""The stand-in as its own process, with a seed and the small API for demos."""

import json
import subprocess
import sys
from pathlib import Path

import yaml
from tests.github.client import Client
from tests.github.seed import __doc__ as example
from tests.github.seed import plant
from tests.github.standin import GitHub

ROOT = Path(__file__).parents[2]


def test_process(tmp_path):
    seed = tmp_path / "seed.yaml"
    seed.write_text("repositories: {acme/payments: {protect: {main: {checks: [lint]}}}}\ntokens: {bot: }\n")
    command = [sys.executable, "-m", "tests.github", "--seed", str(seed)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        made = json.loads(process.stdout.readline())
        with Client(made["url"], made["tokens"]["bot"]) as client:
            assert client.get("/repos/acme/payments/branches/main/protection").status == 200
        process.terminate()
        assert process.wait(5) == 0


def test_the_documented_seed(tmp_path):
    """The example in the module's own documentation."""
    tmp_path.joinpath("payments").mkdir()
    tmp_path.joinpath("payments/go.mod").write_text("module payments\n")
    with GitHub() as github:
        made = plant(github, yaml.safe_load(example.split("\n", 2)[2]), tmp_path)
        repo = github.repository("acme/payments")
        assert repo.allow_auto_merge
        assert repo.protection().required_status_checks.strict
        assert set(repo.branches) == {"main", "release/1.0", "rename"}
        assert [(pull.head, pull.base) for pull in repo.pulls.values()] == [("rename", "main")]
        assert [(run.name, run.head_sha) for run in repo.check_runs] == [("lint", repo.branches["rename"].sha)]
        assert {e.path for e in repo.find_commit().tree} == {"Makefile", "go.mod"}
        assert github.tokens[made["tokens"]["operator"]].login == "bot"
        assert "PRIVATE KEY" in made["apps"]["governor"]["private_key"]
        assert len(github.rulesets_of(repo)) == 1


def test_admin(github, client, repo):
    repo.protect()
    edit = {"set": {"allow_auto_merge": True}, "protect": {"main": None}, "commit": {"NEW": "1"}}
    edit["propose"] = {"head": "feature", "checks": ["lint"]}
    assert client.post("/_standin/edit", {"repository": "acme/payments", "rename": "acme/pay", **edit}).status == 204
    assert (repo.allow_auto_merge, repo.protection(), repo.full_name) == (True, None, "acme/pay")
    assert repo.pulls[1].head_sha == repo.check_runs[0].head_sha
    client.get("/repos/acme/pay")
    assert [e["path"] for e in client.get("/_standin/requests?method=GET").body] == ["/repos/acme/pay"]
    client.post("/_standin/faults", {"status": 502, "path": "pay$"})
    assert client.get("/repos/acme/pay").status == 502
    client.post("/_standin/faults", {"status": 502, "times": None})
    assert client.delete("/_standin/faults").status == 204
    client.post("/_standin/clock", {"advance": 60})
    assert client.get("/_standin/violations").body == []
    assert client.delete("/_standin/requests").status == 204
    assert client.post("/_standin/edit", {"repository": "acme/gone"}).status == 422
    assert client.post("/_standin/edit", {"repository": "acme/pay", "set": {"typo": 1}}).status == 422
    assert client.get("/_standin/").status == 404
