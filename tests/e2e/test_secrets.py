"""Secrets appear nowhere: neither in logs at the finest level, nor in status, Events or ConfigMaps."""

import logging

import pytest
from tests.e2e.rig import GOVERN, Rig

from backendrepo.__main__ import FORMAT
from backendrepo.redaction.logs import RedactingFormatter


def test_neither_token_nor_key_appears_anywhere(rig: Rig, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    app = rig.github.add_app(4242, GOVERN)
    app.install("acme")
    key_lines = app.private_key.split("\n")[1:3]
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "app", "namespace": rig.namespace}}
    rig.apply({**secret, "stringData": {"key": app.private_key}})
    with rig.operator():
        rig.apply(rig.repo())
        rig.ready()
        # GitHub itself repeats the credential in an error: it must not come through
        rig.github.faults.add(method="PUT", times=None, status=422, body={"message": f"Bad value {rig.token}"})
        rig.github.repository("acme/a").protect("main")
        rig.request()
        rig.failed("WriteRejected")
        rig.github.faults.clear()
        rig.connect(auth={"app": {"appId": 4242, "privateKeySecretRef": {"name": "app", "key": "key"}}})
        rig.ready()
        rig.github.faults.malformed_json(times=None, path="/repos")
        rig.kubectl("annotate", "br", "a", "--overwrite", "backendrepo.dev/requestedAt=again")
        rig.failed("GitHubUnavailable")
    tokens = {exchange.token for exchange in rig.github.requests if exchange.token}
    assert len(tokens) >= 3  # the token, a JSON Web Token, an installation's token
    seen = rig.kubectl("get", "backendrepos,events,configmaps", "-o", "yaml")
    seen += rig.cluster.kubectl("get", "githubconnections,backendstandards", "-o", "yaml")
    # the lines of the client libraries included, as the log has them
    seen += "\n".join(_formatted(record) for record in caplog.records)
    for planted in (*tokens, *key_lines):
        assert planted not in seen


def _formatted(record: logging.LogRecord) -> str:
    return RedactingFormatter(FORMAT).format(record)
