"""What an installation decides: read once from the environment, checked at once, then frozen."""

import hashlib
import hmac
import ipaddress
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec

from shopwright.platform.mail.smtp import split_mail_url, split_sender

SECRET_LENGTH_MIN = 32
_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"", "0", "false", "no", "off"})
_PORT_MAX = 65_535
LogFormat = Literal["console", "json"]
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class SettingsError(Exception):
    """The environment does not describe a shop that may start; every wrong variable is named in the message."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """One installation's settings. `fields()` tells the variable, the default and the meaning of each."""

    database_url: str
    var: Path
    files: str
    secret: bytes
    base_url: str
    host: str
    port: int
    worker_count: int
    pool_size: int
    body_seconds_max: int
    late_body_count_max: int
    page_seconds: int
    is_demo: bool
    is_reloading: bool
    log_format: LogFormat
    trusted_proxies: tuple[Network, ...]
    metrics_token: str
    payment_url: str
    simpay_merchant_id: str
    simpay_merchant_secret: str
    simpay_provider_secret: str
    mail_url: str
    mail_from: str
    mailbox_url: str
    mail_days: int
    temporary_password_hours: int

    def __repr__(self) -> str:
        # Neither the secret nor the database's password belongs into a log or a traceback.
        return f"Settings(base_url={self.base_url!r})"

    @property
    def is_secure(self) -> bool:
        """Whether people reach the shop by HTTPS, so that cookies may insist on it."""
        return self.base_url.startswith("https://")

    def key(self, purpose: str) -> bytes:
        """A key of 32 bytes for one purpose, derived from the secret: no two purposes share one."""
        return hmac.digest(self.secret, purpose.encode(), hashlib.sha256)


class Field(msgspec.Struct, frozen=True):
    """One variable of the environment: where it goes, how its text is read, and what people are told of it."""

    name: str
    variable: str
    default: str
    meaning: str
    read: Callable[[str], Any]


def fields() -> tuple[Field, ...]:
    """Every setting, in the order of the reference page."""
    return _FIELDS


def read_settings(environment: Mapping[str, str] | None = None, **decided: object) -> Settings:
    """The settings of `environment` (the process's own by default); `decided` values take precedence by field name.

    Raises SettingsError naming everything that is wrong or missing.
    """
    env = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for field in _FIELDS:
        if field.name in decided:
            values[field.name] = decided[field.name]
            continue
        try:
            values[field.name] = field.read(env.get(field.variable, field.default).strip())
        except ValueError as error:
            wrong.append(f"{field.variable}: {error}")
    if values.get("mail_url") and not values.get("mail_from", "?"):
        wrong.append("SHOPWRIGHT_MAIL_FROM: is needed where SHOPWRIGHT_MAIL_URL is given")
    if wrong:
        raise SettingsError("\n".join(wrong))
    if "secret" not in decided:
        values["secret"] = _read_secret(env, folder=values["var"], is_demo=values["is_demo"])
    values.pop("secret_file")
    values["files"] = values["files"] or str(values["var"] / "files")
    if not values["base_url"]:
        values["base_url"] = f"http://127.0.0.1:{values['port']}"
    return Settings(**values)


def _read_secret(env: Mapping[str, str], *, folder: Path, is_demo: bool) -> bytes:
    given = env.get("SHOPWRIGHT_SECRET", "").strip()
    path = env.get("SHOPWRIGHT_SECRET_FILE", "").strip()
    if not given and path:
        try:
            given = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingsError(f"SHOPWRIGHT_SECRET_FILE: {error.strerror}: {path}") from error
    if not given and is_demo:
        given = _demo_secret(folder / "secret")
    if len(given) < SECRET_LENGTH_MIN:
        raise SettingsError(
            f"SHOPWRIGHT_SECRET or SHOPWRIGHT_SECRET_FILE: a random text of at least {SECRET_LENGTH_MIN} characters "
            "is needed, for example from `openssl rand -hex 32`"
        )
    return given.encode()


def _demo_secret(path: Path) -> str:
    """The demo's own secret, made once and readable by its owner only; whoever of two comes first makes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    if not path.exists():
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
        try:
            # A link does not replace what another has made in the meantime; a rename would.
            path.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text(encoding="ascii").strip()


def _database_url(text: str) -> str:
    if text and urlsplit(text).scheme not in {"postgresql", "postgres"}:
        raise ValueError("must begin with postgresql://")
    return text


def _http_url(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ValueError("must be an address such as https://shop.example")
    return text.rstrip("/")


def _mail_url(text: str) -> str:
    if text:
        split_mail_url(text)
    return text


def _sender(text: str) -> str:
    if text:
        split_sender(text)
    return text


def _flag(text: str) -> bool:
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    raise ValueError("must be yes or no")


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit()) or not least <= int(text) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(text)

    return read


def _log_format(text: str) -> str:
    if text not in {"console", "json"}:
        raise ValueError("must be console or json")
    return text


def _networks(text: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())


_FIELDS = (
    Field(
        "database_url",
        "DATABASE_URL",
        "",
        "The PostgreSQL server (16 to 18), such as postgresql://shop:secret@db/shop. `shopwright demo` starts an "
        "embedded one when it is empty; every other command needs it.",
        _database_url,
    ),
    Field("var", "SHOPWRIGHT_VAR", "var", "The folder of everything that the shop keeps outside the database.", Path),
    Field(
        "files",
        "SHOPWRIGHT_FILES",
        "",
        "Where pictures are stored: a folder, or a URL such as s3://bucket/prefix. Empty means `files` in that folder.",
        str,
    ),
    Field(
        "secret",
        "SHOPWRIGHT_SECRET",
        "",
        "A random text of at least 32 characters from which all keys are derived. The shop refuses to start without "
        "it; only the demo makes one of its own, in the file `secret` of the folder above.",
        str,
    ),
    Field(
        "secret_file",
        "SHOPWRIGHT_SECRET_FILE",
        "",
        "A file that holds the secret, for those who keep secrets out of the environment.",
        str,
    ),
    Field(
        "base_url",
        "SHOPWRIGHT_BASE_URL",
        "",
        "Where people reach the shop. With https cookies are sent by HTTPS only. Empty means 127.0.0.1 and the port.",
        _http_url,
    ),
    Field("host", "SHOPWRIGHT_HOST", "127.0.0.1", "The address that the web server listens on.", str),
    Field("port", "SHOPWRIGHT_PORT", "8000", "The port that the web server listens on.", _whole(1, _PORT_MAX)),
    Field("worker_count", "SHOPWRIGHT_WORKERS", "1", "How many web processes serve the shop.", _whole(1, 256)),
    Field("pool_size", "SHOPWRIGHT_POOL_SIZE", "10", "Database connections of each process, at most.", _whole(2, 500)),
    Field(
        "body_seconds_max",
        "SHOPWRIGHT_BODY_SECONDS",
        "20",
        "How long what a visitor sends may take to arrive; uploads may take six times as long.",
        _whole(1, 3_600),
    ),
    Field(
        "late_body_count_max",
        "SHOPWRIGHT_LATE_BODIES",
        "64",
        "How many requests of one address may be arriving slowly at once, in each process.",
        _whole(1, 10_000),
    ),
    Field(
        "page_seconds",
        "SHOPWRIGHT_PAGE_SECONDS",
        "5",
        "How old a page for visitors without a session may be in what it says of stock; anything else that changes "
        "shows at once. 0 makes every page anew.",
        _whole(0, 3_600),
    ),
    Field("is_demo", "SHOPWRIGHT_DEMO", "no", "Shows the gallery of components and allows a secret made here.", _flag),
    Field("is_reloading", "SHOPWRIGHT_RELOAD", "no", "Reads changed templates again at each page, for authors.", _flag),
    Field("log_format", "SHOPWRIGHT_LOG_FORMAT", "console", "`console` for people, `json` for machines.", _log_format),
    Field(
        "trusted_proxies",
        "SHOPWRIGHT_TRUSTED_PROXIES",
        "",
        "Networks of the proxies whose X-Forwarded-For, X-Forwarded-Host and X-Request-Id are believed, by commas.",
        _networks,
    ),
    Field(
        "metrics_token",
        "SHOPWRIGHT_METRICS_TOKEN",
        "",
        "Opens /metrics to `Authorization: Bearer …` from elsewhere; empty means from this machine only.",
        str,
    ),
    Field(
        "payment_url",
        "SHOPWRIGHT_PAYMENT_URL",
        "http://127.0.0.1:8100",
        "Where the payment provider's pay page lives: the only foreign address that a form may lead to.",
        _http_url,
    ),
    Field(
        "simpay_merchant_id",
        "SIMPAY_MERCHANT_ID",
        "shopwright-demo",
        "Who this shop is to Simpay, the simulated payment provider.",
        str,
    ),
    Field(
        "simpay_merchant_secret",
        "SIMPAY_MERCHANT_SECRET",
        "",
        "Signs our calls to Simpay. Without both secrets nothing can be paid through it; the demo makes them.",
        str,
    ),
    Field(
        "simpay_provider_secret",
        "SIMPAY_PROVIDER_SECRET",
        "",
        "Signs Simpay's answers and notices, which are believed only so.",
        str,
    ),
    Field(
        "mail_url",
        "SHOPWRIGHT_MAIL_URL",
        "",
        "The mail server: smtp://name:password@mail.example:587 (STARTTLS) or smtps://… (encrypted from the start), "
        "name and password percent-encoded. Empty means that no mail is sent, and the log of messages says so.",
        _mail_url,
    ),
    Field(
        "mail_from",
        "SHOPWRIGHT_MAIL_FROM",
        "",
        "Who writes to the customers, such as Shop <orders@shop.example>. Needed with a mail server.",
        _sender,
    ),
    Field(
        "mailbox_url",
        "SHOPWRIGHT_MAILBOX_URL",
        "",
        "Where a demonstration shows the mails that it keeps instead of sending them; the demo sets it by itself.",
        _http_url,
    ),
    Field(
        "mail_days",
        "SHOPWRIGHT_MAIL_DAYS",
        "90",
        "How many days the words of a mail and whom it went to are kept. That it was sent, when and about which order, "
        "stays.",
        _whole(1, 3_650),
    ),
    Field(
        "temporary_password_hours",
        "SHOPWRIGHT_TEMPORARY_PASSWORD_HOURS",
        "72",
        "How many hours a password that a colleague made up opens the console, until another is chosen.",
        _whole(1, 720),
    ),
)
