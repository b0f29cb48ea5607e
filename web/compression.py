"""Answers made smaller on their way, for browsers that say they can read that.

An answer that holds a key to a seat or to the host is sent as it is: whoever sees how long answers are and
has words of their own in them could guess it letter by letter. The secret of the forms is another one in
every answer for the same reason.
"""

import gzip
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request

from web.drawn import LEVEL, Drawn
from web.rendering import Page

WORTH = 1000
"""Bytes from which on it is worth the while."""
TEXTS = ("text/html", "text/css", "text/javascript", "image/svg+xml")
KEYS = (b"/join/", b"/open/")
"""What stands in the address of every key."""


def shrink_answers(app: Flask) -> None:
    """Compress what is worth it."""

    @app.after_request
    def shrink(response: Response) -> Response:
        if response.mimetype not in TEXTS or response.status_code not in (200, 404, 409, 422):
            return response
        response.vary.add("Accept-Encoding")
        if request.accept_encodings["gzip"] <= 0 or "Content-Range" in response.headers:
            return response
        if request.endpoint == "static":
            return shrunk_file(response, Path(app.static_folder or "", (request.view_args or {})["filename"]))
        if isinstance(response, Page):
            return shrunk(response, response.small()) if worth_it(response.drawn) else response
        content = b"" if response.is_streamed else response.get_data()
        return shrunk(response, gzip.compress(content, LEVEL, mtime=0)) if worth_it(content) else response


def worth_it(content: bytes | Drawn) -> bool:
    """Whether an answer is long enough, and holds no key."""
    return len(content) >= WORTH and not any(key in content for key in KEYS)


def shrunk_file(response: Response, path: Path) -> Response:
    """A file, compressed once for as long as it stays the same."""
    found = path.stat()
    if found.st_size < WORTH:
        return response
    response.close()  # the file that would have been sent
    response.direct_passthrough = False
    return shrunk(response, of_file(path, found.st_mtime_ns))


@lru_cache(maxsize=64)
def of_file(path: Path, _changed: int) -> bytes:
    """The content of a file that was last changed at that time."""
    return gzip.compress(path.read_bytes(), 9, mtime=0)


def shrunk(response: Response, content: bytes) -> Response:
    """The same answer with its content compressed."""
    tag, _ = response.get_etag()
    if tag:
        response.set_etag(tag, weak=True)  # the same content in other bytes
    response.set_data(content)
    response.headers["Content-Encoding"] = "gzip"
    return response
