"""The bulletin: the public news of the turn that was last published, automatic or in control's own words."""

from engine.play.state import State
from engine.play.viewer import PUBLIC
from engine.rules.argued import effect_of
from engine.views.seen import Bulletin, RulingDetails
from engine.views.stories import Stories
from engine.views.story import Fact
from engine.words.language import Language

HEADLINE = "headline"
"""A ruling whose row asks to be told first."""
NEWS = ("endex", "brink", HEADLINE, "agreement", "red_line", "overdue", "ruling")
"""Kinds of facts that make the bulletin, the weightiest first."""
MOST_NEWS = 4
"""As many as the form for control's own words has rows."""


def bulletin(state: State, language: Language, stories: Stories) -> list[Bulletin]:
    """What everybody may read of the last published turn, the weightiest first."""
    turn = state.game.published
    edited = state.game.bulletins.get(turn)
    if edited:
        return [{"kind": "edited", "text": language.text(item), "cause": ""} for item in edited]
    facts = stories.of(state, PUBLIC, language.code).facts
    news = [fact for fact in facts if fact.turn == turn and weight(fact)]
    items: dict[str, Bulletin] = {}
    for fact in sorted(news, key=weight):
        called = cause(fact)
        text = f"{called}: {fact.text}" if called and argued(fact) else fact.text
        items[text] = {"kind": fact.kind, "text": text, "cause": called}
    return list(items.values())[:MOST_NEWS]


def bulletin_texts(state: State, stories: Stories) -> list[dict[str, str]]:
    """The same in every language, for whoever edits it."""
    languages = state.exercise.file.languages
    edited = state.game.bulletins.get(state.game.published)
    if edited:
        return [item if isinstance(item, dict) else dict.fromkeys(languages, item) for item in edited]
    told = {code: bulletin(state, Language(code), stories) for code in languages}
    return [
        {code: items[number]["text"] for code, items in told.items() if number < len(items)}
        for number in range(max(map(len, told.values()), default=0))
    ]


def cause(fact: Fact) -> str:
    """What called a ruling, where that is public."""
    return fact.read(RulingDetails)["cause"] if fact.kind == "ruling" else ""


def argued(fact: Fact) -> bool:
    """Whether an argued order was ruled on: the row that came says nothing of what was argued."""
    return fact.kind == "ruling" and bool(effect_of(fact.read(RulingDetails)["order"]))


def weight(fact: Fact) -> int:
    """How early a fact stands in the bulletin; 0 where it has no place in it."""
    kind = fact.kind
    if kind == "ruling":
        details = fact.read(RulingDetails)
        if details["headline"]:
            kind = HEADLINE
        elif not details["effects"]:
            return 0
    return NEWS.index(kind) + 1 if kind in NEWS else 0
