from typing import Any

from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import NotFound
from shopwright.kernel.ids import EventId
from shopwright.modules.payments import permissions as payment_permissions
from shopwright.modules.payments import public as payments
from shopwright.modules.payments.contracts import Misfit
from shopwright.modules.staff import public as staff
from shopwright.platform.db import Reading, Transaction
from shopwright.platform.events import discard_dead_letter, list_dead_letters, permissions, retry_dead_letter
from shopwright.platform.events.outbox import DEAD_LETTER_PAGE
from shopwright.platform.events.store import DeadLetter
from shopwright.platform.http import Request, get, post, requires
from shopwright.platform.i18n import _, translate
from shopwright.platform.jobs import list_held_jobs
from shopwright.shop import language_of, shop_of
from shopwright.web.console.dead_letters.jobs import show_job
from shopwright.web.console.pages import act, done, frame, may, render

PATH = "/console/dead-letters"
LETTER = PATH + "/{event_id:int}/{subscriber:str}"
_MISFITS = {
    "other_merchant": _("Meant for another merchant"),
    "unknown_reference": _("Its reference is unknown here"),
    "other_amount": _("Another amount than asked for"),
    "other_currency": _("Another currency than asked for"),
    "contradiction": _("Contradicts what was known before"),
}


@get(PATH, requires(permissions.VIEW))
async def list_letters(request: Request) -> Response[str]:
    """What waits for a person. At most three statements."""
    async with shop_of(request).database.reading() as reading:
        context = await frame(request, reading, module="dead-letters")
        letters = await list_dead_letters(reading)
        held_jobs = await list_held_jobs(reading)
        misfits = await payments.list_misfits(reading) if may(request, payment_permissions.VIEW) else []
    context |= {
        "letters": [_show(letter) for letter in letters],
        "is_cut": len(letters) >= DEAD_LETTER_PAGE,
        "jobs": [show_job(job) for job in held_jobs],
        "misfits": [_show_misfit(misfit, language_of(request)) for misfit in misfits],
    }
    return render(request, "console/dead_letters/list.html", context)


@get(LETTER, requires(permissions.VIEW))
async def show_letter(request: Request, event_id: FromPath[int], subscriber: FromPath[str]) -> Response[str]:
    """One dead letter: what was told, to whom, and why it failed."""
    async with shop_of(request).database.reading() as reading:
        letter = await _find(reading, event_id, subscriber)
        here = f"{PATH}/{event_id}/{subscriber}"
        context = await frame(request, reading, module="dead-letters", crumbs=[(letter.name, here)])
    return render(request, "console/dead_letters/letter.html", context | {"letter": _show(letter)})


@post(LETTER + "/retry", requires(permissions.SETTLE))
async def retry(request: Request, event_id: FromPath[int], subscriber: FromPath[str]) -> Response[None]:
    """Deliver it once more, with all attempts again."""

    async def work(tx: Transaction, actor: Actor) -> None:
        await retry_dead_letter(tx, event_id=EventId(event_id), subscriber=subscriber)
        await _audit(tx, actor, "retry", event_id, subscriber)

    await act(request, work)
    return await done(request, PATH, _("It is being delivered again."))


@post(LETTER + "/discard", requires(permissions.SETTLE))
async def discard(request: Request, event_id: FromPath[int], subscriber: FromPath[str]) -> Response[None]:
    """Put it aside for good; its record stays."""

    async def work(tx: Transaction, actor: Actor) -> None:
        await discard_dead_letter(tx, event_id=EventId(event_id), subscriber=subscriber)
        await _audit(tx, actor, "discard", event_id, subscriber)

    await act(request, work)
    return await done(request, PATH, _("It was put aside."))


async def _find(reading: Reading, event_id: int, subscriber: str) -> DeadLetter:
    for letter in await list_dead_letters(reading):
        if (letter.event_id, letter.subscriber) == (event_id, subscriber):
            return letter
    raise NotFound


async def _audit(tx: Transaction, actor: Actor, verb: str, event_id: int, subscriber: str) -> None:
    # What is not delivered may be about money or stock, so it is recorded who decided over it.
    await staff.record_audit(
        tx, actor=actor, action=f"events.{verb}", subject=f"event:{event_id}", detail={"subscriber": subscriber}
    )


def _show_misfit(misfit: Misfit, language: str) -> dict[str, Any]:
    return {
        "channel": misfit.channel,
        "event_id": misfit.event_id,
        "kind": misfit.kind,
        "reason": translate(_MISFITS.get(misfit.outcome, misfit.outcome), language),
        "received_at": misfit.received_at,
    }


def _show(letter: DeadLetter) -> dict[str, Any]:
    return {
        "url": f"{PATH}/{letter.event_id}/{letter.subscriber}",
        "event_id": letter.event_id,
        "name": letter.name,
        "subscriber": letter.subscriber,
        "payload": letter.payload,
        "error": letter.last_error,
        "attempt_count": letter.attempt_count,
        "dead_since": letter.dead_since,
    }
