"""The left rail of the facilitator page: narrow, and yet every title of an inject stands there whole."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import LAPTOP, Person, Server

TITLES = """() => [...document.querySelectorAll(".inject-list .name")].map((part) => {
  const rail = part.closest(".column").getBoundingClientRect(), range = document.createRange();
  range.selectNodeContents(part);
  const words = range.getBoundingClientRect();
  const beside = part.closest("li").lastElementChild.getBoundingClientRect();
  const apart = words.right <= beside.left + 1 || words.bottom <= beside.top + 1;
  return [part.textContent, part.scrollWidth <= part.clientWidth + 1 && words.right <= rail.right && apart];
})"""


@pytest.mark.parametrize("language", ["en", "pl"])
def test_no_title_in_the_rail_is_cut(server: Server, sit_down: Callable[..., Person], language: str) -> None:
    control = sit_down("control", size=LAPTOP, language=language)
    control.look()
    titles = control.page.evaluate(TITLES)
    assert len(titles) > 20
    assert [title for title, whole in titles if not whole] == []
