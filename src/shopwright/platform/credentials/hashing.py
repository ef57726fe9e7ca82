"""Hash passwords and verify them: argon2id, in a thread, and never while a transaction is open."""

import asyncio
import unicodedata
from functools import cache

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

TYPED_LENGTH_MAX = 500
"""A longer password is nobody's: no account may have one."""


class HashCost(msgspec.Struct, frozen=True):
    """How much work one hash is. The default takes 30 to 60 ms of a core and 19 MiB."""

    memory_kib: int = 19_456
    pass_count: int = 3
    lane_count: int = 1


class Hashing:
    """The setting of the whole process: what a hash costs. Tests lower it; hashes that exist stay valid."""

    def __init__(self, cost: HashCost) -> None:
        self.cost = cost


hashing = Hashing(HashCost())


async def hash_password(password: str) -> str:
    """The salted hash to keep. Call it before the transaction opens: it is slow on purpose.

    Raises ValueError for more than 500 characters, which `check_password` never lets through.
    """
    if len(password) > TYPED_LENGTH_MAX:
        raise ValueError("a password of more than 500 characters")
    return await asyncio.to_thread(_hasher(hashing.cost).hash, _typed(password))


async def verify_password(password_hash: str | None, password: str) -> bool:
    """Whether the password belongs to the hash; no hash takes the same time and is never right.

    Call it outside any transaction, also for logins that do not exist: their answer must not come sooner.
    """
    is_possible = len(password) <= TYPED_LENGTH_MAX
    # Too long a password is wrong after the same work, and its narrow form, which could take seconds, is never made.
    typed = _typed(password) if is_possible else b""
    return await asyncio.to_thread(_verify, hashing.cost, password_hash if is_possible else None, typed)


def _verify(cost: HashCost, password_hash: str | None, typed: bytes) -> bool:
    nobodys_hash = _nobodys_hash(cost)
    try:
        _hasher(cost).verify(password_hash or nobodys_hash, typed)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def _typed(password: str) -> bytes:
    # A Chinese input method may leave full-width digits behind, which a person cannot see in a password field.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


@cache
def _hasher(cost: HashCost) -> PasswordHasher:
    return PasswordHasher(time_cost=cost.pass_count, memory_cost=cost.memory_kib, parallelism=cost.lane_count)


@cache
def _nobodys_hash(cost: HashCost) -> str:
    return _hasher(cost).hash("the password of nobody")
