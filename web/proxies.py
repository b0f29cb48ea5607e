"""What stands in front of the server: the address that a proxy shows to browsers, and its word on them."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from engine.words.language import Language

PORTS = {"http": 80, "https": 443}
EXAMPLE = "https://wargame.example.org/ttx"
WRONG = {
    "scheme": "it begins with neither https:// nor http://",
    "host": "it names no host",
    "person": "it names a user",
    "more": "something follows its path",
    "port": "its port is no number from 1 to 65535",
    "path": "its path holds more than letters, digits, hyphens, dots and slashes",
}
"""What a public address may be wrong in."""


class Public(NamedTuple):
    """The address of this site as browsers see it, such as `https://wargame.example.org/ttx`."""

    scheme: str
    host: str
    """Its name, or its address, in brackets where it is one of IPv6."""
    port: int
    path: str
    """Empty, or with a slash before it and none behind it."""

    @property
    def place(self) -> str:
        """Host and port as browsers write them: without the usual port."""
        return self.host if self.port == PORTS[self.scheme] else f"{self.host}:{self.port}"

    @property
    def whole(self) -> str:
        """All of it, without a slash at the end."""
        return f"{self.scheme}://{self.place}{self.path}"


class PublicError(Exception):
    """A public address that cannot be used, said in words with what would be right."""


def read_public(given: str, language: Language) -> Public:
    """A public address as it was typed. Raises PublicError."""
    try:
        return parts(given)
    except ValueError as fault:
        why = language.say(WRONG[str(fault)])
    text = language.say(
        "'{given}' is no public address: {why}. Write it like {right}",
        given=given,
        why=why,
        right=right(given),
    )
    raise PublicError(text)


def parts(given: str) -> Public:
    """The parts of a public address. Raises ValueError with the name of what is wrong."""
    try:
        found = urlsplit(given)
    except ValueError:
        raise ValueError("host") from None
    if found.scheme not in PORTS:
        raise ValueError("scheme")
    if "@" in found.netloc:
        raise ValueError("person")
    if found.query or found.fragment or given.endswith(("?", "#")):
        raise ValueError("more")
    try:
        port = found.port if found.port is not None else PORTS[found.scheme]
    except ValueError:
        port = 0
    if not port:
        raise ValueError("port")
    path = found.path.rstrip("/")
    if not re.fullmatch(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*", path):
        raise ValueError("path")
    return Public(found.scheme, host_of(found.hostname or ""), port, path)


def host_of(name: str) -> str:
    """A host as browsers write it. Raises ValueError."""
    try:
        plain = name.encode("idna").decode() if not name.isascii() else name
    except UnicodeError:
        plain = ""
    if re.fullmatch(r"[0-9a-f:.]+", plain) and ":" in plain:
        return f"[{plain}]"
    if not re.fullmatch(r"[a-z0-9_]([a-z0-9._-]*[a-z0-9])?", plain):
        raise ValueError("host")
    return plain


def right(given: str) -> str:
    """What was probably meant, else an example."""
    bare = re.sub(r"^\w*:?/+", "", given.strip())
    scheme = "http" if given.startswith("http:") else "https"
    meant = f"{scheme}://{re.split('[?#]', bare.rpartition('@')[2])[0]}"
    try:
        return parts(meant).whole
    except ValueError:
        return EXAMPLE


class Front:
    """Stands before the application and gives each request the address that its browser shows.

    A browser has come by the public address where the Host says so or, behind a proxy that writes a Host of
    its own, the Origin of its form. The path of that address is taken off, whether or not the proxy has done
    so, and stands before every address that the application gives: so whoever comes to this machine directly
    is led right as well.
    """

    def __init__(
        self, application: WSGIApplication, public: Public, port: int, answers: Callable[[str], bool]
    ) -> None:
        self.application, self.public, self.port, self.answers = application, public, port, answers

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        public = self.public
        if self.came_by(environ):
            environ["wsgi.url_scheme"], environ["HTTP_HOST"] = public.scheme, public.place
        environ["SCRIPT_NAME"], path = public.path, environ.get("PATH_INFO", "")
        if public.path and (path == public.path or path.startswith(f"{public.path}/")):
            environ["PATH_INFO"] = path.removeprefix(public.path) or "/"
        return self.application(environ, start_response)

    def came_by(self, environ: WSGIEnvironment) -> bool:
        """Whether the browser of a request shows the public address."""
        host = environ.get("HTTP_HOST", "")
        past_the_proxy = host.endswith(f":{self.port}") and self.port != self.public.port
        if bare_name(host) == self.public.host and not past_the_proxy:
            return True
        origin = f"{self.public.scheme}://{self.public.place}"
        return environ.get("HTTP_ORIGIN") == origin and self.answers(host)


def bare_name(host: str) -> str:
    """The name in a Host header, without its port."""
    name = f"{host.partition(']')[0]}]" if host.startswith("[") else host.partition(":")[0]
    return name.lower()


def is_own_path(app: Flask, public: Public) -> bool:
    """Whether the path of a public address begins as a page does: nobody could tell one from the other."""
    own = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}
    return bool(public.path) and public.path.split("/")[1] in own


def stand_before(
    app: Flask, public: Public | None, proxies: int, port: int, answers: Callable[[str], bool]
) -> None:
    """Let an application that listens at a port see what browsers see, and believe so many proxies."""
    before: WSGIApplication = app.wsgi_app
    if public:
        before = Front(before, public, port, answers)
    if proxies:
        before = ProxyFix(before, x_for=proxies, x_proto=proxies, x_host=proxies)
    app.wsgi_app = before  # type: ignore[method-assign,assignment]
