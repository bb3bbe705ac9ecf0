"""A hub of tomorrow: it answers whatever it is asked in a protocol that this program does not speak."""

import json
import sys
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


class _Server(ThreadingHTTPServer):
    """Writes nothing of a desk that hung up: what a desk says at that moment is read off the same output."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Let whatever else goes wrong be seen."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def newer_hub(port: int = 0) -> Iterator[int]:
    """Let such a hub listen at a port of this machine, a free one if none is named, and say which."""
    server = _Server(("127.0.0.1", port), _Tomorrow)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        serving.join()
