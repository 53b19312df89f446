"""`GitHubConnection` as the API server takes and refuses it, and which namespaces it serves."""

from typing import Any

import pytest
from tests.api.api_server import ApiServer, assert_refused, assert_taken

from backendrepo.api.githubconnection import Auth, GitHubConnectionSpec

pytestmark = pytest.mark.integration

KIND = "GitHubConnection"
TOKEN = {"tokenSecretRef": {"name": "github", "key": "token"}}
APP = {"app": {"appId": 123456, "privateKeySecretRef": {"name": "github-app", "key": "private-key.pem"}}}


def connection(**spec: Any) -> dict[str, Any]:
    return {"auth": TOKEN, "allowedNamespaces": ["team-*"], **spec}


def app(**fields: Any) -> dict[str, Any]:
    return connection(auth={"app": {**APP["app"], **fields}})


def secret(**fields: Any) -> dict[str, Any]:
    return connection(auth={"tokenSecretRef": {**TOKEN["tokenSecretRef"], **fields}})


ONE_CREDENTIAL = "write exactly one of auth.app (a GitHub App) and auth.tokenSecretRef (a token)"
A_URL = (
    "write an https URL, for example https://api.github.com or https://HOST/api/v3, without a trailing slash, query, "
    "fragment or credential (http only to a loopback address)"
)
THE_API = "for github.com write https://api.github.com"
NAMESPACES = 'write a namespace, or a pattern with *, for example team-*; "*" alone means every namespace'
A_SECRET = "write the name as kubectl lists it: lower-case letters, digits, - and . only"
A_KEY = "write a key of the Secret, for example token or private-key.pem: letters, digits, -, _ and . only"

REFUSED = [
    (None, "spec: Required value"),
    ({"allowedNamespaces": ["*"]}, "spec.auth: Required value"),
    ({"auth": TOKEN}, "spec.allowedNamespaces: Required value"),
    (connection(auth={}), ONE_CREDENTIAL),
    (connection(auth={**TOKEN, **APP}), ONE_CREDENTIAL),
    (connection(auth={"token": "never"}), 'unknown field "spec.auth.token"'),
    (connection(auth="github"), "spec.auth in body must be of type object"),
    (app(appId=0), "spec.auth.app.appId in body should be greater than or equal to 1"),
    (app(appId="123456"), "spec.auth.app.appId in body must be of type integer"),
    (app(installationId=0), "spec.auth.app.installationId in body should be greater than or equal to 1"),
    (connection(auth={"app": {"appId": 1}}), "spec.auth.app.privateKeySecretRef: Required value"),
    (secret(name="GitHub Token"), A_SECRET),
    (secret(name="../configmaps/x"), A_SECRET),
    (secret(name=""), A_SECRET),
    (secret(key="the token"), A_KEY),
    (secret(key=""), A_KEY),
    (secret(namespace="team-payments"), 'unknown field "spec.auth.tokenSecretRef.namespace"'),
    (connection(auth={"tokenSecretRef": {"name": "github"}}), "spec.auth.tokenSecretRef.key: Required value"),
    (connection(allowedNamespaces=[]), "spec.allowedNamespaces in body should have at least 1 items"),
    (connection(allowedNamespaces="*"), "spec.allowedNamespaces in body must be of type array"),
    (connection(allowedNamespaces=[""]), NAMESPACES),
    (connection(allowedNamespaces=["Team-A"]), NAMESPACES),
    (connection(allowedNamespaces=["team-?"]), NAMESPACES),
    (connection(allowedNamespaces=["team-[ab]"]), NAMESPACES),
    (connection(allowedNamespaces=["a, b"]), NAMESPACES),
    (connection(allowedNamespaces=["a" * 64]), "may not be more than 63"),
    (connection(allowedNamespaces=["a", "a"]), 'Duplicate value: "a"'),
    (connection(allowedNamespaces=[f"a{number}" for number in range(257)]), "must have at most 256 items"),
    (connection(apiUrl=""), A_URL),
    (connection(apiUrl="api.github.com"), A_URL),
    (connection(apiUrl="https://"), A_URL),
    (connection(apiUrl="https://github.example/api/v3/"), A_URL),
    (connection(apiUrl="https://github.example/api/v3?x=1"), A_URL),
    (connection(apiUrl="https://github.example/api/v3#x"), A_URL),
    (connection(apiUrl="https://user:password@github.example"), A_URL),
    (connection(apiUrl="https://github.example/api/../v3 x"), A_URL),
    (connection(apiUrl="https://github.example:100000"), A_URL),
    (connection(apiUrl="http://github.example"), A_URL),
    (connection(apiUrl="http://127.0.0.1.example.com"), A_URL),
    (connection(apiUrl="http://localhost@github.example"), A_URL),
    (connection(apiUrl="ftp://github.example"), A_URL),
    (connection(apiUrl="https://github.com"), THE_API),
    (connection(apiUrl="https://www.github.com/acme"), THE_API),
    (connection(apiUrl="https://api.github.com/api/v3"), THE_API),
    (connection(actionsAppId=0), "spec.actionsAppId in body should be greater than or equal to 1"),
    (connection(budget={"pointsPerMinute": 59}), "should be greater than or equal to 60"),
    (connection(budget={"reserve": -1}), "should be greater than or equal to 0"),
    (connection(budget={"perHour": 100}), 'unknown field "spec.budget.perHour"'),
]
TAKEN = [
    connection(),
    app(),
    app(installationId=5),
    secret(name="github.eu-1", key="..data_Token-1"),
    connection(allowedNamespaces=["*"]),
    connection(allowedNamespaces=["team-payments", "*-prod", "a*b*c", "1"]),
    connection(allowedNamespaces=["a" * 63]),
    connection(apiUrl="https://github.example/api/v3", actionsAppId=77),
    connection(apiUrl="https://api.acme.ghe.com"),
    connection(apiUrl="https://my-github.com:8443/api/v3"),
    connection(apiUrl="https://[fd00::1]/api/v3"),
    connection(apiUrl="http://127.0.0.1:8080/api/v3"),
    connection(apiUrl="http://[::1]:8080"),
    connection(apiUrl="http://localhost"),
    connection(budget={"pointsPerMinute": 10**9, "reserve": 0}),
    connection(budget={"reserve": 500}),
    connection(budget={}),
]


@pytest.mark.parametrize(("spec", "says"), REFUSED)
def test_what_is_wrong_is_refused_with_what_to_write(spec: Any, says: str, api: ApiServer):
    assert_refused(api, KIND, spec, says)


@pytest.mark.parametrize("spec", TAKEN)
def test_what_is_right_is_taken_and_means_the_same_to_the_code(spec: dict[str, Any], api: ApiServer):
    assert_taken(api, KIND, spec)


@pytest.mark.parametrize(("auth", "name"), [(TOKEN, "github"), (APP, "github-app"), ({}, None)])
def test_the_credential_is_where_the_one_that_is_written_says(auth: dict[str, Any], name: str | None):
    read = Auth.model_validate(auth)
    if name is None:
        with pytest.raises(ValueError, match="neither app nor tokenSecretRef"):
            _ = read.reference
    else:
        assert read.reference.name == name


@pytest.mark.parametrize(
    ("patterns", "namespace", "serves"),
    [
        (["*"], "any", True),
        (["team-*"], "team-a", True),
        (["team-*"], "steam-a", False),
        (["a", "b"], "b", True),
        (["A"], "a", False),
    ],
)
def test_which_namespaces_a_connection_serves(patterns: list[str], namespace: str, serves: bool):
    spec = {"auth": TOKEN, "allowedNamespaces": patterns}
    assert GitHubConnectionSpec.model_validate(spec).serves(namespace) is serves
