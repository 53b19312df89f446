"""A server for answers that no HTTP server would give."""

import contextlib
import gzip
import socket
import ssl
from threading import Thread


def http(body: bytes = b"", status: int = 200, **headers: str) -> bytes:
    """An answer; header names are written with underscores. Its length is told unless a header says otherwise."""
    named = {"Content-Type": "application/json", "Content-Length": str(len(body))} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name}: {value}" for name, value in named.items() if value)]
    return "\r\n".join([*lines, "", ""]).encode() + body


def compressed(body: bytes, **headers: str) -> bytes:
    """The same with a body in gzip."""
    return http(gzip.compress(body), Content_Encoding="gzip", **headers)


class Wire:
    """Answers each request with the next of the answers and closes its connection.

    An empty answer is a dropped connection. With `hold` connections are left open after their answer.
    """

    def __init__(self, *answers: bytes, hold: bool = False, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[bytes] = []
        self._answers, self._hold, self._tls = list(answers), hold, tls
        self.connections: list[socket.socket] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self._socket.getsockname()[1]}"

    def close(self) -> None:
        """Stop, whatever is under way."""
        for each in (self._socket, *self.connections):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._thread.join()

    def _serve(self) -> None:
        while self._answers:
            try:
                connection = self._socket.accept()[0]
                connection.settimeout(10)
                if self._tls:
                    connection = self._tls.wrap_socket(connection, server_side=True)
            except ssl.SSLError:
                continue
            except OSError:
                return
            self.connections.append(connection)
            with contextlib.suppress(OSError):
                self._converse(connection)

    def _converse(self, connection: socket.socket) -> None:
        if request := connection.recv(65536):
            self.requests.append(request)
            connection.sendall(self._answers.pop(0))
        if not self._hold:
            connection.close()
