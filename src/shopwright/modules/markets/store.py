"""The SQL of markets."""

from shopwright.modules.markets.contracts import Market
from shopwright.platform.db import Reading, Transaction, statement


@statement(
    """
    SELECT code, names, currency, default_language, languages, zone,
        freight_flat_minor, currency AS freight_flat_currency,
        freight_free_over_minor, currency AS freight_free_over_currency, unpaid_minutes
    FROM markets.market WHERE is_default
    """
)
async def find_default_market(reading: Reading) -> Market | None: ...


@statement(
    """
    SELECT code, names, currency, default_language, languages, zone,
        freight_flat_minor, currency AS freight_flat_currency,
        freight_free_over_minor, currency AS freight_free_over_currency, unpaid_minutes
    FROM markets.market WHERE code = :code
    """
)
async def find_market(reading: Reading, *, code: str) -> Market | None: ...


@statement(
    """
    SELECT code, names, currency, default_language, languages, zone,
        freight_flat_minor, currency AS freight_flat_currency,
        freight_free_over_minor, currency AS freight_free_over_currency, unpaid_minutes
    FROM markets.market WHERE code = :code FOR UPDATE
    """
)
async def lock_market(tx: Transaction, *, code: str) -> Market | None: ...


@statement(
    """
    UPDATE markets.market
    SET freight_flat_minor = :flat_minor, freight_free_over_minor = :free_over_minor
    WHERE code = :code
    """
)
async def update_freight(tx: Transaction, *, code: str, flat_minor: int, free_over_minor: int | None) -> None: ...


@statement(
    """
    UPDATE markets.market
    SET currency = :currency, languages = :languages, default_language = :default_language,
        unpaid_minutes = :unpaid_minutes, freight_flat_minor = :flat_minor, freight_free_over_minor = :free_over_minor
    WHERE code = :code
    """
)
async def update_terms(
    tx: Transaction,
    *,
    code: str,
    currency: str,
    languages: list[str],
    default_language: str,
    unpaid_minutes: int,
    flat_minor: int,
    free_over_minor: int | None,
) -> None: ...
