"""The page of a rehearsal: what it says is what the engine says, and nobody sees it whom it is not for."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from csv import DictReader
from typing import Any

import msgspec
import pytest

from engine.rehearsal.inquiry import Inquiry
from engine.rehearsal.question import Question, answer, changed
from tests.web.company import Browser, Company, loaded
from tests.web.reading import Page
from web.apart import foreseen
from web.beside import Beside, Computation
from web.open_run import OpenRun
from web.rehearsals import MOST_KEPT, MOST_WAITING, Busy, Rehearsals

EXERCISE = "grey-strait"
RUNS = 300
ASKED = {"exercise": EXERCISE, "runs": str(RUNS), "seed": "7", "play": "doctrine"}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    found = Company(tmp_path_factory.mktemp("room") / "runs")
    yield found
    found.runs.beside.close()


@pytest.fixture(scope="module")
def open_run(company: Company) -> OpenRun:
    """A run in its second turn."""
    open_run = company.start(EXERCISE, ("halmar",))
    while open_run.run.state.game.turn < 2:
        open_run.run.press_on()
    return open_run


def until(reached: Callable[[], object]) -> None:
    """Wait for a state, however long it takes."""
    while not reached():
        time.sleep(0.02)


def asked(browser: Browser, place: str = "", **fields: Any) -> str:
    """Ask, and wait for the answer; its address."""
    sent = browser.post(f"{place}/rehearsal", {**ASKED, **fields})
    assert sent.status_code == 303, sent.get_data(as_text=True)
    address = sent.headers["Location"]
    until(lambda: "data-going" not in browser.get(address).get_data(as_text=True))
    return str(address)


def question(**more: Any) -> Question:
    exercise = loaded(EXERCISE)
    return Question(exercise, RUNS, 7, exercise.default_format, exercise.default_preset, **more)


def as_json(found: object) -> Any:
    """Figures as they come back from JSON."""
    return msgspec.json.decode(msgspec.json.encode(found))


# What it says


def test_the_page_and_its_files_say_what_the_engine_says(company: Company) -> None:
    """Law: of the same seeds, the figures of the page, its JSON and its CSV are those of the engine."""
    host, expected = company.host(), answer(question())
    address = asked(host)
    plain = host.get(f"{address}/figures.json")
    assert plain.json["figures"] == as_json(expected)
    assert plain.headers["Content-Disposition"] == f'attachment; filename="{EXERCISE}-rehearsal.json"'
    rows = list(DictReader(host.get(f"{address}/endings.csv").get_data(as_text=True).splitlines()))
    assert {row["ending"]: int(row["runs"]) for row in rows} == {
        e.id: e.share.number for e in expected.endings
    }
    tracks = list(DictReader(host.get(f"{address}/tracks.csv").get_data(as_text=True).splitlines()))
    assert len(tracks) == sum(len(course.turns) for course in expected.courses)
    assert host.get(f"{address}/no-such.csv").status_code == 404
    page = Page(host.get(address).get_data(as_text=True))
    assert page.faults == []
    assert sorted(set(page.ids)) == sorted(page.ids)
    assert sum(name.startswith("fan-") for name in page.ids) == len(expected.courses)


def test_a_change_is_played_on_the_same_dice(company: Company) -> None:
    host = company.host()
    without = next(iter(loaded(EXERCISE).file.injects))
    address = asked(host, set=["bank", "", ""], to=["1", "", ""], without=[without])
    plain = host.get(f"{address}/figures.json").json
    other = question(without=(without,))._replace(exercise=changed(loaded(EXERCISE), {"bank": 1}))
    assert plain["figures"] == as_json(answer(question()))
    assert plain["other"] == as_json(answer(other))
    assert "What the change does" in host.get(address).get_data(as_text=True)
    assert host.get(f"{address}/differences.csv").status_code == 200


def test_what_is_looked_into_beside_is_there(company: Company) -> None:
    """The best reply of a seat, limits and moves: each as a table, in the JSON and as a sheet."""
    host, role = company.host(), loaded(EXERCISE).roles[0]
    address = asked(host, runs="20", reply=role, limits="on", moves="on")
    plain = host.get(f"{address}/figures.json").json
    assert [reply["role"] for reply in plain["best_replies"]] == [role]
    shown = Page(host.get(address).get_data(as_text=True)).ids
    for table, sheet in (("replies", "best_replies"), ("limits", "limits"), ("moves", "moves")):
        assert table in shown
        assert plain[sheet]
        assert host.get(f"{address}/{sheet}.csv").status_code == 200


def test_paired_questions_are_answered_with_pictures(company: Company, open_run: OpenRun) -> None:
    """Law: the lobby asks what the exercise names, each with its picture; a run that goes on does not."""
    host = company.host()
    found = host.get(asked(host, paired="on")).get_data(as_text=True)
    for name, entry in loaded(EXERCISE).file.rehearsals.items():
        assert f'id="paired-{name}"' in found
        table = found.split(f'id="paired-{name}-head"')[1].split("</section>")[0]
        assert table.count("<svg") == len(entry.figures)
    assert 'name="paired"' in host.get(f"/rehearsal?exercise={EXERCISE}").get_data(as_text=True)
    place = f"/run/{open_run.name}/control"
    assert 'name="paired"' not in host.get(f"{place}/rehearsal").get_data(as_text=True)


def test_a_run_goes_on_from_where_it_stands(company: Company, open_run: OpenRun) -> None:
    """Law: as the engine takes it on from there, on dice that are not the run's; the run stays as it is."""
    control, lines = company.seated(open_run.name, "control"), len(open_run.run.log.lines)
    place = f"/run/{open_run.name}/control"
    address = asked(control, place, set=["", "", ""], to=["", "", ""])
    state = open_run.run.state
    expected = answer(question(start=state)._replace(format=state.game.format, preset=state.game.preset))
    plain = control.get(f"{address}/figures.json").json
    assert plain["figures"] == as_json(expected)
    first = next(DictReader(control.get(f"{address}/tracks.csv").get_data(as_text=True).splitlines()))
    assert first["turn"] == "2"
    assert "from turn 2" in control.get(address).get_data(as_text=True)
    assert len(open_run.run.log.lines) == lines
    assert f"{place}/rehearsal" in Page(control.get(place).get_data(as_text=True)).links


def test_an_ended_run_says_that_it_has_ended(company: Company) -> None:
    ended = company.start(EXERCISE)
    while not ended.run.state.game.finished:
        ended.run.press_on()
    host, place = company.host(), f"/run/{ended.name}/control/rehearsal"
    shown = host.get(place).get_data(as_text=True)
    assert "This run has ended." in shown
    assert '<form method="post" action="' + place not in shown
    assert host.post(place, ASKED).status_code == 422


def test_the_form_comes_back_as_it_was(company: Company) -> None:
    """Where it was refused, and where somebody asks again with one thing changed; in the page's language."""
    host = company.host()
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"set": ["bank"], "to": ["many"]}, "many"),
        ({"runs": "9999999"}, "50000"),
        ({"seed": "-3"}, "The first seed"),
        ({"seat.halmar": "orders:no_such"}, "no_such"),
        ({"play": "cheating"}, "cheating"),
        ({"format": "no-such"}, "no-such"),
        ({"without": ["no-such"]}, "no-such"),
        ({"reply": "nobody"}, "nobody"),
    )
    for fields, said in wrong:
        answered = host.post("/rehearsal", {**ASKED, "seat.brenia": "chance", **fields})
        shown = answered.get_data(as_text=True)
        assert answered.status_code == 422, fields
        assert said in shown.split('role="alert"')[1].split("</p>")[0], fields
        assert Page(shown).faults == []
        assert 'value="chance" selected' in shown, fields
    address = asked(host, set=["bank", "", ""], to=["1", "", ""], **{"seat.halmar": "mixed:50"})
    again = host.get(f"/rehearsal?again={address.rpartition('/')[2]}").get_data(as_text=True)
    assert 'value="bank" selected' in again
    assert 'value="mixed:50" selected' in again
    polish = host.post("/rehearsal", {**ASKED, "runs": "0"}, headers={"Accept-Language": "pl"})
    assert "Naraz można rozegrać" in polish.get_data(as_text=True)


def test_a_number_that_makes_no_sense_is_refused_in_words(company: Company) -> None:
    """Also where only the process that plays can tell."""
    host = company.host()
    address = asked(host, set=["bank", "", ""], to=["-5", "", ""])
    refused = host.get(address)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.get_data(as_text=True)
    assert 'value="bank" selected' in refused.get_data(as_text=True)


# Who may see it


@pytest.mark.parametrize(
    "who", ["nobody", "halmar", "brenia", "public", "observer", "of another run", "revoked"]
)
def test_nobody_else_learns_anything(company: Company, open_run: OpenRun, who: str) -> None:
    """Law: page, progress, figures and tables of a run are its control's, those of exercises the host's;
    everybody else gets the answer that an address gets where there is nothing.
    """
    control, host = company.seated(open_run.name, "control"), company.host()
    of_run = asked(control, f"/run/{open_run.name}/control").rpartition("/")[2]
    of_exercise = asked(host).rpartition("/")[2]
    browser = stranger(company, open_run, who)
    nowhere = browser.get("/run/none/nobody").data
    seats = ("control", "halmar", "brenia", "public", "observer")
    places = [f"/run/{open_run.name}/{seat}/rehearsal" for seat in seats]
    for place, job in [("/rehearsal", of_exercise), *((place, of_run) for place in places)]:
        for path in ("", f"/{job}", f"/{job}/figures.json", f"/{job}/endings.csv"):
            found = browser.get(place + path)
            assert (found.status_code, found.data) == (404, nowhere), place + path
        for path in ("", f"/{job}/stop"):
            assert browser.post(place + path, ASKED).status_code == 404, place + path


def stranger(company: Company, open_run: OpenRun, who: str) -> Browser:
    """Somebody who is not this run's control."""
    if who == "nobody":
        return company.browser()
    if who == "of another run":
        return company.seated(company.start(EXERCISE).name, "control")
    if who == "revoked":
        other = company.seated(open_run.name, "control")
        company.runs.seats(open_run.name).revoke("control")
        return other
    return company.seated(open_run.name, who)


def test_what_was_asked_of_a_run_is_not_found_elsewhere(company: Company, open_run: OpenRun) -> None:
    """Neither in the lobby nor in another run, also for whoever may see both."""
    host, other = company.host(), company.start(EXERCISE)
    job = asked(host, f"/run/{open_run.name}/control").rpartition("/")[2]
    assert host.get(f"/run/{open_run.name}/control/rehearsal/{job}").status_code == 200
    of_exercise = asked(host).rpartition("/")[2]
    for place, name in (
        ("/rehearsal", job),
        (f"/run/{other.name}/control/rehearsal", job),
        (f"/run/{open_run.name}/control/rehearsal", of_exercise),
    ):
        gone = host.get(f"{place}/{name}")
        assert (gone.status_code, gone.headers["Location"]) == (303, f"{place}?gone=yes")
        assert host.get(f"{place}/{name}/figures.json").status_code == 404
        assert host.get(f"{place}/{name}/endings.csv").status_code == 404
        assert host.post(f"{place}/{name}/stop").status_code == 404
    said = host.get(f"/run/{open_run.name}/control/rehearsal?gone=yes").get_data(as_text=True)
    assert "no longer kept" in said


# The queue


class Standing(Beside):
    """A queue whose process never answers by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.begun: list[Computation[Any]] = []

    def _submit(self, computation: Computation[Any]) -> None:
        self.begun.append(computation)

    def finish(self, job: Computation[Any]) -> None:
        with self._lock:
            self._now = None
            self._end(job, None)
            self._next()


def test_one_question_of_a_browser_at_a_time() -> None:
    """Law: the others wait in the order they came, know how many come before, and can stop; and whoever asks
    again is told what it waits for.
    """
    queue, inquiry = Standing(), Inquiry(question())
    asked = Rehearsals(queue)
    first, second, third = (asked.ask(inquiry, whose) for whose in "abc")
    forecast: Computation[Any] = Computation(foreseen, b"")
    queue.take(forecast, first=True)
    assert [queue.before(job) for job in (first, forecast, second, third)] == [0, 1, 2, 3]
    with pytest.raises(Busy) as busy:
        asked.ask(inquiry, "b")
    assert busy.value.job is second
    queue.stop(second)
    assert (second.stage, queue.before(third)) == ("stopped", 2)
    assert asked.ask(inquiry, "b").going
    queue.finish(first)
    assert queue.begun == [first, forecast]
    queue.stop(forecast)
    assert forecast.stage == "stopped"
    assert asked.ask(inquiry, "d").going, "though the process is still at work on what was stopped"
    while queue.waiting < MOST_WAITING:
        asked.ask(inquiry, f"more {queue.waiting}")
    with pytest.raises(Busy) as full:
        asked.ask(inquiry, "one too many")
    assert full.value.job is None


def test_what_was_answered_is_forgotten_in_time() -> None:
    """Law: so many are kept; what is waited for never goes."""
    queue, inquiry = Standing(), Inquiry(question())
    asked = Rehearsals(queue)
    first = asked.ask(inquiry, "first")
    waits = asked.ask(inquiry, "waits")
    queue.finish(first)
    for number in range(MOST_KEPT + 3):
        queue.stop(asked.ask(inquiry, f"{number}"))
    assert asked.job(waits.id) is waits
    with pytest.raises(KeyError):
        asked.job(first.id)


def test_a_question_can_be_stopped_and_the_next_is_answered(company: Company) -> None:
    host = company.host()
    address = host.post("/rehearsal", {**ASKED, "runs": "50000", "limits": "on"}).headers["Location"]
    waiting = host.get(address).get_data(as_text=True)
    assert "<progress" in waiting
    assert Page(waiting).faults == []
    refused = host.post("/rehearsal", ASKED)
    assert refused.status_code == 409
    assert address in refused.get_data(as_text=True)
    assert host.post(f"{address}/stop").status_code == 303
    until(lambda: host.get(address).status_code == 303)
    assert host.get(f"{address}/figures.json").status_code == 404
    assert host.get(asked(host)).status_code == 200


def test_a_process_that_dies_takes_nothing_with_it(company: Company) -> None:
    """Law: the question says so, and the next one is answered by another process."""
    host, rehearsals = company.host(), company.runs.rehearsals
    address = host.post("/rehearsal", {**ASKED, "runs": "50000", "limits": "on"}).headers["Location"]
    job = rehearsals.job(address.rpartition("/")[2])
    until(lambda: rehearsals.beside.progress(job).of)
    assert rehearsals.beside._worker
    for process in list(rehearsals.beside._worker._processes):
        os.kill(process, signal.SIGKILL)
    until(lambda: not job.going)
    assert "The computation broke off." in host.get(address).get_data(as_text=True)
    assert host.get(asked(host)).status_code == 200
