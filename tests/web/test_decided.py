"""What decided a run, and what may come of it: on whose page it stands, and on whose it never does."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from engine.play.commands import Command, Refusal
from engine.record.run import Run
from engine.rehearsal.forecast import forecast
from engine.rehearsal.question import Question, answer
from engine.review.turning_points import course
from engine.views import view
from engine.words.language import Language
from engine.words.locale import languages
from tests.web.company import Company, loaded
from tests.web.reading import Page
from web.apart import Told, looked_back
from web.beside import Computation
from web.open_run import OpenRun
from web.run_odds import ended
from web.what_ifs import can_change

FEW = 20
DECIDED = "/run/run/{}/debrief/decided"
FORECAST = "/run/run/{}/forecast"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The log of a run that bots have played to its end."""
    path = tmp_path_factory.mktemp("played") / "run.jsonl"
    run = Run.start(loaded("grey-strait"), path, seed=7, people=["control"])
    while not run.state.game.finished:
        run.press_on()
    return path


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


@pytest.fixture
def open_run(company: Company, played: Path) -> OpenRun:
    """The run, ended, with nothing released; its odds are known."""
    (company.runs.folder / "run.jsonl").write_bytes(played.read_bytes())
    found = company.runs.run("run")
    debrief = found.open_debrief()
    with debrief.reading():
        debrief.run_odds.known = ended(debrief.run.state.game), done(odds(played))
    return found


def odds(path: Path) -> Any:
    run = Run.open(path)
    game = run.state.game
    return course(run, runs=FEW), answer(Question(run.exercise, FEW, 0, game.format, game.preset))


def done(made: Any) -> Computation[Any]:
    """As if it had been found beside the room."""
    found: Computation[Any] = Computation(looked_back, b"")
    found.stage, found.made = "done", made
    return found


@pytest.mark.parametrize("language", sorted(languages()))
def test_the_debrief_opens_on_what_decided_the_run(
    company: Company, open_run: OpenRun, language: str
) -> None:
    """Law: every turning point with what else could have been, the ending and why; and it is a sound page."""
    host = company.host()
    debrief = open_run.open_debrief()
    made = debrief.odds(company.runs.beside).made
    assert made
    told = debrief.decided(made, language)
    html = host.get(DECIDED.format("control"), headers={"Accept-Language": language}).text
    page = Page(html)
    assert page.faults == []
    assert len(page.ids) == len(set(page.ids))
    assert told["points"]
    assert html.count('class="turning-points"') == 1
    assert all(f'id="point-{point["rank"]}"' in html for point in told["points"])
    assert told["ended"]["title"] in page.text if hasattr(page, "text") else told["ended"]["title"] in html
    start = host.get("/run/run/control").text
    assert DECIDED.format("control") in start


WHAT_IF = "/run/run/{}/debrief/what-if"


@pytest.mark.parametrize("language", sorted(languages()))
def test_one_thing_is_changed_a_thousand_times_and_once(
    company: Company, open_run: OpenRun, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """Law: of every kind of thing the page tells the difference in odds; once, it makes a run of its own."""
    asked = at_once(monkeypatch, company)
    monkeypatch.setattr("engine.review.otherwise.RUNS", FEW)
    host, debrief, kinds = company.host(), open_run.open_debrief(), set[str]()
    spoken, headers = Language(language), {"Accept-Language": language}
    for turn in range(1, 9):
        for thing in can_change(debrief, turn, spoken):
            if thing.kind in kinds:
                continue
            kinds.add(thing.kind)
            query = {"turn": f"{turn}", "what": f"{thing.kind} {thing.what}"}
            page = host.get(WHAT_IF.format("control"), query_string=query, headers=headers)
            assert page.status_code == 200
            query["new"] = thing.options[0].new
            page = host.get(WHAT_IF.format("control"), query_string=query, headers=headers)
            assert Page(page.text).faults == []
            assert spoken.say("Once, on the dice of this run") in page.text.replace("\xa0", " ")
            assert page.text.count("<tr>") >= 2
    assert kinds >= {"order", "answer", "without"}
    assert len(asked) >= len(kinds)
    before = company.runs.names()
    made = host.post("/run/run/control/debrief/fork", {**query, "seats": "bot"})
    assert made.status_code == 303
    (new,) = set(company.runs.names()) - set(before)
    assert new in made.headers["Location"]
    assert company.runs.run(new).run.state.game.finished
    assert host.get(made.headers["Location"]).status_code == 200


def test_nobody_but_control_asks_what_would_have_been(company: Company, open_run: OpenRun) -> None:
    """Law: a seat finds nothing there, also once control has released all but its eyes."""
    role = open_run.roles[0]
    seat = company.seated("run", role)
    for place in (role, "control", "public", "observer"):
        assert seat.get(WHAT_IF.format(place)).status_code in (303, 404)


def test_a_paragraph_is_logged_and_read_in_the_report(company: Company, open_run: OpenRun) -> None:
    """Law: what control concludes stands on the page and in its own report, and in nobody else's."""
    host = company.host()
    made = open_run.open_debrief().odds(company.runs.beside).made
    assert made
    point = open_run.open_debrief().decided(made, "en")["points"][0]
    text = "The fog was kinder than the fleets."
    open_run.do(Command("conclude", data={"about": point["id"], "text": text}))
    assert text in host.get(DECIDED.format("control")).text
    assert text in host.get("/run/run/control/debrief/report/report.html").text
    open_run.do(Command("disclose", data={"what": "all"}))
    role = open_run.roles[0]
    assert text not in company.seated("run", role).get(f"/run/run/{role}/debrief/report/report.html").text


def test_a_seat_is_told_only_once_all_is_released(company: Company, open_run: OpenRun) -> None:
    """Law: even the choice of events would tell."""
    role = open_run.roles[0]
    seat = company.seated("run", role)
    closed = seat.get(DECIDED.format(role)).text
    assert "once control has released everything" in closed
    assert "turning-points" not in closed
    open_run.do(Command("disclose", data={"what": "traces"}))
    assert "turning-points" not in seat.get(DECIDED.format(role)).text
    open_run.do(Command("disclose", data={"what": "all"}))
    assert "turning-points" in seat.get(DECIDED.format(role)).text


def test_before_endex_there_is_nothing_to_tell(company: Company) -> None:
    open_run = company.start()
    html = company.host().get(f"/run/{open_run.name}/control/debrief/decided").text
    assert "after ENDEX" in html
    assert "data-going" not in html


@pytest.fixture
def going(company: Company) -> OpenRun:
    """A run in its first situation, led by control."""
    path = company.runs.folder / "run.jsonl"
    Run.start(loaded("grey-strait"), path, seed=7, people=["control", "brenia"]).log.close()
    return company.runs.run("run")


def at_once(monkeypatch: pytest.MonkeyPatch, company: Company) -> list[bytes]:
    """Let what is to be computed be computed at once, in few runs."""
    asked: list[bytes] = []

    def take(computation: Computation[Any], *, first: bool = False) -> None:
        asked.append(computation.content)
        computation.made, computation.stage = computation.function(computation.content, untold), "done"

    monkeypatch.setattr(company.runs.beside, "take", take)
    monkeypatch.setattr("engine.rehearsal.forecast.RUNS", FEW)
    return asked


untold: Told = lambda part, done, of: None  # noqa: E731


def test_control_is_told_what_may_come_and_nobody_else(
    company: Company, going: OpenRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law: for control alone; a seat, the screen and an observer find nothing there."""
    asked = at_once(monkeypatch, company)
    host = company.host()
    shown = host.post(FORECAST.format("control"), {"assume": ""})
    assert shown.status_code == 200
    assert "forecast-table" in shown.text
    assert Page(shown.text).faults == []
    assert len(asked) == 1
    host.post(FORECAST.format("control"), {"assume": ""})
    assert len(asked) == 1, "what is known is not asked for again"
    seat = company.seated("run", "brenia")
    for place in ("brenia", "control", "public", "observer"):
        for answer_ in (seat.get(FORECAST.format(place)), seat.post(FORECAST.format(place), {"assume": ""})):
            assert answer_.status_code in (303, 404)
            assert "forecast-table" not in answer_.text
    assert "orecast" not in seat.get("/run/run/brenia").text
    assert host.post(FORECAST.format("control"), {"assume": "nonsense"}).status_code == 400


def test_an_inject_is_shown_with_and_without_it_and_nothing_is_done(
    company: Company, going: OpenRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law: what is about to be done is looked at, and never done; what cannot be done says why."""
    at_once(monkeypatch, company)
    host, lines = company.host(), len(going.run.log.lines)
    name = next(iter(going.exercise.injects))
    form = {"command": "release", "inject": name, "to": list(going.roles), "assume": ""}
    shown = host.post(FORECAST.format("control"), form)
    assert shown.status_code == 200
    assert "with it" in shown.text or "notice" in shown.text
    refused = host.post(FORECAST.format("control"), {**form, "inject": "no_such"})
    assert refused.status_code == 200
    assert "notice" in refused.text
    going.run.refresh()
    assert len(going.run.log.lines) == lines


@pytest.mark.parametrize("phase", ["orders", "rulings"])
def test_answers_and_typed_dice_are_looked_at_beforehand(
    company: Company, monkeypatch: pytest.MonkeyPatch, phase: str
) -> None:
    """Law: beside every answer that control can give stands how to ask for its odds, dice are asked for as
    they are typed, and neither is done.
    """
    at_once(monkeypatch, company)
    monkeypatch.setattr("engine.rehearsal.forecast.RUNS", FEW)
    path = company.runs.folder / "run.jsonl"
    run = Run.start(loaded("korea-2025"), path, seed=2, people=["control", "usa", "dprk", "rok"])
    found = asking(run) if phase == "orders" else rolling(run)
    run.log.close()
    company.runs.run("run")
    host, lines = company.host(), len(run.log.lines)
    html = host.get(f"/run/run/control?ruling={found.get('ruling', '')}").text
    assert Page(html).faults == []
    assert html.count("data-look") >= len(found["options"]) > (phase == "orders") - 1
    assert phase == "orders" or 'id="form-dice-' in html
    form = {key: value for key, value in found.items() if key != "options"}
    shown = host.post(FORECAST.format("control"), {**form, "assume": ""})
    assert shown.status_code == 200
    assert "with it" in shown.text
    assert len(Run.open(path).log.lines) == lines


def asking(run: Run) -> dict[str, Any]:
    """The answer to a question that waits for a person, as a form gives it."""
    while not any(not asked.answer for asked in run.state.game.questions.values()):
        assert not run.state.game.finished
        order_talks(run)
        run.press_on()
    asked = next(asked for asked in run.state.game.questions.values() if not asked.answer)
    form = {"command": "answer", "question": asked.id, "answer": asked.options[0]}
    return {**form, "options": asked.options}


def order_talks(run: Run) -> None:
    """Whatever asks somebody, as far as it is allowed."""
    if run.state.game.phase == "orders" and not run.state.game.locked:
        for order in run.exercise.orders_of["usa"]:
            if order.asked:
                with suppress(Refusal):
                    run.do(Command("orders", "usa", {"orders": [{"order": order.key}], "seal": True}))
                    return


def rolling(run: Run) -> dict[str, Any]:
    """Dice for the first ruling that has some, as a form gives them."""
    while run.state.game.phase != "rulings" or not (paths := with_dice(run)):
        assert not run.state.game.finished
        run.press_on()
    path, number = next(iter(paths.items()))
    return {"command": "dice", "ruling": path, "dice": ["6"] * number, "options": []}


def with_dice(run: Run) -> dict[str, int]:
    """By path, how many dice each ruling of the turn has."""
    shown: Any = view(run.state, "control", "en")
    return {entry["path"]: len(entry["dice"]) for entry in shown["rulings"] if entry.get("dice")}


def test_forecasts_can_be_switched_off_for_a_run(
    company: Company, going: OpenRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = at_once(monkeypatch, company)
    going.do(Command("forecasting", data={"on": False}))
    assert "switched off" in company.host().post(FORECAST.format("control"), {"assume": ""}).text
    assert asked == []
    going.do(Command("forecasting", data={"on": True}))
    assert "forecast-table" in company.host().post(FORECAST.format("control"), {"assume": ""}).text


def test_the_bytes_that_are_sent_hold_no_words_of_people(company: Company, going: OpenRun) -> None:
    """Law: what travels to another process is what rules read."""
    from engine.rehearsal.forecast import outlook, received, sent

    going.do(Command("message", "brenia", {"to": ["halmar"], "text": "canary-words"}))
    content = sent(outlook(going.run.state, runs=FEW))
    assert b"canary-words" not in content
    assert received(content).now.game.vector == going.run.state.game.vector
    assert forecast(going.run.state, runs=FEW).other is None
