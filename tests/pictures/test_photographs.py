"""The README's pictures show the pages as they are: when one has moved on, it is to be photographed anew."""

import json

from docs.pictures.pages import OTHERWISE, fingerprint, made_of, steady
from tests.guides import HOUSE

FOLDER = HOUSE / "docs" / "pictures"


def test_no_page_has_moved_on_without_its_picture() -> None:
    """Otherwise: make pictures, and look at them."""
    kept = json.loads((FOLDER / "made-of.json").read_text(encoding="utf-8"))
    assert all((FOLDER / f"{name}.png").exists() for name in kept)
    found = made_of()
    assert set(found) == set(kept)
    moved_on = [name for name, word in found.items() if word != kept[name]]
    assert not moved_on, f"make pictures: {', '.join(moved_on)} show older pages"


def test_every_picture_of_the_readme_is_one_of_these() -> None:
    readme = (HOUSE / "README.md").read_text(encoding="utf-8")
    kept = json.loads((FOLDER / "made-of.json").read_text(encoding="utf-8"))
    assert {name for name in kept if f"docs/pictures/{name}.png" in readme} == set(kept)
    assert readme.count("docs/pictures/") == len(kept)


def test_a_page_is_known_by_what_it_shows_and_by_nothing_else() -> None:
    """Law: a word or a style that changes is told; a secret, a time or an address is not."""
    page = '<link rel="stylesheet" href="/static/tokens.css?v={v}"><p>{word}</p><time>{time}</time>{secret}'
    made = {"v": "abc", "word": "Publish", "time": "09:30", "secret": '<input name="secret" value="x1">'}
    other = made | {"v": "def", "time": "10:45", "secret": '<input name="secret" value="y2">'}
    assert OTHERWISE
    assert fingerprint(page.format(**made)) == fingerprint(page.format(**other))
    assert fingerprint(page.format(**made)) != fingerprint(page.format(**(made | {"word": "Announce"})))
    assert fingerprint("<p></p>") != fingerprint('<link rel="stylesheet" href="/static/tokens.css"><p></p>')
    assert steady("  <p>a</p>\n\n <p>b</p>") == "<p>a</p>\n<p>b</p>"
