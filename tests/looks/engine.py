"""What the engine shows of a run: views, pictures of them, and what is made when it has ended."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from engine.exchange.export import cloudevents, tables
from engine.exchange.export.tables import tables_zip
from engine.exchange.msel import msel_rows, to_csv, to_xlsx
from engine.pictures import (
    bars,
    chances,
    courses,
    dice,
    ladders,
    ledger,
    marks,
    odds,
    relations,
    slider,
    tracks,
)
from engine.play import injects
from engine.play.refusal import Refusal
from engine.record.run import Run
from engine.review.chances import swings
from engine.review.compare import compare
from engine.review.evidence import questions
from engine.review.fork import fork
from engine.review.luck import luck
from engine.review.replay import Replay
from engine.review.report import report
from engine.review.report.to_html import html
from engine.review.report.to_markdown import markdown
from engine.review.report.to_word import word
from engine.rules.exercise import Exercise
from engine.views import CONTROL, PUBLIC, draft_preview, inject_preview, levers, view
from engine.views.journal import Journal
from engine.words.language import Language
from engine.words.rulebook import Rulebook

Looks = Iterator[tuple[str, Any]]
CODES = ("en", "pl")


def of_moment(run: Run, number: int) -> Looks:
    """What everybody sees now; the language changes from moment to moment."""
    code = CODES[number % 2]
    for place, seat in enumerate((CONTROL, PUBLIC, *run.exercise.roles)):
        found = view(run.state, seat, code)
        for key, shown in found.items():
            yield f"view of {found['kind']}: {key}", shown
        if place in (0, 2):
            yield from of_pictures(found, Language(code))
    for key, shown in levers(run.state, code).items():
        yield f"levers: {key}", shown
    journal = Journal(run.state, code)
    yield "journal", journal.tell(run.log.lines, 7)
    for due in injects.tray(run.state):
        rule = run.exercise.injects.get(due.inject)
        choices = {name: words[-1] for name, words in rule.inject.choose.items()} if rule else {}
        with suppress(Refusal):
            yield "preview of an inject", inject_preview(run.state, due.inject, choices, code)
    for template in run.exercise.file.templates.values():
        data = {"text": "Words", "to": list(run.exercise.roles), "effects": template.then}
        with suppress(Refusal):
            yield "preview of a draft", draft_preview(run.state, data, code)


def of_pictures(found: Any, language: Language) -> Looks:
    """The pictures that a view is drawn as."""
    for track in found["tracks"]:
        for edges in ([], ["low", "high"]):
            yield "picture: gauge", tracks.gauge(track | {"edges": edges}, language)
        yield "picture: large gauge", tracks.gauge(track, language, 190, 26)
        yield "picture: line so far", tracks.line_so_far(track, language)
        yield "picture: change", [tracks.change(track, language), tracks.shown(track)]
        if found["kind"] == "control":
            yield "picture: course", courses.course(track, language)
            others = [0, *track["series"][::-1], 3]
            yield "picture: two courses", courses.course(track, language, others)
    for ruling in [fact for fact in found["story"] if fact["kind"] == "ruling"][-6:]:
        if ruling["details"].get("odds"):
            yield "picture: odds", [odds.odds_bar(ruling, language), odds.odds_list(ruling, language)]
            yield "picture: narrow odds", odds.odds_bar(ruling, language, 260, words=False)
            yield "picture: dice", dice.dice(ruling["details"]["dice"], language)
            yield "odds in words", [odds.sentence(ruling, language), odds.roll_words(ruling, language)]
            yield "odds in words", [repr(part) for part in chances.parts(ruling)]
    for size in relations.SIZES if found.get("map") else ():
        yield f"picture: relations, {size}", relations.relations_map(found, language, size)
    if found.get("map"):
        yield "picture: legend", relations.legend(found, language)
        yield "relations in words", relations.relations_table(found, language)


def of_no_run() -> Looks:
    """Pictures that say how much there is of something."""
    language = Language("en")
    for spent, left, cap in ((0, 0, 0), (1, 2, 4), (3, 15, 30), (0, 16, 16), (8, 9, 17), (2, 3, 4)):
        yield "picture: capital", bars.capital(spent, left, cap, language)
    for turn in (1, 3, 8):
        yield "picture: months", bars.month_ticks(turn, 8, language)
    kinds = [{"title": kind, "share": place / 30, "kind": kind} for place, kind in enumerate(bars.SHARES)]
    yield "picture: shares", [bars.shares(kinds, language), bars.shares([], language)]
    for turns in ([], [2], [1, 2, 3]):
        yield "picture: turns", ledger.turn_cells(turns, [1, 2, 3, 4], language, title="Turns")
    for worth, own, most in ((0.0, 0.0, 0.0), (-2.4, 3.1, 3.1), (5.0, -0.04, 5.0)):
        yield "picture: swing", ledger.swing(worth, own, most, language, "A role")
    yield "picture: odds in print", ladders.odds_ladder_bar([0.1, 0.2, 0.7], ["a", "b", "c"], language)
    yield "picture: odds in print", [ladders.odds_key(index, 5) for index in range(5)]
    yield "picture: chosen", ledger.chosen()
    for shape in marks.MARKS:
        yield "picture: patterns", [marks.swatch(shape), marks.defs()]


def of_exercise(exercise: Exercise) -> Looks:
    """What is printed before it is played."""
    for code in CODES:
        book = Rulebook(exercise, exercise.default_format, exercise.default_preset, code)
        yield "printed: frame", book.frame()
        for role in exercise.roles:
            for key, shown in book.pack(role).items():
                yield f"printed: {key} of a pack", shown
        for name, printed in (
            ("tables", book.tables()),
            ("injects", book.injects()),
            ("cards", book.cards()),
            ("aims", book.aims()),
            ("sources", book.sources()),
        ):
            yield f"printed: {name}", printed
        for form in exercise.file.formats:
            yield "list of injects", msel_rows(exercise, code, form)
        yield "list of injects: file", to_csv(exercise, code)
        yield "list of injects: workbook", unpacked(to_xlsx(exercise, code))


def of_end(run: Run, folder: Path) -> Looks:
    """What is made of a run that has ended."""
    role = next(iter(run.exercise.roles))
    for eyes, code in ((CONTROL, "en"), (role, "pl"), (PUBLIC, "en")):
        yield from of_export(run, eyes, code)
        for question in questions(run.state, eyes, code):
            yield "debrief: question", question
        for key, shown in luck(run.state, eyes, code).items():
            yield f"debrief: luck, {key}", shown
        written = report(run, eyes, code, {role: ["Anna", "Béla"]})
        yield f"report of {eyes}", [markdown(written), html(written)]
        if eyes == PUBLIC:  # the shortest: its pictures take their time
            yield "report: Word", unpacked(word(written))
        yield from of_replay(run, eyes, code, role)
    for key, shown in swings(run).items():
        yield f"debrief: swings, {key}", shown
    other = fork(run, folder / "fork.jsonl", 2, run.clock)
    while not other.state.game.finished:
        other.press_on()
    for key, shown in compare(run, other).items():
        yield f"debrief: comparison, {key}", shown
    yield "list of injects as played", msel_rows(run)


def of_export(run: Run, eyes: str, code: str) -> Looks:
    """Every column of every table, and the events."""
    for anonymous in (False, True):
        for name, (columns, rows) in tables(run, eyes, code, anonymous).items():
            for place, column in enumerate(columns):
                yield f"export: {name}.{column}", [row[place] for row in rows]
        for event in cloudevents(run, eyes, code, anonymous):
            yield "export: cloudevents", event
        yield "export: files", unpacked(tables_zip(run, eyes, code, anonymous))


def of_replay(run: Run, eyes: str, code: str, role: str) -> Looks:
    """Every stop, and what is shown at some of them."""
    replay = Replay(run)
    stops = replay.stops(eyes, code)
    yield "replay: stops", stops
    laid = slider.layout(stops, run.exercise.file.formats[run.state.game.format].turns)
    for stop in range(1, len(stops) + 1, max(len(stops) // 6, 1)):
        yield "picture: slider", slider.slider(laid, stop)
        yield "replay: fresh", replay.fresh(stop, eyes, code)
        yield "replay: ruling", replay.explained(eyes, stop, code)
        if eyes == CONTROL:
            yield "replay: beside", replay.beside(stop, role, code)
            yield "replay: card", replay.card(stop, code)
        for key, shown in replay.picture(stop, eyes, code).items():
            yield f"replay: {key}", shown


def unpacked(raw: bytes) -> dict[str, Any]:
    """The files in a file; of a picture of dots how many bytes it has, and of a core what no clock writes."""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        names = [name for name in packed.namelist() if "docProps" not in name and not name.endswith(".png")]
        return {name: packed.read(name).decode("utf-8", "replace") for name in names}
