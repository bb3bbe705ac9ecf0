"""A hub of tomorrow: it answers whatever it is asked in a protocol that this program does not speak."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

PROTOCOL: Final = 2


class _Tomorrow(BaseHTTPRequestHandler):
    """Says hello, and to everything else that it is asked in another protocol."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer a question."""
        if self.path.partition("?")[0] == "/v1/hello":
            self._say(200, "application/json", {"protocol": [PROTOCOL], "program": "cxloop 99"})
        else:
            self._refuse()

    def do_POST(self) -> None:
        """Take nothing."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._refuse()

    def log_message(self, *_: object) -> None:
        """Write no log."""

    def _refuse(self) -> None:
        said = {"type": "urn:cxloop:problem:protocol", "status": 426, "detail": "update", "speaks": [PROTOCOL]}
        self._say(426, "application/problem+json", said)

    def _say(self, status: int, kind: str, said: object) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        for name, value in (("Content-Type", kind), ("Content-Length", len(body)), ("Cxloop-Protocol", PROTOCOL)):
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def newer_hub(port: int) -> Iterator[None]:
    """Let such a hub listen at a port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _Tomorrow)
    server.daemon_threads = True
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        serving.join()
