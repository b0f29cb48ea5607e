"""How a run ends and what is asked of it: endings, scores, questions, objectives and their evidence."""

from engine.rules.build.roles import counted
from engine.rules.checks.checker import Checker
from engine.rules.findings import Path, listed
from engine.rules.model import Ending, Evidence, Sentence
from engine.rules.nodes import Node


def check_endings(on: Checker) -> None:
    """Report unless a run always ends, and never without warning."""
    endings = on.file.endings
    if not endings or endings[-1].kind != "final" or endings[-1].if_ is not True:
        at: Path = ("endings", len(endings) - 1) if endings else ("endings",)
        on.error(
            at,
            "last-ending",
            "the last ending must be one of kind final without a condition, for every other run",
        )
    elif endings[-1].formats:
        message = "the last ending is for every other run of every length of play; leave 'formats' out"
        on.error(("endings", len(endings) - 1, "formats"), "last-ending", message)
    for index, ending in enumerate(endings):
        path = ("endings", index)
        for place, name in enumerate(ending.formats):
            on.known((*path, "formats", place), "format", name, on.file.formats)
        on.once((*path, "formats"), ending.formats)
        if ending.if_ is True and index < len(endings) - 1 and ending.kind == "final" and not ending.formats:
            on.error(
                path,
                "last-ending",
                f"'{ending.id}' has no condition, so no ending below it is ever reached; put it last",
            )
        if ending.kind == "stop":
            _stop(on, path, ending)
        elif ending.after is not None:
            message = "only an ending that stops the run waits; a final one is read after the last turn"
            on.error((*path, "after"), "bounds", message)
    _heard(on)
    if on.file.common_score is not None:
        on.known(("common_score",), "derived value", on.file.common_score, on.file.derived)
    _brink(on)


def _stop(on: Checker, path: Path, ending: Ending) -> None:
    """How long it must stand is said once: by `after`, or by `held` around all of the condition."""
    node = on.read(ending.if_)
    if node is None or not counted(node):
        return
    if ending.after is not None:
        message = f"'after: {ending.after}' counts the end checks; write the condition without held(…)"
        on.error((*path, "if"), "held", message)
    elif not _twice(node):
        right = (
            "held(condition, 2) around all of it, or the condition alone with 'after', 'after: 1' for at once"
        )
        message = f"part of this holds at once, so that no turn is left to step back; write {right}"
        on.error((*path, "if"), "held", message)


def _twice(node: Node) -> bool:
    """Whether all that a condition asks for must be held for two end checks or more."""
    if node.op == "held":
        return node.value >= 2
    return node.fixed or (node.op in ("and", "or") and all(_twice(part) for part in node.parts))


def _heard(on: Checker) -> None:
    """Warn of a sentence that nobody at the table can be told at the end."""
    places: list[tuple[Path, list[Sentence]]] = [
        (("endings", index, "sentences"), ending.sentences) for index, ending in enumerate(on.file.endings)
    ]
    for path, entries in (*places, (("sentences",), on.file.sentences)):
        for index, entry in enumerate(entries):
            node = on.read(entry.if_)
            if node is not None and not on.readers.of_node(node):
                message = (
                    "no single role can read all of this, so nobody is told before control releases "
                    "everything; divide it into sentences that somebody can follow"
                )
                on.warn((*path, index, "if"), "unheard", message)


def _brink(on: Checker) -> None:
    offer = on.file.brink.offer
    if offer is None:
        return
    tags = sorted({f"tag.{tag}" for move in on.file.moves.values() for tag in move.tags})
    on.known(("brink", "offer"), "tag of a move", offer, tags)


def check_questions(on: Checker) -> None:
    """Report evidence that nothing in a log could be."""
    for name, question in on.file.questions.items():
        if not question.evidence:
            on.error(
                ("questions", name, "evidence"),
                "missing",
                "a question opens with evidence; list at least one piece",
            )
        for index, evidence in enumerate(question.evidence):
            _evidence(on, ("questions", name, "evidence", index), evidence)


def check_evaluation(on: Checker) -> None:
    """Report evidence for objectives of the exercise that nothing in a log could be."""
    for name, aim in on.file.evaluation.items():
        for index, evidence in enumerate(aim.evidence):
            _evidence(on, ("evaluation", name, "evidence", index), evidence)


def _evidence(on: Checker, path: Path, evidence: Evidence) -> None:
    file = on.file
    tracks = (*on.members, *file.tracks)
    tokens = (*file.tokens, *(member for name in file.tokens for member in on.vocabulary.members(name)))
    rows = tuple(f"{name}.{row.id}" for name, table in file.tables.items() for row in table.rows)
    wanted: dict[str, tuple[str, tuple[str, ...]]] = {
        "tracks": ("track", tracks),
        "derived": ("derived value", tuple(file.derived)),
        "rulings": ("table", tuple(file.tables)),
        "rows": ("row", rows),
        "modifiers": ("table", tuple(file.tables)),
        "orders": ("move or role", (*file.moves, *file.roles)),
        "without": ("move", tuple(file.moves)),
        "together": ("move", tuple(file.moves)),
        "causes": ("track", tracks),
        "proposals": ("agreement", tuple(file.agreements)),
        "tokens": ("token", tokens),
        "injects": ("inject", tuple(file.injects)),
        "marks": ("mark", tuple(file.marks)),
    }
    for field, (kind, names) in wanted.items():
        for index, name in enumerate(getattr(evidence, field)):
            on.known((*path, field, index), kind, name, names)
        on.once((*path, field), getattr(evidence, field))
    for index, name in enumerate(evidence.modifiers):
        if name in file.tables and not file.tables[name].modifiers:
            on.warn((*path, "modifiers", index), "unused", f"the table '{name}' has no modifiers")
    if evidence.between and len(evidence.between) != 2:
        on.error((*path, "between"), "bounds", "'between' takes two things: [from, to]")
    for index, name in enumerate(evidence.between):
        fault = on.happens(name)
        if fault:
            on.error((*path, "between", index), "unknown-name", fault)
    if evidence == Evidence():
        keys = listed((*wanted, "between", "overrides", "ending"))
        on.error(path, "missing", f"this evidence shows nothing; it takes: {keys}")
