"""The web application as a server loads it: `shopwright.asgi:create`, a factory that reads the environment."""

from litestar import Litestar

from shopwright.bootstrap import build_shop, create_app
from shopwright.platform.settings import read_settings
from shopwright.platform.telemetry import configure_logs


def create() -> Litestar:
    """The application of the shop that the environment describes."""
    settings = read_settings()
    configure_logs(settings.log_format)
    return create_app(build_shop(settings))
