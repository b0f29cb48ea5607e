"""Made machines: the interfaces of laptops as Linux, macOS and Windows tell of them."""

import ifaddr

from web.interfaces import Address, ranked


def adapter(name: str, *addresses: str, description: str = "") -> ifaddr.Adapter:
    """One interface with its addresses; Windows has a description beside the name."""
    ips = [ifaddr.IP((ip, 0, 0) if ":" in ip else ip, 64 if ":" in ip else 24, name) for ip in addresses]
    return ifaddr.Adapter(name, description or name, ips, index=1)


LINUX = [
    adapter("lo", "127.0.0.1", "::1"),
    adapter("tun0", "10.8.0.6"),
    adapter("docker0", "172.17.0.1", "fe80::42"),
    adapter("enp0s31f6", "10.20.3.7"),
    adapter("enx0050b6", "169.254.7.7"),
    adapter("wlp2s0", "192.168.8.14", "fd12::5", "2001:db8::5", "fe80::5"),
]
MACOS = [
    adapter("lo0", "127.0.0.1", "::1", "fe80::1"),
    adapter("utun3", "10.8.0.6", "fe80::a"),
    adapter("bridge100", "192.168.64.1"),
    adapter("awdl0", "fe80::b"),
    adapter("en0", "192.168.8.14", "fe80::5"),
]
WINDOWS = [
    adapter("Loopback Pseudo-Interface 1", "127.0.0.1", description="Software Loopback Interface 1"),
    adapter("vEthernet (WSL)", "172.20.0.1", description="Hyper-V Virtual Ethernet Adapter"),
    adapter("Ethernet 3", "10.8.0.6", description="TAP-Windows Adapter V9"),
    adapter("Company", "10.9.0.6", description="WireGuard Tunnel"),
    adapter("Ethernet", "10.20.3.7", description="Realtek PCIe GbE Family Controller"),
    adapter("Wi-Fi", "192.168.8.14", description="Intel(R) Wi-Fi 6 AX201 160MHz"),
    adapter(
        "Local Area Connection* 2", "192.168.137.1", description="Microsoft Wi-Fi Direct Virtual Adapter"
    ),
]


def addresses(adapters: list[ifaddr.Adapter]) -> list[Address]:
    """The addresses of a made machine, the likeliest first; on none is anything known but names."""
    return ranked(adapters, lambda name: False)
