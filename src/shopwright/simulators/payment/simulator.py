"""One running provider: its parts, and what the faces need of them."""

from collections import Counter
from datetime import datetime

import httpx

from shopwright.kernel.clock import Clock
from shopwright.simulators.payment.contracts import (
    ActOnPayment,
    FaultKind,
    NoticeMode,
    Operation,
    Payment,
    PlanFault,
)
from shopwright.simulators.payment.courier import Courier
from shopwright.simulators.payment.gate import Gate
from shopwright.simulators.payment.provider import Provider
from shopwright.simulators.payment.settings import PaymentSimulatorSettings
from shopwright.simulators.payment.store import Store


class Simulator:
    """The parts of one provider. Made by `create_app` and found at `app.state.simulator`."""

    def __init__(
        self,
        settings: PaymentSimulatorSettings,
        *,
        clock: Clock,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.store = Store(settings.folder)
        self.gate = Gate(settings, self.store)
        self.provider = Provider(settings, self.store)
        self.courier = Courier(settings, self.store, self.provider, clock=clock, transport=transport)
        self._faults: Counter[tuple[Operation, FaultKind]] = Counter()

    def now(self) -> datetime:
        """The present moment by the simulator's clock."""
        return self.clock.now()

    async def act(self, payment_id: str, act: ActOnPayment) -> Payment:
        """Do what the person chose, and have the merchant told in the way that was asked for."""
        payment, notice_ids = self.provider.act(payment_id, act, at=self.now())
        if act.notice is NoticeMode.BEFORE_REDIRECT:
            await self.courier.deliver(notice_ids)
        self.courier.wake()
        return payment

    def plan_fault(self, plan: PlanFault) -> None:
        """Let the next calls of an operation fail. Plans are forgotten at a restart."""
        self._faults[(plan.operation, plan.kind)] += plan.count

    def take_fault(self, operation: Operation, kind: FaultKind) -> bool:
        """Whether this call is to fail in this way; one planned fault is used up."""
        if not self._faults[(operation, kind)]:
            return False
        self._faults[(operation, kind)] -= 1
        return True

    async def close(self) -> None:
        """Let go of connections and files."""
        await self.courier.close()
        self.store.close()
