"""A payment provider to try the shop against: its own web app, its own protocol, no real money."""

from shopwright.simulators.payment.app import Simulator, create_app
from shopwright.simulators.payment.settings import PaymentSimulatorSettings, read_or_make_secret

__all__ = ["PaymentSimulatorSettings", "Simulator", "create_app", "read_or_make_secret"]
