"""Whole random games of OpenSpiel and of diplomacy, as they are installed; the same game in every pass."""

from functools import partial
from random import Random
from typing import Any

from bench.measure import Side
from bench.peers.sides import imported

SEED = 2025
MOVES = 10_000
"""About how many of them OpenSpiel makes in a pass."""
PHASES = 40
"""Of a game of diplomacy at most: random orders seldom end one."""
Orders = dict[str, list[str]]


def openspiel(name: str) -> Side:
    """Games of OpenSpiel that are written in Python, as Whitecell is. A throw of chance counts as a move."""
    game = imported("pyspiel").load_game(name) if imported("open_spiel.python.games") else None
    random = Random(SEED)
    moves = games = 0
    while moves < MOVES:
        moves += playout(game, random)
        games += 1
    return Side(partial(playouts, game, games), moves)


def playouts(game: Any, number: int) -> None:
    """The same games again."""
    random = Random(SEED)
    for _ in range(number):
        playout(game, random)


def playout(game: Any, random: Random) -> int:
    """One game of random legal moves. How many there were."""
    state, moves = game.new_initial_state(), 0
    while not state.is_terminal():
        if state.is_chance_node():
            actions, chances = zip(*state.chance_outcomes(), strict=True)
            state.apply_action(random.choices(actions, chances)[0])
            moves += 1
        elif state.is_simultaneous_node():
            chosen = [random.choice(state.legal_actions(player)) for player in range(game.num_players())]
            state.apply_actions(chosen)
            moves += len(chosen)
        else:
            state.apply_action(random.choice(state.legal_actions()))
            moves += 1
    return moves


def diplomacy() -> Side:
    """A game of diplomacy with random legal orders."""
    play = partial(conference, imported("diplomacy").Game)
    return Side(play, ordered(play()))


def diplomacy_again() -> Side:
    """The same orders given once more, without asking what else was possible."""
    game = imported("diplomacy").Game
    phases = conference(game)
    return Side(partial(repeat, game, phases), ordered(phases))


def ordered(phases: list[Orders]) -> int:
    """How many orders there were."""
    return sum(len(orders) for phase in phases for orders in phase.values())


def conference(make: Any) -> list[Orders]:
    """What every power ordered in each phase."""
    game, random, phases = make(), Random(SEED), list[Orders]()
    while not game.is_game_done and len(phases) < PHASES:
        possible = game.get_all_possible_orders()
        phase = {}
        for power in sorted(game.powers):
            places = [place for place in game.get_orderable_locations(power) if possible[place]]
            phase[power] = [random.choice(possible[place]) for place in places]
            game.set_orders(power, phase[power])
        game.process()
        phases.append(phase)
    return phases


def repeat(make: Any, phases: list[Orders]) -> Any:
    """A game by its orders."""
    game = make()
    for phase in phases:
        for power, orders in phase.items():
            game.set_orders(power, orders)
        game.process()
    return game
