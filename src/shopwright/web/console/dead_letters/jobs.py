"""Jobs that were given up: once more, or away."""

from typing import Any

from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.actor import Actor
from shopwright.modules.staff import public as staff
from shopwright.platform.db import Transaction
from shopwright.platform.events import permissions
from shopwright.platform.http import Request, post, requires
from shopwright.platform.i18n import _
from shopwright.platform.jobs import HeldJob, discard_held_job, retry_held_job
from shopwright.web.console.pages import act, done

PLACE = "/console/dead-letters"
JOB = PLACE + "/jobs/{job_id:int}"


@post(JOB + "/retry", requires(permissions.SETTLE))
async def retry_job(request: Request, job_id: FromPath[int]) -> Response[None]:
    """Put it back into the queue, with all attempts again."""

    async def work(tx: Transaction, actor: Actor) -> None:
        await _audit(tx, actor, "retry_job", job_id, await retry_held_job(tx, job_id=job_id))

    await act(request, work)
    return await done(request, PLACE, _("It is being done again."))


@post(JOB + "/discard", requires(permissions.SETTLE))
async def discard_job(request: Request, job_id: FromPath[int]) -> Response[None]:
    """Take it out of the queue for good."""

    async def work(tx: Transaction, actor: Actor) -> None:
        await _audit(tx, actor, "discard_job", job_id, await discard_held_job(tx, job_id=job_id))

    await act(request, work)
    return await done(request, PLACE, _("It was put aside."))


def show_job(job: HeldJob) -> dict[str, Any]:
    """A job as the page shows it; what it was given is JSON or text of ours."""
    return {
        "url": f"{PLACE}/jobs/{job.id}",
        "id": job.id,
        "name": job.entrypoint,
        "payload": job.payload.decode("utf-8", "replace"),
        "error": job.error,
        "attempt_count": job.attempt_count,
        "held_since": job.held_since,
    }


async def _audit(tx: Transaction, actor: Actor, verb: str, job_id: int, entrypoint: str) -> None:
    # Refunds and the closing of payments are jobs too, so it is recorded who decided over one.
    await staff.record_audit(
        tx, actor=actor, action=f"events.{verb}", subject=f"job:{job_id}", detail={"job": entrypoint}
    )
