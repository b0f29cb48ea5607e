"""Writes docs/reference/command-line.md from the help of every command: `python -m console.reference`."""

from pathlib import Path

import click

from console.main import cli

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "command-line.md"
INTRODUCTION = """# The command line

What `whitecell` can be told, as its own `--help` says it. Written by `python -m console.reference`.
"""
WIDTH = 96


def page() -> str:
    """The page as it should be."""
    root = click.Context(
        cli, info_name="whitecell", max_content_width=WIDTH, terminal_width=WIDTH, **cli.context_settings
    )
    parts = [INTRODUCTION, section(root)]
    parts += [
        section(click.Context(command, info_name=name, parent=root))
        for name, command in sorted(cli.commands.items())
    ]
    return "\n".join(parts)


def section(context: click.Context) -> str:
    """One command with its help."""
    return f"## {context.command_path}\n\n```text\n{context.get_help()}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
