"""Control's decisions about rulings before they are published: overrides and typed dice."""

from engine.play import phases
from engine.play.commands import declared
from engine.play.commands.ask import Ask, decides, in_play, text, word
from engine.play.events import Overridden, Ruled, Typed
from engine.play.refusal import Refusal


def rolled(ask: Ask, path: str) -> Ruled:
    """The ruling a decision is about, with dice. Raises Refusal."""
    in_play(ask, "rulings")
    for event in phases.rule(ask.draft).events:
        if isinstance(event, Ruled) and event.path == path:
            if event.dice:
                return event
            raise Refusal("This ruling has no ladder; improvise an inject instead.")
    raise Refusal("There is no ruling '{path}'.", path=path)


@decides(declared.Override)
def override(ask: Ask, given: declared.Override) -> None:
    """Another row of the ladder, one step up or down, with a reason. An empty row takes it back."""
    ruling = rolled(ask, given.ruling)
    if not given.row:
        if ruling.path in ask.game.overrides:
            ask.draft.emit(phases.lapse(ask.game, ruling.path, withdrawn=True, call=ruling.call))
        return
    replaced = ruling.replaced or ruling.row
    ladder = [row for row, chance in ruling.odds.items() if chance > 0]
    chosen = word(given.row, ladder)
    if abs(ladder.index(chosen) - ladder.index(replaced)) != 1:
        raise Refusal("An override goes one step up or down the ladder: {ladder}.", ladder=", ".join(ladder))
    if not given.reason.strip():
        raise Refusal("A ruling is moved with a reason.")
    ask.draft.emit(
        Overridden(
            ruling=ruling.path,
            replaces=replaced,
            row=chosen,
            reason=text(given.reason),
            call=ruling.call,
            by=by(ask),
        )
    )


@decides(declared.Dice)
def dice(ask: Ask, given: declared.Dice) -> None:
    """Dice thrown on the table, typed in; none takes them back. Overrides whose row changed lapse."""
    ruling, faces = rolled(ask, given.ruling), given.dice
    count = len(ruling.dice)
    if faces and len(faces) != count:
        raise Refusal("Type {count} dice from 1 to 6.", count=count)
    ask.draft.emit(Typed(ruling=ruling.path, dice=faces, call=ruling.call, by=by(ask)))
    for lapsed in phases.rule(ask.draft).lapsed:
        ask.draft.emit(phases.lapse(ask.game, lapsed, call=called(ask, lapsed)))


def by(ask: Ask) -> str:
    """Who decides, where it is not control."""
    return "" if ask.actor == "control" else ask.actor


def called(ask: Ask, path: str) -> str:
    """The table of a ruling as it is called; empty where it is not asked for any more."""
    events = phases.rule(ask.draft).events
    return next((event.call for event in events if isinstance(event, Ruled) and event.path == path), "")
