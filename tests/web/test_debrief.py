"""The pages of the debrief: who opens them, with whose eyes, what forms do there, what is taken away."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from engine.play.commands import Command
from engine.play.events import Ruled
from engine.record.run import Run
from engine.review.replay import Replay
from engine.rules.exercise import Exercise
from engine.views import CONTROL, view
from tests.laws.test_secrets import played, seats_of, undisclosed
from tests.web.company import Browser, Company, lines, loaded
from tests.web.reading import Page
from tests.web.standing import RUN, Pair
from tests.web.test_scramble import still  # noqa: F401 (a fixture)
from web.open_run import OpenRun
from web.pages.debrief_report import DOCUMENTS

TABS = ("", "/luck", "/questions", "/report")
OF_CONTROL = ("/evaluation", "/compare")


def ended(run: Run) -> Run:
    """Bots play to the end."""
    while not run.state.game.finished:
        run.press_on()
    return run


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The log of a run that bots have played to its end."""
    path = tmp_path_factory.mktemp("played") / "run.jsonl"
    ended(Run.start(loaded("korea-2025"), path, seed=7, people=["control"]))
    return path


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


@pytest.fixture
def open_run(company: Company, log: Path) -> OpenRun:
    """A run that has ended; nothing is released."""
    (company.runs.folder / "run.jsonl").write_bytes(log.read_bytes())
    return company.runs.run("run")


def text(answer: Any) -> str:
    """What a page says, without its tags."""
    assert answer.status_code == 200, answer.get_data(as_text=True)[-400:]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))))


# Who may look


def test_a_role_looks_back_when_the_run_has_ended(company: Company) -> None:
    """Before ENDEX the debrief is control's and the observer's; the screen has none."""
    open_run = company.start()
    run = open_run.name
    for seat in (*open_run.roles, "public"):
        browser = company.seated(run, seat)
        assert {browser.get(f"/run/{run}/{seat}/debrief{tab}").status_code for tab in TABS} == {404}
    for seat in ("control", "observer"):
        browser = company.seated(run, seat)
        for tab in (*TABS, *OF_CONTROL):
            assert browser.get(f"/run/{run}/{seat}/debrief{tab}").status_code == 200, (seat, tab)
    open_run.do(Command("finish"))
    for seat in open_run.roles:
        browser = company.seated(run, seat)
        assert {browser.get(f"/run/{run}/{seat}/debrief{tab}").status_code for tab in TABS} == {200}
        assert {browser.get(f"/run/{run}/{seat}/debrief{tab}").status_code for tab in OF_CONTROL} == {404}
    public = company.seated(run, "public")
    assert {public.get(f"/run/{run}/public/debrief{tab}").status_code for tab in TABS} == {404}


def test_with_whose_eyes(company: Company, open_run: OpenRun) -> None:
    """Control looks with any; a role with its own, until control releases all."""
    every = (CONTROL, *open_run.roles, "public")
    control, role = company.host(), company.seated("run", "dprk")

    def open_to(browser: Browser, seat: str) -> list[str]:
        found = [
            eyes
            for eyes in every
            if browser.get(f"/run/run/{seat}/debrief?as={eyes}").status_code == 200
            and browser.get(f"/run/run/{seat}/debrief/luck?as={eyes}").status_code == 200
        ]
        for eyes, code in (("china", 200 if "china" in found else 404), ("nobody", 404)):
            answer = browser.get(f"/run/run/{seat}/debrief/report/report.md?as={eyes}")
            assert answer.status_code == code
        assert browser.get(f"/run/run/{seat}/debrief?as=nobody").status_code == 404
        return found

    assert open_to(control, "control") == list(every)
    assert open_to(role, "dprk") == ["dprk"]
    open_run.do(Command("disclose", data={"what": "traces"}))
    assert open_to(role, "dprk") == ["dprk"]
    assert role.get("/run/run/dprk/debrief/evaluation").status_code == 404
    open_run.do(Command("disclose", data={"what": "all"}))
    assert open_to(role, "dprk") == list(every)
    assert role.get("/run/run/dprk/debrief/evaluation").status_code == 200
    assert role.get("/run/run/dprk/debrief?as=usa&beside=1&stop=40").status_code == 200


def test_the_truth_is_beside_only_for_who_may_see_it(company: Company, open_run: OpenRun) -> None:
    """A role that asks for it gets its own view alone, and no moment of another's counting."""
    role = company.seated("run", "dprk")
    address = "/run/run/dprk/debrief?part=stage&stop=30"
    for more in ("&beside=1", "&moment=90", "&beside=1&moment=90"):
        assert role.get(f"{address}{more}").data == role.get(address).data, more


# The replay


def stage(browser: Browser, seat: str, query: str) -> Page:
    answer = browser.get(f"/run/run/{seat}/debrief?part=stage&{query}")
    assert answer.status_code == 200
    return Page(answer.get_data(as_text=True))


def test_every_stop_of_control_and_of_a_role_can_be_stood_at(company: Company, open_run: OpenRun) -> None:
    """Law: what a stop shows is the view of that moment: its tracks, its turn, and its words."""
    replay = Replay(open_run.run)
    for browser, seat in ((company.host(), "control"), (company.seated("run", "china"), "china")):
        stops = replay.stops(seat, "en")
        for entry in [*stops[::9], stops[-1]]:
            answer = browser.get(f"/run/run/{seat}/debrief?part=stage&stop={entry['stop']}")
            said = text(answer)
            assert " ".join(entry["text"].split()) in said
            picture = replay.picture(entry["stop"], seat, "en")
            for track in picture["tracks"]:
                assert track["label"] in said
        first, beyond = stage(browser, seat, "stop=1"), f"stop={len(stops) + 1}"
        assert browser.get(f"/run/run/{seat}/debrief?{beyond}").status_code == 404
        assert browser.get(f"/run/run/{seat}/debrief?stop=0").status_code == 404
        assert not first.faults


def test_a_walk_by_links_comes_to_the_end(company: Company, open_run: OpenRun) -> None:
    """Without scripts: one event on, again and again, passes every stop once; so do the turns."""
    browser = company.seated("run", "china")
    most = len(Replay(open_run.run).stops("china"))
    for first in (1, most - 10):
        address, passed = f"/run/run/china/debrief?stop={first}", []
        for _ in range(14):
            html = browser.get(address).text
            passed.append(int(re.search(r'data-stop="(\d+)"', html)[1]))  # type: ignore[index]
            address = unescape(re.search(r'id="step-after" href="([^"]+)"', html)[1])  # type: ignore[index]
        assert passed == [min(stop, most) for stop in range(first, first + 14)]
    turns, address = [], "/run/run/china/debrief?stop=1"
    for _ in range(7):
        html = browser.get(address).text
        address = unescape(re.search(r'id="step-turn-after" href="([^"]+)"', html)[1])  # type: ignore[index]
        turns.append(re.search(r'data-turn="(\d+)"', browser.get(address).text)[1])  # type: ignore[index]
    assert turns == [str(turn) for turn in range(2, 9)]


def test_the_slider_finds_the_nearest_stop(company: Company, open_run: OpenRun) -> None:
    """A place on it, in percent, leads to a stop there; nonsense leads to the beginning."""
    browser = company.host()
    for place, turn in ((0, 0), (13, 2), (99, 8), (100, 8)):
        assert (
            f'data-turn="{turn or 1}"' in browser.get(f"/run/run/control/debrief?at={place}").text or not turn
        )
    assert 'data-stop="1"' in browser.get("/run/run/control/debrief?at=nonsense").text
    assert 'data-stop="1"' in browser.get("/run/run/control/debrief?at=nan").text


def test_two_halves_show_what_each_knew(company: Company, open_run: OpenRun) -> None:
    """What a role did not know is hatched in its half, and the value that differs is marked."""
    browser, replay = company.host(), Replay(open_run.run)
    seen = set()
    for entry in replay.stops(CONTROL)[20::25]:
        found = replay.beside(entry["stop"], "dprk")
        html = browser.get(f"/run/run/control/debrief?as=dprk&beside=1&stop={entry['stop']}").text
        seen |= {row["known"] for row in found["rows"]}
        for known in ("later", "never"):
            assert html.count(f'class="half row-of {known}"') == sum(
                row["known"] == known for row in found["rows"]
            )
        assert html.count('class="half row-of') == 2 * len(found["rows"])
    assert len(seen) > 1


def test_every_ruling_explains_itself(company: Company, open_run: OpenRun) -> None:
    """To control with table, rows, modifiers and odds; to a role only as far as it may read it."""
    browser, replay = company.host(), Replay(open_run.run)
    events = [event for line in open_run.run.record.events for event in line if isinstance(event, Ruled)]
    ruled = [entry for entry in replay.stops(CONTROL) if entry["kind"] == "ruling"]
    assert len(ruled) == len(events)
    for entry in ruled[::5]:
        card = replay.card(entry["stop"])
        said = text(browser.get(f"/run/run/control/debrief?stop={entry['stop']}&open=ruling"))
        assert card
        for row in card["card"]["rows"]:
            assert " ".join(row["title"].split()) in said
        for modifier in card["card"]["modifiers"]:
            assert modifier["reason"] in said
    role = company.seated("run", "japan")
    own = next(entry for entry in replay.stops("japan") if entry["kind"] == "ruling")
    html = role.get(f"/run/run/japan/debrief?stop={own['stop']}&open=ruling").text
    assert 'class="rows"' not in html
    assert own["text"] in unescape(html)


def test_a_note_is_pinned_to_its_moment(company: Company, open_run: OpenRun) -> None:
    """It carries the line of the stop, comes back there, and stands in the evaluation; observers pin, too."""
    control, stop = company.host(), Replay(open_run.run).stops(CONTROL)[59]
    page = f"stop={stop['stop']}"
    fields = {"page": "replay", "back": f"{page}&open=note", "then": page, "line": stop["line"]}
    answer = control.do("run", "control", "note", **fields, kind="observation", text="They come alone.")
    assert answer.status_code == 303
    assert answer.location == f"/run/run/control/debrief?{page}"
    assert "They come alone." in text(control.get(answer.location))
    noted = view(open_run.run.state, CONTROL)["evaluation"]["observations"][-1]
    assert (noted["at_line"], noted["text"]) == (stop["line"], "They come alone.")
    assert "They come alone." in text(control.get("/run/run/control/debrief/evaluation"))
    observer = company.seated("run", "observer")
    assert "form-pin" in observer.get(f"/run/run/observer/debrief?{page}&open=note").text
    role = company.seated("run", "dprk")
    html = role.get("/run/run/dprk/debrief?stop=5&open=note").text
    assert "form-pin" not in html
    assert "They come alone." not in html


def test_a_fork_from_the_replay(company: Company, open_run: OpenRun) -> None:
    """Whoever is control here is control of the new run, which can be compared; nobody else may."""
    control = company.seated("run", "control")
    for seat in ("dprk", "observer"):
        other = company.seated("run", seat)
        assert other.post(f"/run/run/{seat}/debrief/fork", {"turn": "3"}).status_code == 404
    assert control.post("/run/run/control/debrief/fork", {"turn": "77"}).status_code == 404
    answer = control.post("/run/run/control/debrief/fork", {"turn": "3"})
    assert answer.status_code == 303
    (fork,) = [name for name in company.runs.names() if name != "run"]
    assert control.get(answer.location).status_code == 200
    assert company.runs.run(fork).picture(CONTROL, "en")["turn"] == 3
    said = text(control.get("/run/run/control/debrief/compare"))
    assert f"{fork} · the same up to turn 3" in said
    ended(company.runs.run(fork).run)
    html = control.get(f"/run/run/control/debrief/compare?with={fork}")
    assert "Where they part" in text(html) or "Nothing was decided otherwise" in text(html)
    stranger = company.seated("run", "control")
    assert fork not in stranger.get("/run/run/control/debrief/compare").text
    assert "Where they part" not in stranger.get(f"/run/run/control/debrief/compare?with={fork}").text


# Luck, questions, evaluation


def test_the_ledger_has_a_row_for_every_throw(company: Company, open_run: OpenRun) -> None:
    browser = company.host()
    thrown = [row for row in open_run.open_debrief().luck(CONTROL, "en")["rows"] if row["dice"]]
    for query in ("", "?by=chance", "?by=swing", "?by=nonsense"):
        html = browser.get(f"/run/run/control/debrief/luck{query}").text
        assert html.count('<tr id="luck-') == len(thrown)
    html = browser.get("/run/run/control/debrief/luck").text
    assert all(f'aria-label="{role}' in html for role in ("United States: dice", "DPRK: dice"))
    role = company.seated("run", "dprk").get("/run/run/dprk/debrief/luck").text
    assert ": dice" not in role
    assert role.count('<tr id="luck-') < len(thrown)


def test_every_question_opens_on_its_evidence(company: Company, open_run: OpenRun) -> None:
    """As control and as a role, to be discussed and to be projected; the list says how much there is."""
    for browser, seat in ((company.host(), "control"), (company.seated("run", "poland"), "poland")):
        asked = open_run.open_debrief().questions(seat, "en")
        listed = browser.get(f"/run/run/{seat}/debrief/questions").text
        assert len(asked) == 17
        for question in asked:
            assert unescape(listed).count(question["ask"]) == 1
            html = browser.get(f"/run/run/{seat}/debrief/questions/{question['id']}")
            said = text(html)
            assert question["ask"] in said
            for piece in question["evidence"]:
                assert piece["title"] in said
                for row in piece.get("rows", []):
                    assert " ".join(str(row.get("text", row.get("reason"))).split()) in said
            wall = browser.get(f"/run/run/{seat}/debrief/questions/{question['id']}?project=1")
            assert question["ask"] in text(wall)
            assert 'data-theme="dark"' in wall.text
            assert "<form" not in wall.text
        assert browser.get(f"/run/run/{seat}/debrief/questions/Q99").status_code == 404


def test_the_discussion_is_noted(company: Company, open_run: OpenRun) -> None:
    """A note about a question is in the log and on its page, and never a role's."""
    control = company.host()
    fields = {"page": "question/Q03", "kind": "discussion", "about": "Q03"}
    answer = control.do("run", "control", "note", **fields, text="Seoul could veto it.")
    assert answer.location == "/run/run/control/debrief/questions/Q03"
    assert "Seoul could veto it." in text(control.get(answer.location))
    role = company.seated("run", "usa")
    assert "Seoul could veto it." not in role.get("/run/run/usa/debrief/questions/Q03").text
    assert role.do("run", "usa", "note", **fields, text="Not mine to write.").status_code == 409


def evaluate(browser: Browser, command: str, **fields: Any) -> Any:
    return browser.do("run", "control", command, page="evaluation", form=f"{command}-x", **fields)


def test_the_evaluation_is_written(company: Company, open_run: OpenRun) -> None:
    """A rating, findings and a plan, changed and withdrawn; each answer is the page again."""
    control, page = company.host(), "/run/run/control/debrief/evaluation"
    rated = evaluate(control, "rate", objective="E1", rating="M", text="Too late.", links=["3", "5"])
    assert rated.location == page
    evaluate(control, "finding", kind="improvement", title="Allies learn late.", objective="E2", once="a")
    evaluate(control, "finding", kind="strength", title="Notes were exact.", once="b")
    evaluate(control, "action", text="Call first.", finding="F01", owner="Desk", due="2025-06-30", once="c")
    said = text(control.get(page))
    for words in ("Too late.", "Performed with major challenges", "Allies learn late.", "Notes were exact."):
        assert words in said
    assert "Call first." in said
    assert "2025-06-30" in said
    html = control.get(f"{page}?open=E1").text
    assert 'id="form-rate-E1"' in html
    assert re.search(r'name="rating" value="M" checked', html)
    assert len(re.findall(r'name="links" value="\d+" checked', html)) == 2
    evaluate(control, "finding", finding="F02", withdrawn="yes", once="d")
    assert "Notes were exact." not in text(control.get(page))
    for opened in ("F01", "A01", "new-strength", "new-improvement", "new-step"):
        assert Page(control.get(f"{page}?open={opened}").text).faults == []
        assert 'name="page" value="evaluation"' in control.get(f"{page}?open={opened}").text


def test_what_was_typed_stays_where_it_is_refused(company: Company, open_run: OpenRun) -> None:
    """On each page of the debrief that has forms, and nowhere else does a form lead."""
    control = company.host()
    answer = control.do(
        "run", "control", "action", page="evaluation", form="step-new", text="Call first.", due="soon"
    )
    assert answer.status_code == 409
    assert "Call first." in answer.text
    assert 'id="form-step-new"' in answer.text
    assert "is no date" in answer.text
    answer = control.do("run", "control", "note", page="question/Q01", form="discussion", text="")
    assert answer.status_code == 409
    assert 'id="form-discussion"' in answer.text
    before = lines(open_run)
    for page in ("nothing", "luck", "take/log.jsonl", "question", "evaluation/Q01", "../..", "//elsewhere"):
        assert control.do("run", "control", "note", page=page, text="x").status_code == 400, page
    assert lines(open_run) == before


def test_an_evaluation_is_read_and_not_written_by_others(company: Company, open_run: OpenRun) -> None:
    open_run.do(Command("disclose", data={"what": "all"}))
    for seat in ("observer", "dprk"):
        html = company.seated("run", seat).get(f"/run/run/{seat}/debrief/evaluation?open=E1").text
        assert 'data-form="rate' not in html
        assert 'id="open-E1"' not in html


# What is taken away


def test_documents_are_for_whoever_may_know(company: Company, open_run: OpenRun) -> None:
    """Every document of control, and of a role its own copies; the list and the log are control's alone."""
    control, role = company.host(), company.seated("run", "china")
    for name, document in DOCUMENTS.items():
        answer = control.get(f"/run/run/control/debrief/report/{name}")
        assert answer.status_code == 200, name
        assert answer.mimetype == document.mimetype
        assert answer.headers["Content-Disposition"].startswith("attachment")
        own = role.get(f"/run/run/china/debrief/report/{name}")
        assert own.status_code == (404 if document.of_control else 200), name
        other = control.get(f"/run/run/control/debrief/report/{name}?as=china")
        assert other.status_code == own.status_code
        if not document.of_control and not name.endswith(("docx", "zip")):
            assert other.data == own.data
    assert control.get("/run/run/control/debrief/report/passwd").status_code == 404
    assert control.get("/run/run/control/debrief/report/log.jsonl").data == open_run.run.log.path.read_bytes()


def test_the_report_opens_under_a_strict_policy(company: Company, open_run: OpenRun) -> None:
    """Its own styles are allowed by their hash, and nothing else is: no script, no network."""
    answer = company.host().get("/run/run/control/debrief/report/report.html?read=1")
    rules = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in rules
    assert "unsafe" not in rules
    assert "sha256-" in rules
    assert "script-src" not in rules
    assert "Content-Disposition" not in answer.headers
    assert "<script" not in answer.text
    assert " style=" not in answer.text


def test_names_stand_only_where_control_wants_them(company: Company, open_run: OpenRun) -> None:
    """And never in what a role takes away."""
    for seat in ("china", "control"):
        company.runs.seats("run").sit(seat, "browser", f"Zofia of {seat}")
    control, role = company.host(), company.seated("run", "china")
    address = "/run/run/{}/debrief/report/report.md{}"
    assert "Zofia" in control.get(address.format("control", "?names=1")).text
    assert "Zofia" not in control.get(address.format("control", "")).text
    assert "Zofia" not in role.get(address.format("china", "?names=1")).text


def test_control_releases_from_the_debrief(company: Company, open_run: OpenRun) -> None:
    control = company.host()
    page = "/run/run/control/debrief/report"
    assert control.get(page).text.count('data-form="disclose-') == 2
    answer = control.do("run", "control", "disclose", page="report", what="traces")
    assert answer.location == page
    assert open_run.run.state.game.disclosed == "traces"


# What everybody else must not learn


def addresses(run: Run, seat: str, every: int) -> list[str]:
    """The pages of a seat's debrief: some of its stops, every tab, questions, and what it can take away."""
    place = f"/run/{RUN}/{seat}/debrief"
    stops = Replay(run).stops(seat)
    found = [f"{place}?stop={entry['stop']}" for entry in stops[::every]]
    found += [f"{place}?stop={stop['stop']}&open=ruling" for stop in stops if stop["kind"] == "ruling"][
        ::every
    ]
    found += [f"{place}?at={at}" for at in (0, 40, 99)] + [f"{place}?turn=2&phase=rulings"]
    found += [f"{place}{tab}" for tab in TABS] + [f"{place}/luck?all=1&by=chance"]
    found += [f"{place}/questions/{name}" for name in list(run.exercise.file.questions)[::3]]
    found += [f"{place}/questions/{name}?project=1" for name in list(run.exercise.file.questions)[:1]]
    return found + [f"{place}/report/{name}" for name in ("report.md", "report.html", "data.zip")]


def hold(run: Run, folder: Path, seat: str, count: int, every: int) -> None:
    """The scramble law for one seat's debrief as it stands after so many lines."""
    told = run.record.events[:count]
    pair = Pair(folder, run, seat, told)
    pair.go_to(count)
    one, other = (company.seated(RUN, seat) for company in (pair.true, pair.other))
    for address in addresses(run_of(pair), seat, every):
        a, b = one.get(address), other.get(address)
        assert a.status_code == b.status_code == 200, address
        assert a.data == b.data, f"{address} tells {seat} a secret"


def run_of(pair: Pair) -> Any:
    return pair.true.runs.run(RUN).open_debrief().run


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize("number", [0, pytest.param(1, marks=pytest.mark.long)])
def test_a_debrief_tells_a_role_no_secret(exercise: Exercise, tmp_path: Path, number: int) -> None:
    """Law: what a role was not told may be otherwise, and its debrief is the same to the byte."""
    run = played(exercise, tmp_path / "run.jsonl", 60 + number, undo=bool(number))
    seats = [seat for seat in seats_of(run) if seat != "public"]
    ending = len(undisclosed(run))
    for place, seat in enumerate(seats if number else seats[1::3]):
        # nothing is released, or the traces are
        hold(run, tmp_path / seat, seat, ending + (place + number) % 2 * 2, 13 if number else 19)
