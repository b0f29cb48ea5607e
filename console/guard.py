"""The one guard around every command: whatever goes wrong becomes a sentence and an exit code."""

import atexit
import gc
import os
import sys
from collections.abc import Callable
from typing import Any

import click

from engine.record.private import for_owner_only


def guarded(action: Callable[[], Any]) -> int:
    """Carry out a command. Every failure is said on stderr in words that help."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        with for_owner_only():
            action()
        sys.stdout.flush()
        return 0
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0 if leaving.code is None else 1
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("\nStopped; everything that was done is kept.", err=True)
        return 130
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 (nobody reads on; the interpreter must not complain at exit)
        return 0
    except Exception as fault:
        if os.environ.get("WHITECELL_DEBUG"):
            raise
        from console.faults import explain

        click.echo(explain(fault), err=True)
        return 1


def to_the_end(command: Callable[[], Any]) -> None:
    """Carry out the one command of this process. What it leaves goes with the process as it is: to look for
    circles in it first would take longer than many a command.
    """
    atexit.register(gc.freeze)
    command()
