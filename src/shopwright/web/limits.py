"""How often a visitor may do what costs us or tempts guessers: one counter for pages and programs alike."""

from datetime import timedelta

from shopwright.platform.http import Limit

LOGIN = Limit("login", 30, timedelta(minutes=5))
"""Failed log-ins of customers from one network address; one that succeeds is given back."""

CONSOLE_LOGIN = Limit("console_login", 30, timedelta(minutes=5))
"""The same of the staff."""

REGISTRATION = Limit("registration", 20, timedelta(hours=1))
"""New accounts from one network address."""
