"""A server for single sign-on as one stands in a town hall: OpenID Connect with PKCE, on this machine."""

import base64
import hashlib
import json
import secrets
import time
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "consult", "between-us"


class SignOnServer:
    """Signs in whoever `claims` describes, once its page is asked; answers tokens to its one client.

    With `asks` it first shows a page, on which a person goes on or turns back.
    """

    def __init__(self, asks=False, **claims):
        self.asks = asks
        self.claims = claims
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.codes: dict[str, dict] = {}
        self.tokens: set[str] = set()
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self.http.server_address[1]}"

    def __enter__(self):
        Thread(target=self.http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_failure):
        self.http.shutdown()
        self.http.server_close()

    def _handler(self):
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                server.get(self)

            def do_POST(self):
                server.post(self)

            def log_message(self, *_args):
                pass

        return Handler

    def get(self, request):
        parts = urlsplit(request.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/authorize" and self.asks and "pressed" not in asked:
            self._ask(request, request.path)
        elif parts.path == "/authorize":
            self._lead_back(request, asked)
        elif parts.path == "/userinfo":
            token = request.headers["Authorization"].removeprefix("Bearer ")
            self._answer(request, self.claims if token in self.tokens else None)
        else:
            self._answer(request, self._documents().get(parts.path))

    def _ask(self, request, address):
        links = (f'<a href="{escape(address)}&amp;pressed={word}">{word}</a>' for word in ("yes", "no"))
        head = "<!doctype html><link rel=icon href=data:,><title>Town hall</title><h1>Town hall</h1>"
        page = f"{head}{' '.join(links)}".encode()
        request.send_response(200)
        request.send_header("Content-Type", "text/html")
        request.send_header("Content-Length", str(len(page)))
        request.end_headers()
        request.wfile.write(page)

    def _lead_back(self, request, asked):
        told = {"state": asked["state"]}
        if asked.get("pressed") == "no":
            told["error"] = "access_denied"
        else:
            told["code"] = secrets.token_urlsafe(8)
            self.codes[told["code"]] = asked
        request.send_response(302)
        request.send_header("Location", f"{asked['redirect_uri']}?{urlencode(told)}")
        request.end_headers()

    def _documents(self):
        numbers = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        places = {name: f"{self.address}/{path}" for name, path in PLACES.items()}
        methods = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
        return {
            "/.well-known/openid-configuration": {"issuer": self.address, **places, **methods},
            "/jwks": {"keys": [{**numbers, "kid": "1", "use": "sig", "alg": "RS256"}]},
        }

    def post(self, request):
        typed = request.rfile.read(int(request.headers["Content-Length"])).decode()
        sent = {name: values[0] for name, values in parse_qs(typed).items()}
        asked = self.codes.pop(sent.get("code", ""), None)
        self._answer(request, self._token(asked) if asked and self._is_proven(asked, sent) else None)

    def _is_proven(self, asked, sent):
        digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        who = (sent["client_id"], sent["client_secret"], sent["redirect_uri"], proof)
        return who == (CLIENT, SECRET, asked["redirect_uri"], asked["code_challenge"])

    def _token(self, asked):
        token, at = secrets.token_urlsafe(16), int(time.time())
        self.tokens.add(token)
        told = {**self.claims, "iss": self.address, "aud": CLIENT, "iat": at, "exp": at + 60}
        if "nonce" in asked:
            told["nonce"] = asked["nonce"]
        signed = jwt.encode(told, self.key, algorithm="RS256", headers={"kid": "1"})
        return {"access_token": token, "token_type": "Bearer", "id_token": signed}

    def _answer(self, request, document):
        content = json.dumps(document or {"error": "invalid_grant"}).encode()
        request.send_response(200 if document else 400)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)


PLACES = {
    "authorization_endpoint": "authorize",
    "token_endpoint": "token",
    "userinfo_endpoint": "userinfo",
    "jwks_uri": "jwks",
}
