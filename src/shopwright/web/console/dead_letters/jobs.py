"""Jobs that were given up: once more, or away."""

from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.actor import Actor
from shopwright.modules.staff import public as staff
from shopwright.platform.db import Transaction
from shopwright.platform.events import permissions
from shopwright.platform.http import Request, post, read_form, requires
from shopwright.platform.i18n import _
from shopwright.platform.jobs import discard_held_job, retry_held_job
from shopwright.web.console.bulk import change_each, tell_retried
from shopwright.web.console.dead_letters.list import PATH, Tab
from shopwright.web.console.pages import act, address, done, read_key

JOB = PATH + "/jobs/{job_id:int}"
PLACE = address(PATH, tab=Tab.JOBS)


@post(JOB + "/retry", requires(permissions.SETTLE))
async def retry_job(request: Request, job_id: FromPath[int]) -> Response[None]:
    """Put it back into the queue, with all attempts again."""
    await act(request, lambda tx, actor: _retry(tx, actor, job_id))
    return await done(request, PLACE, _("It is being done again."))


@post(PATH + "/jobs/retries", requires(permissions.SETTLE))
async def retry_jobs(request: Request) -> Response[None]:
    """Put the chosen jobs back, such as all that failed while something was down."""

    async def work(tx: Transaction, actor: Actor, key: str) -> bool | None:
        job_id = read_key(key)
        return None if job_id is None else await _retry(tx, actor, job_id)

    return await tell_retried(request, await change_each(request, await read_form(request), work), PLACE)


@post(JOB + "/discard", requires(permissions.SETTLE))
async def discard_job(request: Request, job_id: FromPath[int]) -> Response[None]:
    """Take it out of the queue for good."""

    async def work(tx: Transaction, actor: Actor) -> None:
        await _audit(tx, actor, "discard_job", job_id, await discard_held_job(tx, job_id=job_id))

    await act(request, work)
    return await done(request, PLACE, _("It was put aside."))


async def _retry(tx: Transaction, actor: Actor, job_id: int) -> bool:
    await _audit(tx, actor, "retry_job", job_id, await retry_held_job(tx, job_id=job_id))
    return True


async def _audit(tx: Transaction, actor: Actor, verb: str, job_id: int, entrypoint: str) -> None:
    # Refunds and the closing of payments are jobs too, so it is recorded who decided over one.
    await staff.record_audit(
        tx, actor=actor, action=f"events.{verb}", subject=f"job:{job_id}", detail={"job": entrypoint}
    )
