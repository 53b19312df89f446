"""The HTTP side: sockets, keep-alive, headers."""

import socket
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

from tests.github.exchange import Exchange

ENTERPRISE = "/api/v3"  # the base path of GitHub Enterprise Server
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


class Dropped(Exception):
    """The client gets no answer and the connection ends."""


class Handler(BaseHTTPRequestHandler):
    """Reads a request, lets `server.respond` fill the exchange, writes the answer."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def setup(self) -> None:
        """Register the connection, so that closing the server ends it."""
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        super().setup()
        self.server.connections.add(self.request)

    def finish(self) -> None:
        """Forget the connection."""
        self.server.connections.discard(self.request)
        super().finish()

    def serve(self) -> None:
        """One request."""
        exchange = self._exchange()
        try:
            self.server.respond(exchange)
            self._send(exchange)
        except (Dropped, ConnectionError):
            self.close_connection = True
            with suppress(OSError):
                self.request.shutdown(socket.SHUT_RDWR)

    def _exchange(self) -> Exchange:
        url = urlsplit(self.path)
        enterprise = url.path == ENTERPRISE or url.path.startswith(ENTERPRISE + "/")
        prefix = ENTERPRISE if enterprise else ""
        host = self.headers.get("Host") or "{}:{}".format(*self.server.server_address[:2])
        return Exchange(
            self.command,
            url.path.removeprefix(prefix) or "/",
            dict(parse_qsl(url.query, keep_blank_values=True)),
            self.headers,
            self.rfile.read(int(self.headers.get("Content-Length") or 0)),
            f"http://{host}{prefix}",
            (self.headers.get("Authorization") or "").partition(" ")[2].strip(),
        )

    def _send(self, exchange: Exchange) -> None:
        body = exchange.response_raw
        headers = {"Date": self.date_time_string(), "Server": "github.com", **exchange.response_headers}
        if exchange.status not in (204, 304):
            headers["Content-Length"] = str(len(body))
        lines = [f"HTTP/1.1 {exchange.status} {self.responses.get(exchange.status, ('',))[0]}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        head = "\r\n".join([*lines, "", ""]).encode("latin-1")
        silent = exchange.method == "HEAD" or exchange.status in (204, 304)
        self.wfile.write(head if silent else head + body)

    def log_message(self, *_) -> None:
        """Say nothing: tests read `requests` instead."""


for _method in METHODS:
    setattr(Handler, f"do_{_method}", Handler.serve)


class Server(ThreadingHTTPServer):
    """A server on its own thread."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, host: str, port: int, respond: Callable[[Exchange], None], complain: Callable[[str], None]):
        self.respond = respond
        self.complain = complain
        self.connections: set[socket.socket] = set()
        super().__init__((host, port), Handler)
        self._closing = False
        self._thread = Thread(target=self._accept, daemon=True, name="github-stand-in")

    def server_bind(self) -> None:
        """Bind without the reverse lookup of `HTTPServer`."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, True)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def _accept(self) -> None:
        """Instead of `serve_forever`, whose polling makes every stop wait."""
        while True:
            connection, address = self.get_request()
            if self._closing:
                connection.close()
                return
            self.process_request(connection, address)

    def stop(self) -> None:
        """Stop answering and end every connection."""
        self._closing = True
        socket.create_connection(self.server_address[:2]).close()  # wakes the thread that accepts
        self._thread.join()
        self.server_close()
        for connection in list(self.connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, *_) -> None:
        """Complain about a failing hook; a client that went away is no event."""
        if not isinstance(sys.exception(), OSError):
            self.complain(f"a request ended in an exception:\n{traceback.format_exc()}")
