"""Control's seat: time, the tray, everybody's orders, rulings before they are published, and undo."""

from msgspec.structs import replace
from rich.console import Group, RenderableType
from rich.text import Text

from console import arguing, course, decisions, evaluating, guesses, playing, situation, tray
from console.actions import Action
from console.forecasting import forecasting
from console.hand import Hand
from console.layout import hanging, heading
from console.matching import Option
from console.screen import clean, clean_all
from console.situation import TAKEN_BY, role_text, taken_by
from engine.play.commands.declared import (
    COMMANDS,
    SEATS,
    Answer,
    Counting,
    Disclose,
    How,
    HowMuch,
    Mark,
    Pause,
    Reply,
    Resume,
    Seat,
    Settle,
    Undo,
    Withdraw,
)
from engine.views import view as seen_by
from engine.views.journal import Journal
from engine.views.locking import without_draft
from engine.views.seen import ControlView, JournalLine, NextStep, StatementDetails
from engine.words.language import Language

MOST_ROWS = 8
"""Lines of the log that are shown before one is taken back."""


def actions(view: ControlView) -> list[Action]:
    """What control can do now, the next step first; in a pause, to go on."""
    if view["finished"]:
        return [
            Action("report", "Read the report.", show_report),
            Action(
                "disclose",
                "Release the traces, everything or nothing to the seats.",
                disclose,
                "disclose traces",
            ),
            *guesses.of_control(view),
            *evaluating.ACTIONS,
            Action("undo", "Take the game back.", undo),
        ]
    if view["ready"]:
        return [step(view), *WHILE_READY]
    found = [RESUME, step(view)] if view["paused"] else [step(view)]
    found += tray.actions(view)
    if view["phase"] == "rulings":
        found += [*([arguing.WEIGH] if view["pleas"] else []), *decisions.ACTIONS]
    found += [
        WAITING,
        forecasting(actions),
        Action("orders", "See everybody's orders and questions.", everybody),
        Action("answer", "Answer a question that is open, for control or for a seat.", answer),
        Action("mark", "Mark a statement.", mark),
        Action("withdraw", "Take a public statement off every page.", withdraw),
        *REQUESTS,
        *(playing.ACTIONS if view["plays"] else []),
        *evaluating.ACTIONS,
        *SEATING,
        *([] if view["paused"] else [Action("pause", "Stop the clock.", pause)]),
        *(course.ACTIONS if view["bulletin_turn"] else course.ACTIONS[:1]),
        Action("undo", "Take the game back, to before the last step or a line.", undo, "undo 12"),
        FINISH,
    ]
    return found


def step(view: ControlView) -> Action:
    """The next step, in the words that every face has for it."""
    found = view["step"]
    assert found, "a run that has not ended has a next step"
    beside = f" ({found['beside']})" if found["beside"] else ""
    return Action("startex" if view["ready"] else "next", f"{found['label']}{beside}", advance)


def advance(hand: Hand, rest: str) -> None:
    """The next step, with one question where something would be passed over, or the end is near."""
    found = hand.as_control["step"]
    if found and press(hand, found):
        show_phase(hand)


def press(hand: Hand, step: NextStep) -> bool:
    """A step of control, after what is asked before it. True once it is done."""
    if step["question"]:
        hand.show(*(Text(note, style="quiet") for note in step["notes"]))
        if not hand.prompt.confirm(step["question"]):
            return False
    return hand.do(COMMANDS[step["command"]]()) is not None


def show_phase(hand: Hand) -> None:
    """What control needs to see as a phase opens."""
    hand.tell()
    picture, language = hand.as_control, hand.language
    if picture["phase"] == "rulings":
        pleas = arguing.listed(picture, language)
        hand.show(Text(""), sheet(picture, language), *pleas, Text(""), *decisions.preview(picture, language))
    elif picture["phase"] == "orders" and picture["locked"]:
        hand.show(Text(""), sheet(picture, language))
    elif picture["phase"] == "situation" and not picture["ready"]:
        hand.show(Text(""), tray.listing(picture, language))


def meant(hand: Hand, typed: str) -> bool:
    """A bare number is a ruling of the preview, or an inject of the tray, shown in full."""
    view = hand.as_control
    if not typed.isdigit() or view["finished"]:
        return False
    if view["phase"] == "rulings" and 1 <= int(typed) <= len(decisions.numbered(view)):
        decisions.listed(hand, typed)
        return True
    if view["phase"] == "situation" and 1 <= int(typed) <= len(view["tray"]):
        hand.show(situation.inject(view["tray"][int(typed) - 1], hand.language, control=True))
        return True
    return False


def sheet(view: ControlView, language: Language) -> RenderableType:
    """Everybody's orders, capital and open questions."""
    say = language.say
    lines: list[RenderableType] = [heading(say("Orders of all seats"))]
    for role in (entry["id"] for entry in view["roles"]):
        left = say("capital {number}", number=view["all_capital"][role])
        about = f"  {taken_by(view, role, language)}, {left}"
        lines.append(Text.assemble((role_text(view, role), "title"), (about, "quiet")))
        stands = view["all_at_lock"].get(role)
        if stands and view["phase"] == "orders" and not view["locked"]:
            lines.append(Text(f"    {stands['words']}", style="quiet"))
        for order in view["all_orders"][role]:
            secret = f" [{say('secret')}]" if order["secret"] else ""
            lines.append(Text(f"    {order['title']}{secret}"))
    questions = [entry for entry in view["all_questions"] if entry["to"] in view["seats"]]
    if questions:
        lines += [Text(""), Text(say("Questions"), style="title")]
        for entry in questions:
            given = next(
                (option["title"] for option in entry["options"] if str(option["word"]) == entry["answer"]),
                entry["answer"],
            )
            state = entry["said"] or given or say("no answer yet")
            lines.append(Text(f"  {role_text(view, entry['to'])} {entry['text']} — {state}"))
    return Group(*lines)


def everybody(hand: Hand, rest: str) -> None:
    hand.show(sheet(hand.as_control, hand.language))


def answer(hand: Hand, rest: str) -> None:
    """An answer given by control: its own, or for a seat that asked it to."""
    say = hand.language.say
    opened = [entry for entry in hand.as_control["all_questions"] if not entry["answer"]]
    if not opened:
        hand.say("No question is open.")
        return
    options = [
        Option(entry["id"], f"{role_text(hand.as_control, entry['to'])} {entry['text']}") for entry in opened
    ]
    key = hand.prompt.choose(say("Which question"), options, rest)
    question = next(entry for entry in opened if entry["id"] == key)
    if question["argued"]:
        arguing.counter(hand, question)
        return
    hand.show(Text(question["text"], style="title"))
    words = [Option(str(entry["word"]), entry["title"]) for entry in question["options"]]
    if hand.do(Answer(question=key, answer=hand.prompt.choose(say("Answer"), words))):
        hand.say("Answered.")


def statements(view: ControlView) -> list[StatementDetails]:
    """The statements that stand."""
    told = [fact["details"] for fact in view["story"] if fact["kind"] == "statement"]
    return [details for details in told if not details.get("withdrawn")]


def which_statement(hand: Hand, rest: str) -> str:
    """One of the statements so far; empty where there is none."""
    view, said = hand.as_control, statements(hand.as_control)
    if not said:
        hand.say("No statement has been made so far.")
        return ""
    options = [
        Option(entry["statement"], f"{role_text(view, entry['role'])}: {entry['text']}") for entry in said
    ]
    return hand.prompt.choose(hand.language.say("Which statement"), options, rest)


def withdraw(hand: Hand, rest: str) -> None:
    """A statement taken off every page; what its marks did stands."""
    key = which_statement(hand, rest)
    if key and hand.prompt.confirm(hand.language.say("Withdraw it from every page and the screen?")):
        hand.do(Withdraw(statement=key))


def mark(hand: Hand, rest: str) -> None:
    """A mark on one of the statements so far."""
    say, view = hand.language.say, hand.as_control
    key, said = which_statement(hand, rest), statements(view)
    if not key:
        return
    author = next(entry["role"] for entry in said if entry["statement"] == key)
    kind = hand.prompt.choose(
        say("Which mark"), [Option(entry["id"], entry["title"]) for entry in view["marks"]]
    )
    given = Mark(statement=key, mark=kind)
    if next(entry["of"] for entry in view["marks"] if entry["id"] == kind):
        others = [option for option in tray.roles(view) if option.word != author]
        given = replace(given, role=hand.prompt.choose(say("Of which role"), others))
    if hand.do(given):
        hand.say("Marked.")


def tell(hand: Hand, rest: str) -> None:
    say = hand.language.say
    word, _, text = rest.partition(" ")
    to = hand.prompt.several(say("To whom (several with commas, or all)"), tray.roles(hand.as_control), word)
    hand.do(Reply(to=to, text=text.strip() or hand.prompt.ask(say("Text"))))


def seat(hand: Hand, rest: str) -> None:
    """Who sits where."""
    say = hand.language.say
    name, _, by = rest.partition(" ")
    everyone = [*tray.roles(hand.as_control), Option("control", say("Control"))]
    chosen = hand.prompt.choose(say("Which seat"), everyone, name)
    kinds = [Option(by, say(TAKEN_BY[by])) for by in SEATS]
    hand.do(Seat(seat=chosen, by=hand.prompt.choose(say("Taken by"), kinds, by)))


def look(hand: Hand, rest: str) -> None:
    """The situation as another seat knows it."""
    options = [*tray.roles(hand.as_control), Option("public", hand.language.say("the public"))]
    chosen = hand.prompt.choose(hand.language.say("Whose eyes"), options, rest)
    seen = clean_all(without_draft(seen_by(hand.run.state, chosen, hand.language.code)))
    hand.show(Text(""), situation.picture(seen, hand.language, width=hand.console.width))


def pause(hand: Hand, rest: str) -> None:
    hand.do(Pause())


def resume(hand: Hand, rest: str) -> None:
    hand.do(Resume())


def undo(hand: Hand, rest: str) -> None:
    """Back to before the last step, or before a line of the log: what the page calls *Undo from here*."""
    say = hand.language.say
    rows = Journal(hand.run.state, hand.language.code).tell(hand.run.log.lines)
    number, _, reason = rest.partition(" ") if rest[:1].isdigit() else ("", "", rest)
    undoable = [row for row in rows if row["undoable"] and number in ("", str(row["seq"]))]
    if not undoable:
        hand.say(
            "Line {line} has moved nothing that could be taken back."
            if number
            else "There is nothing to undo.",
            line=number,
        )
        return
    first = undoable[0]["seq"]
    if not number:
        hand.show(*(journal_line(row) for row in reversed(rows[:MOST_ROWS])))
        if len(undoable) > 1:
            hand.say("Another line can be named: 'undo {line}'.", line=undoable[1]["seq"])
    before = next(row for row in rows if row["seq"] == first - 1)
    hand.show(
        Text(say("Back to before line {line}", line=first), style="title"),
        journal_line(undoable[0]),
        Text(
            say(
                "The game goes back to turn {turn}, {phase}. Messages, notes and seats stay.",
                turn=before["turn"],
                phase=say(before["phase"]),
            )
        ),
    )
    if hand.prompt.confirm(say("Take the game back?")):
        reason = reason or hand.prompt.ask(say("Reason"))
        told = hand.prompt.perhaps(say("What the room is told (Enter for nothing)"))
        hand.do(Undo(line=first - 1, reason=reason, told=told))


def journal_line(row: JournalLine) -> Text:
    """A line of the log in words, so that it can be named."""
    back = "" if row["standing"] else " ↶"
    return Text(f"  {row['seq']:>4}  {clean(row['text'])}{back}", style="quiet")


def drafts(hand: Hand, rest: str) -> None:
    """Whether what is chosen and not sealed counts when orders are locked."""
    say = hand.language.say
    options = [
        Option("count", say("drafts count, as far as they fit the limits")),
        Option("sealed", say("only sealed orders count")),
    ]
    hand.do(Counting(drafts=hand.prompt.choose(say("At the lock"), options, rest) == "count"))


def show_waiting(hand: Hand, rest: str) -> None:
    """What waits for control: what was asked first, then what is due."""
    drawn: list[RenderableType] = [
        hanging(
            f"{number:>3}",
            Text.assemble(
                (f"{entry.get('request', '')} {entry['title']}".strip(), "title"), f"  {entry['text']}"
            ),
        )
        for number, entry in enumerate(hand.as_control["waiting"], 1)
    ]
    hand.show(*(drawn or [Text(hand.language.say("Nothing waits for you."))]))


def which_request(hand: Hand, name: str) -> str:
    """A question of a seat that can still be answered; empty where there is none."""
    view = hand.as_control
    asked = [entry for entry in view["requests"] if entry["answered"] in ("", "aside")]
    if not asked:
        hand.say("No question waits.")
        return ""
    options = [Option(entry["id"], playing.request_text(view, entry)) for entry in asked]
    return hand.prompt.choose(hand.language.say("Which question"), options, name)


def reply(hand: Hand, rest: str) -> None:
    """An answer in writing to what a seat asked control; only that seat reads it."""
    name, _, text = rest.partition(" ")
    key = which_request(hand, name)
    if key and hand.do(Reply(request=key, text=text or hand.prompt.ask(hand.language.say("Text")))):
        hand.say("Answered.")


def settle(hand: Hand, rest: str) -> None:
    """A question to control that needs no answer in writing."""
    say = hand.language.say
    name, _, how = rest.partition(" ")
    key = which_request(hand, name)
    kinds: list[Option[How]] = [Option("aside", say("put aside")), Option("aloud", say("answered aloud"))]
    if key:
        hand.do(Settle(request=key, how=hand.prompt.choose(say("How"), kinds, how)))


def finish(hand: Hand, rest: str) -> None:
    """ENDEX before its time; where an ending has been reached, it is the next step."""
    found = hand.as_control["early_end"] or hand.as_control["step"]
    if found:
        press(hand, found)


def disclose(hand: Hand, rest: str) -> None:
    say = hand.language.say
    options: list[Option[HowMuch]] = [
        Option("nothing", say("nothing")),
        Option("traces", say("the traces of the rulings")),
        Option("all", say("everything")),
    ]
    hand.do(Disclose(what=hand.prompt.choose(say("What is released"), options, rest)))


WAITING = Action("waiting", "See what waits for you.", show_waiting)
RESUME = Action("resume", "Go on after a pause.", resume)
FINISH = Action("finish", "End the exercise now.", finish)
REQUESTS = [
    Action("reply", "Answer a question that a seat asked control.", reply, "reply R01 Yes."),
    Action("tell", "Write to seats as control.", tell, "tell {role} The report is confirmed."),
    Action("settle", "Put a question of a seat aside, or say that it was answered aloud.", settle),
]
SEATING = [
    Action("seat", "Give a seat to a person, a program, a bot or nobody.", seat, "seat {role} person"),
    Action("drafts", "Say whether drafts count at the lock, or only sealed orders.", drafts),
    Action("view", "Look through the eyes of a seat.", look, "view {role}"),
]
WHILE_READY = [
    WAITING,
    *REQUESTS,
    *evaluating.ACTIONS[:2],
    *SEATING,
    FINISH,
]
"""What control can do in the ready room besides STARTEX."""


def show_report(hand: Hand, rest: str) -> None:
    from console import report

    hand.show(*report.report(hand.as_control, hand.language))
