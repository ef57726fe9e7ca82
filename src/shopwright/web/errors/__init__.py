"""Errors as people and programs see them."""

from shopwright.web.errors.answers import ErrorAnswers

__all__ = ["ErrorAnswers"]
