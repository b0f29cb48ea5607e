"""`whitecell serve`: hands over to the pages, and says what a port that is taken means."""

import click

from console.speech import speech


def serve_runs(
    runs: list[str], host: str, port: int, folder: str, lan: bool, browser: bool, lang: str | None
) -> None:
    """Serve until interrupted."""
    from web.serve import Place, serve

    language = speech(lang)
    try:
        serve(runs, folder, Place(host, port, lan), language, click.echo, browser=browser)
    except OSError as fault:
        if fault.errno not in (98, 48, 10048):  # address in use: Linux, macOS, Windows
            raise
        raise click.ClickException(
            language.say(
                "Port {port} is taken: another server is running. Use its page, or --port {other}.",
                port=port,
                other=port + 1,
            )
        ) from None
