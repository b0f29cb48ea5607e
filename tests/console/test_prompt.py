"""What a terminal does while somebody is asked: it reads a line, or tells of news before one was typed."""

import io
import os
import sys

import pytest

from console.prompt import Gone, Prompt
from console.screen import make_console
from engine.words.language import Language


def at_a_terminal(stream: io.TextIOBase) -> Prompt:
    """A prompt whose lines come from a person's terminal, as far as it knows."""
    console = make_console(width=80)
    console.file = io.StringIO()
    prompt = Prompt(console, Language("en"), stream)  # type: ignore[arg-type]
    prompt.terminal = True
    return prompt


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal there cannot be waited for")
def test_news_ends_a_question_that_nobody_has_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: a seat that waits for others is told when they have moved on; a line that was typed goes first."""
    monkeypatch.setattr("console.prompt.SECONDS", 0.001)
    reading, writing = os.pipe()
    with os.fdopen(reading) as stream, os.fdopen(writing, "w") as keyboard:
        prompt, looked = at_a_terminal(stream), list[int]()

        def news() -> bool:
            looked.append(1)
            return len(looked) == 3

        assert prompt.line("ROK\n>", news) == ""
        assert len(looked) == 3
        keyboard.write("  status \n")
        keyboard.flush()
        assert prompt.line("ROK\n>", news) == "status"
        assert len(looked) == 3, "what was typed is read before anybody looks"
        keyboard.close()
        with pytest.raises(Gone):
            prompt.line(">", news)


def test_a_question_without_news_is_left_to_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: where nothing is waited for, the line is read with the editing that a terminal has."""
    asked: list[str] = []
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or " yes ")
    assert at_a_terminal(io.StringIO()).line("Seal 1 order?\n[y/n]") == "yes"
    assert asked == ["[y/n] "]
