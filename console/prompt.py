"""Asks people: at a terminal, or from lines that were prepared and come in one after another."""

import select
import sys
from collections.abc import Callable
from typing import TextIO

from rich.console import Console
from rich.text import Text

from console.matching import Option, Word, close, find, fold
from engine.words.language import Language

MOST_TRIES = 100
SECONDS = 1.0
"""How often a seat that waits looks whether the others have moved on."""


class Back(Exception):
    """Somebody wants to leave the question they are in."""


class Quit(Exception):
    """Somebody gets up from the table."""


class Gone(Exception):
    """There is no more input."""


class Prompt:
    """Reads answers. At a terminal with editing; otherwise line by line, each shown after its question."""

    def __init__(self, console: Console, language: Language, stream: TextIO | None = None) -> None:
        self.console, self.language = console, language
        self.stream = stream or sys.stdin
        self.terminal = stream is None and self.stream.isatty()
        self.printed = 0
        """Lines shown since the last answer."""
        self.agrees = False
        """Whether every question for a yes has it, since nothing comes of it."""
        self.kept = ""
        """What was typed while there was only something to read: it answers the next question."""
        if self.terminal:
            import readline  # noqa: F401 (gives input() its editing and history)

    def line(self, question: str, watch: Callable[[], bool] | None = None) -> str:
        """One line as it was typed. Raises Gone when there is no more.

        With `watch`, a terminal waits for the line only until something has happened elsewhere.
        """
        self.printed = 0
        if self.kept:
            typed, self.kept = self.kept, ""
            self.console.print(Text(f"{question} {typed}"))
            return typed
        before, _, last = question.rpartition("\n")
        if before:
            self.console.print(Text(before, style="act"))
        if self.terminal and watch and sys.platform != "win32":
            return self.wait(last, watch)
        if self.terminal:
            try:
                return input(f"{last} ").strip()  # readline must know the prompt, or it would draw over it
            except EOFError:
                self.console.print()
                raise Gone from None
        self.console.print(Text(f"{last} ", style="act"), end="")
        typed = self.read()
        self.console.print(Text(typed))
        return typed

    def wait(self, question: str, watch: Callable[[], bool]) -> str:
        """A line, or nothing as soon as there is news."""
        self.console.print(Text(f"{question} ", style="act"), end="")
        sys.stdout.flush()
        while not select.select([self.stream], [], [], SECONDS)[0]:
            if watch():
                self.console.print()
                return ""
        return self.read()

    def read(self) -> str:
        """The next line of the stream. Raises Gone when there is none."""
        read = self.stream.readline()
        if not read:
            self.console.print()
            raise Gone
        return read.strip()

    def means(self, typed: str, word: str) -> bool:
        """Whether a line is one of the words understood everywhere, in either language."""
        return fold(typed) in (word, fold(self.language.say(word)))

    def ask(self, question: str, help_text: str = "") -> str:
        """One answer that is not empty. `back` and `quit` leave the question."""
        for _ in range(MOST_TRIES):
            typed = self.line(f"{question}:")
            self.leaving(typed)
            if typed and not (help_text and self.means(typed, "help")):
                return typed
            self.hint(help_text or self.language.say("Type an answer, or 'back' to leave this question."))
        raise Back

    def perhaps(self, question: str) -> str:
        """One answer that may be empty. `back` and `quit` leave the question."""
        typed = self.line(f"{question}:")
        self.leaving(typed)
        return typed

    def leaving(self, typed: str) -> None:
        """Raises Back or Quit where the line says so."""
        if self.means(typed, "back"):
            raise Back
        if self.means(typed, "quit"):
            raise Quit

    def confirm(self, question: str) -> bool:
        """Yes or no; yes without asking where nothing comes of it."""
        if self.agrees:
            return True
        yes, no = self.language.say("yes"), self.language.say("no")
        for _ in range(MOST_TRIES):
            typed = self.line(f"{question} [{yes[0]}/{no[0]}]")
            self.leaving(typed)
            if fold(typed) in {"y", "yes", fold(yes), fold(yes[0])}:
                return True
            if fold(typed) in {"n", "no", fold(no), fold(no[0])}:
                return False
            self.hint(self.language.say("Answer yes or no, or 'back'."))
        raise Back

    def choose(self, question: str, options: list[Option[Word]], typed: str = "") -> Word:
        """One of the options, as its word. `typed` is an answer already given; else it is asked for."""
        if typed and (found := self.pick(typed, options)) is not None:
            return found
        if len(options) == 1 and not typed:
            self.console.print(Text(f"{question}: {options[0].title}"))
            return options[0].word
        self.list(options)
        for _ in range(MOST_TRIES):
            answer = self.ask(question, self.help_with(options))
            if (found := self.pick(answer, options)) is not None:  # a word may be empty: all of us
                return found
        raise Back

    def help_with(self, options: list[Option[Word]]) -> str:
        """What `help` says at a list, unless it is one of its entries."""
        if find("help", options):
            return ""
        return self.language.say(
            "Type the number, the code or the name of one of these. 'back' or 'quit' leaves the list."
        )

    def several(self, question: str, options: list[Option[Word]], typed: str = "") -> list[Word]:
        """Some of the options, separated by commas or spaces."""
        if typed and (found := self.picks(typed, options)):
            return found
        self.list(options)
        for _ in range(MOST_TRIES):
            if found := self.picks(self.ask(question, self.help_with(options)), options):
                return found
        raise Back

    def picks(self, typed: str, options: list[Option[Word]]) -> list[Word]:
        if fold(typed) in ("all", fold(self.language.say("all"))):
            return [option.word for option in options]
        whole = find(typed, options)
        if whole:
            return [whole.word]
        found: list[Word] = []
        for part in typed.replace(",", " ").split():
            picked = self.pick(part, options)
            if picked is None:
                return []
            found.append(picked)
        return list(dict.fromkeys(found))

    def pick(self, typed: str, options: list[Option[Word]]) -> Word | None:
        found = find(typed, options)
        if found:
            return found.word
        guess = close(
            typed, [name for option in options for name in (option.title, option.code, option.word) if name]
        )
        if guess:
            self.hint(
                self.language.say("'{typed}' is not here. Did you mean '{guess}'?", typed=typed, guess=guess)
            )
        else:
            self.hint(
                self.language.say(
                    "'{typed}' is not here. Choose a number from 1 to {last}.", typed=typed, last=len(options)
                )
            )
        return None

    def list(self, options: list[Option[Word]]) -> None:
        width = max((len(option.code) for option in options), default=0)
        for number, option in enumerate(options, 1):
            code = f"{option.code:<{width}}  " if width else ""
            self.console.print(Text.assemble((f"  {number:>2}  ", "act"), code, option.title))

    def pause(self) -> None:
        """Time to read, at a terminal; prepared lines are not used up by it, and nothing typed is lost."""
        if self.terminal and not self.kept:
            self.kept = self.line(self.language.say("Enter to read on …"))

    def hint(self, sentence: str) -> None:
        self.console.print(Text(sentence, style="quiet"))
