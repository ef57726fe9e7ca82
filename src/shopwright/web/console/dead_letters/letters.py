"""News that could not be delivered: one looked at, once more, or away."""

from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import EventId
from shopwright.modules.staff import public as staff
from shopwright.platform.db import Transaction
from shopwright.platform.events import discard_dead_letter, get_dead_letter, permissions, retry_dead_letter
from shopwright.platform.http import Request, get, post, read_form, requires
from shopwright.platform.i18n import _
from shopwright.shop import shop_of
from shopwright.web.console.bulk import change_each, tell_retried
from shopwright.web.console.dead_letters.list import PATH, show_letter
from shopwright.web.console.pages import act, done, frame, read_key, render

LETTER = PATH + "/{event_id:int}/{subscriber:str}"


@get(LETTER, requires(permissions.VIEW))
async def show_one(request: Request, event_id: FromPath[int], subscriber: FromPath[str]) -> Response[str]:
    """One dead letter: what was told, to whom, and why it failed. One statement."""
    async with shop_of(request).database.reading() as reading:
        letter = await get_dead_letter(reading, event_id=EventId(event_id), subscriber=subscriber)
        here = f"{PATH}/{event_id}/{subscriber}"
        context = await frame(request, reading, module="dead-letters", crumbs=[(letter.name, here)])
    return render(request, "console/dead_letters/letter.html", context | {"letter": show_letter(letter)})


@post(LETTER + "/retry", requires(permissions.SETTLE))
async def retry(request: Request, event_id: FromPath[int], subscriber: FromPath[str]) -> Response[None]:
    """Deliver it once more, with all attempts again."""
    await act(request, lambda tx, actor: _retry(tx, actor, event_id, subscriber))
    return await done(request, PATH, _("It is being delivered again."))


@post(PATH + "/retries", requires(permissions.SETTLE))
async def retry_letters(request: Request) -> Response[None]:
    """Deliver the chosen ones once more, such as all that failed while something was down."""

    async def work(tx: Transaction, actor: Actor, key: str) -> bool | None:
        number, _slash, subscriber = key.partition("/")
        event_id = read_key(number)
        return None if event_id is None else await _retry(tx, actor, event_id, subscriber)

    return await tell_retried(request, await change_each(request, await read_form(request), work), PATH)


@post(LETTER + "/discard", requires(permissions.SETTLE))
async def discard(request: Request, event_id: FromPath[int], subscriber: FromPath[str]) -> Response[None]:
    """Put it aside for good; its record stays."""

    async def work(tx: Transaction, actor: Actor) -> None:
        await discard_dead_letter(tx, event_id=EventId(event_id), subscriber=subscriber)
        await _audit(tx, actor, "discard", event_id, subscriber)

    await act(request, work)
    return await done(request, PATH, _("It was put aside."))


async def _retry(tx: Transaction, actor: Actor, event_id: int, subscriber: str) -> bool:
    await retry_dead_letter(tx, event_id=EventId(event_id), subscriber=subscriber)
    await _audit(tx, actor, "retry", event_id, subscriber)
    return True


async def _audit(tx: Transaction, actor: Actor, verb: str, event_id: int, subscriber: str) -> None:
    # What is not delivered may be about money or stock, so it is recorded who decided over it.
    await staff.record_audit(
        tx, actor=actor, action=f"events.{verb}", subject=f"event:{event_id}", detail={"subscriber": subscriber}
    )
