"""pypi.org on loopback: a proxy that answers `CONNECT pypi.org:443` itself, with a certificate made for the test."""

import datetime
import json
import socketserver
import ssl
import threading
from pathlib import Path
from typing import Any, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Pypi:
    """Serves `/pypi/NAME/VERSION/json` for given releases, 404 for all others, while it is entered.

    `environment` has clients come here and trust it.
    """

    def __init__(self, folder: Path, releases: dict[tuple[str, str], list[dict[str, Any]]]) -> None:
        self.releases = releases
        certificate = _certificate(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                while self.rfile.readline().strip():
                    pass
                self.request.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                with context.wrap_socket(self.request, server_side=True) as secure, secure.makefile("rwb") as stream:
                    while line := stream.readline():
                        path = line.split()[1].decode()
                        while stream.readline().strip():
                            pass
                        status, body = outer.answer(path)
                        head = f"HTTP/1.1 {status} x\r\nContent-Length: {len(body)}\r\n\r\n".encode()
                        stream.write(head + body)
                        stream.flush()

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.environment = {
            "HTTPS_PROXY": f"http://127.0.0.1:{self._server.server_address[1]}",
            "REQUESTS_CA_BUNDLE": str(certificate),
            "NO_PROXY": "127.0.0.1",
        }

    def answer(self, path: str) -> tuple[int, bytes]:
        _, _, name, version, _ = path.split("/")
        found = self.releases.get((name, version))
        return (404, b"{}") if found is None else (200, json.dumps({"vulnerabilities": found}).encode())

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "pypi.org")])
    now = datetime.datetime.now(datetime.UTC)
    day = datetime.timedelta(days=1)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - day, now + day)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("pypi.org")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "pypi.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path
