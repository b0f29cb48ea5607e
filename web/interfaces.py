"""The network interfaces of this machine: the addresses of each, and what each is likely to be.

Nothing is sent to find them. What an interface is follows from its name: drivers, systems and VPN clients
name theirs in ways of their own.
"""

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

import ifaddr


class Kind(StrEnum):
    """What an interface is, in words; those that a room is likeliest to be on come first."""

    WIFI = "Wi-Fi"
    CABLE = "Cable"
    LAN = "Wi-Fi or cable"
    OTHER = "Network"
    GIVEN = "Given at the start"
    VPN = "VPN"
    VIRTUAL = "Virtual network"


NAMES = (
    (Kind.WIFI, r"wl|ath\d|ap\d|.*(wi-?fi|wireless|wlan|802\.11)"),
    (Kind.VPN, r"u?tun|tap|wg|ppp|ipsec|zt|feth|cscotun|gpd\d|nordlynx|proton"),
    (Kind.VPN, r".*(vpn|wireguard|wintun|tap-|tunnel|tailscale|zerotier|anyconnect|fortinet|pangp|miniport)"),
    (
        Kind.VIRTUAL,
        r"docker|br-|virbr|veth|vnet|vmnet|vboxnet|lxc|lxd|cni|flannel|cali|podman|bridge|dummy|ifb",
    ),
    (Kind.VIRTUAL, r".*(hyper-v|virtual|vmware|wsl)"),
    (Kind.CABLE, r"en[a-z]|eth|em\d|p\d+p\d|usb|bond|.*(ethernet|gbe|gigabit|local area)"),
    (Kind.LAN, r"en\d"),
)
"""The names of Linux, macOS and Windows, the first that fits: `en0` of macOS may be either, and what Windows
calls *Ethernet 2* may be described as a TAP adapter or as a *virtual Ethernet adapter*."""
FARTHER = (Kind.VPN, Kind.VIRTUAL)
NO_ROUTER = "no router gave it: hardly anybody reaches it"
WHY_HARDLY = {
    Kind.VPN: "phones in this room hardly reach it",
    Kind.VIRTUAL: "only machines inside this computer reach it",
}


class Address(NamedTuple):
    """One address of this machine, as it stands in a URL but for the brackets of IPv6."""

    address: str
    interface: str
    """Its name as the system shows it."""
    kind: Kind

    @property
    def family(self) -> int:
        """4 or 6; 0 for a name."""
        try:
            return ip_address(self.address).version
        except ValueError:
            return 0

    @property
    def link_local(self) -> bool:
        """Whether no router gave it: only a machine on the same cable may reach it, with luck."""
        return bool(self.family) and ip_address(self.address).is_link_local

    @property
    def far(self) -> tuple[bool, int]:
        """How far it is from those in the room; the smaller, the nearer."""
        return self.link_local, FARTHER.index(self.kind) + 1 if self.kind in FARTHER else 0

    @property
    def why_hardly(self) -> str:
        """Why phones in the room can hardly reach it; nothing where they are likely to."""
        return NO_ROUTER if self.link_local else WHY_HARDLY.get(self.kind, "")


def look() -> list[Address]:
    """The addresses of this machine as they are now, the likeliest to be reached first, without loopback."""
    return ranked(ifaddr.get_adapters(), on_air)


def on_air(name: str) -> bool:
    """Whether Linux knows an interface as a wireless one, whatever it is called."""
    place = Path("/sys/class/net") / name
    return (place / "wireless").exists() or (place / "phy80211").exists()


def ranked(adapters: Iterable[ifaddr.Adapter], wireless: Callable[[str], bool]) -> list[Address]:
    """The addresses of these adapters: Wi-Fi and cable, VPN, virtual ones, last those without a router."""
    found = [
        Address(
            ip.ip if isinstance(ip.ip, str) else ip.ip[0],
            ip.nice_name,
            kind_of(f"{ip.nice_name} {adapter.nice_name}", wireless(adapter.name)),
        )
        for adapter in adapters
        for ip in adapter.ips
    ]
    return sorted((entry for entry in found if not ip_address(entry.address).is_loopback), key=rank)


def rank(found: Address) -> tuple[tuple[bool, int], int, int, bool]:
    """Where an address stands among others; IPv4 first among those that are as near."""
    private = ip_address(found.address).is_private
    return found.far, found.family, list(Kind).index(found.kind), not private


def kind_of(name: str, wireless: bool = False) -> Kind:
    """What an interface is likely to be, by its name and its description."""
    if wireless:
        return Kind.WIFI
    return next((kind for kind, names in NAMES if re.match(names, name, re.IGNORECASE)), Kind.OTHER)
