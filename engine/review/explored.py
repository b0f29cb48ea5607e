"""What a search found, as a run that opens: its script, played by the ordinary engine into a log."""

from pathlib import Path

from engine.play.commands import Command
from engine.play.draft import Draft
from engine.play.phases import budget
from engine.record.run import Run
from engine.rehearsal.exploration import WITHOUT_END, Find, Script
from engine.rehearsal.question import Question
from engine.rules.exercise import Exercise
from engine.words.language import Language


def written(question: Question, find: Find, path: Path) -> Run:
    """The run of a find: to its end, or up to where it goes wrong. Control gives the orders of the script."""
    exercise, script = question.exercise, find.script
    run = Run.start(
        exercise, path, seed=script.seed, format_id=question.format or None, preset=question.preset
    )
    while not run.state.game.finished and run.state.game.turn <= WITHOUT_END * run.state.game.turns:
        if (find.kind, find.turn, "orders") == ("stuck", *run.place):
            break
        try:
            if run.state.game.phase == "orders" and not run.state.game.locked:
                order(run, script)
            run.press_on()
        except Exception:  # the crash that was found: the run stands where it came
            if find.kind != "crash":
                raise
            break
    return run


def order(run: Run, script: Script) -> None:
    """Give the orders of this turn, as far as they are allowed."""
    state = run.state
    for role in state.bots:
        wishes = script.of(state.game.turn, role)
        if wishes is not None and role not in state.game.orders:
            able = budget(Draft(state), role)
            for key in wishes:
                if not able.refusal(run.exercise.orders[key]):
                    able.take(run.exercise.orders[key])
            given = [{"order": pick.order.key} for pick in able.picks]
            run.do(Command("orders", "control", {"role": role, "orders": given}))


def find_said(find: Find, exercise: Exercise, language: Language) -> str:
    """A find in a sentence."""
    say = language.say
    match find.kind:
        case "crash":
            return say("Turn {turn}: Whitecell itself fails: {fault}", turn=find.turn, fault=find.id)
        case "stuck":
            role = language.text(exercise.file.roles[find.id].title)
            return say("Turn {turn}: {role} has no order that it may give.", turn=find.turn, role=role)
        case "endless":
            return say("No ending comes: the run goes on for ever.")
    return f"{kind_said(find.kind, language)}: {find.id}"


def kind_said(kind: str, language: Language) -> str:
    """A kind of things that can be reached."""
    say = language.say
    kinds = {
        "row": say("Rows"),
        "order": say("Orders"),
        "inject": say("Injects"),
        "agreement": say("Agreements"),
        "ending": say("Endings"),
        "track": say("Ends of tracks"),
    }
    return kinds[kind]
