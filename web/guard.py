"""What stands between the network and the pages: foreign forms are refused, headers are set."""

import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

from web.visitor import visitor

SAFE = ("GET", "HEAD", "OPTIONS")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
"""Sent with every answer. A referrer stays within the site: the address of a join link is a key."""


def foreign() -> bool:
    """Whether a request that changes something comes from another site.

    On plain HTTP in a local network browsers send no Sec-Fetch-Site, but they do send Origin; the secret in
    the form must be right in every case.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        return True
    given = request.form.get("secret", "")
    return not secrets.compare_digest(given.encode(), visitor().form_secret.encode())


def guard(app: Flask) -> None:
    """Put the guards in place."""

    @app.before_request
    def refuse_foreign_forms() -> None:
        by_token = request.path.startswith("/api/")  # answers to a token in a header, never to a cookie
        if request.method not in SAFE and not by_token and foreign():
            abort(400)

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
