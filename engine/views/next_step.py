"""Control's one next step: its verb and count, what stands beside it, and what is asked before it is done."""

from typing import Literal

from engine.play import injects
from engine.play.arguing import unweighed
from engine.play.phases import awaited
from engine.play.questions import open_questions
from engine.play.requests import requests
from engine.play.state import State
from engine.views.locking import AT_LOCK, SEALED, standing
from engine.views.seen import NextStep
from engine.words.language import Language
from engine.words.wording import Wording

DUE = ("timetable", "deferred", "written")
"""Why an inject lies in the tray when its turn has come; the others may be released at any time."""
WITHOUT_IT = "In the tray for this turn: {injects}. Go on without it?"
WITHOUT_THEM = "In the tray for this turn: {injects}. Go on without them?"


def next_step(state: State, wording: Wording, rulings: int, ending: str) -> NextStep | None:
    """The next step; None once the run has ended. `ending` is the title of one that is or would be reached.

    `command` is what to send, `label` says what it does, `beside` how things stand, `notes` and `question`
    what is asked before (none: nothing is asked).
    """
    game, say, count = state.game, wording.language.say, wording.language.count
    if game.finished:
        return None
    if state.room.ready:
        return step("startex", say("STARTEX"), *before_startex(state, wording))
    if game.phase == "situation":
        found = situation(state, wording.language)
    elif game.phase == "consultation":
        found = step("advance", say("Open orders"), waiting_requests(state, wording.language))
    elif game.phase == "orders":
        found = rulings_step(state, wording) if game.locked else lock_step(state, wording)
    elif game.phase == "rulings":
        number = count(rulings, "ruling", "rulings")
        label = say("Publish {rulings}", rulings=number)
        beside = say("Nothing is public yet")
        notes, question = list[str](), ""
        if ending:
            label = say("Publish the last {rulings}", rulings=number)
            notes = [
                say("With these rulings the run reaches its end: {ending}.", ending=ending),
                say("Everybody reads the last report first. Then you announce the ending with ENDEX."),
            ]
            question = say("Publish the last rulings?")
        left = len(unweighed(game))
        if left:
            beside = say("{orders} to weigh first", orders=count(left, "argued order", "argued orders"))
            notes.insert(
                0, say("No argument counts in what nobody has weighed; its dice are thrown all the same.")
            )
            question = question or say("Publish without weighing?")
        found = step("advance", label, beside, notes, question)
    elif game.ending:
        notes = [say("Every page then shows how it ended: {ending}.", ending=ending)]
        found = step(
            "advance",
            say("ENDEX: announce the ending"),
            say("The last report is being read"),
            notes,
            say("End the exercise?"),
        )
    else:
        found = step("advance", say("Begin turn {turn}", turn=game.turn + 1))
    if state.room.paused:  # it would be refused: nothing is asked before it
        found |= {"beside": say("Paused: nothing goes on before play does"), "notes": [], "question": ""}
    return found


def early_end(state: State, wording: Wording, ending: str) -> NextStep | None:
    """What ends the exercise before its time; `ending` is the title of the one that stands now. None where
    there is nothing to end early: it has ended, or ENDEX is the next step anyway.
    """
    if state.game.finished or state.game.ending or state.room.ready:
        return None
    say, notes = wording.language.say, []
    if state.game.phase != "report":
        notes.append(
            say("Turn {turn} is not ruled upon: what it ordered has no effect.", turn=state.game.turn)
        )
    if ending:
        notes.append(say("As it stands, it would end with: {ending}.", ending=ending))
    notes.append(say("Every page will say that control ended it before its last rulings."))
    notes.append(say("An undo takes it back."))
    return step("finish", say("End the exercise"), "", notes, say("End the exercise now?"))


def step(
    command: Literal["startex", "advance", "finish"],
    label: str,
    beside: str = "",
    notes: list[str] | None = None,
    question: str = "",
) -> NextStep:
    return {"command": command, "label": label, "beside": beside, "notes": notes or [], "question": question}


def before_startex(state: State, wording: Wording) -> tuple[str, list[str], str]:
    """Who plays when the exercise begins now. STARTEX is never barred."""
    say, seats = wording.language.say, {role: state.seat(role) for role in state.exercise.roles}
    empty = [wording.code(role) for role in state.bots if seats[role] == "empty"]
    played = len(awaited(state))
    seats_for = wording.language.count(played, "seat for people", "seats for people")
    beside = seats_for if played else say("Bots play")
    if empty:
        beside = say("Nobody plays {seats}: bots will", seats=", ".join(empty))
    return beside, [], ""


def situation(state: State, language: Language) -> NextStep:
    """What is due in the tray may be left, but not by oversight."""
    say, count = language.say, language.count
    tray = injects.tray(state)
    due = sum(entry.why in DUE and not entry.blocked for entry in tray)
    lying = sum(entry.why != "offered" for entry in tray) - due
    beside = count(due, "inject due", "injects due") if due else say("Nothing is due")
    if lying:
        beside += f", {say('{number} may come', number=lying)}"
    left = count(due, "inject", "injects")
    question = say(WITHOUT_IT if due == 1 else WITHOUT_THEM, injects=left) if due else ""
    return step("advance", say("Open consultation"), beside, [], question)


def waiting_requests(state: State, language: Language) -> str:
    waiting = sum(not found.done for found in requests(state).values())
    return language.count(waiting, "request waits", "requests wait") if waiting else ""


def lock_step(state: State, wording: Wording) -> NextStep:
    """Orders are locked: for each seat that has not sealed, what will happen to it."""
    say = wording.language.say
    people = awaited(state)
    stands = {role: standing(state, role) for role in people}
    sealed = sum(role in state.game.orders for role in people)
    beside = say("{sealed} of {people} sealed", sealed=sealed, people=len(people)) if people else ""
    notes = [
        f"{wording.code(role)}: {say(AT_LOCK[found])}" for role, found in stands.items() if found != SEALED
    ]
    return step("advance", say("Lock orders"), beside, notes, say("Lock the orders?") if notes else "")


def rulings_step(state: State, wording: Wording) -> NextStep:
    """The answers are closed: silence counts as what the rules say of it."""
    say, count = wording.language.say, wording.language.count
    unanswered = open_questions(state)
    if not unanswered:
        return step("advance", say("Open rulings"), say("All questions are answered"))
    beside = count(len(unanswered), "question is open", "questions are open")
    seats = ", ".join(dict.fromkeys(wording.code(question.to) for question in unanswered))
    said = (
        say("Silence refuses consent, leaves an offer to the table, and counts as the default of an inject."),
        say("Without an answer nothing is said against an argued order."),
    )
    kinds = sorted({question.free for question in unanswered})
    notes = [f"{beside}: {seats}.", *(said[free] for free in kinds)]
    return step("advance", say("Open rulings"), beside, notes, say("Close the answers?"))
