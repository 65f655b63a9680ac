"""A small identity provider, as a process of its own: `python -m tests.provider PORT`.

It signs what it says of a person (as ProConnect does), holds to PKCE, gives each code once, and lies when told to:
`POST /control` sets `email`, `sub`, `now`, and `lie`, the thing about which the next answers lie.
"""

import base64
import hashlib
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "crisiscoord", "un secret d’essai, assez long"


class Provider(ThreadingHTTPServer):
    """What it knows, and whom it recognises: whoever asks is `email`."""

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.issuer = f"http://127.0.0.1:{self.server_address[1]}"
        self.key = RSAKey.generate_key(2048, {"kid": "une", "use": "sig"})
        self.other = RSAKey.generate_key(2048, {"kid": "une", "use": "sig"})
        self.codes: dict[str, dict[str, str]] = {}
        self.told: dict[str, Any] = {"email": "", "sub": "s-1", "now": None, "lie": ""}
        self.ended: list[str] = []

    def now(self) -> int:
        return int(self.told["now"] or time.time())

    def signed(self, claims: dict[str, Any]) -> str:
        if self.told["lie"] == "unsigned":
            head, body = ({"alg": "none", "kid": "une"}, claims)
            return (
                ".".join(
                    base64.urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=") for one in (head, body)
                )
                + "."
            )
        key = self.other if self.told["lie"] == "key" else self.key
        return jwt.encode({"alg": "RS256", "kid": str(key.kid)}, claims, key)


class Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match parts.path:
            case "/.well-known/openid-configuration":
                self._say(self._metadata())
            case "/jwks":
                self._say({"keys": [self.server.key.as_dict(private=False)]})
            case "/authorize":
                self._authorize(asked)
            case "/userinfo":
                self._userinfo()
            case "/end":
                self.server.ended.append(asked["id_token_hint"])
                self._go(asked["post_logout_redirect_uri"], {"state": asked["state"]})
            case "/ended":
                self._say({"ended": self.server.ended})
            case _:
                self._say({}, 404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if self.path == "/control":
            self.server.told |= json.loads(body)
            self._say({})
        else:
            self._token({name: values[0] for name, values in parse_qs(body).items()})

    def _metadata(self) -> dict[str, Any]:
        at = self.server.issuer
        return {
            "issuer": at,
            "authorization_endpoint": f"{at}/authorize",
            "token_endpoint": f"{at}/token",
            "userinfo_endpoint": f"{at}/userinfo",
            "jwks_uri": f"{at}/jwks",
            "end_session_endpoint": f"{at}/end",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }

    def _authorize(self, asked: dict[str, str]) -> None:
        fit = asked["client_id"] == CLIENT and asked["response_type"] == "code" and "openid" in asked["scope"].split()
        if not fit or asked["code_challenge_method"] != "S256":
            self._say({"error": "invalid_request"}, 400)
            return
        code = secrets.token_urlsafe(16)
        self.server.codes[code] = asked
        self._go(asked["redirect_uri"], {"code": code, "state": asked["state"]})

    def _token(self, given: dict[str, str]) -> None:
        asked = self.server.codes.pop(given.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest())
        fit = (
            asked is not None
            and given.get("client_id") == CLIENT
            and given.get("client_secret") == SECRET
            and given.get("redirect_uri") == asked["redirect_uri"]
            and challenge.decode().rstrip("=") == asked["code_challenge"]
        )
        if not fit or asked is None:
            self._say({"error": "invalid_grant"}, 400)
            return
        now, lie = self.server.now(), self.server.told["lie"]
        claims = {
            "iss": "https://ailleurs.invalid" if lie == "iss" else self.server.issuer,
            "aud": "un-autre-service" if lie == "aud" else CLIENT,
            "sub": self.server.told["sub"],
            "nonce": "rejoué" if lie == "nonce" else asked["nonce"],
            "iat": now,
            "exp": now - 120 if lie == "exp" else now + 60,
        }
        self._say({"access_token": "acces", "token_type": "Bearer", "id_token": self.server.signed(claims)})

    def _userinfo(self) -> None:
        if self.headers.get("Authorization") != "Bearer acces":
            self._say({}, 401)
            return
        told = self.server.told
        person = {
            "iss": self.server.issuer,
            "aud": CLIENT,
            "sub": "un-autre" if told["lie"] == "swapped" else told["sub"],
            "email": told["email"],
            **({} if told["lie"] == "unsaid" else {"email_verified": told["lie"] != "unverified"}),
        }
        self._send(200, {"Content-Type": "application/jwt"}, self.server.signed(person).encode())

    def _go(self, where: str, asked: dict[str, str]) -> None:
        self._send(303, {"Location": f"{where}?{urlencode(asked)}"}, b"")

    def _say(self, said: object, status: int = 200) -> None:
        self._send(status, {"Content-Type": "application/json"}, json.dumps(said).encode())

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


if __name__ == "__main__":
    Provider(int(sys.argv[1])).serve_forever()
