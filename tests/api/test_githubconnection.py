import pytest

from backendrepo.api.githubconnection import Auth, GitHubConnectionSpec


def test_a_credential_of_neither_kind_is_no_credential():
    with pytest.raises(ValueError, match="neither app nor tokenSecretRef"):
        _ = Auth().reference


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
    spec = {"auth": {"tokenSecretRef": {"name": "s", "key": "k"}}, "allowedNamespaces": patterns}
    assert GitHubConnectionSpec.model_validate(spec).serves(namespace) is serves
