"""What the provider does with payments and refunds. It makes notices; the courier carries them."""

import ipaddress
import secrets
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import httpx
import msgspec

from shopwright.simulators.payment.contracts import (
    ActOnPayment,
    Amount,
    CreatePayment,
    CreateRefund,
    Event,
    NoticeMode,
    PayAction,
    Payment,
    PaymentAnswer,
    PaymentStatus,
    ProviderRefusal,
    Refund,
    RefundAnswer,
    RefundMode,
    RefundStatus,
    to_milliseconds,
    to_moment,
)
from shopwright.simulators.payment.settings import PaymentSimulatorSettings
from shopwright.simulators.payment.store import Store

_COPIES: Mapping[NoticeMode, int] = {NoticeMode.TWICE: 2, NoticeMode.FIVE_TIMES: 5, NoticeMode.NEVER: 0}


class Provider:
    """The provider's books. Each public method is one step: it happens whole or not at all."""

    def __init__(self, settings: PaymentSimulatorSettings, store: Store) -> None:
        self._settings = settings
        self._store = store

    def create_payment(self, order: CreatePayment, *, at: datetime) -> PaymentAnswer:
        """Open a payment, or answer the one that the reference already has.

        Refuses a notify_url that leaves this machine, and a known reference with another amount.
        """
        _check_loopback(order.notify_url)
        _check_web(order.return_url)
        with self._store.step():
            known = self._store.find_payment(out_trade_no=order.out_trade_no)
            if known is not None:
                if (known.minor, known.currency) != (order.amount.minor, order.amount.currency):
                    raise ProviderRefusal(409, "reference_conflict", "This out_trade_no has another amount.")
                return self._payment_answer(self._expire_if_due(known, at=at))
            lifetime_seconds = order.expires_in_seconds or self._settings.payment_lifetime_seconds
            now = to_milliseconds(at)
            payment = Payment(
                id=f"pay_{secrets.token_hex(16)}",
                out_trade_no=order.out_trade_no,
                minor=order.amount.minor,
                currency=order.amount.currency,
                description=order.description,
                notify_url=order.notify_url,
                return_url=order.return_url,
                status=PaymentStatus.PENDING,
                created_at=now,
                expires_at=now + lifetime_seconds * 1000,
                settled_at=None,
                refund_mode=RefundMode.SUCCEED,
            )
            self._store.add_payment(payment)
            return self._payment_answer(payment)

    def query_payment(self, out_trade_no: str, *, at: datetime) -> PaymentAnswer:
        """The payment of a reference as it stands now."""
        with self._store.step():
            payment = self._store.find_payment(out_trade_no=out_trade_no)
            return self._payment_answer(self._expire_if_due(_known(payment), at=at))

    def close_payment(self, out_trade_no: str, *, at: datetime) -> PaymentAnswer:
        """Let nobody pay any more. A payment that ended unpaid stays as it is; a paid one is refused."""
        with self._store.step():
            found = self._store.find_payment(out_trade_no=out_trade_no)
            payment = self._expire_if_due(_known(found), at=at)
            if payment.status is PaymentStatus.SUCCEEDED:
                raise ProviderRefusal(409, "payment_already_succeeded", "The payment has succeeded; refund it instead.")
            if payment.status is PaymentStatus.PENDING:
                payment = self._end_payment(payment, PaymentStatus.CLOSED, at=at)
            return self._payment_answer(payment)

    def create_refund(self, order: CreateRefund, *, at: datetime) -> RefundAnswer:
        """Begin to give money back, or answer the refund that the reference already has.

        Refuses more than is left of the paid amount, counting refunds that are still under way.
        """
        if order.notify_url is not None:
            _check_loopback(order.notify_url)
        with self._store.step():
            known = self._store.find_refund(order.out_refund_no)
            if known is not None:
                if (known.out_trade_no, _amount(known)) != (order.out_trade_no, order.amount):
                    raise ProviderRefusal(
                        409, "reference_conflict", "This out_refund_no has another amount or payment."
                    )
                return _refund_answer(known)
            payment = _known(self._store.find_payment(out_trade_no=order.out_trade_no))
            self._check_refundable(payment, order.amount)
            now = to_milliseconds(at)
            refund = Refund(
                id=f"ref_{secrets.token_hex(16)}",
                out_refund_no=order.out_refund_no,
                payment_id=payment.id,
                out_trade_no=payment.out_trade_no,
                minor=order.amount.minor,
                currency=order.amount.currency,
                reason=order.reason,
                notify_url=order.notify_url or payment.notify_url,
                status=RefundStatus.PROCESSING,
                created_at=now,
                settles_at=now + self._settings.refund_settling_seconds * 1000,
                settled_at=None,
            )
            self._store.add_refund(refund)
            return _refund_answer(refund)

    def query_refund(self, out_refund_no: str) -> RefundAnswer:
        """The refund of a reference as it stands now."""
        refund = self._store.find_refund(out_refund_no)
        if refund is None:
            raise ProviderRefusal(404, "refund_not_found", "There is no refund with this reference.")
        return _refund_answer(refund)

    def get_payment(self, payment_id: str, *, at: datetime) -> Payment:
        """The payment of a pay page."""
        with self._store.step():
            return self._expire_if_due(_known(self._store.find_payment(payment_id=payment_id)), at=at)

    def act(self, payment_id: str, act: ActOnPayment, *, at: datetime) -> tuple[Payment, list[int]]:
        """Do what the person chose; returns the payment and the ids of the notices put on their way.

        Leaving changes nothing. Refuses to pay or fail what is no longer pending.
        """
        with self._store.step():
            payment = self._expire_if_due(_known(self._store.find_payment(payment_id=payment_id)), at=at)
            if act.action is PayAction.LEAVE:
                return payment, []
            if payment.status is not PaymentStatus.PENDING:
                raise ProviderRefusal(409, "payment_not_pending", f"The payment is {payment.status.value}.")
            status = PaymentStatus.SUCCEEDED if act.action is PayAction.PAY else PaymentStatus.FAILED
            payment = self._end_payment(payment, status, at=at, refund_mode=act.refund)
            return payment, self._tell_of_payment(payment, act, at=at)

    def settle_refunds(self, *, at: datetime) -> int:
        """End the refunds whose time has come and put their notices on their way; returns how many."""
        now = to_milliseconds(at)
        with self._store.step():
            due = self._store.list_refunds_to_settle(now)
            for refund in due:
                payment = _known(self._store.find_payment(payment_id=refund.payment_id))
                fails = payment.refund_mode is RefundMode.FAIL
                status = RefundStatus.FAILED if fails else RefundStatus.SUCCEEDED
                self._store.set_refund(refund.id, status, settled_at=now)
                ended = msgspec.structs.replace(refund, status=status, settled_at=now)
                event = self._event(f"refund.{status.value}", _refund_answer(ended), at=at)
                self._add_notice(event, payment_id=payment.id, url=refund.notify_url, at=now)
        return len(due)

    def resend(self, event_id: str, *, copies: int, at: datetime) -> list[int]:
        """Put an event on its way again, with a right and fresh signature."""
        with self._store.step():
            notice = self._store.find_event(event_id)
            if notice is None:
                raise ProviderRefusal(404, "event_not_found", "There is no such event.")
            return [
                self._store.add_notice(
                    event_id=event_id,
                    payment_id=notice.payment_id,
                    url=notice.url,
                    body=notice.body,
                    is_signed_rightly=True,
                    at=to_milliseconds(at),
                )
                for _ in range(copies)
            ]

    def _check_refundable(self, payment: Payment, amount: Amount) -> None:
        if payment.status is not PaymentStatus.SUCCEEDED:
            raise ProviderRefusal(422, "payment_not_succeeded", "Only a payment that has succeeded can be refunded.")
        if payment.currency != amount.currency:
            raise ProviderRefusal(422, "currency_mismatch", f"The payment was made in {payment.currency}.")
        left = payment.minor - self._store.refunded_minor(payment.id, with_processing=True)
        if amount.minor > left:
            raise ProviderRefusal(422, "refund_exceeds_payment", f"Only {left} is left to refund.")

    def _expire_if_due(self, payment: Payment, *, at: datetime) -> Payment:
        if payment.status is PaymentStatus.PENDING and to_milliseconds(at) >= payment.expires_at:
            return self._end_payment(payment, PaymentStatus.EXPIRED, at=at)
        return payment

    def _end_payment(
        self,
        payment: Payment,
        status: PaymentStatus,
        *,
        at: datetime,
        refund_mode: RefundMode = RefundMode.SUCCEED,
    ) -> Payment:
        now = to_milliseconds(at)
        self._store.set_payment(payment.id, status, settled_at=now, refund_mode=refund_mode.value)
        return msgspec.structs.replace(payment, status=status, settled_at=now, refund_mode=refund_mode)

    def _tell_of_payment(self, payment: Payment, act: ActOnPayment, *, at: datetime) -> list[int]:
        event = self._event(f"payment.{payment.status.value}", self._payment_answer(payment), at=at)
        delay_ms = act.delay_seconds * 1000 if act.notice is NoticeMode.DELAYED else 0
        return [
            self._add_notice(
                event,
                payment_id=payment.id,
                url=payment.notify_url,
                at=to_milliseconds(at) + delay_ms,
                is_signed_rightly=act.notice is not NoticeMode.WRONG_SIGNATURE,
            )
            for _ in range(_COPIES.get(act.notice, 1))
        ]

    def _add_notice(self, event: Event, *, payment_id: str, url: str, at: int, is_signed_rightly: bool = True) -> int:
        return self._store.add_notice(
            event_id=event.id,
            payment_id=payment_id,
            url=url,
            body=msgspec.json.encode(event).decode(),
            is_signed_rightly=is_signed_rightly,
            at=at,
        )

    def _event(self, kind: str, resource: PaymentAnswer | RefundAnswer, *, at: datetime) -> Event:
        return Event(
            id=f"evt_{secrets.token_hex(16)}",
            type=kind,
            created_at=at,
            merchant_id=self._settings.merchant_id,
            resource=resource,
        )

    def _payment_answer(self, payment: Payment) -> PaymentAnswer:
        is_paid = payment.status is PaymentStatus.SUCCEEDED and payment.settled_at is not None
        return PaymentAnswer(
            payment_id=payment.id,
            out_trade_no=payment.out_trade_no,
            amount=_amount(payment),
            status=payment.status,
            pay_url=f"{self._settings.public_url.rstrip('/')}/pay/{payment.id}",
            created_at=to_moment(payment.created_at),
            expires_at=to_moment(payment.expires_at),
            paid_at=to_moment(payment.settled_at) if is_paid and payment.settled_at is not None else None,
            refunded_minor=self._store.refunded_minor(payment.id, with_processing=False),
        )


def return_address(payment: Payment) -> str:
    """Where the person goes after the pay page: return_url with out_trade_no added. It proves nothing."""
    parts = urlsplit(payment.return_url)
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), ("out_trade_no", payment.out_trade_no)])
    return urlunsplit(parts._replace(query=query))


def _refund_answer(refund: Refund) -> RefundAnswer:
    return RefundAnswer(
        refund_id=refund.id,
        out_refund_no=refund.out_refund_no,
        payment_id=refund.payment_id,
        out_trade_no=refund.out_trade_no,
        amount=_amount(refund),
        reason=refund.reason,
        status=refund.status,
        created_at=to_moment(refund.created_at),
        settled_at=None if refund.settled_at is None else to_moment(refund.settled_at),
    )


def _amount(record: Payment | Refund) -> Amount:
    return Amount(record.minor, record.currency)


def _known(payment: Payment | None) -> Payment:
    if payment is None:
        raise ProviderRefusal(404, "payment_not_found", "There is no such payment.")
    return payment


def _check_web(text: str) -> str:
    """The host of an http or https address without credentials; refuses anything else.

    Read by the library that will post to it, so that the two cannot understand one address differently.
    """
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in {"http", "https"} or not url.host or url.userinfo:
        raise ProviderRefusal(422, "url_not_allowed", "An http or https address without credentials is needed.")
    return url.host


def _check_loopback(url: str) -> None:
    """A simulator must never post to somebody else's machine, whatever it is told."""
    host = _check_web(url)
    try:
        is_loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = host == "localhost"
    if not is_loopback:
        raise ProviderRefusal(422, "url_not_allowed", "The simulator sends notices to this machine only.")
