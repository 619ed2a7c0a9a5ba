"""Which hosts may be fetched from: a name is resolved here, its addresses checked, and the checked one dialled."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from musterbook.intake.received import UnreadableError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_REFUSED = [
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "255.255.255.255/32",
        "::/128", "64:ff9b:1::/48", "100::/64", "2001:db8::/32", "fec0::/10",
    )
]  # fmt: skip
"""Beside what `ipaddress` knows as private or reserved: IANA special-purpose registries (RFC 6890 and its updates)."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: Address) -> bool:
    """Whether an address is of the public internet; an IPv6 one that carries an IPv4 one is as public as that."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is None and int(address) >> 32 == 0:
            inner = ipaddress.IPv4Address(int(address))
        if inner is not None:
            return is_public(inner)
    named = (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
    )
    return not named and not any(address.version == network.version and address in network for network in _REFUSED)


def resolve(host: str, port: int, timeout: float) -> list[Address]:
    """The addresses of a host, within `timeout` seconds, IPv4 first.

    Raises UnreadableError when there are none.
    """
    found: list[Any] = []

    def ask() -> None:
        try:
            found.extend(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError):
            return

    # The system's resolver takes no time limit: it is asked aside, and left behind when it is too slow.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(timeout)
    addresses = {ipaddress.ip_address(str(entry[4][0]).partition("%")[0]): None for entry in list(found)}
    if not addresses:
        raise UnreadableError(
            f"{host}: no such host could be found", "check the address and the connection", later=True
        )
    return sorted(addresses, key=lambda address: address.version)


class CheckedNetwork(httpcore.NetworkBackend):
    """Connects to hosts by addresses it has resolved and checked itself, so that a name cannot lead elsewhere later.

    Only ports in `ports` are dialled, and public addresses, or those in the networks of `allowed` ("10.1.0.0/16").
    Everything ends at `deadline` (time.monotonic seconds), however slowly bytes arrive.
    """

    def __init__(self, ports: frozenset[int], allowed: Iterable[str] = ()) -> None:
        self.ports = ports
        self.allowed = [ipaddress.ip_network(network) for network in allowed]
        self.deadline = float("inf")
        self._network = httpcore.SyncBackend()

    def check(self, host: str, port: int) -> list[Address]:
        """The addresses of a host to dial.

        Raises UnreadableError when the port is not allowed, or when any of its addresses is not public: a public name
        that also leads inside is a trap, not a site.
        """
        if port not in self.ports:
            raise UnreadableError(
                f"{host}: port {port} is not fetched from",
                f"only {_listed(self.ports)} are; save the page and give the file",
            )
        addresses = resolve(host, port, self.remaining())
        refused = [address for address in addresses if not is_public(address) and not self._is_allowed(address)]
        if refused:
            raise UnreadableError(
                f"{host} leads to {refused[0]}, which is not a public address: refused",
                "only sites of the public internet are fetched; save the page and give the file",
            )
        return addresses

    def _is_allowed(self, address: Address) -> bool:
        return any(address.version == network.version and address in network for network in self.allowed)

    def remaining(self) -> float:
        """Seconds left until the deadline, for one wait at most 15."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time limit has passed")
        return min(left, 15.0)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to one of the host's checked addresses."""
        error: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in self.check(host, port):
            try:
                stream = self._network.connect_tcp(str(address), port, self.remaining(), local_address, socket_options)
                return _TimedStream(stream, self)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                error = failed
        raise error or httpcore.ConnectError(f"no address of {host} could be reached")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Always refused: nothing is fetched from a socket of this machine."""
        raise httpcore.ConnectError("sockets of this machine are not fetched from")


class _TimedStream(httpcore.NetworkStream):
    """A connection every wait of which ends at the network's deadline."""

    def __init__(self, stream: httpcore.NetworkStream, network: CheckedNetwork) -> None:
        self._stream, self._network = stream, network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._network.remaining())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._network.remaining())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _TimedStream(
            self._stream.start_tls(ssl_context, server_hostname, self._network.remaining()), self._network
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _listed(ports: frozenset[int]) -> str:
    return " and ".join(map(str, sorted(ports)))
