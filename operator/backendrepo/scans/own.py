"""Scans run as the operator itself does: from its image, through its proxy, trusting whom it trusts. Pure.

So an overlay says each of it once, at the operator's Deployment.
"""

from typing import Any

from backendrepo.scans.manifest import Template

Raw = dict[str, Any]

CONTAINER = "operator"
"""The operator's container in deploy/base."""

VARIABLES = frozenset(
    {"HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "ALL_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"}
)
"""What a scan has of the operator's environment: how to reach the network. None is a secret's to hold."""


def template(pod: Raw, image: str = "") -> Template:
    """Return how scans run, as the operator's own pod does; from another image where one is named."""
    spec = pod["spec"]
    # A service mesh puts its own container first (Istio: `holdApplicationUntilProxyStarts`).
    container = max(spec["containers"], key=lambda each: each.get("name") == CONTAINER)
    volumes = [each for each in spec.get("volumes", ()) if set(each) == {"name", "configMap"}]
    names = {each["name"] for each in volumes}
    return Template(
        image=image or container["image"],
        pull_policy=container.get("imagePullPolicy", "IfNotPresent"),
        pull_secrets=tuple(each["name"] for each in spec.get("imagePullSecrets", ())),
        environment={each["name"]: each["value"] for each in container.get("env", ()) if _passed_on(each)},
        host_aliases=tuple(spec.get("hostAliases", ())),
        volumes=tuple(volumes),
        mounts=tuple(each for each in container.get("volumeMounts", ()) if each["name"] in names),
    )


def _passed_on(variable: Raw) -> bool:
    return variable["name"].upper() in VARIABLES and "value" in variable
