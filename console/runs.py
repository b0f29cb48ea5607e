"""Commands about runs, for people and scripts: start, auto, show, inject, verify, fork."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import UNSET
from rich.progress import BarColumn, Progress, TextColumn
from rich.text import Text

from console import news, report, situation
from console.screen import clean_all, make_console
from console.sitting import known_seat, tell_torn
from console.speech import speech
from engine.play.commands import Command, Refusal
from engine.play.commands.declared import Improvise, Release, Startex
from engine.record.log import Line
from engine.record.run import Run
from engine.record.timer import clock_set_back
from engine.review import replay, verify
from engine.review.fork import held
from engine.views import PUBLIC, view
from engine.views.seen import View, is_role
from engine.views.stories import Recent
from engine.words.language import Language
from engine.words.wording import wording


def start_run(
    name: str,
    path: str,
    seed: int | None,
    format_id: str | None,
    preset: str | None,
    people: tuple[str, ...],
    only_sealed: bool,
    lang: str | None,
) -> None:
    """Make a run and say how to play it. It waits for STARTEX in the ready room."""
    from engine.rules.load import load

    language, console = speech(lang), make_console()
    exercise = load(name)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    run = Run.start(
        exercise,
        path,
        seed=seed,
        format_id=format_id,
        preset=preset,
        people=people,
        ready=True,
        drafts=not only_sealed,
    )
    game, say = run.state.game, language.say
    turns = language.count(game.turns, "turn", "turns")
    console.print(
        Text(
            say(
                "{title}: {turns}. The run is kept in {path}.",
                title=language.text(exercise.file.title),
                turns=turns,
                path=path,
            )
        )
    )
    told = [seating(run, language), "" if run.state.room.drafts_count else say("Only sealed orders count.")]
    console.print(*(Text(sentence) for sentence in told if sentence), sep="\n")
    role = next((person for person in people if person != "control"), "")
    seat = f" --as {role}" if role and "control" not in people else " --as control"
    console.print(Text(say("Play it with: {command}", command=f"whitecell play {path}{seat}")))


def seating(run: Run, language: Language) -> str:
    """By which preset the roles are seated, where the exercise has presets."""
    picture = view(run.state, PUBLIC, language.code)
    words = language.say(
        "Seating: {preset}. {text}", preset=picture["preset_title"], text=picture["preset_text"]
    )
    return words.strip() if picture["preset_title"] else ""


def auto_run(path: str, turns: int | None, lang: str | None) -> None:
    """Play on by doctrine and the default plan, with a bar where it takes time."""
    language, console = speech(lang), make_console()
    run = Run.open(path)
    game = run.state.game
    if game.finished:
        console.print(Text(language.say("The run has ended.")))
        return
    if waiting := held(run):
        names = wording(run.exercise, language)
        sentence = "People hold these seats, and order nothing while this plays: {roles}."
        console.print(Text(language.say(sentence, roles=", ".join(names.code(role) for role in waiting))))
    last = min(game.turns, game.turn - 1 + turns) if turns else game.turns
    columns = TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}")
    with Progress(
        *columns, console=make_console(errors=True), transient=True, disable=not sys.stderr.isatty()
    ) as progress:
        task = progress.add_task(language.say("Turns"), total=last, completed=game.turn - 1)
        while not run.state.game.finished:
            game = run.state.game
            if turns and game.turn >= last and game.phase == "report" and not game.ending:
                break
            run.press_on()
            progress.update(task, completed=run.state.game.turn - 1)
    tell_torn(run, console, language)
    picture = clean_all(view(run.state, "control", language.code))
    console.print(situation.header(picture, language))
    if picture["outcome"]:
        console.print(report.outcome(picture, picture["outcome"], language))


def state_at(run: Run, turn: int | None) -> Any:
    """The state as it stands, or at the end of a turn. Raises Refusal for a turn that was not played."""
    if turn is None:
        return run.state
    try:
        return replay.at_turn(run, turn)
    except KeyError:
        played = ", ".join(map(str, replay.turns(run)))
        raise Refusal(
            "Turn {turn} has not been played. Played so far: {played}.", turn=turn, played=played
        ) from None


def seat_of(run: Run, seat: str) -> str:
    return seat if seat == "public" else known_seat(run, seat)


def show_run(path: str, seat: str, turn: int | None, as_json: bool, lang: str | None) -> None:
    """The situation, drawn or as JSON."""
    language = speech(lang)
    run = Run.open(path)
    found = view(state_at(run, turn), seat_of(run, seat), language.code, Recent())
    if as_json:
        print(json.dumps(digest(found), ensure_ascii=False, indent=1))
        return
    console, picture = make_console(), clean_all(found)
    console.print(situation.picture(picture, language, width=console.width, every=True))
    if picture["outcome"]:
        console.print(Text(""), report.outcome(picture, picture["outcome"], language))


def digest(picture: View) -> dict[str, Any]:
    """What scripts need of a view: where the run stands, and each known track as its value or band."""
    known = {track["id"]: track["value"] for track in picture["tracks"] if track["known"] != "told"}
    told = {track["id"]: track["told"] for track in picture["tracks"] if "told" in track}
    kept = (
        *("exercise", "seat", "turn", "turns", "month", "phase", "ready", "locked", "paused"),
        *("finished", "brink", "preset", "seats"),
    )
    return {
        **{name: value for name, value in picture.items() if name in kept},
        "tracks": known,
        "told": told,
        "tokens": {token["id"]: token["due"] for token in picture["tokens"]},
        "flags": {flag["id"]: flag.get("value", True) for flag in picture["flags"]},
        "agreements": [entry["id"] for entry in picture["agreements"]],
        **(
            {"capital": picture["capital"], "orders": [entry["order"] for entry in picture["orders"]]}
            if is_role(picture)
            else {}
        ),
        "outcome": picture["outcome"],
    }


def inject_run(path: str, name: str | None, to: list[str], text: str | None, lang: str | None) -> None:
    """Release or improvise; refused actions end with 1."""
    language, console = speech(lang), make_console()
    run = Run.open(path)
    roles = [known_seat(run, role) for role in to] or UNSET
    if run.state.room.ready:
        run.do(Command.of(Startex()))
    if text is not None:
        run.do(Command.of(Improvise(to=roles, text=text)))
    else:
        known = {entry.casefold(): entry for entry in run.exercise.injects}
        run.do(Command.of(Release(to=roles, inject=known.get(str(name).casefold(), str(name)))))
    tell_torn(run, console, language)
    picture = clean_all(view(run.state, "control", language.code))
    last = max((fact["number"] for fact in picture["story"] if fact["kind"] == "inject"), default=0)
    console.print(*news.facts(picture, last - 1, language), sep="\n")


def verify_run(path: str, strict: bool, head: str | None, lang: str | None) -> int:
    """Chain, fold and re-adjudication, or the first line that differs; then its last hash and its version."""
    language = speech(lang)
    say, console, errors = language.say, make_console(), make_console(errors=True)
    finding, again, torn, lines = verify.examine(path)
    if strict:
        finding = torn or finding
    if finding:
        errors.print(Text(say("Line {line}: {reason}", line=finding.line, reason=finding.reason)))
        return 1
    if torn:
        console.print(Text(say("Line {line}: {reason}", line=torn.line, reason=torn.reason)))
    if again > 1:
        sentence = say(
            "The chain and the fold are intact. Re-adjudication agrees from line {line} on: "
            "the lines before it were played under other rules.",
            line=again,
        )
        (errors if strict else console).print(Text(sentence))
    elif again:
        counted = language.count(len(lines), "line", "lines")
        console.print(Text(say("Intact: {lines}; chain, fold and re-adjudication agree.", lines=counted)))
    else:
        sentence = say(
            "The chain and the fold are intact. The run was played under other rules, "
            "so it cannot be adjudicated afresh."
        )
        (errors if strict else console).print(Text(sentence))
    if back := clock_set_back((line.seq, line.at) for line in lines):
        console.print(Text(back.words(say)))
    console.print(Text(f"{say('Begun with')}: {verify.begun_with(lines, say)}"))
    console.print(Text(f"{say('Last hash')}: {lines[-1].hash}"), soft_wrap=True)
    missing = head is not None and not told_head(lines, head, language)
    return int(missing or (strict and again != 1))


def told_head(lines: Sequence[Line[Any]], head: str, language: Language) -> bool:
    """Say where a hash that was written down stands in a log. False: nowhere."""
    say, place = language.say, verify.place_of(lines, head)
    if place is None:
        sentence = say(
            "No line has the hash that was given: "
            "the end of the log was cut off, or the log was written anew."
        )
        make_console(errors=True).print(Text(sentence))
        return False
    if place == len(lines):
        said = say("It is the hash that was given.")
    else:
        added = language.count(len(lines) - place, "line was added since", "lines were added since")
        said = say("Line {line} has the hash that was given; {added}.", line=place, added=added)
    make_console().print(Text(said))
    return True
