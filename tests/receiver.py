"""A system that receives notices, as a process of its own: what it answers is in the path that it is called by.

    python tests/receiver.py FOLDER SECRET [CERTIFICATE KEY]

It listens on a free port of 127.0.0.1, writes it into FOLDER/port, and each call as a line of JSON into FOLDER/taken.
It reads signatures as a receiver does, from the text of Standard Webhooks 1.0 alone: nothing of the server is imported.
"""

import base64
import hashlib
import hmac
import json
import ssl
import sys
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

FOLDER, SECRET = Path(sys.argv[1]), sys.argv[2]
CALLS: Counter[str] = Counter()


def is_signed(headers: Any, body: bytes) -> bool:
    said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = hmac.new(base64.b64decode(SECRET.removeprefix("whsec_")), said, hashlib.sha256).digest()
    given = [one.partition(",")[2] for one in headers["webhook-signature"].split() if one.startswith("v1,")]
    return any(hmac.compare_digest(wanted, base64.b64decode(one)) for one in given)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        CALLS[self.path] += 1
        line = {
            "path": self.path,
            "host": self.headers["Host"],
            "id": self.headers["webhook-id"],
            "at": int(self.headers["webhook-timestamp"]),
            "signed": is_signed(self.headers, body),
            "said": json.loads(body),
        }
        with (FOLDER / "taken").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        path = self.path.partition("?")[0]
        if path == "/later" and CALLS[self.path] < 3:
            return self.answer(503)
        if path == "/elsewhere":
            return self.answer(307, Location="/ok")
        if path == "/endless":
            return self.endless()
        return self.answer({"/gone": 410, "/forbidden": 401}.get(path, 204))

    def answer(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def endless(self) -> None:
        """Say yes, and then much more than anybody should read."""
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        try:
            while True:
                self.wfile.write(bytes(65_536))
        except OSError:
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        pass


def main() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        if len(sys.argv) > 3:
            tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            tls.load_cert_chain(sys.argv[3], sys.argv[4])
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        (FOLDER / "port.new").write_text(str(server.server_port), encoding="ascii")
        (FOLDER / "port.new").rename(FOLDER / "port")
        server.serve_forever()


if __name__ == "__main__":
    main()
