"""For tests and demonstrations: act as the person would, look at notices, send them again, plan faults.

They are not signed. They take JSON only, which no foreign web page can send without asking first.
"""

from datetime import datetime

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from shopwright.simulators.payment.contracts import (
    ActOnPayment,
    Notice,
    PlanFault,
    ProviderRefusal,
    ResendNotice,
    to_moment,
)
from shopwright.simulators.payment.merchant_api import Body, ProviderRequest, decode
from shopwright.simulators.payment.provider import return_address
from shopwright.simulators.payment.simulator import Simulator


class ActAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What the person's act led to."""

    status: str
    redirect_url: str


class NoticeAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One copy of an event and how far it came."""

    event_id: str
    type: str
    attempt_count: int
    last_answer: str
    delivered_at: datetime | None
    due_at: datetime | None


@get("/health")
async def health() -> dict[str, str]:
    """Whether the simulator runs."""
    return {"status": "ok"}


@post("/test/payments/{payment_id:str}/act", status_code=200)
async def act_on_payment(request: ProviderRequest, payment_id: FromPath[str]) -> Response[bytes]:
    """Pay, fail or leave, as on the pay page."""
    simulator: Simulator = request.app.state.simulator
    act = await _read(request, ActOnPayment)
    payment = await simulator.act(payment_id, act)
    return _json(ActAnswer(status=payment.status.value, redirect_url=return_address(payment)))


@post("/test/deliver", status_code=200)
async def deliver(request: ProviderRequest) -> dict[str, int]:
    """Send what is due now, and wait for the merchant's answers."""
    simulator: Simulator = request.app.state.simulator
    return {"sent": await simulator.courier.deliver_due()}


@get("/test/payments/{payment_id:str}/notices")
async def list_notices(request: ProviderRequest, payment_id: FromPath[str]) -> Response[bytes]:
    """The notices of a payment and of its refunds, the oldest first, at most 200."""
    simulator: Simulator = request.app.state.simulator
    return _json([_notice_answer(notice) for notice in simulator.store.list_notices(payment_id)])


@post("/test/notices/{event_id:str}/resend", status_code=200)
async def resend(request: ProviderRequest, event_id: FromPath[str]) -> dict[str, int]:
    """Send an event again, all copies at once, and wait for the merchant's answers."""
    simulator: Simulator = request.app.state.simulator
    order = await _read(request, ResendNotice)
    notice_ids = simulator.provider.resend(event_id, copies=order.copies, at=simulator.now())
    await simulator.courier.deliver(notice_ids)
    return {"sent": len(notice_ids)}


@post("/test/faults", status_code=200)
async def plan_fault(request: ProviderRequest) -> dict[str, str]:
    """Let the next calls of an operation fail."""
    simulator: Simulator = request.app.state.simulator
    simulator.plan_fault(await _read(request, PlanFault))
    return {"status": "planned"}


CONTROLS = [health, act_on_payment, deliver, list_notices, resend, plan_fault]


async def _read(request: ProviderRequest, into: type[Body]) -> Body:
    simulator: Simulator = request.app.state.simulator
    if request.content_type[0] != "application/json":
        raise ProviderRefusal(415, "json_needed", "Send application/json.")
    return decode(await simulator.gate.read_body(request), into)


def _notice_answer(notice: Notice) -> NoticeAnswer:
    return NoticeAnswer(
        event_id=notice.event_id,
        type=msgspec.json.decode(notice.body)["type"],
        attempt_count=notice.attempt_count,
        last_answer=notice.last_answer,
        delivered_at=None if notice.delivered_at is None else to_moment(notice.delivered_at),
        due_at=None if notice.due_at is None else to_moment(notice.due_at),
    )


def _json(answer: object) -> Response[bytes]:
    return Response(msgspec.json.encode(answer), media_type="application/json")
