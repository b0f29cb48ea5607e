"""Guesses at the cards of others: what a seat can say, and once the cards are open who saw through whom.

Whether a guess is right follows from a card, which its role and control alone read: nothing of that is told
to anybody else before control has released everything.
"""

from engine.play import guessing
from engine.views.picture import Picture
from engine.views.seen import CardToGuess, Guessed, Guesses, Guessing, Hits, OpenedCard


def guessing_of(picture: Picture, role: str) -> Guessing | None:
    """What a role takes the cards of the others to have been; none before ENDEX, and where it has none."""
    cards = guessing.cards_for(picture.state, role) if picture.game.finished else []
    if not cards:
        return None
    return {
        "open": not guessing.closed(picture.state),
        "cards": [to_guess(picture, role, card) for card in cards],
        "version": picture.version("guess", role=role),
    }


def to_guess(picture: Picture, role: str, card: str) -> CardToGuess:
    """A card as it is put to a role: nothing of it hangs on what it was."""
    guess = picture.file.guesses[card]
    values = guessing.answers(picture.exercise, card)
    return {
        "id": card,
        "title": picture.wording.slot(guess.slot),
        "of": guess.of,
        "ask": picture.language.text(guess.ask),
        "values": [{"word": value, "title": picture.wording.word(value)} for value in values],
        "value": picture.state.room.guesses.get((role, card), ""),
    }


def guesses(picture: Picture) -> Guesses | None:
    """The cards as they were and who guessed what: for control after ENDEX, else once everything is open."""
    opened = guessing.opened(picture.state)
    if not picture.file.guesses or not picture.game.finished or not (opened or picture.viewer.control):
        return None
    cards = [card_as_it_was(picture, card) for card in picture.file.guesses]
    return {
        "opened": opened,
        "cards": cards,
        "hits": [hits(picture, role, cards) for role in guessing.guessers(picture.state)],
    }


def card_as_it_was(picture: Picture, card: str) -> OpenedCard:
    guess, was = picture.file.guesses[card], guessing.truth(picture.state, card)
    given = picture.state.room.guesses
    return {
        "id": card,
        "title": picture.wording.slot(guess.slot),
        "of": guess.of,
        "ask": picture.language.text(guess.ask),
        "truth": was,
        "truth_title": picture.wording.word(was) if was else picture.language.say("no card was drawn"),
        "guessed": [
            guessed(picture, role, given[role, card], was)
            for role in guessing.guessers(picture.state)
            if (role, card) in given
        ],
    }


def guessed(picture: Picture, role: str, value: str, was: str) -> Guessed:
    right = value == was if was else None
    return {"role": role, "value": value, "title": picture.wording.word(value), "right": right}


def hits(picture: Picture, role: str, cards: list[OpenedCard]) -> Hits:
    """How well a role guessed; a card that nobody drew counts for nothing."""
    own = [card for card in cards if card["of"] != role and card["truth"]]
    found = [entry for card in own for entry in card["guessed"] if entry["role"] == role]
    return {
        "role": role,
        "right": sum(bool(entry["right"]) for entry in found),
        "said": len(found),
        "cards": len(own),
    }
