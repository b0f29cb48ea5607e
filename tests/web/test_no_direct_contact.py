"""The page where two roles have no direct contact."""

from pathlib import Path

from tests.web.company import Company
from tests.web.test_control import on_to


def test_the_form_offers_nobody_who_cannot_be_written_to(tmp_path: Path) -> None:
    """Law: the page says why, and how a letter can go instead."""
    company = Company(tmp_path / "runs")
    open_run = company.start(people=("usa",))
    on_to(open_run, "consultation")
    page = (
        company.seated(open_run.name, "usa").get(f"/run/{open_run.name}/usa?tab=messages&write=message").text
    )
    form = page.partition('id="write"')[2]
    assert "have no working contacts" in form
    assert "write=letter" in form
    assert 'id="message-to-china"' in form
    assert 'id="message-to-dprk"' not in form
