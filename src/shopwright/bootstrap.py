"""The only file that knows everyone: it puts the shop together and the faces in front of it."""

import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import timedelta
from functools import cache as once
from functools import partial

import httpx
import structlog
from litestar import Litestar, Response
from litestar.exceptions import HTTPException

from shopwright import api, opening
from shopwright.kernel.clock import Clock, SystemClock
from shopwright.kernel.ids import CustomerId, NumberCipher
from shopwright.modules.catalog import jobs as catalog_jobs
from shopwright.modules.checkout import public as checkout
from shopwright.modules.checkout.public import Placing
from shopwright.modules.customers import jobs as customers_jobs
from shopwright.modules.customers.contracts import GuestKeeper
from shopwright.modules.inventory import jobs as inventory_jobs
from shopwright.modules.inventory import subscribers as inventory_subscribers
from shopwright.modules.messages import jobs as messages_jobs
from shopwright.modules.messages import subscribers as messages_subscribers
from shopwright.modules.messages.contracts import Brand, Post
from shopwright.modules.orders import jobs as orders_jobs
from shopwright.modules.orders import public as orders
from shopwright.modules.orders import subscribers as orders_subscribers
from shopwright.modules.payments import jobs as payments_jobs
from shopwright.modules.payments.channels.simpay import Simpay
from shopwright.modules.payments.channels.simpay_wire import SimpayKeys
from shopwright.modules.payments.contracts import Channels
from shopwright.platform.db import Database, Reading, Transaction
from shopwright.platform.db.cache import VersionedCache
from shopwright.platform.db.setting import get_setting
from shopwright.platform.events import Subscribers, purge_events
from shopwright.platform.events.outbox import ENTRYPOINT as DELIVER
from shopwright.platform.files import FileStore, finer
from shopwright.platform.http.headers import security_headers
from shopwright.platform.http.limits import purge_windows
from shopwright.platform.http.live import LiveStreams, ended_by_signals
from shopwright.platform.http.middleware import surround
from shopwright.platform.http.routes import BODY_BYTES_MAX, Request
from shopwright.platform.http.sessions import list_customers_with_sessions, purge_sessions
from shopwright.platform.http.shared_pages import SharedPages
from shopwright.platform.jobs import Sweep
from shopwright.platform.jobs.held import purge_log
from shopwright.platform.jobs.worker import Work
from shopwright.platform.mail import SmtpMailer
from shopwright.platform.mail.smtp import split_sender
from shopwright.platform.settings import Settings
from shopwright.platform.telemetry import HttpMetrics
from shopwright.shop import Shop, ShopProfile
from shopwright.web import console, operational, storefront
from shopwright.web.assets import Assets
from shopwright.web.authorise import authorise_staff
from shopwright.web.errors import ErrorAnswers
from shopwright.web.storefront.sharing import shared_key
from shopwright.web.templating import Templates

log = structlog.get_logger(__name__)
_REGISTRARS = (inventory_subscribers.register, orders_subscribers.register, messages_subscribers.register)
_PLATFORM_SWEEPS = (
    Sweep("platform.purge_sessions", every_seconds=600, run=purge_sessions),
    Sweep("platform.purge_windows", every_seconds=600, run=purge_windows),
    Sweep("platform.purge_job_log", every_seconds=600, run=purge_log),
    Sweep("platform.purge_events", every_seconds=3_600, run=purge_events),
)


async def _keep_visitors(tx: Transaction, customer_ids: Sequence[CustomerId]) -> Sequence[CustomerId]:
    return [CustomerId(each) for each in await list_customers_with_sessions(tx, customer_ids=customer_ids)]


GUEST_KEEPERS = (
    GuestKeeper(keep=checkout.keep_guests, let_go=checkout.let_go_guests),
    GuestKeeper(keep=orders.keep_guests),
    GuestKeeper(keep=_keep_visitors),
)
"""Whoever has something that hangs on guests, in the order of locks."""


def build_shop(
    settings: Settings, *, clock: Clock | None = None, payment_transport: httpx.AsyncBaseTransport | None = None
) -> Shop:
    """Put everything together; nothing is connected yet. `open_shop` connects it, in the loop that will use it.

    A test gives a virtual `clock`, and a `payment_transport` to a provider in its own process.
    """
    clock = clock or SystemClock()
    database = Database(settings.database_url, pool_size=settings.pool_size, clock=clock)
    subscribers = Subscribers()
    for register in _REGISTRARS:
        register(subscribers)
    database.subscribers = subscribers.by_event
    assets, templates = _read_house(is_reloading=settings.is_reloading)
    cache, numbers = VersionedCache(database), NumberCipher(settings.key("order-numbers"))
    simpay = _find_simpay(settings, clock=clock, transport=payment_transport)
    return Shop(
        settings=settings,
        database=database,
        cache=cache,
        live=LiveStreams(cache),
        numbers=numbers,
        subscribers=subscribers,
        metrics=HttpMetrics(),
        files=FileStore(settings.files),
        channels=Channels([] if simpay is None else [simpay]),
        placing=Placing(database),
        post=_build_post(settings, database=database, cache=cache, numbers=numbers),
        assets=assets,
        templates=templates,
        closings=() if simpay is None else (simpay.close_connections,),
    )


@contextlib.asynccontextmanager
async def open_shop(shop: Shop) -> AsyncIterator[Shop]:
    """Connect a shop for as long as the block runs."""
    await shop.database.open()
    await shop.cache.open()
    try:
        await _learn_languages(shop)
        yield shop
    finally:
        shop.live.end()
        await shop.placing.close()
        for close in shop.closings:
            await close()
        await shop.cache.close()
        await shop.database.close()


async def _learn_languages(shop: Shop) -> None:
    """Know what languages the shop speaks before its first page, whose language is chosen without a look-up."""
    try:
        async with shop.database.reading() as reading:
            await shop.market(reading)
            await shop.profile(reading)
    except Exception as error:  # noqa: BLE001 - a shop opens without its database, or before it is migrated, and says so.
        log.warning("languages_not_learnt", error=repr(error))


def list_sweeps(shop: Shop) -> Sequence[Sweep]:
    """Everything that comes round by itself."""
    _, payments_sweeps = payments_jobs.jobs(shop.channels)
    _, messages_sweeps = messages_jobs.jobs(shop.post)
    return (
        *_PLATFORM_SWEEPS,
        *catalog_jobs.SWEEPS,
        *customers_jobs.sweeps(GUEST_KEEPERS),
        *inventory_jobs.SWEEPS,
        *payments_sweeps,
        *orders_jobs.SWEEPS,
        *messages_sweeps,
    )


def map_work(shop: Shop) -> Mapping[str, Work]:
    """What the worker does, by entry point."""
    payments_work, _ = payments_jobs.jobs(shop.channels)
    messages_work, _ = messages_jobs.jobs(shop.post)
    return {
        DELIVER: shop.subscribers.deliver,
        **catalog_jobs.WORK,
        **payments_work,
        **orders_jobs.WORK,
        **messages_work,
        **finer.jobs(shop.files),
        **opening.jobs(shop),
    }


def create_app(shop: Shop) -> Litestar:
    """The web application of a shop, which it opens at start-up and closes at shutdown."""

    @contextlib.asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        async with open_shop(shop):
            with ended_by_signals(shop.live):
                yield

    answers = ErrorAnswers(shop.templates)
    routed = _route_requests()
    app = Litestar(lifespan=[lifespan], logging_config=None, openapi_config=None, debug=False)
    app.routes = routed.routes
    app.state["shop"] = shop
    app.state["answers"] = answers
    app.state["authorise_staff"] = authorise_staff
    app.asgi_handler = SharedPages(
        routed.asgi_handler, cache=shop.cache, key_of=partial(shared_key, shop), seconds=shop.settings.page_seconds
    )
    surround(
        app,
        settings=shop.settings,
        database=shop.database,
        metrics=shop.metrics,
        headers=security_headers(
            payment_origins=[shop.settings.payment_url] if shop.settings.payment_url else [],
            is_secure=shop.settings.is_secure,
        ),
        explain=answers.explain,
    )
    return app


@once
def _read_house(*, is_reloading: bool) -> tuple[Assets, Templates]:
    """What every shop of this process shows: styles and scripts, packed, and the templates."""
    assets = Assets()
    return assets, Templates(assets=assets, reload=is_reloading)


@once
def _route_requests() -> Litestar:
    """All routes, checked and put together, which takes a quarter of a second: once for every shop of this process.

    They know no shop; a request brings its own in the state of the application that it came to.
    """

    def answer(request: Request, error: Exception) -> Response[bytes]:
        answers: ErrorAnswers = request.app.state["answers"]
        return answers.handle(request, error)

    return Litestar(
        route_handlers=[*operational.ROUTES, *storefront.ROUTES, *console.ROUTES, *api.ROUTES],
        exception_handlers={Exception: answer, HTTPException: answer},
        request_max_body_size=BODY_BYTES_MAX,
        logging_config=None,
        openapi_config=None,
        debug=False,
    )


def _find_simpay(settings: Settings, *, clock: Clock, transport: httpx.AsyncBaseTransport | None) -> Simpay | None:
    """The simulated payment provider, where the settings give its keys."""
    if not (settings.simpay_merchant_secret and settings.simpay_provider_secret):
        return None
    keys = SimpayKeys(
        merchant_id=settings.simpay_merchant_id,
        merchant_secret=settings.simpay_merchant_secret,
        provider_secret=settings.simpay_provider_secret,
    )
    notify_url = f"{settings.base_url}/payments/{Simpay.code}/notices"
    return Simpay(keys, base_url=settings.payment_url, notify_url=notify_url, clock=clock, transport=transport)


def _build_post(settings: Settings, *, database: Database, cache: VersionedCache, numbers: NumberCipher) -> Post:
    """What messages are sent by; without a mail server nothing is, and their log says so."""

    async def brand(reading: Reading) -> Brand:
        profile = await get_setting(reading, cache=cache, name="shop.profile", shape=ShopProfile)
        return Brand(names=profile.names, accent=profile.accent)

    mailer = (
        SmtpMailer(settings.mail_url, sender=settings.mail_from, clock=database.clock) if settings.mail_url else None
    )
    return Post(
        mailer=mailer,
        brand=brand,
        numbers=numbers,
        base_url=settings.base_url,
        domain=split_sender(settings.mail_from).domain if settings.mail_from else "shop.invalid",
        key=settings.key("message-ids"),
        kept=timedelta(days=settings.mail_days),
    )
