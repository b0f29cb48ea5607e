"""Control's seat: time, the tray, everybody's orders, rulings before they are published, and undo."""

from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from console import course, decisions, evaluating, news, situation, tray
from console.actions import Action
from console.matching import Option
from console.situation import role_text
from engine.language import Language
from engine.play.commands import Command, Refusal

if TYPE_CHECKING:
    from console.table import Table

View = dict[str, Any]


def actions(view: View) -> list[Action]:
    """What control can do now, the next step first."""
    if view["finished"]:
        return [
            Action("report", "Read the report.", show_report),
            Action(
                "disclose",
                "Release the traces, everything or nothing to the seats.",
                disclose,
                "disclose traces",
            ),
            *evaluating.ACTIONS,
            Action("undo", "Take the game back.", undo),
        ]
    found = [step(view)]
    if not view["locked"] and view["phase"] in ("situation", "consultation", "orders"):
        found += tray.ACTIONS
    if view["phase"] == "rulings":
        found += decisions.ACTIONS
    found += [
        Action("orders", "See everybody's orders and questions.", everybody),
        Action("answer", "Answer a question that is open, for control or for a seat.", answer),
        Action("mark", "Mark a statement.", mark),
        Action("tell", "Write to seats as control.", tell, "tell {role} The report is confirmed."),
        *evaluating.ACTIONS,
        Action("seat", "Give a seat to a person, a bot or nobody.", seat, "seat {role} person"),
        Action("view", "Look through the eyes of a seat.", look, "view {role}"),
        Action("resume", "Go on after a pause.", resume)
        if view["paused"]
        else Action("pause", "Stop the clock.", pause),
        *(course.ACTIONS if view["bulletin_turn"] else course.ACTIONS[:1]),
        Action("undo", "Take the game back, to the last step or to a line, with a reason.", undo, "undo 12"),
        Action("finish", "End the run here.", finish),
    ]
    return found


def step(view: View) -> Action:
    """The next step of this phase, named by what it does."""
    phase = view["phase"]
    if phase == "situation":
        return Action("next", "Open the consultation.", advance)
    if phase == "consultation":
        return Action("next", "Open the orders.", advance)
    if phase == "orders":
        if view["locked"]:
            return Action("next", "Close the answers and rule.", advance)
        return Action("next", "Lock the orders.", advance)
    if phase == "rulings":
        return Action("next", "Publish the rulings.", advance)
    return Action("next", "Begin the next turn.", advance)


def advance(table: "Table", rest: str) -> None:
    """The next step, with one question where something would be passed over."""
    picture, say = table.picture, table.language.say
    question = ""
    if picture["paused"]:
        table.do("advance")  # which is refused, with the reason
        return
    if picture["phase"] == "situation":
        number = sum(
            entry["why"] in ("timetable", "deferred") and not entry["blocked"] for entry in picture["tray"]
        )
        if number:
            left = table.language.count(number, "inject", "injects")
            question = say("In the tray for this turn: {injects}. Go on without?", injects=left)
    elif picture["phase"] == "orders" and picture["locked"]:
        number = sum(not entry["answer"] for entry in picture["all_questions"])
        if number:
            left = table.language.count(number, "question", "questions")
            question = say(
                "{questions} open; doctrine answers for whoever is silent. Close them?", questions=left
            )
    elif picture["phase"] == "rulings":
        number = sum(entry["kind"] == "ruling" for entry in picture["rulings"])
        question = say("Publish {rulings}?", rulings=table.language.count(number, "ruling", "rulings"))
    if question and not table.prompt.confirm(question):
        return
    if table.do("advance"):
        show_phase(table)


def show_phase(table: "Table") -> None:
    """What control needs to see as a phase opens."""
    table.tell()
    picture, language = table.picture, table.language
    if picture["phase"] == "rulings":
        table.show(Text(""), sheet(picture, language), Text(""), *decisions.preview(picture, language))
    elif picture["phase"] == "orders" and picture["locked"]:
        table.show(Text(""), sheet(picture, language))
    elif picture["phase"] == "situation":
        table.show(Text(""), tray.listing(picture, language))


def meant(table: "Table", typed: str) -> bool:
    """A bare number is a ruling of the preview, or an inject of the tray, shown in full."""
    view = table.picture
    if not typed.isdigit() or view["finished"]:
        return False
    if view["phase"] == "rulings" and 1 <= int(typed) <= len(decisions.numbered(view)):
        decisions.listed(table, typed)
        return True
    if view["phase"] == "situation" and 1 <= int(typed) <= len(view["tray"]):
        table.show(situation.inject(view["tray"][int(typed) - 1], table.language, control=True))
        return True
    return False


def sheet(view: View, language: Language) -> RenderableType:
    """Everybody's orders, capital and open questions."""
    say = language.say
    lines: list[RenderableType] = [news.heading(say("Orders of all seats"))]
    for entry in view["roles"]:
        role = entry["id"]
        seat = say({"person": "a person", "bot": "a bot", "empty": "nobody"}[view["seats"][role]])
        state = f", {say('sealed')}" if role in view["all_sealed"] else ""
        left = say("capital {number}", number=view["all_capital"][role])
        lines.append(Text.assemble((role_text(view, role), "title"), (f"  {seat}{state}, {left}", "quiet")))
        for order in view["all_orders"][role]:
            secret = f" [{say('secret')}]" if order["secret"] else ""
            lines.append(Text(f"    {order['title']}{secret}"))
    questions = [entry for entry in view["all_questions"] if entry["to"] in view["seats"]]
    if questions:
        lines += [Text(""), Text(say("Questions"), style="title")]
        for entry in questions:
            given = next(
                (option["title"] for option in entry["options"] if option["word"] == entry["answer"]),
                entry["answer"],
            )
            state = given or say("no answer yet")
            lines.append(Text(f"  {role_text(view, entry['to'])} {entry['text']} — {state}"))
    return Group(*lines)


def everybody(table: "Table", rest: str) -> None:
    table.show(sheet(table.picture, table.language))


def answer(table: "Table", rest: str) -> None:
    """An answer given by control: its own, or for a seat that asked it to."""
    say = table.language.say
    opened = [entry for entry in table.picture["all_questions"] if not entry["answer"]]
    if not opened:
        table.say("No question is open.")
        return
    options = [
        Option(entry["id"], f"{role_text(table.picture, entry['to'])} {entry['text']}") for entry in opened
    ]
    key = table.prompt.choose(say("Which question"), options, rest)
    question = next(entry for entry in opened if entry["id"] == key)
    table.show(Text(question["text"], style="title"))
    words = [Option(entry["word"], entry["title"]) for entry in question["options"]]
    if table.do("answer", question=key, answer=table.prompt.choose(say("Answer"), words)):
        table.say("Answered.")


def mark(table: "Table", rest: str) -> None:
    """A mark on one of the statements so far."""
    say, view = table.language.say, table.picture
    said = [fact["details"] for fact in view["story"] if fact["kind"] == "statement"]
    if not said:
        table.say("No statement has been made so far.")
        return
    options = [
        Option(entry["statement"], f"{role_text(view, entry['role'])}: {entry['text']}") for entry in said
    ]
    key = table.prompt.choose(say("Which statement"), options, rest)
    author = next(entry["role"] for entry in said if entry["statement"] == key)
    kind = table.prompt.choose(
        say("Which mark"), [Option(entry["id"], entry["title"]) for entry in view["marks"]]
    )
    data = {"statement": key, "mark": kind}
    if next(entry["of"] for entry in view["marks"] if entry["id"] == kind):
        data["role"] = table.prompt.choose(
            say("Of which role"), [option for option in tray.roles(view) if option.word != author]
        )
    if table.do("mark", **data):
        table.say("Marked.")


def tell(table: "Table", rest: str) -> None:
    say = table.language.say
    word, _, text = rest.partition(" ")
    to = table.prompt.several(say("To whom (several with commas, or all)"), tray.roles(table.picture), word)
    table.do("reply", to=to, text=text.strip() or table.prompt.ask(say("Text")))


def seat(table: "Table", rest: str) -> None:
    """Who sits where."""
    say = table.language.say
    name, _, by = rest.partition(" ")
    everyone = [*tray.roles(table.picture), Option("control", say("Control"))]
    chosen = table.prompt.choose(say("Which seat"), everyone, name)
    kinds = [Option("person", say("a person")), Option("bot", say("a bot")), Option("empty", say("nobody"))]
    table.do("seat", seat=chosen, by=table.prompt.choose(say("Taken by"), kinds, by))


def look(table: "Table", rest: str) -> None:
    """The situation as another seat knows it."""
    from console.screen import clean_all
    from console.situation import picture
    from engine.play.views import view

    options = [*tray.roles(table.picture), Option("public", table.language.say("the public"))]
    chosen = table.prompt.choose(table.language.say("Whose eyes"), options, rest)
    seen = clean_all(view(table.run.state, chosen, table.language.code))
    table.show(Text(""), picture(seen, table.language, width=table.console.width))


def pause(table: "Table", rest: str) -> None:
    table.do("pause")


def resume(table: "Table", rest: str) -> None:
    table.do("resume")


def undo(table: "Table", rest: str) -> None:
    """Back to before the last step, or to the state after a line of the log."""
    say = table.language.say
    number, _, reason = rest.partition(" ")
    data: dict[str, Any] = {}
    if number.isdigit():
        data["line"] = int(number)
    else:
        reason = rest
        lines(table)
    question = (
        say("Take the game back to the state after line {line}?", line=number)
        if data
        else say("Take the last step back? (A line can be named: 'undo 12'.)")
    )
    if not table.prompt.confirm(question):
        return
    data["reason"] = reason or table.prompt.ask(say("Reason"))
    try:
        table.run.do(Command("undo", table.seat, data))
    except Refusal as refusal:
        table.refused(refusal)


def lines(table: "Table") -> None:
    """The last lines of the log in words, so that one can be named."""
    from console.screen import clean

    for row in reversed(table.run.journal(table.language.code, 8)):
        back = "" if row["standing"] else " ↶"
        table.show(Text(f"  {row['seq']:>4}  {clean(row['text'])}{back}", style="quiet"))


def finish(table: "Table", rest: str) -> None:
    if table.prompt.confirm(table.language.say("End the run here?")):
        table.do("finish")


def disclose(table: "Table", rest: str) -> None:
    say = table.language.say
    options = [
        Option("nothing", say("nothing")),
        Option("traces", say("the traces of the rulings")),
        Option("all", say("everything")),
    ]
    table.do("disclose", what=table.prompt.choose(say("What is released"), options, rest))


def show_report(table: "Table", rest: str) -> None:
    from console import report

    table.show(*report.report(table.picture, table.language))
