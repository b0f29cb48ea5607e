"""What to make of the questions beside a rehearsal: the sentences that say it without statistics."""

from collections.abc import Iterator, Sequence

from engine.rehearsal.comparison import Comparison, Difference
from engine.rehearsal.inquiry import Findings
from engine.rehearsal.leverage import Forced, Limit, dominated
from engine.rehearsal.sensitivity import Change
from engine.rehearsal.weights import DICE, Weight, Weights
from engine.rules.exercise import Exercise
from engine.words.language import Language
from engine.words.numbers import minus, percent

LITTLE = 0.05
"""Shares below which something hardly matters."""
MUCH, HALF = 0.1, 0.5
TOGETHER, AGAINST = 0.5, -0.3
"""Correlations from which on seats win together, and lose by what the other wins."""
GAIN = 1.0
"""Points from which on one repeated move is worth naming."""
MOST_NAMED = 8


def some(names: Sequence[str], language: Language) -> str:
    """The first of many names, and how many more there are."""
    more = len(names) - MOST_NAMED
    shown = ", ".join(names[:MOST_NAMED])
    return language.say("{names} and {number} more", names=shown, number=more) if more > 0 else shown


def role_named(role: str, exercise: Exercise, language: Language) -> str:
    return language.text(exercise.file.roles[role].title)


def move_named(move: str, exercise: Exercise, language: Language) -> str:
    return language.text(exercise.file.moves[move].title)


def points(share: float, language: Language) -> str:
    """A difference of two shares, in points of a hundred."""
    return language.say("{points} pp", points=language.tenths(100 * share))


def move_of(role: str, move: str, exercise: Exercise, language: Language) -> str:
    """A move with whose it is."""
    return f"{language.text(exercise.file.roles[role].code)}: {move_named(move, exercise, language)}"


def change_named(change: Change, exercise: Exercise, language: Language) -> str:
    """A change as an author knows it."""
    say, file = language.say, exercise.file
    if change.kind == "start":
        title = language.text(file.tracks[change.id].title)
        return say("start {value} → {other}: {track}", track=title, value=change.value, other=change.other)
    if change.kind == "inject":
        return say("without {inject}", inject=f"{change.id} {language.text(file.injects[change.id].title)}")
    table = file.tables[change.id]
    amount, _, _ = change.modifier.partition(" ")
    reason = language.text(table.modifiers[change.modifier])
    return say(
        "without {modifier} ({table})",
        table=language.text(table.title) or change.id,
        modifier=f"{minus(amount)} {reason}",
    )


def outcome_named(weight: Weight, exercise: Exercise, language: Language) -> str:
    """What is weighed."""
    if weight.kind == "score":
        return role_named(weight.id, exercise, language)
    if weight.kind == "common":
        return language.text(exercise.file.derived[weight.id].title) or weight.id
    titles = {rule.ending.id: language.text(rule.ending.title) for rule in exercise.endings}
    return titles.get(weight.id, weight.id) if weight.kind == "ending" else weight.id


def weights_said(found: Weights, exercise: Exercise, language: Language) -> Iterator[str]:
    """Who decides what, and who decides nothing, not even the own score."""
    say, scores = language.say, [weight for weight in found.outcomes if weight.kind == "score"]
    weak, foreign = [], []
    for weight in scores:
        others = [portion for portion in weight.portions if portion.source not in (weight.id, DICE)]
        own = next((portion for portion in weight.portions if portion.source == weight.id), None)
        name = role_named(weight.id, exercise, language)
        if own and own.alone.high < MUCH and own.alone.share < LITTLE:
            weak.append(name)
        most = max(others, key=lambda portion: portion.alone.share, default=None)
        if own and most and most.alone.share >= MUCH and most.alone.low > own.alone.high:
            other = role_named(most.source, exercise, language)
            foreign.append(f"{name} ({other}: {percent(most.alone.share)})")
    if weak:
        yield say(
            "These seats hardly move their own score by how they play: {names}. Give them objectives that "
            "their own moves reach.",
            names=", ".join(weak),
        )
    if foreign:
        yield say(
            "Another seat decides more of these scores than their own: {names}.", names=", ".join(foreign)
        )
    yield from deciders(found, exercise, language)
    together = [pair for pair in found.pairs if pair.low > TOGETHER]
    against = [pair for pair in found.pairs if pair.high < AGAINST]
    for pairs, sentence in (
        (together, "These scores rise and fall together, so there is little to bargain over: {names}."),
        (against, "What one of these wins, the other loses: {names}."),
    ):
        names = [
            f"{score_named(pair.one, exercise, language)} – {score_named(pair.other, exercise, language)} "
            f"({language.number(minus(f'{pair.correlation:+.2f}'))})"
            for pair in sorted(pairs, key=lambda pair: -abs(pair.correlation))
        ]
        if names:
            yield say(sentence, names=some(names, language))


def score_named(name: str, exercise: Exercise, language: Language) -> str:
    """A role, or the common score."""
    if name in exercise.file.roles:
        return role_named(name, exercise, language)
    return language.text(exercise.file.derived[name].title) or name


def deciders(found: Weights, exercise: Exercise, language: Language) -> Iterator[str]:
    """Which seat or whether dice decide the ending and the common score, and whose play decides nothing."""
    say, most = language.say, []
    for weight in found.outcomes:
        if weight.kind not in ("group", "common"):
            continue
        portion = max(weight.portions, key=lambda portion: portion.alone.share)
        if portion.alone.low > LITTLE:
            source = (
                say("the dice") if portion.source == DICE else role_named(portion.source, exercise, language)
            )
            name = outcome_named(weight, exercise, language)
            most.append(f"{name}: {source} ({percent(portion.alone.share)})")
    if most:
        yield say("What decides most by itself: {names}.", names="; ".join(most))
    idle = [
        say(
            "{role} (together with others up to {share})",
            role=role_named(role, exercise, language),
            share=share,
        )
        for role, share in unmoving(found, exercise)
    ]
    if idle:
        yield say(
            "No ending and no score hangs on how these seats play by themselves: {names}.",
            names=", ".join(idle),
        )


def unmoving(found: Weights, exercise: Exercise) -> Iterator[tuple[str, str]]:
    """The seats that explain nothing by themselves, with the most that varies with them and others."""
    for role in exercise.roles:
        portions = [
            portion
            for weight in found.outcomes
            if weight.kind != "ending"
            for portion in weight.portions
            if portion.source == role
        ]
        if portions and all(portion.alone.share < LITTLE for portion in portions):
            yield role, percent(max(portion.total.share for portion in portions))


def changes_said(found: Sequence[Change], exercise: Exercise, language: Language) -> Iterator[str]:
    """What moves the endings most, and what could be left out."""
    say = language.say
    titles = {rule.ending.id: language.text(rule.ending.title) for rule in exercise.endings}
    strong = [change for change in sorted(found, key=lambda change: -change.most) if change.most >= LITTLE]
    names = []
    for change in strong:
        entry = max((entry for entry in change.endings if entry.sure), key=lambda entry: abs(entry.mean))
        names.append(
            f"{change_named(change, exercise, language)} ({titles[entry.id]} {points(entry.mean, language)})"
        )
    if names:
        yield say(
            "Of {number} changes, these move an ending most: {names}.",
            number=len(found),
            names=some(names, language),
        )
    elif found:
        yield say(
            "None of {number} changes moves an ending by as much as 5 of 100 runs: nothing here hangs by a "
            "thread.",
            number=len(found),
        )
    dead = [
        change_named(change, exercise, language)
        for change in found
        if change.kind == "modifier" and not change.changed
    ]
    if dead:
        yield say(
            "Without these modifiers every run is the same, as the seats play here: {names}.",
            names=some(dead, language),
        )


def limits_said(found: Sequence[Limit], language: Language) -> Iterator[str]:
    """Which limits are felt, and which are not."""
    names = list(dict.fromkeys(limit.name for limit in found))
    felt = {name: max(limit.changed for limit in found if limit.name == name) for name in names}
    free = [name for name in names if not felt[name]]
    if free:
        yield language.say(
            "{number} of {all} limits change no run when they are moved by one, so they limit nobody: "
            "{names}.",
            number=len(free),
            all=len(names),
            names=some(free, language),
        )
    tight = [
        limit.name
        for limit in sorted(found, key=lambda limit: -limit.changed)
        if limit.changed >= HALF and limit.most and abs(limit.most.mean) >= GAIN
    ]
    if tight:
        yield language.say(
            "These are felt most, by a point of somebody's score or more: {names}.",
            names=some(list(dict.fromkeys(tight)), language),
        )


def moves_said(found: Sequence[Forced], exercise: Exercise, language: Language) -> Iterator[str]:
    """Which single move wins, which is beaten by another, and which is good for nothing."""
    say = language.say

    def named(entry: Forced) -> str:
        return move_of(entry.role, entry.move, exercise, language)

    winning = [
        f"{named(entry)} ({language.tenths(entry.always.mean)})"
        for entry in sorted(found, key=lambda entry: -entry.always.mean)
        if entry.always.low > 0 and entry.always.mean >= GAIN
    ]
    if winning:
        yield say(
            "Made in every turn, these win a point or more for their seat, whatever happens; let them cost "
            "more, or work less well each time: {names}.",
            names=some(winning, language),
        )
    beaten = list(dominated(found))
    if beaten:
        better = dict.fromkeys((entry.role, entry.by) for entry in beaten)
        names = [
            say(
                "{better} beats {moves}",
                better=move_of(role, move, exercise, language),
                moves=", ".join(
                    move_named(entry.move, exercise, language) for entry in beaten if entry.by == move
                ),
            )
            for role, move in better
        ]
        yield say(
            "Always made, a move is worth more to its seat than others and never costs more: {names}.",
            names="; ".join(names),
        )
    useless = [
        named(entry)
        for entry in found
        if entry.move not in {each.move for each in beaten}
        and entry.always.high <= 0
        and not entry.never.high < 0
    ]
    if useless:
        yield say(
            "These bring their seat nothing when they are made, and are not missed when they are not: "
            "{names}.",
            names=some(useless, language),
        )


def compared_said(found: Comparison, exercise: Exercise, language: Language) -> Iterator[str]:
    """What a change was worth."""
    say = language.say
    yield say(
        "{share} of the runs come to the same ending in the same turn with the same scores.",
        share=percent(found.alike),
    )
    titles = {rule.ending.id: language.text(rule.ending.title) for rule in exercise.endings}
    ends = [
        f"{titles.get(entry.id, entry.id)} ({points(entry.mean, language)})"
        for entry in surest(found.endings)
    ]
    scores = [
        f"{role_named(entry.id, exercise, language)} ({language.tenths(entry.mean)})"
        for entry in surest(found.scores)
    ]
    if ends:
        yield say("Endings that come more or less often: {names}.", names=some(ends, language))
    if scores:
        yield say("Seats that win or lose by it: {names}.", names=some(scores, language))
    if not ends and not scores:
        yield say(
            "No ending and no score differs clearly: the change is worth nothing that these runs can see."
        )


def beside_said(found: Findings, exercise: Exercise, language: Language) -> Iterator[str]:
    """What to make of everything that was looked into beside a rehearsal."""
    if found.limits:
        yield from limits_said(found.limits, language)
    if found.moves:
        yield from moves_said(found.moves, exercise, language)
    if found.weights:
        yield from weights_said(found.weights, exercise, language)
    if found.sensitivity:
        yield from changes_said(found.sensitivity, exercise, language)


def surest(found: Sequence[Difference]) -> list[Difference]:
    """The differences that are some, the greatest first."""
    return sorted((entry for entry in found if entry.sure), key=lambda entry: -abs(entry.mean))
