"""The page where two roles have no direct contact."""

from pathlib import Path

import pytest

from tests.web.company import Company
from tests.web.test_control import on_to


@pytest.mark.parametrize(
    ("kind", "form"), [("message", "message"), ("promise", "promise"), ("proposal", "propose-free")]
)
def test_no_form_offers_whom_it_cannot_reach(tmp_path: Path, kind: str, form: str) -> None:
    """Law: the page says why, and how a letter can go instead."""
    company = Company(tmp_path / "runs")
    open_run = company.start(people=("usa",))
    on_to(open_run, "consultation")
    usa = company.seated(open_run.name, "usa")
    page = usa.get(f"/run/{open_run.name}/usa?tab=messages&write={kind}").text
    written = page.partition('id="write"')[2]
    assert "have no working contacts" in written
    assert "write=letter" in written
    assert f'id="{form}-to-china"' in written
    assert f'id="{form}-to-dprk"' not in written
