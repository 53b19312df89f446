"""An OSV endpoint on loopback over given records: `/v1/query`, `/v1/querybatch`, `/v1/vulns/ID`.

It finds a version by the list of versions in a record, which is simpler than what is tested with it.
"""

import json
import threading
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Answer = tuple[int, bytes]


class OsvServer:
    """Serves records while it is entered; `faults` replace answers by path, `asked` has what was asked."""

    def __init__(self, records: Iterable[dict[str, Any]] = ()) -> None:
        self.records = list(records)
        self.faults: dict[str, Callable[[], Answer]] = {}
        self.asked: list[tuple[str, Any]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append((self.path, None))
                self._send(*outer.answer(self.path, None))

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.asked.append((self.path, body))
                self._send(*outer.answer(self.path, body))

            def _send(self, status: int, content: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                try:
                    self.wfile.write(content)
                except OSError:  # the client had enough
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def paths(self) -> list[str]:
        """Return the paths that were asked for."""
        return [path for path, _ in self.asked]

    def answer(self, path: str, body: Any) -> Answer:
        if path in self.faults:
            return self.faults[path]()
        if path == "/v1/query":
            return 200, json.dumps(self._about(body)).encode()
        if path == "/v1/querybatch":
            results = [self._about(query) for query in body["queries"]]
            short = [{"vulns": [{"id": each["id"]} for each in found["vulns"]]} if found else {} for found in results]
            return 200, json.dumps({"results": short}).encode()
        wanted = path.removeprefix("/v1/vulns/")
        found = [each for each in self.records if each["id"] == wanted]
        return (200, json.dumps(found[0]).encode()) if found else (404, b'{"code":5,"message":"Bug not found."}')

    def _about(self, query: dict[str, Any]) -> dict[str, Any]:
        vulns = [
            each
            for each in self.records
            for affected in each["affected"]
            if affected["package"] == query["package"] and query["version"] in affected["versions"]
        ]
        return {"vulns": vulns} if vulns else {}
