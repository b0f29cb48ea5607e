"""Writes logs for the corpus: `python tests/record/logs/write.py VERSION` (see README.md).

It is run with the code of the version that writes, so it asks of it only what every version has had:
`Run`, `Command`, `Refusal`, `next_act`, and the orders and rulings as they stand.
"""

import json
import sys
import tarfile
from contextlib import suppress
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from inspect import signature
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from engine.play import events, permissions, phases
from engine.play.automatic import next_act
from engine.play.commands import COMMANDS, Command, Refusal
from engine.play.questions import open_questions
from engine.record.run import Run
from engine.review.fork import fork
from engine.rules.load import from_data, load

HERE = Path(__file__).parent
TEXTS = (
    "We could live with a pause if inspectors come first.",
    "Zróbmy przerwę; wrócimy do tego po śniadaniu.",
    "Not before the capital has answered.",
    "Nasza odpowiedź brzmi: „nie teraz”.",
    "=1+1 is what they call a sum; we call it a concession.",
    "Two lines:\nthe first and the second.",
    "Tell nobody, but the list is longer than they think.",
)
SCRIPTS: dict[str, dict[str, Any]] = {
    "bots": {},
    "short": {
        "format_id": "short",
        "people": 2,
        "busy": 2,
        "stop": 3,
        "begin": {"ready": True, "drafts": False},
    },
    "people": {"people": 9, "busy": 5, "undo": 3, "begin": {"ready": True}},
    "host": {"people": 9, "busy": 3, "undo": 1, "preset": 2, "finish": 4, "begin": {"ready": True}},
    "waiting": {"people": 9, "busy": 5, "undo": 1, "wait": 2, "begin": {"ready": True}},
    "asking": {"people": 9, "busy": 4, "undo": 2, "stop": 4, "asking": True, "begin": {"ready": True}},
    "ready": {"people": 9, "busy": 30, "before": "startex", "begin": {"ready": True}},
    "last": {"people": 2, "busy": 2, "before": "endex", "begin": {"ready": True}},
}
"""What each log of a version is about: who plays, how much they do, and where or how it begins and ends."""
KNOWN = frozenset(signature(Run.start).parameters)
"""How this version can begin a run."""


class Clock:
    """Times as in a room: some seconds, sometimes some minutes, between one command and the next."""

    def __init__(self, chance: Random) -> None:
        self.time, self.chance = datetime(2026, 11, 25, 8, 30, tzinfo=UTC), chance

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=self.chance.choice((4, 9, 17, 41, 180)), milliseconds=137)
        return self.time


class Table:
    """People at a table who do everything that can be done."""

    def __init__(self, run: Run, chance: Random) -> None:
        self.run, self.chance = run, chance
        self.roles = list(run.exercise.roles)

    def attempt(self, name: str, actor: str = "control", **data: Any) -> bool:
        try:
            self.run.do(Command(name, actor, data))
        except Refusal:
            return False
        return True

    def text(self) -> str:
        return self.chance.choice(TEXTS)

    def role(self) -> str:
        return self.chance.choice(self.roles)

    def some(self) -> list[str]:
        return self.chance.sample(self.roles, self.chance.randint(1, len(self.roles) - 1))

    def busy(self, acts: int) -> None:
        """Some of what people do in this phase."""
        phase = self.run.state.game.phase
        words = [self.message, self.statement, self.letter, self.note, self.request, self.pause, self.chair]
        words += [self.evaluate, self.count]
        argued = [self.argue, self.argue] if "argue" in COMMANDS else []
        weighed = [self.weigh, self.weigh] if "weigh" in COMMANDS else []
        by_phase = {
            "situation": [self.improvise, self.tray, self.seat],
            "consultation": [self.propose, self.propose, self.free_text, self.sign, self.sign, self.leave],
            "orders": [self.orders, self.orders, self.orders, self.answer, self.answer, *argued],
            "rulings": [self.dice, self.override, self.override, *weighed],
        }
        for _ in range(acts):
            self.chance.choice([*words, *2 * by_phase.get(phase, words)])()

    def message(self) -> None:
        self.attempt("message", self.role(), to=self.some(), text=self.text())
        if "notebook" in COMMANDS:
            role = self.role()
            self.attempt("message", role, to=[role], text=self.text(), topic="the list")
            self.attempt("notebook", role, text=self.text())
            order = self.chance.choice(self.run.exercise.orders_of[role]).key
            turn = self.run.state.game.turn
            self.attempt("promise", role, to=self.some(), order=order, turn=turn, text=self.text())

    def letter(self) -> None:
        carriers = sorted({move.by for move in self.run.exercise.file.moves.values() if move.carries})
        if carriers:
            data = {"through": carriers[0], "text": self.text(), "sealed": self.chance.random() < 0.4}
            self.attempt("message", self.role(), carry=True, **data)
            self.attempt("message", self.role(), to=[self.role()], **data)

    def statement(self) -> None:
        self.attempt("statement", self.role(), text=self.text())
        marks, said = list(self.run.exercise.file.marks), list(self.run.state.room.statements)
        if marks and said:
            self.attempt("mark", statement=said[-1], mark=self.chance.choice(marks), role=self.role())
        if said and self.chance.random() < 0.3:
            self.attempt("withdraw", statement=self.chance.choice(said))

    def note(self) -> None:
        known = {"kind": "observation", "about": "M01"} if "about" in events.Noted.__struct_fields__ else {}
        self.attempt("note", text=self.text(), **known)

    def evaluate(self) -> None:
        aims = list(getattr(self.run.exercise.file, "evaluation", None) or ["none"])
        rating, links = self.chance.choice("PSMU"), [1, len(self.run.log.lines)]
        aim = self.chance.choice(aims)
        self.attempt("rate", objective=aim, rating=rating, text=self.text(), links=links)
        self.attempt("finding", kind="improvement", title=self.text(), analysis=self.text(), links=links)
        self.attempt("action", text=self.text(), owner="J3", due="2027-01-31")
        self.since_log_5()

    def since_log_5(self) -> None:
        """What only a version that knows the commands is asked for."""
        for name, actor, data in (
            ("cover", "control", {"sponsor": self.text(), "marking": "RESTRICTED", "summary": self.text()}),
            ("conclude", "control", {"about": "ending", "text": self.text()}),
            ("forecasting", "control", {"on": self.chance.random() < 0.5}),
            ("notebook", self.role(), {"text": self.text()}),
            ("promise", self.role(), {"to": self.some(), "order": self.any_order(), "turn": 8}),
            ("chair", self.role(), {"act": "text", "text": self.text()}),
            ("amend", self.role(), {"text": self.text()}),
            ("initial", self.role(), {}),
        ):
            if name in COMMANDS:
                self.attempt(name, actor, **data)

    def guess(self) -> None:
        """What roles take each other's cards to have been, which only a version since log 7 asks."""
        cards = self.run.exercise.file.guesses if "guess" in COMMANDS else {}
        for card, entry in cards.items():
            values = self.run.exercise.file.flags[entry.slot].one_of[1:]
            for role in self.roles:
                self.attempt("guess", role, values={card: self.chance.choice(values)})

    def any_order(self) -> str:
        return self.chance.choice([*self.run.exercise.orders])

    def request(self) -> None:
        self.attempt("request", self.role(), text=self.text())
        self.attempt("reply", to=self.some(), text=self.text())
        name, how = f"R{len(self.run.state.room.requests):02d}", self.chance.choice(("aside", "aloud", ""))
        if how:
            self.attempt("settle", request=name, how=how)
        elif self.chance.random() < 0.5:
            self.attempt("reply", request=name, text=self.text())

    def pause(self) -> None:
        self.attempt("pause")
        self.attempt("resume")
        self.attempt("clock", minutes=5)

    def chair(self) -> None:
        self.attempt("chair", self.role(), act="agenda", text=self.text())
        self.attempt("bulletin", items=[{"en": "A quiet day.", "pl": "Spokojny dzień."}])

    def seat(self) -> None:
        by = self.chance.choice(("person", "person", "program", "bot", "empty"))
        self.attempt("seat", seat=self.role(), by=by)

    def count(self) -> None:
        """Whether drafts count."""
        self.attempt("counting", drafts=self.chance.random() < 0.6)

    def improvise(self) -> None:
        tracks = list(self.run.exercise.file.tracks)
        single = [name for name in tracks if self.run.exercise.vocabulary.members(name) == [name]] or tracks
        track = self.chance.choice(single)
        effects: dict[str, Any] = {track: self.chance.choice((1, -1, "+1 up to 9"))}
        if self.chance.random() < 0.4:
            effects["tell"] = {"to": self.role(), "what": track}
        common = {"to": self.some(), "from": "Control", "effects": effects}
        self.attempt("improvise", text=self.text(), **common)
        both = {"en": "A convoy has turned back.", "pl": "Konwój zawrócił."}
        later = {"text": both, "title": "Convoy", "when": "tray", **common}
        if not self.attempt("improvise", type="military", **later):
            self.attempt("improvise", kind="military", **later)  # as it was called before log 4

    def tray(self) -> None:
        name = self.chance.choice(list(self.run.exercise.injects) or ["none"])
        self.attempt(
            self.chance.choice(("release", "hold", "defer", "skip")), inject=name, reason=self.text()
        )
        releasable = getattr(permissions, "releasable", lambda state, role: [])
        for role in self.roles:
            for name in releasable(self.run.state, role)[:1]:
                self.attempt("release", role, inject=name)
                if self.attempt("decline", inject=name, reason=self.text()):
                    self.attempt("release", role, inject=name)
                    self.attempt("release", inject=name)

    def orders(self) -> None:
        role = self.role()
        able = phases.budget(phases.Draft(self.run.state), role)
        chosen = []
        for order in self.chance.sample(
            self.run.exercise.orders_of[role], len(self.run.exercise.orders_of[role])
        ):
            if len(chosen) < 3 and not able.refusal(order):
                able.take(order)
                chosen.append({"order": order.key, "secret": self.chance.random() < 0.5})
        chosen += [{"order": "no_such_order"}] if self.chance.random() < 0.3 else []
        if self.chance.random() < 0.6:
            self.attempt("orders", role, orders=chosen, seal=True)
        elif hasattr(self.run, "draft"):
            with suppress(Refusal):
                self.run.draft(Command("orders", role, {"orders": chosen}))
        else:
            self.attempt("orders", role, orders=chosen, seal=False)

    def argue(self) -> None:
        """An argued order, which only a version since log 6 knows."""
        if self.run.exercise.file.argued:
            effects = self.run.exercise.file.argued.effects
            effect = self.chance.choice([*effects.tracks, *effects.flags])
            self.attempt(
                "argue",
                self.role(),
                effect=effect,
                amount=self.chance.choice((1, -1)),
                title=self.text(),
                text=self.text(),
                reasons=[self.text() for _ in range(self.chance.randint(1, 3))],
                secret=self.chance.random() < 0.4,
                withdrawn=self.chance.random() < 0.1,
            )

    def weigh(self) -> None:
        """What counts of an argued order and of what was said against it."""
        for path in list(self.run.state.game.laid)[:2]:
            self.attempt(
                "weigh",
                order=path,
                counts=["1"] if self.chance.random() < 0.7 else [],
                difficulty=self.chance.choice(("easy", "ordinary", "hard")),
                inadmissible=self.chance.random() < 0.15,
                reason=self.text(),
            )

    def answer(self) -> None:
        for question in list(self.run.state.game.questions.values()):
            if not question.answer:
                data = {"question": question.id, "answer": self.chance.choice(question.options)}
                if data["answer"] == "against":
                    data["text"] = self.text()
                self.attempt("answer", question.to, **data)
                return

    def propose(self) -> None:
        for name, rule in self.run.exercise.agreements.items():
            terms: dict[str, Any] = {}
            for term, slot in rule.terms.items():
                domain = self.run.exercise.vocabulary.domains.get(f"{name}.{term}")
                terms[term] = domain[-1] if domain else self.run.exercise.vocabulary.bounds[slot][0]
            if self.chance.random() < 0.5:
                self.attempt("propose", rule.agreement.needs[0], agreement=name, terms=terms)

    def free_text(self) -> None:
        self.attempt("propose", self.role(), to=self.some(), text=self.text())

    def sign(self) -> None:
        for proposal in list(self.run.state.game.proposals.values()):
            for role in (*proposal.parties, *proposal.invites):
                if role not in proposal.signed and self.chance.random() < 0.8:
                    self.attempt("sign", role, proposal=proposal.id)
            if self.chance.random() < 0.2 and proposal.signed:
                self.attempt("unsign", proposal.signed[0], proposal=proposal.id)

    def leave(self) -> None:
        for name, rule in self.run.exercise.agreements.items():
            if self.run.state.game.vector[rule.in_force] and self.chance.random() < 0.5:
                self.attempt("leave", rule.agreement.needs[0], agreement=name)

    def rulings(self) -> list[Any]:
        found = phases.rule(phases.Draft(self.run.state)).events
        return [event for event in found if getattr(event, "dice", None)]

    def dice(self) -> None:
        for ruling in self.rulings()[:1]:
            faces = [self.chance.randint(1, 6) for _ in ruling.dice]
            self.attempt("dice", ruling=ruling.path, dice=faces)

    def override(self) -> None:
        rulings = self.rulings()
        if rulings:
            ruling = self.chance.choice(rulings)
            row = self.chance.choice([row for row, odds in ruling.odds.items() if odds > 0])
            self.attempt("override", ruling=ruling.path, row=row, reason=self.text())

    def move_on(self) -> None:
        act = next_act(self.run.state)
        name, inject = getattr(act, "command", type(act).__name__.lower()), getattr(act, "inject", "")
        self.attempt(name, **({"inject": inject} if inject else {}))


def play(exercise: Any, path: Path, script: dict[str, Any]) -> Run:
    """One run by its script, as far as it says."""
    chance = Random(path.stem)
    presets = list(exercise.file.presets) or [""]
    people = list(exercise.roles)[: script.get("people", 0)]
    if script.get("asking") and "ready" in KNOWN:
        exercise, people = asking(exercise), [*people, "control"]
    run = Run.start(
        exercise,
        path,
        seed=chance.getrandbits(60),
        format_id=script.get("format_id"),
        preset=presets[min(script.get("preset", 0), len(presets) - 1)] or None,
        people=people,
        clock=Clock(chance),
        **{name: value for name, value in script.get("begin", {}).items() if name in KNOWN},
    )
    table = Table(run, chance)
    undone = 0
    while not run.state.game.finished:
        turn = run.state.game.turn
        table.busy(script.get("busy", 0))
        if stands_before(run) == script.get("before", "nothing"):
            break
        if undone < script.get("undo", 0) and turn > undone and run.state.game.phase == "report":
            undone += 1
            table.attempt(
                "undo",
                line=max(1, len(run.log.lines) - chance.randint(3, 30)),
                reason=table.text(),
                told=table.text(),
            )
        if turn >= script.get("stop", 99) and run.state.game.phase == "rulings":
            break
        if turn >= script.get("wait", 99) and open_questions(run.state):
            break
        if turn >= script.get("finish", 99):
            table.attempt("finish")
        table.move_on()
    if run.state.game.finished and script:
        table.guess()
        table.attempt("disclose", what="traces")
        table.evaluate()
    run.log.close()
    return run


def asking(exercise: Any) -> Any:
    """The exercise with seats that ask control to release what they may release."""
    data = deepcopy(exercise.data)
    for preset in data.get("presets", {}).values():
        for seat in preset.get("seats", {}).values():
            rights = seat.get("may", [])
            seat["may"] = [
                {**right, "approve": True} if isinstance(right, dict) else right for right in rights
            ]
    return from_data(data)


def stands_before(run: Run) -> str:
    """What has to be pressed next, where it is the first thing of all or the last."""
    if getattr(run.state.room, "ready", False):
        return "startex"
    return "endex" if getattr(run.state.game, "ending", "") and not run.state.game.finished else ""


def facts(run: Run) -> dict[str, Any]:
    """What must be the same for ever, as the version that wrote it has it."""
    game, room, end = run.state.game, run.state.room, run.state.game.finished
    tracks = [name for head in run.exercise.file.tracks for name in run.exercise.vocabulary.members(head)]
    return {
        "lines": len(run.log.lines),
        "turn": game.turn,
        "phase": game.phase,
        "ending": end.ending if end else None,
        "scores": end.scores if end else None,
        "objectives": end.objectives if end else None,
        "common": end.common if end else None,
        "tracks": {
            name: [vector[run.exercise.slots[name]] for _, vector in game.chronicle] for name in tracks
        },
        "capital": {role: game.capital(role) for role in run.exercise.roles},
        "messages": len(room.messages),
        "statements": len(room.statements),
        "takes": {str(turn): take for turn, take in sorted(room.takes.items())},
        "questions": {name: found.answer for name, found in game.questions.items()},
        "shelf": {name: list(status) for name, status in game.shelf.items()},
        "ratings": {name: rated.rating for name, rated in room.ratings.items()},
        "findings": len(room.findings),
        "actions": len(room.actions),
        "stands_before": stands_before(run),
        "cut": bool(getattr(end, "cut", False)),
        "seats": {seat: run.state.seat(seat) for seat in (*run.exercise.roles, "control")},
        "asked": dict(getattr(room, "answered", {})),
        "withdrawn": len(getattr(room, "withdrawn", ())),
        "guesses": {" ".join(key): value for key, value in getattr(room, "guesses", {}).items()},
        "drafts": [
            [moment.turn, list(moment.event.drafts), list(moment.event.left), list(moment.event.silent)]
            for moment in game.history
            if isinstance(moment.event, events.Locked) and hasattr(moment.event, "silent")
        ],
    }


def forked(run: Run, path: Path) -> Run:
    """A fork at the second turn, which automatic control and silent people play to its end."""
    chance = Random(path.stem)
    found = fork(run, path, 2, Clock(chance))
    table = Table(found, chance)
    while not found.state.game.finished:
        table.move_on()
    found.log.close()
    return found


def main(version: str) -> None:
    """Play every script on every exercise that ships, and keep what came of it."""
    kept = HERE / "expected.json"
    expected = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    expected[version] = {}
    exercises = Path(sys.modules["engine"].__file__ or "").parents[1] / "exercises"
    with (
        TemporaryDirectory() as folder,
        tarfile.open(HERE / f"{version}.tar.xz", "w:xz", preset=9) as archive,
    ):
        for name in sorted(entry.name for entry in exercises.iterdir() if entry.is_dir()):
            exercise = load(exercises / name)
            runs = {}
            for title, script in SCRIPTS.items():
                if script.get("format_id", exercise.default_format) in exercise.file.formats:
                    path = Path(folder) / f"{name}-{title}.jsonl"
                    runs[path] = play(exercise, path, script)
                    if title == "people":
                        path = path.with_name(f"{name}-fork.jsonl")
                        runs[path] = forked(runs[path.with_name(f"{name}-people.jsonl")], path)
            for path, run in runs.items():
                archive.add(path, path.name, filter=nobody)
                expected[version][path.name] = facts(run)
    kept.write_text(spelled(expected), encoding="utf-8")


def spelled(expected: dict[str, dict[str, Any]]) -> str:
    """The facts of all logs as JSON, a line for each."""
    versions = []
    for version, logs in sorted(expected.items()):
        lines = [f"  {json.dumps(log)}: {json.dumps(logs[log], sort_keys=True)}" for log in sorted(logs)]
        versions.append(f" {json.dumps(version)}: {{\n" + ",\n".join(lines) + "\n }")
    return "{\n" + ",\n".join(versions) + "\n}\n"


def nobody(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """A file in the archive without the name of who packed it."""
    entry.uid = entry.gid = entry.mtime = 0
    entry.uname = entry.gname = ""
    return entry


if __name__ == "__main__":
    main(sys.argv[1])
