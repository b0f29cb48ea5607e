"""Reads a page as a browser would: links, forms and their fields, and what a strict policy would refuse."""

from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from itertools import product
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

Fields = list[tuple[str, str]]
TYPED = ("text", "search", "number", "")


class Form:
    """One form with its fields as they stand."""

    def __init__(self, attributes: dict[str, str]) -> None:
        self.attributes = attributes
        self.method = attributes.get("method", "get").lower()
        self.fixed: Fields = []
        self.typed: list[str] = []
        self.choices: dict[str, list[str]] = {}
        self.boxes: Fields = []
        self.chosen: Fields = []

    @property
    def name(self) -> str:
        return self.attributes.get("data-form", "")

    def value(self, name: str) -> str:
        return next((value for key, value in self.fixed if key == name), "")

    def sent(self, text: str) -> Fields:
        """The fields as a browser would send them, with the same text in each that is typed in."""
        return [*self.fixed, *self.chosen, *((name, text) for name in self.typed)]


class Page(HTMLParser):
    """One page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.sources: list[str] = []
        self.forms: list[Form] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.language = ""
        self._select = ""
        self._script = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = attributes.get("lang", "")
        self._check(tag, attributes)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])
        if tag in ("script", "link", "img", "iframe"):
            self.sources.append(attributes.get("src") or attributes.get("href", ""))
        if tag == "form":
            self.forms.append(Form(attributes))
        elif self.forms:
            self._field(self.forms[-1], tag, attributes)

    def _check(self, tag: str, attributes: dict[str, str]) -> None:
        """What `script-src 'self'; style-src 'self'` forbids."""
        self._script = tag == "script"
        if tag == "style" or "style" in attributes:
            self.faults.append(f"a style within <{tag}>")
        if tag == "script" and "src" not in attributes:
            self.faults.append("a script within the page")
        if tag in ("base", "object", "embed", "iframe"):
            self.faults.append(f"<{tag}>")
        for name, value in attributes.items():
            if name.startswith("on"):
                self.faults.append(f"{name} of <{tag}>")
            if name in ("href", "src", "action", "formaction", "xlink:href"):
                parts = urlsplit(value.strip())
                if parts.scheme not in ("", "http", "https", "mailto") and tag != "img":
                    self.faults.append(f"{name} of <{tag}>: {value}")
                if tag in ("script", "link", "img", "form", "use") and parts.netloc:
                    self.faults.append(f"<{tag}> from elsewhere: {value}")

    def handle_data(self, data: str) -> None:
        if self._script and data.strip():
            self.faults.append("a script within the page")

    def handle_endtag(self, tag: str) -> None:
        self._script = False
        if tag == "select":
            self._select = ""

    def _field(self, form: Form, tag: str, attributes: dict[str, str]) -> None:
        name, value = attributes.get("name", ""), attributes.get("value", "")
        kind = attributes.get("type", "").lower()
        if tag == "select":
            self._select = name
            form.choices.setdefault(name, [])
        elif tag == "option" and self._select:
            if not form.choices[self._select] or "selected" in attributes:
                form.chosen = [pair for pair in form.chosen if pair[0] != self._select]
                form.chosen.append((self._select, value))
            form.choices[self._select].append(value)
        elif tag == "textarea" and name:
            form.typed.append(name)
        elif tag == "button" and name:
            form.choices.setdefault(name, []).append(value)
        elif tag == "input" and name:
            if kind in ("checkbox", "radio"):
                form.boxes.append((name, value or "on"))
                if "checked" in attributes:
                    form.chosen.append((name, value or "on"))
            elif kind in TYPED:
                form.typed.append(name)
                if kind == "number":
                    form.typed.remove(name)
                    form.chosen.append((name, value))
            else:
                form.fixed.append((name, value))

    def addresses(self, here: str) -> Iterator[str]:
        """Every address of this site that a link or a form without consequences leads to."""
        for link in self.links:
            found = urlsplit(urljoin(here, link))
            if not found.netloc or found.netloc == "localhost":
                yield found.path + (f"?{found.query}" if found.query else "")
        for form in self.forms:
            if form.method == "get":
                for values in product(*(options or [""] for options in form.choices.values())):
                    chosen = dict(zip(form.choices, values, strict=True))
                    fields: dict[str, Any] = {**dict(form.fixed), **dict.fromkeys(form.typed, "a"), **chosen}
                    target = urljoin(here, form.attributes.get("action", here)).partition("?")[0]
                    yield f"{target}?{urlencode(fields)}"


COMPUTED = ("/debrief/decided", "/debrief/hot-wash")
"""Pages that are computed beside the room, and say how far that is: they have tests of their own."""


def crawl(ask: Any, start: str, most: int) -> dict[str, Any]:
    """Every answer that can be reached from a page by links, in the order they are found, at most so many."""
    found: dict[str, Any] = {}
    waiting = [start]
    while waiting and len(found) < most:
        address = waiting.pop(0)
        if address in found or address.startswith(("/static/", "/open/")):
            continue
        if address.partition("?")[0].endswith(COMPUTED):
            continue
        answer = found[address] = ask(address)
        if answer.mimetype == "text/html":
            waiting += Page(answer.get_data(as_text=True)).addresses(address)
    return found


def text(browser: Any, path: str, language: str = "en") -> str:
    """A page as one line, with what its markup wrote in letters."""
    page = browser.get(path, headers={"Accept-Language": language}).get_data(as_text=True)
    return " ".join(unescape(page).replace("\u00a0", " ").split())
