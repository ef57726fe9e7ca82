"""The SQL that hides whether an account exists."""

from shopwright.platform.db import Transaction, statement


# Waiting for the disk would tell a known login, whose failure changes a row, from an unknown one, which changes none.
@statement("SELECT set_config('synchronous_commit', 'off', true)")
async def commit_without_waiting_for_disk(tx: Transaction) -> str: ...
