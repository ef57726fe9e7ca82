"""How often a visitor may do what costs us or tempts guessers: one counter for pages and programs alike."""

from datetime import timedelta

from shopwright.platform.http import Limit

LOGIN = Limit("login", 30, timedelta(minutes=5))
"""Failed log-ins of customers from one network address; one that succeeds is given back."""

CONSOLE_LOGIN = Limit("console_login", 30, timedelta(minutes=5))
"""The same of the staff."""

REGISTRATION = Limit("registration", 20, timedelta(hours=1))
"""New accounts from one network address."""

SEARCH = Limit("search", 60, timedelta(minutes=1))
"""Searches by words from one network address."""

SUGGESTION = Limit("suggestion", 240, timedelta(minutes=1))
"""What the search field looks up for one network address while somebody types, beyond what it still knows."""

NARROWING = Limit("narrowing", 120, timedelta(minutes=1))
"""Lists narrowed by filters, and counted, for one network address, beyond what was counted just now."""

NEW_GUEST = Limit("new_guest", 60, timedelta(hours=1))
"""Visitors from one network address who become guests by their first line in a cart."""
