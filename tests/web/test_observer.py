"""The observer's page: it sees what control sees, writes observations, and can do nothing else."""

from pathlib import Path

import pytest

from engine.play.commands import Command
from tests.web.company import Company, lines
from tests.web.test_control import on_to
from web.forms import READERS

OF_CONTROL = ("print/", "print/msel", "print/injects", "print/tables", "print/seats", "control")


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


def test_an_observer_sees_what_control_sees(company: Company) -> None:
    served = company.start(people=("usa", "dprk"))
    on_to(served, "consultation")
    served.do(Command("message", "usa", {"to": ["dprk"], "text": "a private word"}))
    watching = company.seated(served.name, "observer")
    assert "a private word" in watching.get(f"/run/{served.name}/observer").get_data(as_text=True)
    polish = watching.get(f"/run/{served.name}/observer", headers={"Accept-Language": "pl"})
    assert "Obserwator" in polish.get_data(as_text=True)


def test_what_an_observer_writes_is_an_observation_in_the_log(company: Company) -> None:
    served = company.start()
    watching = company.seated(served.name, "observer")
    answer = watching.do(served.name, "observer", "note", text="Seoul asked first", about="rok")
    assert answer.status_code == 303
    line = served.run.log.lines[-1]
    assert (line.actor, line.capacity, line.events[0].kind) == ("observer", "control", "observation")
    assert "Seoul asked first" in watching.get(f"/run/{served.name}/observer").get_data(as_text=True)


def test_an_observer_does_nothing_else(company: Company) -> None:
    """Law: no command but a note, from the page or otherwise, and no page of control's."""
    served = company.start(people=("usa",))
    watching = company.seated(served.name, "observer")
    before = lines(served)
    for command in set(READERS) - {"note"}:
        assert watching.do(served.name, "observer", command, text="x", kind="x").status_code == 409
    for place in ("control", "usa"):
        assert watching.do(served.name, place, "advance").status_code == 404
    for page in OF_CONTROL:
        assert watching.get(f"/run/{served.name}/{page}").status_code == 404
    assert watching.post(f"/run/{served.name}/seats/usa/open").status_code == 404
    assert company.ask("GET", "/view", company.token(served.name, "observer")).status_code == 401
    assert lines(served) == before


def test_others_do_not_see_the_observers_page(company: Company) -> None:
    served = company.start(people=("usa",))
    for seats in (("usa",), ("public",), ()):
        assert company.seated(served.name, *seats).get(f"/run/{served.name}/observer").status_code == 404


def test_a_revoked_observer_is_out(company: Company) -> None:
    served = company.start()
    watching = company.seated(served.name, "observer")
    company.host().post(f"/run/{served.name}/seats/observer/revoke", {"place": "control"})
    assert watching.get(f"/run/{served.name}/observer").status_code == 404
