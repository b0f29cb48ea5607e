"""Guesses at the cards of others: who may guess, and when; who reads it; and who saw through whom."""

from copy import deepcopy
from pathlib import Path
from random import Random

import pytest

from engine.exchange.export import tables
from engine.play.commands import Command, Refusal, Stale
from engine.record.run import Run
from engine.review.fork import fork
from engine.review.replay import Replay
from engine.review.report import report
from engine.review.report.to_markdown import markdown
from engine.review.verify import verify
from engine.rules.exercise import Exercise
from engine.rules.load import from_data, load
from engine.views import view
from tests.conftest import Play

CARDS = {"pyongyang": "dprk", "moscow": "russia", "beijing": "china", "tokyo": "japan"}
"""The cards of Korea 2025, by whose they are."""
VALUES = {
    "pyongyang": ("wait", "sell", "test_first"),
    "moscow": ("bargain", "delay"),
    "beijing": ("broker", "card"),
    "tokyo": ("trust", "hedge"),
}


@pytest.fixture
def run(path: Path) -> Run:
    """Korea 2025, ended in its first month."""
    found = Run.start(load("korea-2025"), path, seed=3, people=["control", "usa", "dprk", "rok"])
    found.do(Command("finish"))
    return found


def guess(run: Run, actor: str, /, role: str = "", **values: str) -> None:
    run.do(Command("guess", actor, {"values": values, **({"role": role} if role else {})}))


def disclose(run: Run, what: str = "all") -> None:
    run.do(Command("disclose", data={"what": what}))


def said(run: Run, role: str) -> dict[str, str]:
    """What a role has said, as its own page has it."""
    return {card["id"]: card["value"] for card in view(run.state, role)["guessing"]["cards"]}


def drawn(run: Run) -> dict[str, str]:
    """The cards, read from the log as the tables drew them."""
    rows = {
        event.table: event.row
        for line in run.record.events
        for event in line
        if type(event).__name__ == "Ruled" and event.table.endswith("_card")
    }
    return {
        "pyongyang": rows["dprk_mood_card"],
        **{card: rows[f"{card}_intention_card"] for card in ("moscow", "beijing", "tokyo")},
    }


def wrong(run: Run, card: str) -> str:
    """A value that the card does not have."""
    return next(value for value in VALUES[card] if value != drawn(run)[card])


# Who may, and when


def test_cards_are_guessed_after_endex_and_not_before(path: Path) -> None:
    run = Run.start(load("korea-2025"), path, seed=3, people=["control", "usa"])
    for actor, role in (("usa", ""), ("control", "usa")):
        with pytest.raises(Refusal, match="guessed after ENDEX"):
            guess(run, actor, role, moscow="delay")
    assert view(run.state, "usa")["guessing"] is None
    assert view(run.state, "control")["all_guessing"] == {}
    assert view(run.state, "control")["guesses"] is None
    run.do(Command("finish"))
    guess(run, "usa", moscow="delay")
    assert said(run, "usa") == {"pyongyang": "", "moscow": "delay", "beijing": "", "tokyo": ""}


def test_a_role_guesses_the_cards_of_the_others(run: Run) -> None:
    """Law: every card but its own, each with its answers and not the value at which it rests."""
    for role in run.exercise.roles:
        asked = view(run.state, role)["guessing"]["cards"]
        assert [card["id"] for card in asked] == [card for card, of in CARDS.items() if of != role]
        for card in asked:
            assert tuple(value["word"] for value in card["values"]) == VALUES[card["id"]]
            assert card["of"] == CARDS[card["id"]]
    with pytest.raises(Refusal, match="does not guess its own card"):
        guess(run, "dprk", pyongyang="sell")
    with pytest.raises(Refusal, match="does not guess its own card"):
        guess(run, "control", "dprk", moscow="delay", pyongyang="sell")
    assert said(run, "dprk") == {"moscow": "", "beijing": "", "tokyo": ""}, "of a refusal nothing stays"


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({}, "one card at least"),
        ({"warsaw": "wait"}, "'warsaw' is not known here. Possible: pyongyang, moscow, beijing, tokyo"),
        ({"moscow": "hedge"}, "'hedge' is not known here. Possible: bargain, delay"),
        ({"moscow": "none"}, "'none' is not known here"),
    ],
)
def test_what_is_no_answer_is_refused(run: Run, values: dict[str, str], why: str) -> None:
    with pytest.raises(Refusal) as refused:
        guess(run, "usa", **values)
    assert why in str(refused.value)


def test_a_guess_can_be_changed_until_everything_is_open(run: Run) -> None:
    """Law: of each card the latest stands; traces open no card, and what is open once is closed for good."""
    guess(run, "usa", moscow="delay", tokyo="trust")
    guess(run, "usa", moscow="bargain")
    assert said(run, "usa") == {"pyongyang": "", "moscow": "bargain", "beijing": "", "tokyo": "trust"}
    disclose(run, "traces")
    guess(run, "usa", tokyo="")
    assert said(run, "usa")["tokyo"] == ""
    before = len(run.lines)
    for what in ("all", "nothing", "traces"):
        disclose(run, what)
        for actor, role in (("usa", ""), ("rok", ""), ("control", "rok")):
            with pytest.raises(Refusal, match="The cards have been opened"):
                guess(run, actor, role, moscow="delay")
        assert view(run.state, "usa")["guessing"]["open"] is False
    run.do(Command("undo", data={"line": before}))
    assert run.state.game.disclosed == "traces", "what was released before it stands again"
    with pytest.raises(Refusal, match="The cards have been opened"):
        guess(run, "usa", moscow="delay")


def test_what_stands_already_is_told_once(run: Run) -> None:
    guess(run, "usa", moscow="delay")
    facts = len(view(run.state, "usa")["story"])
    guess(run, "usa", moscow="delay", tokyo="")
    assert len(view(run.state, "usa")["story"]) == facts
    assert run.record.events[-1] == []


def test_two_of_one_team_do_not_write_over_each_other(run: Run) -> None:
    """Law: the second of two who began from the same page is told that it has changed."""
    seen = {"seen": {"version": view(run.state, "usa")["guessing"]["version"]}}
    run.do(Command("guess", "usa", {"values": {"moscow": "delay"}, **seen}))
    with pytest.raises(Stale, match="The guesses have changed meanwhile"):
        run.do(Command("guess", "usa", {"values": {"moscow": "bargain"}, **seen}))
    entered = view(run.state, "control")["all_guessing"]["usa"]["version"]
    run.do(Command("guess", data={"role": "usa", "values": {"tokyo": "hedge"}, "seen": {"version": entered}}))
    assert said(run, "usa")["tokyo"] == "hedge"


def test_control_enters_what_a_team_has_written_on_paper(run: Run) -> None:
    """Also of a seat that nobody plays here; the team reads it as its own."""
    guess(run, "control", "poland", beijing="card")
    assert said(run, "poland")["beijing"] == "card"
    with pytest.raises(Refusal):
        guess(run, "control", beijing="card")
    with pytest.raises(Refusal):
        guess(run, "observer", "poland", beijing="card")


def test_another_role_guesses_only_for_itself(run: Run) -> None:
    guess(run, "usa", "rok", beijing="card")
    assert (said(run, "usa")["beijing"], said(run, "rok")["beijing"]) == ("card", "")


def test_who_has_seen_the_cards_has_nothing_to_guess(path: Path) -> None:
    """Where Poland's seat is control it reads every card: it is not asked, and not counted."""
    run = Run.start(load("korea-2025"), path, seed=3, preset="host", people=["poland", "usa"])
    run.do(Command("finish", "poland"))
    with pytest.raises(Refusal, match="has seen the cards"):
        guess(run, "poland", "poland", moscow="delay")
    guess(run, "poland", "usa", moscow="delay")
    found = view(run.state, "poland")
    assert found["guessing"] is None
    assert "poland" not in found["all_guessing"]
    assert "poland" not in [entry["role"] for entry in found["guesses"]["hits"]]


def test_bots_do_not_guess(path: Path, play_on: Play) -> None:
    run = Run.start(load("korea-2025"), path, seed=5)
    while not run.state.game.finished:
        play_on(run, 1)
    assert run.state.room.guesses == {}
    found = view(run.state, "control")["guesses"]
    assert all(not card["guessed"] for card in found["cards"])
    assert "Who saw through whom" not in markdown(report(run)), (
        "nothing was guessed, so no chapter speaks of it"
    )


def test_an_exercise_without_cards(path: Path) -> None:
    run = Run.start(load("grey-strait"), path, seed=3, people=["control", "halmar"])
    run.do(Command("finish"))
    with pytest.raises(Refusal, match="no cards to guess"):
        guess(run, "halmar", moscow="delay")
    disclose(run)
    assert view(run.state, "halmar")["guessing"] is view(run.state, "halmar")["guesses"] is None
    assert view(run.state, "control")["all_guessing"] == {}
    assert tables(run, "control")["guesses"][1] == []


# Who reads it


def test_a_guess_is_read_by_its_role_and_control(run: Run) -> None:
    guess(run, "usa", moscow="delay")
    told = "United States guesses: Moscow's intention: delay"
    for seat in ("usa", "control", "observer"):
        assert told in [fact["text"] for fact in view(run.state, seat)["story"]]
    others = [role for role in run.exercise.roles if role != "usa"]
    for seat in (*others, "public"):
        assert "guesses" not in str([fact["text"] for fact in view(run.state, seat)["story"]])
        assert (view(run.state, seat).get("guessing") or {}).get("cards", [{}])[0].get("value", "") == ""


@pytest.mark.parametrize("right", [True, False])
def test_before_all_is_open_nobody_learns_whether_it_is_right(run: Run, right: bool) -> None:
    """Law: a role that guesses right and one that guesses wrong read the same, whatever was drawn."""
    before = {role: view(run.state, role) for role in run.exercise.roles}
    value = drawn(run)["moscow"] if right else wrong(run, "moscow")
    guess(run, "usa", moscow=value)
    disclose(run, "traces")
    for role in run.exercise.roles:
        found = view(run.state, role)
        assert found["guesses"] is None
        for card in found["guessing"]["cards"]:
            mine = role == "usa" and card["id"] == "moscow"
            earlier = next(one for one in before[role]["guessing"]["cards"] if one["id"] == card["id"])
            assert card == {**earlier, "value": value if mine else ""}
    assert view(run.state, "public").get("guesses") is None
    told = next(row for row in tables(run, "usa")["guesses"][1] if "moscow" in row)
    assert told[-3:] == [None, None, None], "its own data say what it guessed, not what was right"


def other_cards(exercise: Exercise) -> Exercise:
    """The same exercise, in which the dice draw the other card of each."""
    data = deepcopy(exercise.data)
    for name in ("dprk_mood_card", "moscow_intention_card", "beijing_intention_card", "tokyo_intention_card"):
        rows = data["tables"][name]["rows"]
        effects = [row["then"] for row in rows]
        for row, then in zip(rows, effects[1:] + effects[:1], strict=True):
            row["then"] = then
    return from_data(data)


def test_what_a_role_can_guess_hangs_on_no_card(tmp_path: Path) -> None:
    """Law: where every card was another one, the form of each role that did not hold it is the same."""
    pages = []
    for name, exercise in (("one", load("korea-2025")), ("other", other_cards(load("korea-2025")))):
        run = Run.start(exercise, tmp_path / f"{name}.jsonl", seed=3, people=["control", "usa"])
        run.do(Command("finish"))
        guess(run, "usa", **{card: values[0] for card, values in VALUES.items()})
        pages.append([view(run.state, role)["guessing"] for role in ("usa", "rok", "poland")])
        truth = [card["truth"] for card in view(run.state, "control")["guesses"]["cards"]]
        pages[-1].append(truth)
    assert pages[0][:-1] == pages[1][:-1]
    assert all(one != other for one, other in zip(pages[0][-1], pages[1][-1], strict=True))


# Who saw through whom


def test_hits_are_counted_apart_from_the_scores(run: Run) -> None:
    """Law: by hand, of random guesses, who saw through each card and how many each role guessed right."""
    chance, given = Random(7), dict[tuple[str, str], str]()
    scores = [entry["score"] for entry in view(run.state, "control")["outcome"]["scores"]]
    for role in (*run.exercise.roles, "usa", "rok"):
        for card in CARDS:
            if CARDS[card] != role and role != "japan" and chance.random() < 0.8:
                given[role, card] = chance.choice(VALUES[card])
                guess(run, "control", role, **{card: given[role, card]})
    truth = drawn(run)
    before = view(run.state, "control")["guesses"]
    assert before["opened"] is False
    disclose(run)
    for seat in ("control", *run.exercise.roles):
        found = view(run.state, seat)["guesses"]
        assert found == {**before, "opened": True}
        for card in found["cards"]:
            assert card["truth"] == truth[card["id"]]
            assert [(one["role"], one["value"], one["right"]) for one in card["guessed"]] == [
                (role, given[role, card["id"]], given[role, card["id"]] == truth[card["id"]])
                for role in run.exercise.roles
                if (role, card["id"]) in given
            ]
        for hits in found["hits"]:
            own = {card: value for (role, card), value in given.items() if role == hits["role"]}
            assert hits["said"] == len(own)
            assert hits["right"] == sum(value == truth[card] for card, value in own.items())
            assert hits["cards"] == sum(of != hits["role"] for of in CARDS.values())
    assert [entry["score"] for entry in view(run.state, "control")["outcome"]["scores"]] == scores
    assert {hits["role"]: hits["said"] for hits in before["hits"]}["japan"] == 0


def test_a_card_that_nobody_drew_counts_for_nothing(path: Path) -> None:
    data = deepcopy(load("korea-2025").data)
    data["start"] = {"run": ["dprk_mood_card", "beijing_intention_card", "tokyo_intention_card"]}
    run = Run.start(from_data(data), path, seed=3, people=["control", "usa"])
    run.do(Command("finish"))
    guess(run, "usa", moscow="delay", tokyo="trust")
    disclose(run)
    found = view(run.state, "usa")["guesses"]
    moscow = next(card for card in found["cards"] if card["id"] == "moscow")
    assert (moscow["truth"], moscow["truth_title"]) == ("", "no card was drawn")
    assert moscow["guessed"] == [{"role": "usa", "value": "delay", "title": "delay", "right": None}]
    usa = next(hits for hits in found["hits"] if hits["role"] == "usa")
    assert (usa["said"], usa["cards"]) == (1, 3)


def test_the_report_tells_who_saw_through_whom(run: Run) -> None:
    """In control's copy at once, in that of a role once everything is open, in the public's never."""
    truth = drawn(run)
    guess(run, "usa", moscow=truth["moscow"], tokyo=wrong(run, "tokyo"))
    guess(run, "rok", moscow=truth["moscow"])
    assert "## Who saw through whom" in markdown(report(run))
    for eyes in ("usa", "russia", "public"):
        assert "Who saw through whom" not in markdown(report(run, eyes))
    disclose(run)
    told = markdown(report(run, "japan"))
    assert "## Who saw through whom" in told
    assert "USA, ROK" in told
    assert "USA: 1 of 4 right; ROK: 1 of 4 right." in told
    assert "Who saw through whom" not in markdown(report(run, "public"))
    assert "## Kto kogo przejrzał" in markdown(report(run, "japan", "pl"))


def test_the_data_hold_every_guess(run: Run) -> None:
    truth = drawn(run)
    guess(run, "usa", moscow=truth["moscow"], tokyo=wrong(run, "tokyo"))
    head, rows = tables(run, "control")["guesses"]
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert len(found) == sum(of != role for role in run.exercise.roles for of in CARDS.values())
    usa = {row["card"]: row for row in found if row["role"] == "usa"}
    assert (usa["moscow"]["value"], usa["moscow"]["right"], usa["moscow"]["truth"]) == (
        truth["moscow"],
        True,
        truth["moscow"],
    )
    assert usa["tokyo"]["right"] is False
    assert (usa["beijing"]["value"], usa["beijing"]["right"]) == ("", "")
    assert {row[2] for row in tables(run, "usa")["guesses"][1]} == {"usa"}
    disclose(run)
    assert len(tables(run, "usa")["guesses"][1]) == len(rows)
    assert tables(run, "public")["guesses"][1] == []


# What is kept


def test_guesses_are_kept(run: Run, tmp_path: Path) -> None:
    """Opened again, verified, looked back on: the log holds who guessed what and when."""
    guess(run, "usa", moscow="delay")
    line = len(run.lines)
    guess(run, "usa", moscow="bargain")
    assert verify(run.log.path) == (None, True)
    assert (
        Run.open(run.log.path).state.room.guesses == run.state.room.guesses == {("usa", "moscow"): "bargain"}
    )
    replay = Replay(run)
    stop = next(stop["stop"] for stop in replay.stops("control") if stop["line"] == line)
    then = replay.picture(stop, "control")["all_guessing"]["usa"]["cards"]
    assert [card["value"] for card in then if card["id"] == "moscow"] == ["delay"]
    assert fork(run, tmp_path / "fork.jsonl", 1).state.room.guesses == {}


def test_an_undo_of_endex_leaves_what_was_said(run: Run) -> None:
    """Law: the game goes on, nobody guesses meanwhile, and after the next ENDEX it can be changed."""
    guess(run, "usa", moscow="delay")
    run.do(Command("undo", data={"line": 1}))
    assert run.state.game.finished is None
    assert view(run.state, "usa")["guessing"] is None
    with pytest.raises(Refusal, match="after ENDEX"):
        guess(run, "usa", moscow="bargain")
    run.do(Command("finish"))
    assert said(run, "usa")["moscow"] == "delay"
    guess(run, "usa", moscow="bargain")
    assert verify(run.log.path) == (None, True)


def test_the_words_of_a_guess_in_polish(run: Run) -> None:
    guess(run, "usa", moscow="delay")
    texts = [fact["text"] for fact in view(run.state, "usa", "pl")["story"]]
    assert "Przypuszczenia (Stany Zjednoczone): Zamiar Moskwy: opóźniać" in [
        text.replace("\u00a0", " ") for text in texts
    ]
