"""What is taken away from a debrief, report, injects, data and log, and what ENDEX releases to the seats."""

import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple

from flask import Response, abort, current_app, request

from engine.review.report import Report
from engine.words.locale import languages
from web.access import let_go
from web.pages.debrief_visit import Visit, show, visit
from web.rendering import Refused
from web.runs import Bucket
from web.visitor import runs

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


class Document(NamedTuple):
    """A kind of document that can be taken away."""

    mimetype: str
    make: Callable[[Visit, str, bool], bytes]
    """From a visit, in a language, with or without the names of people."""
    of_control: bool = False
    """Whether it is made for control's eyes alone."""
    whole_is_control_s: bool = False
    """Whether only control takes it with eyes that see all, whatever ENDEX has released."""


def people(found: Visit) -> dict[str, list[str]]:
    """The names of those who sat there, by seat."""
    seats = runs().seats(found.open_run.name)
    places = (*found.open_run.roles, "control", "observer")
    return {seat: names for seat in places if (names := seats.people(seat))}


def as_html(found: Visit, language: str, names: bool) -> bytes:
    from engine.review.report.to_html import html

    return html(written(found, language, names)).encode()


def as_markdown(found: Visit, language: str, names: bool) -> bytes:
    from engine.review.report.to_markdown import markdown

    return markdown(written(found, language, names)).encode()


def as_word(found: Visit, language: str, names: bool) -> bytes:
    return found.open_debrief.word(found.eyes, language, names_for(found, names), found.is_control)


def written(found: Visit, language: str, names: bool) -> Report:
    """The report of whoever's eyes it is for; names stand only in what control takes away."""
    return found.open_debrief.report(found.eyes, language, names_for(found, names), found.is_control)


def names_for(found: Visit, names: bool) -> dict[str, list[str]]:
    """Names stand only in what control takes away, where it asks for them."""
    return people(found) if names and found.is_control else {}


def as_sheet(found: Visit, language: str, names: bool) -> bytes:
    from engine.exchange.msel import to_xlsx

    return to_xlsx(found.open_debrief.apart(), language)


def as_commas(found: Visit, language: str, names: bool) -> bytes:
    from engine.exchange.msel import to_csv

    return to_csv(found.open_debrief.apart(), language)


def as_data(found: Visit, language: str, names: bool) -> bytes:
    return found.open_debrief.data(found.eyes, language, anonymous=False)


def as_bare_data(found: Visit, language: str, names: bool) -> bytes:
    return found.open_debrief.data(found.eyes, language, anonymous=True)


def as_log(found: Visit, language: str, names: bool) -> bytes:
    return found.open_run.whole_log()


DOCUMENTS = {
    "report.html": Document("text/html", as_html),
    "report.md": Document("text/markdown", as_markdown),
    "report.docx": Document(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", as_word
    ),
    "data.zip": Document("application/zip", as_data, whole_is_control_s=True),
    "data-without-texts.zip": Document("application/zip", as_bare_data),
    "msel.xlsx": Document(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_sheet, of_control=True
    ),
    "msel.csv": Document("text/csv", as_commas, of_control=True),
    "log.jsonl": Document("application/x-ndjson", as_log, of_control=True),
}
"""By the name in its address."""


def report(run: str, seat: str, refused: Refused | None = None) -> str:
    """What can be taken away, and what ENDEX releases to the seats."""
    found = visit(run, seat)
    return show(
        found,
        "debrief/report.html",
        "report",
        refused,
        spoken=language_of(found),
        names=request.args.get("names") == "1",
        documents=[name for name, document in DOCUMENTS.items() if may_take(found, document)],
    )


def language_of(found: Visit) -> str:
    """The language that documents are asked for in."""
    asked = request.args.get("lang", "")
    return asked if asked in languages() else found.language.code


def may_take(found: Visit, document: Document) -> bool:
    """Whether a document is for this seat, with the eyes it looks with. What was written for control alone
    (the reason of an undo, a statement that was withdrawn) stands in the data of all and is never released.
    """
    whole = found.open_debrief.sees_all(found.eyes)
    if document.of_control:
        return found.is_control and whole
    return found.is_control or not (whole and document.whole_is_control_s)


def take(run: str, seat: str, document: str) -> Response:
    """One document, as a file; the report also to be read here, and printed. 404 for what is not for them."""
    found = visit(run, seat)
    kind = DOCUMENTS.get(document)
    if kind is None or not may_take(found, kind):
        abort(404)
    let_go()  # a document is made of one reading, and takes its time
    making: Bucket = current_app.extensions["making"]
    if not found.is_control and not making.take(f"{run}/{seat}"):
        abort(429)
    content = kind.make(found, language_of(found), request.args.get("names") == "1")
    answer = Response(content, mimetype=kind.mimetype)
    if document == "report.html" and request.args.get("read") == "1":
        answer.headers["Content-Security-Policy"] = policy(content.decode())
    else:
        name = "-".join((found.open_run.name, *(() if kind.of_control else (found.eyes,)), document))
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def policy(html: str) -> str:
    """What the report may do where it is opened here: show its own styles, and nothing else."""
    styles = " ".join(
        f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" for style in STYLE.findall(html)
    )
    return f"default-src 'none'; style-src {styles}; img-src data:; base-uri 'none'; frame-ancestors 'none'"
