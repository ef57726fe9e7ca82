"""What a person of the staff may be allowed to do with news that could not be delivered."""

VIEW = "events.view"
SETTLE = "events.settle"
"""Deliver a dead letter once more, or put it aside for good."""
