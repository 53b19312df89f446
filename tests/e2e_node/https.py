"""The GitHub stand-in behind HTTPS, where pods of a node reach it: no client of ours sends a token in the clear."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cluster.certificates import Authority
from tests.github.exchange import Exchange
from tests.github.server import Handler
from tests.github.standin import GitHub
from tests.node import Node


class SecureHandler(Handler):
    """Links lead to where the request came from."""

    def _exchange(self) -> Exchange:
        exchange = super()._exchange()
        exchange.api = exchange.api.replace("http://", "https://", 1)
        return exchange


class SecureGitHub(GitHub):
    """The stand-in on an address of the node, with a certificate of this authority."""

    def __init__(self, authority: Authority, folder: Path) -> None:
        super().__init__(Node.host)
        authority.server(Node.host).write(folder, "github")
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(folder / "github.crt", folder / "github.key")
        server = self._server
        server.RequestHandlerClass = SecureHandler
        # The handshake is each connection's own thread's: one that never comes to an end holds up nobody else.
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)

    @property
    def url(self) -> str:
        return super().url.replace("http://", "https://", 1)


@contextmanager
def secure_github(node: Node, authority: Authority, folder: Path) -> Iterator[GitHub]:
    """A started stand-in in the node's network."""
    with node.network():
        github = SecureGitHub(authority, folder)
    with github:
        try:
            yield github
        finally:
            with node.network():  # where the server's last connection, its own, has to come from
                github.close()
