"""Money as integer minor units and a currency. Never a float, never a bare integer across a wall."""

from collections.abc import Sequence

import msgspec


class Money(msgspec.Struct, frozen=True, array_like=False):
    """An exact amount: `minor` units (fen, cents; yen for JPY) of an ISO 4217 `currency`.

    Arithmetic between currencies raises `CurrencyMismatch`; there is no implicit conversion.
    """

    minor: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __mul__(self, quantity: int) -> "Money":
        return Money(self.minor * quantity, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.minor >= self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(self.currency, other.currency)
        return other.minor


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies met in one sum: a mistake of ours, never of the user."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__(f"cannot combine {left} with {right}")


def total(amounts: Sequence[Money], *, currency: str) -> Money:
    """Sum `amounts`; an empty sequence is zero of `currency`."""
    result = Money(0, currency)
    for amount in amounts:
        result = result + amount
    return result


def share(amount: Money, *, ratio_numerator: int, ratio_denominator: int) -> Money:
    """Part of `amount` by a ratio, rounded half-up (half away from zero), the one rounding rule of the house."""
    if ratio_denominator <= 0:
        raise ValueError("ratio_denominator must be positive")
    product = amount.minor * ratio_numerator
    magnitude = (2 * abs(product) + ratio_denominator) // (2 * ratio_denominator)
    return Money(magnitude if product >= 0 else -magnitude, amount.currency)


def allocate(amount: Money, *, weights: Sequence[int]) -> tuple[Money, ...]:
    """Split `amount` by non-negative `weights` so that the parts sum to it exactly.

    Largest remainder: every part is rounded towards zero, then the units left over go one each to the largest
    remainders, earlier parts first. Weights that are all zero split evenly.
    """
    if not weights or min(weights) < 0:
        raise ValueError("weights must be one or more non-negative integers")
    if not any(weights):
        weights = [1] * len(weights)
    weight_sum = sum(weights)
    sign = 1 if amount.minor >= 0 else -1
    exact = [abs(amount.minor) * weight for weight in weights]
    parts = [value // weight_sum for value in exact]
    left_over = abs(amount.minor) - sum(parts)
    by_remainder = sorted(range(len(weights)), key=lambda index: (-(exact[index] % weight_sum), index))
    for index in by_remainder[:left_over]:
        parts[index] += 1
    return tuple(Money(sign * part, amount.currency) for part in parts)
