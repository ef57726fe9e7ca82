"""Shopwright (商匠): a self-hosted e-commerce platform."""

__version__ = "0.1.0"
