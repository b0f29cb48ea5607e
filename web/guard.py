"""What stands between the network and the pages: foreign forms are refused, headers are set."""

from flask import Flask, Response, abort, request
from werkzeug.exceptions import BadRequest, SecurityError

from web.addresses import reach
from web.limits import FIELDS
from web.rendering import fingerprint
from web.visitor import visitor

SAFE = ("GET", "HEAD", "OPTIONS")
API = "/api/"
"""Under this path a token in a header opens what it opens; cookies are neither read nor set."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
"""Sent with every answer. A referrer stays within the site: the address of a join link is a key."""
KEPT, ASKED_AGAIN, NEVER = "public, max-age=31536000, immutable", "no-cache", "no-store"


class UnknownOrigin(BadRequest):
    """A form of this very server whose browser shows an address that the server does not know as its own."""


def refuse_foreign() -> None:
    """Refuse a request that changes something and comes from another site.

    On plain HTTP in a local network browsers send no Sec-Fetch-Site, but they do send Origin; the secret in
    the form must be right in every case.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in ("same-origin", "none"):
        abort(400)
    if not visitor().made(request.form.get("secret", "")):
        abort(400)
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"{request.scheme}://{request.host}":
        raise UnknownOrigin


def refuse_many_fields() -> None:
    """Refuse a form of more fields than any page has, before it is read: reading them is what costs."""
    if request.mimetype == "application/x-www-form-urlencoded" and request.get_data().count(b"&") >= FIELDS:
        abort(413)


def guard(app: Flask) -> None:
    """Put the guards in place."""

    @app.before_request
    def refuse_foreign_forms() -> None:
        if not reach().answers(request.host) or isinstance(request.routing_exception, SecurityError):
            raise SecurityError
        reach().came(request.host, request.remote_addr or "")
        refuse_many_fields()
        if request.method not in SAFE and not request.path.startswith(API):
            refuse_foreign()

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.endpoint == "static" and response.status_code in (200, 206, 304):
            response.headers["Cache-Control"] = KEPT if of_these_bytes(app) else ASKED_AGAIN
        else:
            response.headers.setdefault("Cache-Control", NEVER)
        return response


def of_these_bytes(app: Flask) -> bool:
    """Whether the address of a file names the very bytes that are sent, so that it can be kept for good."""
    asked, name = request.args.get("v"), (request.view_args or {}).get("filename", "")
    return asked is not None and asked == fingerprint(app.static_folder or "", name)
