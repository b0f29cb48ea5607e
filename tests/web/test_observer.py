"""The observer's page: it sees what control sees, writes observations, and can do nothing else."""

import re
from html import unescape
from itertools import count
from pathlib import Path

import pytest

from engine.play.commands import Command
from tests.web.company import Browser, Company, lines
from tests.web.test_control import on_to
from web.forms import READERS

PAGES = count(1)
OF_CONTROL = ("print/", "print/msel", "print/injects", "print/tables", "print/seats", "control")


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


def test_an_observer_sees_what_control_sees(company: Company) -> None:
    open_run = company.start(people=("usa", "dprk"))
    on_to(open_run, "consultation")
    open_run.do(Command("message", "usa", {"to": ["rok"], "text": "a private word"}))
    watching = company.seated(open_run.name, "observer")
    assert "a private word" in watching.get(f"/run/{open_run.name}/observer").get_data(as_text=True)
    polish = watching.get(f"/run/{open_run.name}/observer", headers={"Accept-Language": "pl"})
    assert "Obserwator" in polish.get_data(as_text=True)


def test_what_an_observer_writes_is_an_observation_in_the_log(company: Company) -> None:
    open_run = company.start()
    watching = company.seated(open_run.name, "observer")
    answer = watching.do(open_run.name, "observer", "note", text="Seoul asked first", about="rok")
    assert answer.status_code == 303
    line = open_run.run.log.lines[-1]
    assert (line.actor, line.capacity, line.events[0].kind) == ("observer", "control", "observation")
    assert "Seoul asked first" in watching.get(f"/run/{open_run.name}/observer").get_data(as_text=True)


def test_an_observer_does_nothing_else(company: Company) -> None:
    """Law: no command but a note, from the page or otherwise, and no page of control's."""
    open_run = company.start(people=("usa",))
    watching = company.seated(open_run.name, "observer")
    before = lines(open_run)
    for command in set(READERS) - {"note"}:
        assert watching.do(open_run.name, "observer", command, text="x", kind="x").status_code == 409
    for place in ("control", "usa"):
        assert watching.do(open_run.name, place, "advance").status_code == 404
    for page in OF_CONTROL:
        assert watching.get(f"/run/{open_run.name}/{page}").status_code == 404
    assert watching.post(f"/run/{open_run.name}/seats/usa/open").status_code == 404
    assert lines(open_run) == before


def test_a_program_can_observe(company: Company) -> None:
    """Law: who may join through the API may look and write through it what the page lets an observer, and its
    seat is listed and revoked as it is there.
    """
    open_run = company.start(people=("usa", "dprk"))
    on_to(open_run, "consultation")
    open_run.do(Command("message", "usa", {"to": ["rok"], "text": "a private word"}))
    before, seats = lines(open_run), company.runs.seats(open_run.name)
    joined = company.ask("POST", "/join", json={"code": seats.code("observer"), "name": "Logger"})
    assert (joined.status_code, lines(open_run)) == (200, before)
    token = joined.get_json()["token"]
    seen = company.ask("GET", "/view", token)
    assert "a private word" in seen.get_data(as_text=True)
    assert seen.get_json() | {"clock": None} == open_run.picture("observer", "en") | {"clock": None}
    assert company.ask("GET", "/version", token).status_code == 200
    for refused in ("/journal", "/seats", "/log", "/view?as=usa"):
        assert company.ask("GET", refused, token).status_code == 403
    note = {"data": {"text": "Seoul asked first"}}
    written = company.ask("POST", "/commands/note", token, json=note)
    assert (written.status_code, written.get_json()["seq"]) == (200, lines(open_run))
    (found,) = open_run.picture("observer", "en")["evaluation"]["observations"]
    assert (found["observer"], found["line"]) == (1, lines(open_run))
    assert seats.named_numbers("observer") == {1: "Logger"}
    other = company.seated(open_run.name, "observer")
    assert write(other, open_run.name, text="mine") == 303
    for line, status in ((found["line"], 200), (lines(open_run), 409)):
        corrected = {"data": {"text": "Seoul asked twice", "note": line}}
        assert company.ask("POST", "/commands/note", token, json=corrected).status_code == status
    assert company.ask("POST", "/commands/advance", token, json={}).status_code == 409
    chosen = {"data": {"orders": [], "seal": False}}
    assert company.ask("POST", "/commands/orders", token, json=chosen).status_code == 409
    control = company.token(open_run.name, "control")
    listed = company.ask("GET", "/seats", control).get_json()["seats"]
    assert [(seat["people"], seat["code"]) for seat in listed if seat["seat"] == "observer"] == [
        (["Logger"], seats.code("observer"))
    ]
    revoked = company.ask("POST", "/seats/observer/revoke", control)
    assert revoked.get_json()["people"] == []
    assert company.ask("GET", "/view", token).status_code == 401
    assert company.ask("GET", "/view", revoked.get_json()["token"]).status_code == 200


def test_others_do_not_see_the_observers_page(company: Company) -> None:
    open_run = company.start(people=("usa",))
    for seats in (("usa",), ("public",), ()):
        assert company.seated(open_run.name, *seats).get(f"/run/{open_run.name}/observer").status_code == 404


def test_a_revoked_observer_is_out(company: Company) -> None:
    open_run = company.start()
    watching = company.seated(open_run.name, "observer")
    company.host().post(f"/run/{open_run.name}/seats/observer/revoke", {"place": "control"})
    assert watching.get(f"/run/{open_run.name}/observer").status_code == 404


def write(browser: Browser, run: str, **fields: str) -> int:
    """A note from the observer's page; each from a page of its own."""
    once = f"{next(PAGES)}-note"
    return browser.do(run, "observer", "note", once=once, **fields).status_code


def page(browser: Browser, run: str, query: str = "") -> str:
    return unescape(browser.get(f"/run/{run}/observer{query}").get_data(as_text=True))


def item(html: str, name: str) -> str:
    """An entry of a list, as words."""
    found = re.search(rf'<li id="{name}".*?</li>', html, re.DOTALL)
    assert found, name
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def test_an_observer_reads_who_was_told_what_in_every_turn(company: Company) -> None:
    """Law: each inject with its id, title, addressees and who also knows it; a private paper says so."""
    open_run = company.start()
    on_to(open_run, "consultation", 2)
    watching = company.seated(open_run.name, "observer")
    html = page(watching, open_run.name, "?turn=1")
    told = {fact["text"]: fact for fact in open_run.picture("observer", "en")["story"]}
    injects = [fact for fact in told.values() if fact["kind"] == "inject" and fact["turn"] == 1]
    assert {fact["details"].get("private", False) for fact in injects} == {True, False}
    for fact in injects:
        entry = item(html, f"fact-{fact['number']}")
        more = fact["details"]
        assert more["title"] in entry
        assert (more.get("inject") or more["paper_of"]) in entry.split()
        if more.get("private"):
            assert f"private paper: only {more['code']}" in entry
        else:
            codes = {role["id"]: role["code"] for role in open_run.picture("observer", "en")["roles"]}
            names = ["everybody"] if len(more["to"]) == len(codes) else [codes[role] for role in more["to"]]
            assert all(name in entry for name in [*names, *(codes[role] for role in more["notice"])])
    now = page(watching, open_run.name)
    assert not any(fact["text"] in now for fact in injects)
    assert all(f'href="/run/{open_run.name}/observer{query}"' in now for query in ("", "?turn=1", "?turn=0"))


def test_an_observer_sees_tracks_map_and_seats(company: Company) -> None:
    open_run = company.start(people=("usa",))
    on_to(open_run, "situation")
    html = page(company.seated(open_run.name, "observer"), open_run.name)
    view = open_run.picture("observer", "en")
    assert all(f'id="track-{track["id"]}"' in html for track in view["tracks"])
    assert '<figure class="relations">' in html
    assert item(html, "sits-usa") == "USA people"
    assert item(html, "sits-rok") == "ROK a bot"


def test_an_observation_bears_its_author_and_is_corrected_by_no_other(company: Company) -> None:
    """Law: two who share the seat are told apart by a number; the name stands beside the run alone."""
    open_run = company.start()
    on_to(open_run, "consultation")
    ada, ben = company.browser(), company.browser()
    for browser, name in ((ada, "Ada Byron"), (ben, "")):
        browser.get("/join")
        browser.post(f"/join/{company.runs.seats(open_run.name).link('observer')}", {"name": name})
    write(ada, open_run.name, text="Seoul asked first")
    write(ben, open_run.name, text="Beijing kept silent")
    open_run.do(Command("note", "control", {"text": "Two teams hesitate."}))
    first, second, third = (
        entry["line"] for entry in open_run.picture("observer", "en")["evaluation"]["observations"]
    )
    assert "Observer 1, Ada Byron (this device)" in item(page(ada, open_run.name), f"observed-{first}")
    assert "Observer 2 Beijing" in item(page(ada, open_run.name), f"observed-{second}")
    assert "Observer 2 (this device)" in item(page(ben, open_run.name), f"observed-{second}")
    apart = page(ben, open_run.name)
    assert apart.index('id="of-control"') < apart.index(f'id="observed-{third}"')
    assert apart.index(f'id="observed-{first}"') < apart.index('id="of-control"')
    evaluated = ada.get(f"/run/{open_run.name}/observer/debrief/evaluation").get_data(as_text=True)
    assert "Observer 1, Ada Byron" in evaluated
    assert "written by control; you read them" in evaluated

    for line in (first, third):
        assert 'name="note"' not in page(ben, open_run.name, f"?edit={line}")
        assert write(ben, open_run.name, note=str(line), text="x", observer="1") == 409
    assert f'name="note" value="{first}"' in page(ada, open_run.name, f"?edit={first}")
    write(ada, open_run.name, note=str(first), text="Seoul asked twice")
    assert "corrected Seoul asked twice" in item(page(ben, open_run.name), f"observed-{first}")
    write(ada, open_run.name, note=str(first), withdrawn="yes")
    assert "Seoul asked" not in page(ben, open_run.name)
    assert b"Ada" not in open_run.whole_log()
    assert b"Seoul asked first" in open_run.whole_log()


def test_a_device_that_changes_hands_gets_another_number(company: Company) -> None:
    """Law: nobody's words pass to whoever takes the seat next, and no number is drawn twice."""
    open_run = company.start()
    seats = company.runs.seats(open_run.name)
    shared = company.browser()
    shared.get("/join")
    for name, mine in (("Ada", 1), ("Ben", 2), ("", 2), ("Ben", 2)):
        shared.post(f"/join/{seats.link('observer')}", {"name": name})
        write(shared, open_run.name, text=f"seen by {mine}")
        observed = open_run.picture("observer", "en")["evaluation"]["observations"]
        assert observed[-1]["observer"] == mine
    assert seats.named_numbers("observer") == {2: "Ben"}
    seats.erase_names()
    assert "Ben" not in page(shared, open_run.name)
    shared.post(f"/run/{open_run.name}/observer/stand-up")
    seats.revoke("observer")
    anew = company.seated(open_run.name, "observer")
    write(anew, open_run.name, text="seen by 3")
    assert open_run.picture("observer", "en")["evaluation"]["observations"][-1]["observer"] == 3


def test_in_a_fork_nobody_becomes_the_author_of_what_others_wrote(company: Company) -> None:
    """Law: a log that comes without its file of seats goes on behind the numbers in it."""
    open_run = company.start()
    on_to(open_run, "consultation")
    ada = company.seated(open_run.name, "observer")
    write(ada, open_run.name, text="Seoul asked first")
    first = len(open_run.run.log.lines)
    on_to(open_run, "situation", 2)
    forked = company.runs.fork(open_run.name, 2)
    stranger = company.seated(forked.name, "observer")
    assert write(stranger, forked.name, text="a word of my own") == 303
    assert forked.run.state.room.notes[-1].event.observer == 2  # type: ignore[attr-defined]
    assert write(stranger, forked.name, note=str(first), text="what I would have it say") == 409
    open_run.run.log.path.with_name(f"{open_run.run.log.path.name}.seats").unlink()
    moved = company.seated(open_run.name, "observer")
    write(moved, open_run.name, text="after the move")
    assert write(moved, open_run.name, note=str(first), text="what I would have it say") == 409


@pytest.mark.parametrize("language", ["en", "pl"])
def test_whoever_corrects_a_name_keeps_what_they_wrote(company: Company, language: str) -> None:
    """Law: a name can be corrected, and the name of an author is not pushed off by whoever joins later."""
    open_run = company.start()
    seats, bob = company.runs.seats(open_run.name), company.browser()
    link = seats.link("observer")
    heading = {"Accept-Language": language}
    assert 'name="same"' not in bob.get(f"/join/{link}", headers=heading).get_data(as_text=True)
    bob.claim(link, "Bop")
    write(bob, open_run.name, text="Seoul asked first")
    line = lines(open_run)
    offered = bob.get(f"/join/{link}", headers=heading).get_data(as_text=True)
    assert 'name="same"' in offered
    assert {"en": "I only correct my name", "pl": "Poprawiam tylko"}[language] in unescape(offered)
    bob.post(f"/join/{link}", {"name": "Bob", "same": "yes"})
    assert write(bob, open_run.name, text="Seoul asked twice", note=str(line)) == 303
    for number in range(45):
        seats.sit("observer", f"browser-{number}", f"Person {number}")
    assert seats.named_numbers("observer") == {1: "Bob"}


def test_the_debrief_is_a_link_while_the_run_goes_on(company: Company) -> None:
    """Law: what opens by its address is a link, and what is no link opens nowhere."""
    open_run = company.start()
    on_to(open_run, "situation")
    watching = company.seated(open_run.name, "observer")
    assert f'href="/run/{open_run.name}/observer/debrief"' in page(watching, open_run.name)
    assert watching.get(f"/run/{open_run.name}/observer/debrief").status_code == 200
