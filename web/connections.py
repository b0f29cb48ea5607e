"""Connections: waitress, but that no address holds those of the others, and no request arrives for ever.

When an address has as many connections as it may, or all there are are taken, a new one takes the place
of the oldest on which nothing is being worked: one of that address, or of the address with the most.
Behind proxies all connections are theirs: they keep addresses apart themselves, and the time limit holds.
"""

import select
import socket
import sys
from contextlib import suppress
from time import monotonic
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import MultiSocketServer, TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from web.limits import AHEAD, CONNECTIONS, CONNECTIONS_OF_ADDRESS, REQUEST_SECONDS
from web.runs import neighbourhood

AT_A_TIME = 64
"""New connections that are taken in before those that are open are looked after again."""
HAND_OVER = 0.0005
"""Seconds after which a thread lets another one work: each page waits so long for each one that is at work,
and again whenever it has asked the disk."""
POLL = hasattr(select, "poll")


class Channel(HTTPChannel):
    """A connection that knows whose it is, and since when the request that it waits for is due."""

    def __init__(self, server: Any, sock: Any, addr: Any, adj: Any, map: Any = None) -> None:
        self.caller = neighbourhood(str(addr[0]))
        self.since, self.asked = monotonic(), False
        super().__init__(server, sock, addr, adj, map)
        self.house: House = server.house
        self.house.enter(self)

    def received(self, data: bytes) -> bool:
        """Take in what was sent. The time for a request runs from its first byte."""
        if self.request is None:
            self.since = monotonic()
            if data.count(b" HTTP/1.") > AHEAD:
                self.hang_up()
                return False
        found: bool = super().received(data)
        self.asked = self.asked or bool(self.requests)
        return found

    @property
    def waits(self) -> bool:
        """Whether nothing of it is being worked on."""
        return not self.requests and not self.will_close

    def is_late(self, now: float) -> bool:
        """Whether its request should have been here by now: the first, or one that has begun."""
        begun = self.request is not None or not self.asked
        return self.waits and begun and now - self.since > REQUEST_SECONDS

    def hang_up(self) -> None:
        """Close it at the next turn of the server, whether or not the other side reads."""
        self.will_close = True
        self.house.leave(self)
        if self.socket is not None:
            with suppress(OSError):  # it has gone by itself
                self.socket.shutdown(socket.SHUT_RDWR)

    def handle_close(self) -> None:
        self.house.leave(self)
        super().handle_close()


class House:
    """Who is connected: by address its connections, in the order in which they came."""

    def __init__(self) -> None:
        self.callers: dict[str, dict[Channel, None]] = {}
        self.number = 0

    def enter(self, channel: Channel) -> None:
        self.callers.setdefault(channel.caller, {})[channel] = None
        self.number += 1

    def leave(self, channel: Channel) -> None:
        """Forget a connection; again, this does nothing."""
        mine = self.callers.get(channel.caller, {})
        if channel in mine:
            del mine[channel]
            self.number -= 1
        if not mine:
            self.callers.pop(channel.caller, None)

    def has_room(self, caller: str, of_address: int) -> bool:
        """Whether a caller may have one connection more, if need be for one that does nothing."""
        if len(self.callers.get(caller, ())) >= of_address:
            crowd = self.callers[caller]
        elif self.number >= CONNECTIONS:
            crowd = max(self.callers.values(), key=len)
        else:
            return True
        idle = next((channel for channel in crowd if channel.waits), None)
        if idle is not None:
            idle.hang_up()
        return idle is not None


class Server(TcpWSGIServer):
    """The server of one address and port."""

    channel_class = Channel
    effective_host: str
    effective_port: str
    _map: dict[int, Any]
    of_address = CONNECTIONS_OF_ADDRESS

    def __init__(self, house: House, application: Any, sockets: dict[int, Any], **more: Any) -> None:
        self.house = house
        super().__init__(application, sockets, **more)

    def handle_accept(self) -> None:
        """Take in all who wait at the door: one a turn would let a crowd keep the next person waiting."""
        for _ in range(AT_A_TIME):
            try:
                found = self.accept()
            except OSError:
                return
            if found is None:
                return
            connection, address = found
            if not self.house.has_room(neighbourhood(str(address[0])), self.of_address):
                connection.close()
                continue
            self.set_socket_options(connection)
            self.channel_class(self, connection, address, self.adj, map=self._map)

    def maintenance(self, now: float) -> None:
        """Hang up on requests that are late, and on whoever has done nothing for long."""
        moment = monotonic()
        idle = now - self.adj.channel_timeout
        for channel in [one for mine in self.house.callers.values() for one in mine]:
            if channel.is_late(moment) or (channel.waits and channel.last_activity < idle):
                channel.hang_up()


class ProxiedServer(Server):
    """The same behind a proxy, whose connections are those of everybody."""

    of_address = CONNECTIONS


def create_server(application: Any, proxies: int = 0, **settings: Any) -> Any:
    """A server that listens; its `run` serves until it is interrupted."""
    adjustments = Adjustments(asyncore_use_poll=POLL, **settings)
    sockets: dict[int, Any] = {}
    sys.setswitchinterval(HAND_OVER)
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(adjustments.threads)
    kind = ProxiedServer if proxies else Server
    places: list[Any] = adjustments.listen
    house = House()
    servers = [
        kind(house, application, sockets, dispatcher=dispatcher, adj=adjustments, sockinfo=place)
        for place in places
    ]
    if len(servers) == 1:
        return servers[0]
    listening = [(server.effective_host, int(server.effective_port)) for server in servers]
    return MultiSocketServer(sockets, adjustments, listening, dispatcher)
