"""Which machines this server may be sent to by an address that somebody gave: those of the public internet.

Against server-side request forgery (OWASP, « SSRF prevention »; ASVS 5.0, 1.3.6 and 13.2.4): a name is resolved once,
every address it stands for is checked, and the connection is made to one that was checked, so that a name which means
something else a moment later (DNS rebinding) leads nowhere.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from .failing import Failed

#: Addresses tried for one name.
MOST_TRIED = 4

#: A name and a port → the addresses it stands for, as texts.
Resolve = Callable[[str, int], Awaitable[list[str]]]

#: What is not the public internet (IANA special-purpose registries, RFC 6890), said here and not left to a library:
#: what `is_global` means has changed between versions of Python.
_CLOSED_4: tuple[IPv4Network, ...] = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by carriers; clouds put metadata there too
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local: the metadata of clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
#: All of IPv6 that is not handed out by the regional registries, and what in that leads into IPv4 or elsewhere.
_OPEN_6 = ip_network("2000::/3")
_CLOSED_6: tuple[IPv6Network, ...] = tuple(
    IPv6Network(text)
    for text in (
        "2001::/23",  # Teredo, ORCHID, benchmarks and other assignments of protocols
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: holds an IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)


def is_public(address: str) -> bool:
    """Say whether an address is of the public internet; what is no address is not.

    Outside 2000::/3 nothing of IPv6 is: neither loopback, link-local, unique local and multicast addresses, nor those
    that hold an IPv4 address (mapped, `::ffff:0:0/96`; NAT64, `64:ff9b::/96`), whatever that one is.
    """
    try:
        known = ip_address(address)
    except ValueError:
        return False
    if isinstance(known, IPv4Address):
        return not any(known in closed for closed in _CLOSED_4)
    assert isinstance(known, IPv6Address)
    return known.scope_id is None and known in _OPEN_6 and not any(known in closed for closed in _CLOSED_6)


def is_loopback(address: str) -> bool:
    """Say whether an address is this very machine, written as such."""
    try:
        known = ip_address(address)
    except ValueError:
        return False
    return known.is_loopback and (isinstance(known, IPv4Address) or known.ipv4_mapped is None)


async def reachable(host: str, port: int, *, loopback: bool, resolve: Resolve) -> list[str]:
    """Return the addresses to which a message for `host` may go, `MOST_TRIED` at most.

    One that may not be used makes the whole name unusable: it is somebody's trick or somebody's mistake. `loopback`
    lets this machine through besides. Raises Failed.
    """
    try:
        found = await resolve(host, port)
    except OSError as problem:
        raise Failed("nom_inconnu") from problem
    if not found:
        raise Failed("nom_inconnu")
    if not all(is_public(address) or (loopback and is_loopback(address)) for address in found):
        raise Failed("adresse_interdite", final=True)
    return list(dict.fromkeys(found))[:MOST_TRIED]


async def resolved(host: str, port: int) -> list[str]:
    """Ask the resolver of the machine. Raises OSError."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return [str(sockaddr[0]) for *_, sockaddr in found]
