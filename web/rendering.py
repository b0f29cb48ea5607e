"""Pages from templates: what those may use, pages kept ready, each request's own tokens put in last."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar, cast

from flask import Flask, Response, g, render_template, request, url_for
from flask.sansio.app import App
from flask.templating import Environment
from jinja2 import Template, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict

from engine.pictures import PICTURES
from engine.pictures.marks import mark
from engine.views.kinds import kind_words
from engine.views.seen import Clock, View
from engine.words.language import Language
from engine.words.locale import languages, name_of
from engine.words.numbers import minus, percent, signed
from web.addresses import reach
from web.drawn import CLOCK, NONCE, SECRET, Drawn, Words
from web.open_run import OpenRun
from web.visitor import visitor

MOST_QUERY = 1000
"""A page is kept ready by its address, unless its query is longer than that of any link here."""
Query = MultiDict[str, str]
"""What stands behind the question mark of a page."""
Seen = TypeVar("Seen", bound=View)
Builder = Callable[[Seen, Query], Mapping[str, object]]
"""Gives what a template needs beyond a view of this kind; what that is, its own module declares."""
OF_DICTS = frozenset(dir(dict))
"""What a template can call of plain data, such as `items`."""
UNTYPED = ("secret", "once", "command", "form", "back", "then", "version", "page")
"""Fields that nobody types into."""


class Refused:
    """A form that was refused: which one, why, and what was typed into it."""

    def __init__(self, form: str, reason: str, typed: dict[str, list[str]]) -> None:
        self.form, self.reason, self.typed = form, reason, typed

    def texts(self) -> list[str]:
        """What was typed, for a page that has this form no longer."""
        found = [value for name, values in self.typed.items() if name not in UNTYPED for value in values]
        return [text for text in found if text.strip()]


class Typed:
    """What a form's fields hold: what was typed before it was refused, else what they hold anyway."""

    def __init__(self, form: str, refused: Refused | None) -> None:
        self.refused = refused if refused is not None and refused.form == form else None

    def text(self, name: str, otherwise: object = "") -> str:
        """The text of a field."""
        if self.refused is None:
            return str(otherwise)
        return self.refused.typed.get(name, [""])[0]

    def nth(self, name: str, place: int) -> str:
        """The text of one of several fields of the same name."""
        typed = self.refused.typed.get(name, []) if self.refused else []
        return typed[place] if place < len(typed) else ""

    def has(self, name: str, value: str, otherwise: bool = False) -> bool:
        """Whether a box is ticked or an option is chosen."""
        return otherwise if self.refused is None else value in self.refused.typed.get(name, [])


def seconds(number: int) -> str:
    """Seconds as a clock shows them: 2:41, and over time +0:12."""
    sign = "+" if number < 0 else ""
    return f"{sign}{abs(number) // 60}:{abs(number) % 60:02d}"


@lru_cache
def fingerprint(folder: str, name: str) -> str:
    """A word for the content of a file, so that a browser keeps it for as long as it stays the same."""
    return sha256((Path(folder) / name).read_bytes()).hexdigest()[:10]


def by_id(entries: Iterable[Mapping[str, object]], wanted: str) -> Mapping[str, object] | None:
    """The entry with this id, if any. A page asks a hundred times, so it is no chain of filters."""
    for entry in entries:
        if entry["id"] == wanted:
            return entry
    return None


@pass_context
def mark_and_code(page: Context, seat: str, size: float) -> Markup:
    """Who is meant, by mark and code. A page says so a hundred times, so it is no macro."""
    found = by_id(page["view"]["roles"], seat)
    if found is not None:
        return shown_as(str(found["mark"]), str(found["code"]), size)
    return shown_as("control" if seat == "control" else "", page["say"]("Control"), size)


@lru_cache(maxsize=512)
def shown_as(shape: str, code: str, size: float) -> Markup:
    """A mark, where there is one, with a code."""
    return Markup('<span class="who">{} <b>{}</b></span>').format(mark(shape, size) if shape else "", code)


class Templates(Environment):
    """Templates as ever, but that a key of plain data is looked up at once: a page asks for thousands.

    None is compiled twice: whoever asks for one that is being compiled waits for it.
    """

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, **options)
        self._compiling = RLock()

    def get_template(self, *asked: Any, **more: Any) -> Template:
        """A template by its name."""
        with self._compiling:
            return super().get_template(*asked, **more)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What stands behind a dot."""
        if type(obj) is dict and attribute not in OF_DICTS:
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


def dress(app: Flask) -> None:
    """Give the templates what they may use."""
    app.jinja_environment = Templates
    app.jinja_env.globals |= {
        "pictures": PICTURES,
        "signed": signed,
        "minus": minus,
        "percent": percent,
        "clock_text": seconds,
        "languages": languages,
        "name_of_language": name_of,
        "kind_words": kind_words,
    }
    app.jinja_env.globals["mark_and_code"] = mark_and_code
    app.jinja_env.filters["by_id"] = by_id
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def words() -> dict[str, object]:
        spoken: Language = g.get("language") or Language(visitor().language())
        address = cache(url_for)  # a page asks for the same few again and again
        return {
            "language": spoken,
            "say": spoken.say,
            "count": spoken.count,
            "secret": Markup(SECRET),
            "once": Markup(NONCE),
            "url_for": address,
            "static": lambda name: address(
                "static", filename=name, v=fingerprint(app.static_folder or "", name)
            ),
            "clock_figures": CLOCK,
        }


def compile_templates(app: Flask) -> None:
    """Get every template ready, so that nobody has to wait for one. Meant for a thread of its own."""
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)


def own_words(clock: Clock | None = None) -> Words:
    """What this request alone has in its page."""
    own = {
        SECRET: visitor().form_secret,
        NONCE: secrets.token_hex(8),
        CLOCK: seconds(clock["left"]) if clock else "",
    }
    return {mark.encode(): word.encode() for mark, word in own.items()}


def finish(html: str) -> str:
    """A page with the words of this request in it."""
    return Drawn(html).whole(own_words()).decode()


def plain(template: str, **context: Any) -> str:
    """A page that belongs to no run."""
    return finish(render_template(template, **context))


class Page(Response):
    """An answer that is a drawn page with the words of this request."""

    def __init__(self, drawn: Drawn, clock: Clock) -> None:
        self.drawn, self.words = drawn, own_words(clock)
        super().__init__(drawn.whole(self.words), mimetype="text/html")

    def small(self) -> bytes:
        """Its content as gzip."""
        return self.drawn.small(self.words)


def page(
    open_run: OpenRun,
    seat: str,
    template: str,
    build: Builder[Seen],
    refused: Refused | None = None,
    whose: int = 0,
) -> Page:
    """A seat's page of a run: kept ready until what the seat may see changes.

    `build(view, query)` gives what the template needs beyond the view; it is called only where the page is
    made anew. `whose` parts the pages of those who share a seat, where each has one of their own.
    """
    code = visitor().language(f"{open_run.name}/{seat}")
    g.language = Language(code)
    seen, token = open_run.look(seat, code)
    view, clock = cast(Seen, seen), seen["clock"]  # the kind of view that this seat has

    def render(**more: Any) -> str:
        return render_template(
            template,
            view=view,
            run=open_run.name,
            seat=seat,
            token=token,
            query=request.args,
            refused=refused,
            typed=lambda form: Typed(form, refused),
            **build(view, request.args),
            **more,
        )

    if refused is not None:
        html = render()
        if refused.reason and f'id="form-{escape(refused.form)}"' not in html:
            html = render(stray=refused)
        return Page(Drawn(html), clock)
    if len(request.query_string) > MOST_QUERY:
        return Page(Drawn(render()), clock)
    minute = clock["left"] // 60 if open_run.holds_control(seat) else clock["left"] < 0
    # Links for others are whole addresses, and only the host has a way back to the lobby.
    known = (request.url_root, reach().version, visitor().is_host, whose)
    place = (template, seat, code, request.query_string, known)
    made_of = (token, clock["paused"], minute)
    return Page(open_run.page(place, made_of, lambda: Drawn(render())), clock)
