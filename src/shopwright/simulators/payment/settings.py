import os
import secrets
from pathlib import Path

import msgspec

SECRET_LENGTH_MIN = 32
MERCHANT_FILE = "merchant.secret"
PROVIDER_FILE = "provider.secret"


class PaymentSimulatorSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How one simulated provider runs. Both secrets are shared with its one merchant; they never leave by HTTP."""

    merchant_secret: str
    provider_secret: str
    merchant_id: str = "shopwright-demo"
    merchant_serial: str = "merchant-1"
    provider_serial: str = "provider-1"
    public_url: str = "http://127.0.0.1:8100"
    """Where people reach the pay page; pay_url begins with it."""
    folder: Path | None = None
    """Keeps the state over a restart; None keeps it in memory."""
    payment_lifetime_seconds: int = 900
    refund_settling_seconds: int = 0
    retry_delays_seconds: tuple[int, ...] = (1, 5, 30, 120, 600, 1800)
    """Waits between the attempts of one notice; after the last it is given up."""
    clock_skew_seconds_max: int = 300
    body_bytes_max: int = 65_536
    body_timeout_seconds: float = 10.0
    requests_per_second_max: int = 1_000

    def __post_init__(self) -> None:
        for secret in (self.merchant_secret, self.provider_secret):
            if len(secret) < SECRET_LENGTH_MIN:
                raise ValueError(f"a shared secret needs at least {SECRET_LENGTH_MIN} characters")
        if self.merchant_secret == self.provider_secret:
            raise ValueError("merchant and provider need different secrets, or one could sign for the other")


def read_or_make_secret(path: Path) -> str:
    """The secret in the file at `path`, made at random and readable by its owner only when there is none yet.

    Whoever comes first makes it, so that a supervisor and the simulator may both ask.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    if not path.exists():
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
        try:
            # A link, unlike a rename, does not replace what another process has made in the meantime.
            path.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text(encoding="ascii").strip()
