"""A certificate authority of its own for each control plane, and what it signs."""

import base64
import ipaddress
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_NAMES = ["localhost", "kubernetes.default.svc"]


@dataclass(frozen=True)
class KeyPair:
    """A private key and its certificate, as PEM."""

    key: bytes
    certificate: bytes

    def write(self, folder: Path, name: str) -> None:
        """Write NAME.key and NAME.crt into a folder that only its owner can enter."""
        (folder / f"{name}.key").write_bytes(self.key)
        (folder / f"{name}.crt").write_bytes(self.certificate)


class Authority:
    """Signs the certificates of one control plane."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _subject("test-control-plane")
        self._identifier = x509.SubjectKeyIdentifier.from_public_key(self._key.public_key())
        constraints = x509.BasicConstraints(ca=True, path_length=None)
        builder = self._builder(self._name, self._key.public_key()).add_extension(constraints, critical=True)
        self._certificate = builder.add_extension(self._identifier, critical=False).sign(self._key, hashes.SHA256())

    @property
    def certificate(self) -> bytes:
        """The certificate that clients trust, as PEM."""
        return self._certificate.public_bytes(Encoding.PEM)

    def server(self, *addresses: str) -> KeyPair:
        """A serving certificate for these IP addresses and the names of the API server."""
        names: list[x509.GeneralName] = [x509.DNSName(name) for name in _NAMES]
        names += [x509.IPAddress(ipaddress.ip_address(address)) for address in addresses]
        return self._issue("kube-apiserver", None, ExtendedKeyUsageOID.SERVER_AUTH, names)

    def client(self, user: str, group: str | None = None) -> KeyPair:
        """A certificate that authenticates as this user, in this group."""
        return self._issue(user, group, ExtendedKeyUsageOID.CLIENT_AUTH)

    def kubeconfig(self, url: str, client: KeyPair) -> str:
        """A kubeconfig (YAML, as its subset JSON) with everything inside."""
        user = {
            "client-certificate-data": _base64(client.certificate),
            "client-key-data": _base64(client.key),
        }
        return kubeconfig({"server": url, "certificate-authority-data": _base64(self.certificate)}, user)

    def _issue(
        self,
        common_name: str,
        organization: str | None,
        usage: x509.ObjectIdentifier,
        names: list[x509.GeneralName] | None = None,
    ) -> KeyPair:
        key = ec.generate_private_key(ec.SECP256R1())
        builder = self._builder(_subject(common_name, organization), key.public_key())
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        certificate = builder.sign(self._key, hashes.SHA256())
        return KeyPair(private_pem(key), certificate.public_bytes(Encoding.PEM))

    def _builder(self, subject: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        issued_by = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(self._identifier)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=365))
            .add_extension(issued_by, critical=False)
        )


def new_private_key() -> bytes:
    """A key without a certificate, for signing ServiceAccount tokens."""
    return private_pem(ec.generate_private_key(ec.SECP256R1()))


def private_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The key as PEM, in the form that Kubernetes reads for every purpose."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())


def kubeconfig(cluster: Mapping[str, object], user: Mapping[str, object]) -> str:
    """A kubeconfig of one context."""
    return json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "test", "cluster": cluster}],
            "users": [{"name": "test", "user": user}],
            "contexts": [{"name": "test", "context": {"cluster": "test", "user": "test"}}],
            "current-context": "test",
        },
        indent=2,
    )


def _subject(common_name: str, organization: str | None = None) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, common_name)]
    if organization:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization))
    return x509.Name(parts)


def _base64(pem: bytes) -> str:
    return base64.b64encode(pem).decode()
