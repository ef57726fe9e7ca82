"""Connections to a database that went away without a word: the machine lost its power, a cable was cut.

Nobody closes such a connection. Whoever writes into it waits a quarter of an hour for the kernel to give up. Whoever
only listens waits for ever: caches would stay as they are, and a worker would hear of no job.
"""

import socket
from typing import Any

import asyncpg

SILENT_SECONDS = 15
"""After so long a silence the kernel asks the other side whether it is there."""
PROBE_SECONDS = 5
PROBE_COUNT = 3
UNHEARD_SECONDS = 30
"""What was sent and not taken for so long ends the connection."""
DATABASE_GONE = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.InterfaceError,
    # An idle connection that the server ended, in the moment before its end is read.
    asyncpg.InternalClientError,
    ConnectionError,
    # Neither a new connection nor one of the pool could be had in time.
    TimeoutError,
)
"""What is raised when the database cannot be asked: whatever was asked is not to blame, and nothing else can be."""


def end_when_dead(connection: Any) -> None:
    """Have the kernel end this connection of asyncpg within half a minute when the other side is gone.

    A socket of this machine needs nothing; systems that know an option by no name go without it.
    """
    line = connection._transport.get_extra_info("socket")  # noqa: SLF001 - asyncpg shows its socket nowhere else.
    if line is None or line.family not in {socket.AF_INET, socket.AF_INET6}:
        return
    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (
        ("TCP_KEEPIDLE", SILENT_SECONDS),
        ("TCP_KEEPINTVL", PROBE_SECONDS),
        ("TCP_KEEPCNT", PROBE_COUNT),
        ("TCP_USER_TIMEOUT", UNHEARD_SECONDS * 1000),
    ):
        if hasattr(socket, name):
            line.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
