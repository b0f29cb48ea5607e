"""Argued orders as a seat writes them, and as control weighs them."""

from engine.play import arguing
from engine.play import events as happened
from engine.play.draft import Draft
from engine.play.phases import budget
from engine.play.work import Plea as Pleaded
from engine.rules.argued import HALF, ORDINARY, WHOLE, Wanted, argue, call_of, order_of, wanted
from engine.rules.exercise import Call
from engine.rules.model import DIFFICULTIES, MOST_REASONS
from engine.views.argued import argued_order, judged_arguments
from engine.views.picture import Picture
from engine.views.seen import (
    Arguing,
    Argument,
    Hardness,
    JudgedArgument,
    Plea,
    PleaRow,
    RowOdds,
    WantedEffect,
    Word,
)
from engine.words.wording import Wording

NOT_FOR_THIS_TABLE = "Technical detail of weapons is not for this table: control rules it inadmissible."


def arguing_of(picture: Picture, role: str) -> Arguing | None:
    """What a role can argue for, and what it has argued this turn; None where it does not argue."""
    rules, game, wording = picture.file.argued, picture.game, picture.wording
    if rules is None or role not in argue(picture.exercise):
        return None
    own = arguing.sealed(game, role)
    locked = [entry for entry in game.laid.values() if entry.role == role]
    able = budget(Draft(picture.state), role)
    for order in game.orders.get(role, []):
        able.take(picture.exercise.orders[order["order"]])
    affordable = rules.limit if not rules.cost else max(able.capital, 0) // rules.cost
    return {
        "cost": rules.cost,
        "limit": rules.limit,
        "left": 0 if game.locked else min(rules.limit - len(own), affordable),
        "reserved": arguing.reserved(game, role),
        "secret": rules.secret != "no",
        "reasons": MOST_REASONS,
        "effects": [wanted_effect(wording, effect) for effect in wanted(picture.exercise).values()],
        "orders": [
            *(argued_order(wording, entry, locked=False) for entry in own),
            *(argued_order(wording, entry, locked=True) for entry in locked),
        ],
        "open": game.phase in ("situation", "consultation", "orders") and not game.locked,
        "note": picture.language.say(NOT_FOR_THIS_TABLE),
        "version": picture.version("argue", role=role),
    }


def wanted_effect(wording: Wording, effect: Wanted) -> WantedEffect:
    amounts: list[Word] = [
        {"word": amount, "title": wording.wanted(effect.id, amount)} for amount in effect.amounts
    ]
    return {"id": effect.id, "title": wording.slot(effect.id), "amounts": amounts}


def pleas(picture: Picture) -> list[Plea]:
    """The argued orders before control, in the order of their roles."""
    return [plea(picture, path) for path in arguing.in_order(picture.game, picture.game.laid)]


def plea(picture: Picture, path: str, trial: happened.Weighed | None = None) -> Plea:
    """One of them: its arguments as they are weighed (or as on `trial`), and what each would do if it were
    turned round.
    """
    game, wording = picture.game, picture.wording
    entry, weighing = game.laid[path], game.weighings.get(path)
    found = arguing.plea(game, path, trial)
    asked = [question for question in game.questions.values() if arguing.of_source(question) == path]
    table = picture.file.tables[picture.file.argued.table if picture.file.argued else ""]
    call = asked_as(picture, found)
    total = int(call.total(game.vector))
    given = judged_arguments(entry.role, entry.reasons, found.counters, found.counts)
    return {
        **argued_order(wording, entry, locked=True),
        "cost": entry.cost,
        "arguments": [turned(picture, found, argument) for argument in given],
        "asked": [question.to for question in asked],
        "silent": [question.to for question in asked if question.answer and not question.text],
        "difficulty": found.difficulty,
        "difficulties": [hardness(picture, found, word) for word in DIFFICULTIES],
        "amounts": cuts(wording, entry),
        "left": found.amount,
        "weighed": weighing is not None,
        "inadmissible": found.inadmissible,
        "reason": found.reason,
        "sum": total,
        "cap": table.cap,
        "works": works(call, game.vector),
        "rows": rows(picture, found, call),
        "odds": odds_of(picture, call),
        "table": picture.language.text(table.title),
        "dice": table.dice,
        "ruling": f"{path}>{call.table_id}",
        "version": picture.version("weigh", order=path),
    }


def cuts(wording: Wording, entry: happened.Laid) -> list[Word]:
    """The effect that is wanted, and what it can be cut to."""
    step = 1 if entry.amount > 0 else -1
    return [
        {"word": amount, "title": wording.wanted(entry.effect, amount)}
        for amount in range(entry.amount, 0, -step)
    ]


def asked_as(picture: Picture, found: Pleaded, *, pro: int = 0, con: int = 0, difficulty: str = "") -> Call:
    """The table as a plea asks it, with so many arguments more or fewer."""
    role, hard = found.carry.order.role, difficulty or found.difficulty
    return call_of(picture.exercise, role, max(found.pro + pro, 0), max(found.con + con, 0), hard)


def works(call: Call, vector: list[int]) -> float:
    """The chance that the effect comes, whole or half."""
    outcomes = {rule.row.id: rule.row.outcome for rule in call.rows}
    return sum(chance for row, chance in odds(call, vector).items() if outcomes[row] in (WHOLE, HALF))


def odds(call: Call, vector: list[int]) -> dict[str, float]:
    """The chance of each row as things stand."""
    fixed = call.fixed(vector)
    return {call.rows[fixed].row.id: 1.0} if fixed >= 0 else call.odds(int(call.total(vector)))


def odds_of(picture: Picture, call: Call) -> list[RowOdds]:
    """The rows that dice can come to, as a bar draws them."""
    chances = odds(call, picture.game.vector)
    return [
        {
            "row": picture.language.text(rule.row.say),
            "roll": rule.row.roll,
            "chance": chances.get(rule.row.id, 0.0),
            "hit": False,
        }
        for rule in call.rows
        if rule.row.roll is not None
    ]


def turned(picture: Picture, found: Pleaded, argument: JudgedArgument) -> Argument:
    """An argument with the chance of the effect if it were weighed otherwise."""
    step = -1 if argument["counts"] else 1
    against = argument["against"]
    call = asked_as(picture, found, pro=0 if against else step, con=step if against else 0)
    return {**argument, "turned": works(call, picture.game.vector)}


def hardness(picture: Picture, found: Pleaded, word: str) -> Hardness:
    """A difficulty with what it adds to the roll where nothing else does."""
    role = found.carry.order.role
    call = call_of(picture.exercise, role, 0, 0, word)
    plain = call_of(picture.exercise, role, 0, 0, ORDINARY)
    vector = picture.game.vector
    return {
        "word": word,
        "title": picture.wording.word(word),
        "amount": int(call.total(vector)) - int(plain.total(vector)),
        "chosen": word == found.difficulty,
    }


def rows(picture: Picture, found: Pleaded, call: Call) -> list[PleaRow]:
    """The table that decides, each row with what it would make of the effect."""
    order = order_of(picture.exercise, found.carry.order.role, found.effect, found.amount)
    chances, listed = odds(call, picture.game.vector), list[PleaRow]()
    for number, rule in enumerate(call.rows, 1):
        scaled = order.on.get(rule.row.outcome or "")
        listed.append(
            {
                "id": rule.row.id,
                "number": number,
                "roll": spoken_roll(rule.row.roll),
                "title": picture.language.text(rule.row.say),
                "effects": [
                    *picture.wording.effects(rule.effects),
                    *(picture.wording.effects(scaled) if scaled else []),
                ],
                "chance": chances.get(rule.row.id, 0.0),
            }
        )
    return listed


def spoken_roll(roll: str | None) -> str:
    """A band of totals as it is read: 7, 7–9, ≤ 6, ≥ 12."""
    if roll is None:
        return ""
    low, dots, high = roll.replace(" ", "").partition("..")
    if not dots or low == high:
        return low
    if not low:
        return f"≤ {high}"
    return f"{low}–{high}" if high else f"≥ {low}"
