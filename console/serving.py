"""`whitecell serve`: hands over to the pages, and says what an address or a port means that cannot be had."""

from socket import gaierror
from typing import NamedTuple

import click

from console.speech import speech, spoken_for
from engine.words.language import Language

IN_USE, NOT_HERE = (98, 48, 10048), (99, 49, 10049)
"""Numbers of faults: an address that is in use, and one that is not here; of Linux, macOS, Windows."""


class Listen(NamedTuple):
    """Where to listen and how others come there, as it was typed."""

    host: str
    port: int
    lan: bool
    public_url: str
    proxies: int


def serve_runs(
    runs: list[str],
    folder: str,
    listen: Listen,
    browser: bool,
    lang: str | None,
    exercises: str = "",
) -> None:
    """Serve until interrupted."""
    from web.addresses import Place
    from web.proxies import PublicError, read_public
    from web.serve import serve

    language = speech(lang)
    try:
        public = read_public(listen.public_url, language) if listen.public_url else None
        place = Place(listen.host, listen.port, listen.lan, public, listen.proxies)
        serve(
            runs,
            folder,
            place,
            language,
            click.echo,
            browser=browser,
            asked=spoken_for(lang),
            exercises=exercises,
        )
    except PublicError as fault:
        raise click.UsageError(str(fault)) from None
    except OSError as fault:
        said = unbound(fault, listen, language)
        if not said:
            raise
        raise click.ClickException(said) from None


def unbound(fault: OSError, listen: Listen, language: Language) -> str:
    """Why the server cannot listen there, in words; nothing where something else went wrong."""
    if fault.errno in IN_USE:
        return language.say(
            "Port {port} is taken: another server is running. "
            "Use its page, or --port {other} (make run PORT={other}).",
            port=listen.port,
            other=listen.port + 1,
        )
    if fault.errno in NOT_HERE or isinstance(fault, gaierror):
        return language.say(
            "{host} is no address of this computer. With --lan beside it, it only stands on links and codes.",
            host=listen.host,
        )
    return ""
