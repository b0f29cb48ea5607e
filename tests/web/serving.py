"""A real server of an application, in a thread of this process, that ends without a trace."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from waitress.wasyncore import close_all

from web.connections import create_server
from web.serve import server_settings


@contextmanager
def serving(app: Any, streams: int, reserve: int, proxies: int = 0) -> Iterator[str]:
    """Its address, while it runs."""
    settings = server_settings(streams, reserve, proxies)
    server = create_server(app, proxies, host="127.0.0.1", port=0, **settings)

    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        # In its own thread: a socket that another one closes is an error there.
        server.trigger.pull_trigger(lambda: close_all(server._map))
        thread.join(60)
        server.task_dispatcher.shutdown()
