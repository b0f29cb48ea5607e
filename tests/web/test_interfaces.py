"""Interfaces: what each is likely to be, and which a room is likeliest to reach, over made machines."""

import ifaddr
import pytest

from tests.web.made import LINUX, MACOS, WINDOWS, adapter, addresses
from web.interfaces import Kind, kind_of, look, ranked

NAMES = {
    Kind.WIFI: (
        "wlan0",
        "wlp2s0",
        "wlx00c0ca",
        "ath0",
        "ap0",
        "Wi-Fi",
        "Wi-Fi 2",
        "WLAN",
        "Wireless Network",
    ),
    Kind.CABLE: ("eth0", "eno1", "enp0s31f6", "enx0050b6", "em1", "p4p1", "usb0", "Ethernet", "Ethernet 2"),
    Kind.LAN: ("en0", "en7"),
    Kind.VPN: (
        "tun0",
        "tap0",
        "wg0",
        "wg-office",
        "tailscale0",
        "ppp0",
        "utun3",
        "zt7nnig26",
        "nordlynx",
        "ipsec0",
    ),
    Kind.VIRTUAL: ("docker0", "br-1f2e3d", "virbr0", "veth12ab", "vmnet8", "vboxnet0", "bridge100", "lxcbr0"),
    Kind.OTHER: ("wwan0", "br0", "bnep0", "something"),
}
DESCRIBED = {
    "Local Area Connection* 2 Microsoft Wi-Fi Direct Virtual Adapter": Kind.WIFI,
    "Ethernet 2 TAP-Windows Adapter V9": Kind.VPN,
    "Ethernet 4 Fortinet SSL VPN Virtual Ethernet Adapter": Kind.VPN,
    "Ethernet 5 Cisco AnyConnect Virtual Miniport Adapter": Kind.VPN,
    "vEthernet (Default Switch) Hyper-V Virtual Ethernet Adapter": Kind.VIRTUAL,
    "Ethernet 6 VirtualBox Host-Only Ethernet Adapter": Kind.VIRTUAL,
    "Ethernet 7 VMware Virtual Ethernet Adapter for VMnet8": Kind.VIRTUAL,
    "Local Area Connection Intel(R) 82579LM Gigabit Network Connection": Kind.CABLE,
}


@pytest.mark.parametrize("kind", NAMES)
def test_a_name_tells_what_an_interface_is(kind: Kind) -> None:
    assert {name: kind_of(name) for name in NAMES[kind]} == dict.fromkeys(NAMES[kind], kind)


@pytest.mark.parametrize("name", DESCRIBED)
def test_windows_tells_by_the_description(name: str) -> None:
    """What it calls *Ethernet 2* may be anything."""
    assert kind_of(name) is DESCRIBED[name]


def test_what_linux_knows_as_wireless_is_so_whatever_it_is_called() -> None:
    (found,) = ranked([adapter("eth1", "192.168.8.14")], lambda name: name == "eth1")
    assert found.kind is Kind.WIFI


def test_the_room_comes_before_the_vpn_and_the_vpn_before_what_is_inside() -> None:
    """IPv4 first among those that are as near; what no router gave comes last, and no loopback at all."""
    found = [(entry.address, entry.interface, entry.kind) for entry in addresses(LINUX)]
    assert found == [
        ("192.168.8.14", "wlp2s0", Kind.WIFI),
        ("10.20.3.7", "enp0s31f6", Kind.CABLE),
        ("fd12::5", "wlp2s0", Kind.WIFI),
        ("2001:db8::5", "wlp2s0", Kind.WIFI),
        ("10.8.0.6", "tun0", Kind.VPN),
        ("172.17.0.1", "docker0", Kind.VIRTUAL),
        ("169.254.7.7", "enx0050b6", Kind.CABLE),
        ("fe80::5", "wlp2s0", Kind.WIFI),
        ("fe80::42", "docker0", Kind.VIRTUAL),
    ]


@pytest.mark.parametrize("machine", [LINUX, MACOS, WINDOWS], ids=["Linux", "macOS", "Windows"])
def test_a_vpn_is_never_the_likeliest_on_a_machine_that_is_in_the_room(machine: list[ifaddr.Adapter]) -> None:
    """The order in which a system tells of its interfaces does not count."""
    for order in (machine, machine[::-1]):
        assert addresses(order)[0].kind in (Kind.WIFI, Kind.CABLE, Kind.LAN)
        assert addresses(order)[0].address.startswith("192.168.")


def test_a_private_address_comes_before_a_public_one() -> None:
    found = addresses([adapter("wlan0", "198.51.99.4"), adapter("wlan1", "192.168.1.4")])
    assert [entry.interface for entry in found] == ["wlan1", "wlan0"]


def test_what_is_hardly_reached_says_why() -> None:
    why = {entry.address: entry.why_hardly for entry in addresses(LINUX)}
    assert why["192.168.8.14"] == why["10.20.3.7"] == why["fd12::5"] == ""
    assert "phones in this room" in why["10.8.0.6"]
    assert "inside this computer" in why["172.17.0.1"]
    assert "no router" in why["169.254.7.7"]
    assert [entry.family for entry in addresses(MACOS)][:2] == [4, 4]


def test_this_machine_can_be_looked_at() -> None:
    """Whatever it has: addresses that can stand in a URL, and none of them loopback."""
    for found in look():
        assert found.family in (4, 6)
        assert found.interface
        assert not found.address.startswith("127.")
        assert "%" not in found.address
