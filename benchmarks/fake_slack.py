"""Slack as a bot sees it, saying yes to everything; a process of its own, so as to cost nothing."""

import json
import ssl
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

USER = {"id": "U0BENCH", "team_id": "T1", "name": "bench", "real_name": "Bench", "tz": "UTC"}
ANSWERS: dict[str, dict[str, Any]] = {
    "auth.test": {"ok": True, "team_id": "T1", "user_id": "U0BOT", "bot_id": "B1", "team": "T"},
    "users.info": {"ok": True, "user": USER},
    "chat.postMessage": {"ok": True, "ts": "1.1", "channel": "D1"},
}
VIEW = {"ok": True, "view": {"id": "V1", "hash": "1.a"}}


class Yes(BaseHTTPRequestHandler):
    """Answers every call at once."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        """Take whatever it is."""
        self.rfile.read(int(self.headers.get("content-length") or 0))
        method = self.path.rpartition("/")[2].partition("?")[0]
        answer = {"ok": True} if self.path.startswith("/hooks/") else ANSWERS.get(method, VIEW)
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Takes many connections at once."""

    request_queue_size = 256
    daemon_threads = True


def main() -> None:
    """Tell the port, and answer until the process is ended; by TLS where a certificate is named."""
    server = Server(("127.0.0.1", 0), Yes)
    if named := sys.argv[1:]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*named)
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
