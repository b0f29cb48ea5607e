"""What the source claims, asked of many runs: on whose debrief it stands, whence its figures come."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from engine.play.commands import Command, Refusal
from engine.record.run import Run
from engine.rehearsal.inquiry import Findings, inquire, received
from engine.review.claims import how_ended
from engine.rules.exercise import Exercise
from engine.rules.load import from_data
from engine.words.language import Language
from engine.words.locale import languages
from tests.web.company import Company, loaded
from tests.web.reading import Page
from web.beside import Computation
from web.open_run import OpenRun

FEW = 20
CLAIMS = "/run/run/{}/debrief/claims"
WHO = {"marked": "fill-mark", "drawn": 'class="picture paired'}


def played(exercise: Exercise, path: Path, *, end: bool = True, **more: Any) -> Path:
    """The log of a run by bots, to its end or before its first turn."""
    run = Run.start(exercise, path, seed=7, people=["control"], **more)
    while end and not run.state.game.finished:
        run.press_on()
    run.log.close()
    return path


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return played(loaded("korea-2025"), tmp_path_factory.mktemp("played") / "run.jsonl")


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


@pytest.fixture
def open_run(company: Company, log: Path) -> OpenRun:
    """A run of an exercise that ships, ended, with nothing released."""
    (company.runs.folder / "run.jsonl").write_bytes(log.read_bytes())
    return company.runs.run("run")


def other_edition() -> Exercise:
    """An exercise whose figures nobody knows."""
    data = deepcopy(loaded("grey-strait").data)
    data["tracks"]["tension"]["start"] += 1
    return from_data(data)


@pytest.fixture
def elsewhere(company: Company) -> OpenRun:
    """A run of that one, ended."""
    played(other_edition(), company.runs.folder / "run.jsonl")
    return company.runs.run("run")


def taken(company: Company, monkeypatch: pytest.MonkeyPatch) -> list[Computation[Any]]:
    """What is asked for from now on, which nobody works on."""
    asked = list[Computation[Any]]()
    monkeypatch.setattr(company.runs.beside, "take", lambda computation, **more: asked.append(computation))
    return asked


def found(computation: Computation[Findings]) -> None:
    """As if it had been played beside the room, with fewer runs."""
    asked = received(computation.content)
    fewer = asked._replace(question=asked.question._replace(runs=FEW))
    computation.stage, computation.made = "done", inquire(fewer)


@pytest.mark.parametrize("code", sorted(languages()))
def test_each_question_stands_there_with_the_run_beside_it(
    company: Company, open_run: OpenRun, code: str
) -> None:
    """Law: question, claims, picture; where the run ended on every figure; on a sound page, at once."""
    html = company.host().get(CLAIMS.format("control"), headers={"Accept-Language": code}).text
    page, spoken = Page(html), Language(code)
    assert page.faults == []
    assert len(page.ids) == len(set(page.ids))
    said = html.replace("\xa0", " ")
    exercise = open_run.exercise
    for name, entry in exercise.file.rehearsals.items():
        assert f'id="claim-{name}"' in html
        assert spoken.text(entry.ask).replace("\xa0", " ") in said
        for claim in entry.because:
            text = spoken.text(exercise.file.sources[claim].claim).replace("\xa0", " ")
            assert f"<b>{claim}</b> <span>{text}</span>" in said
    assert html.count(WHO["drawn"]) == len(exercise.file.rehearsals)
    ended = how_ended(open_run.run.state.game)
    assert ended
    marked = sum(
        figure in ended.values for entry in exercise.file.rehearsals.values() for figure in entry.figures
    )
    assert html.count('class="fill-mark"') == marked + len(exercise.file.rehearsals)
    assert "data-going" not in html
    assert 'id="form-claims"' not in html


def test_it_is_a_part_of_the_debrief_for_whoever_sees_all(company: Company, open_run: OpenRun) -> None:
    """Law: an observer sees it as control does; no role before everything is released, the public never."""
    address = CLAIMS.format("control")
    assert address in Page(company.host().get("/run/run/control/debrief").text).links
    watching = company.seated("run", "observer").get(CLAIMS.format("observer"))
    assert WHO["drawn"] in watching.text
    for released in ("nothing", "traces"):
        open_run.do(Command("disclose", data={"what": released}))
        for seat in (*open_run.roles, "public"):
            browser = company.seated("run", seat)
            for asked in (seat, "control", "observer"):
                for query in ("", "?as=control", f"?as={seat}", "?project=moscow_paid"):
                    assert browser.get(CLAIMS.format(asked) + query).status_code == 404, (seat, asked, query)
                assert browser.post(CLAIMS.format(asked)).status_code == 404
            if seat != "public":
                assert "/debrief/claims" not in browser.get(f"/run/run/{seat}/debrief").text
    open_run.do(Command("disclose", data={"what": "all"}))
    role = company.seated("run", open_run.roles[0])
    assert WHO["drawn"] in role.get(CLAIMS.format(open_run.roles[0])).text
    assert company.seated("run", "public").get(CLAIMS.format("public")).status_code == 404


def test_before_endex_no_run_is_marked(company: Company) -> None:
    """Law: control reads what many runs come to, and where its own ends is marked when it has ended."""
    open_run = company.start()
    address = f"/run/{open_run.name}/control/debrief/claims"
    html = company.host().get(address).text
    assert WHO["drawn"] in html
    assert WHO["marked"] not in html
    assert "is marked after ENDEX" in html
    role = company.seated(open_run.name, "usa").get(f"/run/{open_run.name}/usa/debrief/claims")
    assert role.status_code == 404


def test_a_run_of_another_length_is_not_marked(company: Company) -> None:
    played(loaded("korea-2025"), company.runs.folder / "run.jsonl", format_id="short")
    html = company.host().get(CLAIMS.format("control")).text
    assert WHO["drawn"] in html
    assert WHO["marked"] not in html
    assert "of another length" in html


def test_an_exercise_that_asks_none_has_no_such_part(company: Company) -> None:
    """Law: no link leads there, and there is nothing."""
    data = {key: value for key, value in loaded("grey-strait").data.items() if key != "rehearsals"}
    played(from_data(data), company.runs.folder / "run.jsonl")
    host = company.host()
    assert "/debrief/claims" not in host.get("/run/run/control/debrief").text
    assert host.get(CLAIMS.format("control")).status_code == 404
    assert host.post(CLAIMS.format("control")).status_code == 404


def test_another_edition_is_played_when_control_asks(
    company: Company, elsewhere: OpenRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law: nothing is played for a look; once asked, it says how far it is, and then shows what came of it.

    All runs of the edition share the answer, and nobody has to ask twice.
    """
    asked, host = taken(company, monkeypatch), company.host()
    html = host.get(CLAIMS.format("control")).text
    assert 'id="form-claims"' in html
    assert WHO["drawn"] not in html
    assert asked == []
    for _ in range(2):
        assert host.post(CLAIMS.format("control")).status_code == 303
    (computation,) = asked
    html = host.get(CLAIMS.format("control")).text
    assert "data-going" in html
    assert 'http-equiv="refresh"' in html
    assert "<progress" in html
    assert 'id="form-claims"' not in html
    assert Page(html).faults == []
    found(computation)
    played(other_edition(), company.runs.folder / "next.jsonl", end=False)
    for run in ("run", "next"):
        html = host.get(CLAIMS.format("control").replace("/run/run/", f"/run/{run}/")).text
        assert html.count(WHO["drawn"]) == len(elsewhere.exercise.file.rehearsals)
        assert "data-going" not in html
        assert (WHO["marked"] in html) == (run == "run")
    assert host.post(CLAIMS.format("control")).status_code == 303
    assert len(asked) == 1


def test_what_went_wrong_is_said_and_can_be_asked_again(
    company: Company, elsewhere: OpenRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, host = taken(company, monkeypatch), company.host()
    host.post(CLAIMS.format("control"))
    asked[0].stage, asked[0].refused = "refused", Refusal("The computation broke off.")
    html = host.get(CLAIMS.format("control")).text
    assert "The computation broke off." in html
    assert 'id="form-claims"' in html
    host.post(CLAIMS.format("control"))
    assert len(asked) == 2
    assert "The computation broke off." not in host.get(CLAIMS.format("control")).text


def test_only_control_has_them_played(
    company: Company, elsewhere: OpenRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law: whoever sees all reads that it has not been asked, and cannot ask."""
    asked = taken(company, monkeypatch)
    elsewhere.do(Command("disclose", data={"what": "all"}))
    for seat in ("observer", elsewhere.roles[0]):
        browser = company.seated("run", seat)
        html = browser.get(CLAIMS.format(seat)).text
        assert "Control can have that done." in html
        assert 'id="form-claims"' not in html
        assert browser.post(CLAIMS.format(seat)).status_code == 404
    assert asked == []


def test_one_question_fills_the_screen(company: Company, open_run: OpenRun) -> None:
    """Law: the arrow keys lead from each to the next, and back; what there is not is not found."""
    host, names = company.host(), list(open_run.exercise.file.rehearsals)
    for place, name in enumerate(names):
        html = host.get(f"{CLAIMS.format('control')}?project={name}").text
        page = Page(html)
        assert page.faults == []
        assert Language("en").text(open_run.exercise.file.rehearsals[name].ask) in html
        assert ('rel="prev"' in html) == (place > 0)
        assert ('rel="next"' in html) == (place + 1 < len(names))
        assert CLAIMS.format("control") in page.links
        if place + 1 < len(names):
            assert f"{CLAIMS.format('control')}?project={names[place + 1]}" in page.links
    assert host.get(f"{CLAIMS.format('control')}?project=nothing").status_code == 404
