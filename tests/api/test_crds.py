"""The CRDs as a platform engineer meets them: applied, explained, listed, and refusing in words."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.api.api_server import ApiServer, assert_taken, manifest
from tests.cluster import Cluster, KubectlError

from backendrepo.api.kinds import KINDS, Kind
from backendrepo.api.objects import GROUP
from backendrepo.crds import crd, structural

pytestmark = pytest.mark.integration

CRDS = Path(__file__).parents[2] / "crds"
EACH_KIND = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
READ = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"

Node = tuple[str, dict[str, Any]]


def nodes(kind: Kind) -> Iterator[Node]:
    """Each field of a kind's spec and status by its path, items of lists included."""
    properties = crd(kind)["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]
    return _nodes({"properties": {part: properties[part] for part in ("spec", "status")}}, "")


def _nodes(schema: dict[str, Any], path: str) -> Iterator[Node]:
    for name, property_ in schema.get("properties", {}).items():
        yield f"{path}{name}", property_
        yield from _nodes(property_, f"{path}{name}.")
    if items := schema.get("items"):
        yield f"{path[:-1]}[]", items
        yield from _nodes(items, f"{path[:-1]}[].")


# What is applied


@EACH_KIND
def test_the_file_is_what_the_code_says(kind: Kind):
    assert yaml.safe_load((CRDS / f"{kind.plural}.yaml").read_text()) == crd(kind)


@EACH_KIND
def test_it_is_taken_without_a_warning_and_applying_it_again_changes_nothing(kind: Kind, api: ApiServer):
    path = f"{READ}/{kind.plural}.{GROUP}"
    before = api.request("GET", path)
    query = "?fieldManager=kubectl&fieldValidation=Strict"
    after = api.request("PATCH", path + query, crd(kind), "application/apply-patch+yaml")
    assert after["metadata"]["resourceVersion"] == before["metadata"]["resourceVersion"]
    wrong = [each for each in after["status"]["conditions"] if each["status"] == "False"]
    assert wrong == []  # such as NonStructuralSchema, or NamesAccepted where another CRD has the short name


def test_client_side_apply_takes_them_too(kinds: Cluster):
    assert kinds.kubectl("apply", "--dry-run=server", "-f", str(CRDS)).count("(server dry run)") == len(KINDS)
    largest = max(len(json.dumps(crd(kind))) for kind in KINDS)
    assert largest < 256 * 1024 / 4  # kubectl keeps it whole in an annotation, of 256 KiB at most


# What is read


@EACH_KIND
def test_each_field_tells_what_it_is_in_whole_sentences(kind: Kind):
    silent = [
        path
        for path, schema in nodes(kind)
        if not re.fullmatch(r"\S.*[.)\]]", schema.get("description", ""))
        # An item is told of by its list. What was found at adoption has the names of GitHub's documentation.
        and not path.endswith("[]")
        and not re.match(r"status\.adopted\[\]\.(merge|protection)\.", path)
    ]
    assert silent == []


@EACH_KIND
def test_each_word_of_a_choice_is_told_of(kind: Kind):
    for path, schema in nodes(kind):
        if "enum" in schema and not path.endswith("[]") and path != "status.conditions[].status":
            assert [word for word in schema["enum"] if word not in schema["description"]] == [], path


@pytest.mark.parametrize(
    ("field", "says"),
    [
        ("backendrepo", "Only `spec.repository` has to be written"),
        ("br.spec", "for example acme/payments-api"),
        ("br.spec.governance", "Linear history: no merge commits on the branch. For example {value: true}."),
        ("bstd.spec", "from 1m to 168h (a week), for example 10m or 1h30m."),
        ("ghc.spec.auth", "A GitHub App: the recommended credential"),
    ],
)
def test_kubectl_explains(field: str, says: str, kinds: Cluster):
    told = kinds.kubectl("explain", field)
    assert says in " ".join(told.split())
    assert "<no description>" not in told
    assert "<empty>" not in told


# What bounds the cost of a rule, and the patience of a reader


@EACH_KIND
def test_what_a_rule_looks_at_is_bounded(kind: Kind):
    for path, schema in nodes(kind):
        if "x-kubernetes-validations" in schema:
            bound = {"string": "maxLength", "array": "maxItems"}.get(schema["type"])
            assert bound is None or bound in schema or "format" in schema, path


@EACH_KIND
def test_each_rule_has_a_message_and_none_quotes_a_regular_expression(kind: Kind):
    for path, schema in nodes(kind):
        assert "pattern" not in schema, path
        for rule in schema.get("x-kubernetes-validations", ()):
            assert re.match(
                r"write |for github\.com write |repository is |what was found at adoption ", rule["message"]
            )


# What kubectl calls them


def test_kubectl_lists_a_kind_by_each_of_its_names(kinds: Cluster):
    listed = kinds.kubectl("api-resources", f"--api-group={GROUP}", "--no-headers", "-o", "wide")
    short = {line.split()[0]: (line.split()[1], line.split()[-1]) for line in listed.splitlines()}
    assert short == {
        "backendrepos": ("br", "backendrepo,backendrepo-all"),
        "backendstandards": ("bstd", "backendrepo-all"),
        "githubconnections": ("ghc", "backendrepo-all"),
    }


@pytest.mark.parametrize("word", ["backendrepo", "backendrepos", "br", "BackendRepo", f"backendrepos.{GROUP}"])
def test_each_name_of_a_backendrepo_works_with_the_name_of_one(
    word: str, api: ApiServer, kinds: Cluster, namespace: str
):
    api.apply(manifest("BackendRepo", "x", {"repository": "acme/a"}, namespace))
    assert "acme/a" in kinds.kubectl("-n", namespace, "get", word, "x")
    assert "backendrepo.dev/x annotated" in kinds.kubectl("-n", namespace, "annotate", word, "x", "a=b")
    deleted = kinds.kubectl("-n", namespace, "delete", word, "--all", "-o", "name")
    assert deleted == "backendrepo.backendrepo.dev/x\n"  # and no standard or connection of the whole cluster


# What users write, as they write it


ARCHITECTURE = """
apiVersion: backendrepo.dev/v1alpha1
kind: BackendRepo
metadata:
  name: payments-api
spec:
  repository: acme/payments-api        # owner/name; immutable
  branch: main                         # default: the repository's default branch
  mode: Enforce                        # Enforce | Observe (plan and report, never write)
  suspend: false
  standardRef: {name: backend-foundation}
  connectionRef: {name: default}
  governance: {}                       # only what differs from the standard
  scan: {}                             # schedule, timeout
  waivers:
    - control: gates/e2e-tests
      reason: "No user journeys until the gateway moves (PAY-812)"
      owner: payments-team
      expires: 2027-03-31
  deletionPolicy: Orphan               # Orphan | Restore (put back what was found at adoption)
"""


def test_the_example_of_the_documentation_is_taken(kinds: Cluster, namespace: str):
    taken = yaml.safe_load(kinds.kubectl("-n", namespace, "apply", "-f", "-", "-o", "yaml", input=ARCHITECTURE))
    assert taken["spec"]["waivers"][0]["expires"] == "2027-03-31"
    assert kinds.kubectl("-n", namespace, "apply", "-f", "-", input=ARCHITECTURE).endswith("payments-api unchanged\n")


@pytest.mark.parametrize(
    "example", sorted(Path(CRDS.parent, "deploy", "examples").rglob("*.yaml")), ids=lambda p: p.name
)
def test_each_example_is_taken(example: Path, api: ApiServer):
    for body in yaml.safe_load_all(example.read_text()):
        if body["kind"] != "Namespace":
            assert_taken(api, body["kind"], body["spec"])


@pytest.mark.parametrize(
    ("written", "instead", "says"),
    [
        (
            "repository: acme/payments-api",
            "repository: payments-api",
            "write owner/name, for example acme/payments-api",
        ),
        ("repository: acme/payments-api", "repo: acme/payments-api", 'unknown field "spec.repo"'),
        ("mode: Enforce", "mode: DryRun", 'Unsupported value: "DryRun": supported values: "Enforce", "Observe"'),
        ("suspend: false", "suspend: nope", "spec.suspend in body must be of type boolean"),
        ("expires: 2027-03-31", "expires: next year", "write a day as YEAR-MONTH-DAY, for example 2027-03-31"),
        ("governance: {}", "governance: {enforceAdmins: {}}", "write a value, for example value: true, or policy:"),
    ],
)
def test_kubectl_says_what_to_write(written: str, instead: str, says: str, kinds: Cluster):
    with pytest.raises(KubectlError) as refused:
        kinds.kubectl("apply", "--dry-run=server", "-f", "-", input=ARCHITECTURE.replace(written, instead))
    assert says in str(refused.value)


# How a schema is made


def test_a_schema_of_pydantics_becomes_a_structural_one():
    schema = {
        "$defs": {"Name": {"type": "string", "title": "Name", "pattern": "^x$", "description": "A\n  name."}},
        "type": "object",
        "title": "Example",
        "properties": {
            "title": {"anyOf": [{"$ref": "#/$defs/Name"}, {"type": "null"}], "default": None},
            "pattern": {"type": "array", "items": {"$ref": "#/$defs/Name"}, "default": []},
            "description": {"$ref": "#/$defs/Name", "description": "Its own.", "default": {"title": None}},
        },
        "required": ["title"],
    }
    assert structural(schema) == {
        "type": "object",
        "properties": {
            "title": {"type": "string", "description": "A name."},
            "pattern": {"type": "array", "items": {"type": "string", "description": "A name."}},
            "description": {"type": "string", "description": "Its own.", "default": {"title": None}},
        },
        "required": ["title"],
    }
