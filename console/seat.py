"""A role's seat: what it can do in each phase, and when it is its turn."""

from msgspec.structs import replace
from rich.text import Text

from console import arguing, guesses, messages, orders, proposals, report, why
from console.actions import Action
from console.hand import Hand
from console.matching import Option
from console.situation import code_of
from engine.play.commands import Command
from engine.play.commands.declared import Advance, Amend, Answer, Chair, ChairAct, Initial, Release
from engine.play.state import PLAYERS
from engine.views.seen import Question, RoleView


def is_due(hand: Hand) -> bool:
    """Whether automatic control waits for the person at this seat."""
    picture, state = hand.as_role, hand.run.state
    if picture["ready"]:
        return False
    if picture["finished"] or picture["paused"] or picture["phase"] in ("consultation", "report"):
        return True
    if picture["phase"] != "orders":
        return False
    persons = {role for role, by in picture["seats"].items() if by in PLAYERS and role != "control"}
    if not picture["locked"]:
        return not picture["sealed"] or not persons <= state.game.sealed
    return hand.answers_due


def waiting(hand: Hand) -> bool:
    """Whether there is nothing to do here but wait for others."""
    picture = hand.as_role
    if picture["finished"]:
        return False
    if picture["ready"]:
        return True
    if not hand.automatic:
        return picture["phase"] in ("situation", "rulings", "report") or bool(
            picture["locked"] or picture["sealed"]
        )
    return picture["phase"] == "orders" and bool(picture["locked"] or picture["sealed"])


def actions(hand: Hand) -> list[Action]:
    """What this seat can do now; the next step first."""
    picture, found = hand.as_role, []
    if picture["finished"]:
        return [Action("result", "See how it ended.", result), *guesses.actions(picture)]
    if picture["ready"]:
        found = [Action("look", "Look whether control has pressed STARTEX.", look)]
        asks = [messages.MOVE, messages.ASK] if picture["on_request"] else [messages.ASK]
        return [*found, Action("moves", "See what can be ordered.", orders.moves), *asks]
    phase = picture["phase"]
    if waiting(hand):
        found.append(Action("look", "Look whether the others have moved on.", look))
    elif phase == "consultation" and hand.automatic:
        found.append(Action("done", "End the consultation and go on to the orders.", done))
    elif phase == "orders":
        found.append(Action("seal", "Seal the orders of this turn.", orders.seal))
    elif phase == "report" and hand.automatic:
        about = "See how it ends." if picture["endex_next"] else "Go on to the next turn."
        found.append(Action("next", about, go_on))
    else:
        found.append(Action("look", "Look whether the others have moved on.", look))
    if any(not question["answer"] for question in picture["questions"]) and phase not in (
        "rulings",
        "report",
    ):
        found.append(Action("answer", "Answer a question put to this seat.", answer))
    if phase == "orders" and not picture["locked"]:
        found += orders.ACTIONS
    elif phase in ("situation", "consultation"):
        found.append(
            Action("moves", "See what can be ordered this turn, and why the rest cannot.", orders.moves)
        )
    if picture["joint"] and phase in ("consultation", "orders") and not picture["locked"]:
        found.append(Action("table", "Read the text on the table, amend it or initial it.", joint))
    if phase in ("consultation", "orders") and not picture["locked"]:
        found += proposals.actions(picture)
    if picture["arguing"] and picture["arguing"]["open"]:
        found.append(arguing.ARGUE)
    if phase in ("situation", "consultation", "orders"):
        found.append(why.ACTION)
    return [*found, *messages.actions(picture), *chair(picture)]


def chair(picture: RoleView) -> list[Action]:
    """What the chair may do."""
    found = []
    if picture["may"]["chair"]:
        found.append(
            Action(
                "chair", "Set the agenda, give the floor, call or end a recess.", chair_act, "chair agenda"
            )
        )
    if (
        picture["may"]["release"]
        and not picture["locked"]
        and picture["phase"] in ("situation", "consultation", "orders")
    ):
        found.append(Action("release", "Release an inject that this seat may release.", release))
    return found


def result(hand: Hand, rest: str) -> None:
    """How the run ended, and this seat's own report of it."""
    hand.show(*report.report(hand.as_role, hand.language))


def look(hand: Hand, rest: str) -> None:
    hand.run.refresh()
    if len(hand.as_role["story"]) == hand.told:
        hand.say("Nothing new so far.")


def done(hand: Hand, rest: str) -> None:
    """The end of the consultation, for everybody, where automatic control leads."""
    persons = [role for role, by in hand.as_role["seats"].items() if by in PLAYERS and role != hand.seat]
    if persons and not hand.prompt.confirm(
        hand.language.say("Other people sit at this table. End it for all of them?")
    ):
        return
    hand.run.do(Command.of(Advance(), seen=hand.seen))


def go_on(hand: Hand, rest: str) -> None:
    hand.run.do(Command.of(Advance(), seen=hand.seen))


def answer(hand: Hand, rest: str) -> None:
    """Choose an open question and answer it."""
    opened = [question for question in hand.as_role["questions"] if not question["answer"]]
    if not opened:
        hand.say("No question is open.")
        return
    options = [Option(question["id"], question["text"]) for question in opened]
    chosen = hand.prompt.choose(hand.language.say("Which question"), options, rest)
    answer_question(hand, next(question for question in opened if question["id"] == chosen))


def answer_question(hand: Hand, question: Question) -> None:
    """Put one question and send the answer; a text goes with it where a carrier asks for one."""
    if question["argued"]:
        arguing.counter(hand, question)
        return
    say = hand.language.say
    by = f" ({code_of(hand.as_role, question['by'])})" if question["by"] else ""
    hand.show(Text(""), Text(f"? {question['text']}{by}", style="title"))
    hand.show(Text(question["silence"], style="quiet"))
    options = [Option(str(entry["word"]), entry["title"]) for entry in question["options"]]
    chosen = hand.prompt.choose(say("Answer"), options)
    given = Answer(question=question["id"], answer=chosen)
    if question["carries"] and chosen == question["options"][0]["word"]:
        text = hand.prompt.ask(say("Text of the message"))
        given = replace(given, text=text, sealed=messages.sealing(hand, question["by"]))
    if hand.do(given):
        hand.say("Answered.")


def chair_act(hand: Hand, rest: str) -> None:
    say = hand.language.say
    word, _, text = rest.partition(" ")
    options: list[Option[ChairAct]] = [
        Option("agenda", say("agenda")), Option("floor", say("floor")),
        Option("recess", say("recess")), Option("resume", say("resume")),
        Option("speakers", say("speakers")), Option("text", say("text")), Option("adjourn", say("adjourn")),
    ]  # fmt: skip
    act = hand.prompt.choose(say("What does the chair do"), options, word)
    if not text and act in ("agenda", "speakers", "floor", "text"):
        text = hand.prompt.ask(say("In words"))
    to: list[str] = []
    if act == "text":
        to = hand.prompt.several(
            say("Which parties (several with commas, or all)"), messages.others(hand.as_role)
        )
    hand.do(Chair(act=act, text=text, to=to))


def joint(hand: Hand, rest: str) -> None:
    """Read the text on the table; amend it, or initial it as it stands."""
    say, found = hand.language.say, hand.as_role["joint"]
    if found is None:
        return
    signed = ", ".join(code_of(hand.as_role, role) for role in found["initials"]) or "–"
    hand.show(
        Text(found["text"], style="world"), Text(say("Initialled by: {roles}", roles=signed), style="quiet")
    )
    asked = hand.seat in found["parties"] and hand.seat not in found["initials"]
    if asked and hand.prompt.confirm(say("Initial it as it stands?")):
        hand.do(Initial(), found["version"])
        return
    text = hand.prompt.perhaps(say("The whole text as you would have it (Enter: leave it)"))
    if text:
        hand.do(Amend(text=text), found["version"])


def release(hand: Hand, rest: str) -> None:
    """Release one of the injects the exercise gives into this seat's hands."""
    entries = hand.as_role["may"]["release"]
    options = [Option(entry["inject"], entry["title"]) for entry in entries]
    chosen = hand.prompt.choose(hand.language.say("Which inject"), options, rest)
    entry = next(entry for entry in entries if entry["inject"] == chosen)
    hand.show(Text(entry["text"], style="world"), *(Text(f"→ {effect}") for effect in entry["effects"]))
    asks = "Ask control to release it?" if entry["asks_control"] else "Release it?"
    if hand.prompt.confirm(hand.language.say(asks)):
        hand.do(Release(inject=chosen))
