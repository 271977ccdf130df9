"""A small HTTP server on loopback that replies as it is told."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar, TypeVar
from urllib.parse import parse_qs, urlsplit

from typing_extensions import override


@dataclass
class Reply:
    """What the server sends.

    `announced` is a false Content-Length, `wait_s` a pause before the reply and `drip_s` one before
    each single byte of it.
    """

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    announced: int | None = None
    wait_s: float = 0.0
    drip_s: float = 0.0


class ReplyServer(ThreadingHTTPServer):
    """Answers every question with what `respond` makes of its parameters; keeps what was asked."""

    path: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.respond: Callable[[dict[str, str]], Reply] = lambda query: Reply(b"[]")
        self.asked: list[dict[str, str]] = []
        self.user_agents: list[str | None] = []
        self.closing = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}{self.path}"

    def always(self, reply: Reply) -> None:
        """Give the same reply to every question."""
        self.respond = lambda query: reply


class _Handler(BaseHTTPRequestHandler):
    server: ReplyServer

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        self.server.asked.append({"path": url.path, **query})
        self.server.user_agents.append(self.headers["User-Agent"])
        reply = self.server.respond(query)
        if self.server.closing.wait(reply.wait_s):
            return
        self.send_response(reply.status)
        headers = {"Content-Type": "application/json; charset=utf-8", **reply.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        length = len(reply.body) if reply.announced is None else reply.announced
        self.send_header("Content-Length", str(length))
        self.end_headers()
        if not reply.drip_s:
            self.wfile.write(reply.body)
            return
        with suppress(ConnectionError):  # The client may have given up: that is what is tested.
            for byte in reply.body:
                self.wfile.write(bytes([byte]))
                if self.server.closing.wait(reply.drip_s):
                    return

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output free of access lines."""


Server = TypeVar("Server", bound=ReplyServer)


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    """Run a server on a free port of the loopback interface until the block ends."""
    with server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()
