"""What waits for a person, in three lists: news, jobs, and notices of providers that did not fit."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from litestar import Response

from shopwright.modules.payments import permissions as payment_permissions
from shopwright.modules.payments import public as payments
from shopwright.modules.payments.contracts import Misfit
from shopwright.platform.db import Reading
from shopwright.platform.events import count_dead_letters, page_dead_letters, permissions
from shopwright.platform.events.store import DeadLetter
from shopwright.platform.http import Request, get, requires
from shopwright.platform.i18n import _, translate
from shopwright.platform.jobs import HeldJob, count_held_jobs, page_held_jobs
from shopwright.shop import language_of, shop_of
from shopwright.web.console.listing import Column, table_context
from shopwright.web.console.pages import SHOWN_COUNT_MAX, address, capped, frame, may, paging, read_choice, render
from shopwright.web.context import Context

PATH = "/console/dead-letters"
PAGE_SIZE = 50


class Tab(StrEnum):
    """The lists of what waits for a person."""

    LETTERS = "letters"
    JOBS = "jobs"
    NOTICES = "notices"


NAMES = {
    Tab.LETTERS: _("Undelivered news"),
    Tab.JOBS: _("Held jobs"),
    Tab.NOTICES: _("Payment notices that do not fit"),
}
_END = (
    Column("error", _("Error"), "wide optional"),
    Column("attempts", _("Attempts"), "numeric optional"),
    Column("since", _("Since"), "optional"),
    Column("acts", "", "acts", is_fixed=True),
)
COLUMNS = {
    Tab.LETTERS: (Column("event", _("Event"), "wide", is_fixed=True), *_END),
    Tab.JOBS: (Column("job", _("Job"), "wide", is_fixed=True), *_END),
    Tab.NOTICES: (
        Column("notice", _("Notice"), "wide", is_fixed=True),
        Column("reason", _("Reason"), is_fixed=True),
        Column("received", _("Received at"), "optional"),
    ),
}
_MISFITS = {
    "other_merchant": _("Meant for another merchant"),
    "unknown_reference": _("Its reference is unknown here"),
    "other_amount": _("Another amount than asked for"),
    "other_currency": _("Another currency than asked for"),
    "contradiction": _("Contradicts what was known before"),
}


@get(PATH, requires(permissions.VIEW))
async def list_letters(request: Request) -> Response[str]:
    """One of the lists, what came last on top. At most four statements."""
    language, after = language_of(request), request.query_params.get("after")
    tab = read_tab(request, request.query_params)
    async with shop_of(request).database.reading() as reading:
        context = await frame(request, reading, module="dead-letters", at=address(PATH, **_query(tab)))
        misfits = await payments.list_misfits(reading) if may(request, payment_permissions.VIEW) else []
        counts = {
            Tab.LETTERS: await count_dead_letters(reading, count_max=SHOWN_COUNT_MAX + 1),
            Tab.JOBS: await count_held_jobs(reading),
            Tab.NOTICES: len(misfits),
        }
        rows, next_key = await _read(reading, tab, misfits, after, language)
    query = _query(tab)
    context |= paging(PATH, query, after=after, next_key=next_key)
    context |= table_context(request, f"dead_{tab.value}", COLUMNS[tab], language=language, here=context["here"])
    context |= {
        "tab": tab.value,
        "tabs": _tabs(request, tab, counts, language),
        "rows": rows,
        "query": query,
        "count": sum(counts.values()),
    }
    return render(request, "console/dead_letters/list.html", context)


def read_tab(request: Request, asked: Mapping[str, str]) -> Tab:
    """The list that is asked for; who may not see payments sees no notices."""
    tab = read_choice(asked.get("tab"), Tab, otherwise=Tab.LETTERS)
    return Tab.LETTERS if tab is Tab.NOTICES and not may(request, payment_permissions.VIEW) else tab


def show_letter(letter: DeadLetter) -> dict[str, Any]:
    """A dead letter as the pages show it."""
    return {
        "url": f"{PATH}/{letter.event_id}/{letter.subscriber}",
        "id": f"{letter.event_id}/{letter.subscriber}",
        "event_id": letter.event_id,
        "name": letter.name,
        "subscriber": letter.subscriber,
        "payload": letter.payload,
        "error": letter.last_error,
        "attempt_count": letter.attempt_count,
        "since": letter.dead_since,
    }


def show_job(job: HeldJob) -> dict[str, Any]:
    """A job as the page shows it; what it was given is JSON or text of ours."""
    return {
        "url": f"{PATH}/jobs/{job.id}",
        "id": str(job.id),
        "name": job.entrypoint,
        "payload": job.payload.decode("utf-8", "replace"),
        "error": job.error,
        "attempt_count": job.attempt_count,
        "since": job.held_since,
    }


def show_misfit(misfit: Misfit, language: str) -> dict[str, Any]:
    """A notice that fits nothing, and why."""
    return {
        "channel": misfit.channel,
        "event_id": misfit.event_id,
        "kind": misfit.kind,
        "reason": translate(_MISFITS.get(misfit.outcome, misfit.outcome), language),
        "received_at": misfit.received_at,
    }


async def _read(
    reading: Reading, tab: Tab, misfits: list[Misfit], after: str | None, language: str
) -> tuple[list[dict[str, Any]], str | None]:
    if tab is Tab.NOTICES:
        return [show_misfit(misfit, language) for misfit in misfits], None
    if tab is Tab.JOBS:
        jobs = await page_held_jobs(reading, after=after, limit=PAGE_SIZE)
        return [show_job(job) for job in jobs.items], jobs.next_key
    letters = await page_dead_letters(reading, after=after, limit=PAGE_SIZE)
    return [show_letter(letter) for letter in letters.items], letters.next_key


def _query(tab: Tab) -> dict[str, str]:
    return {"tab": "" if tab is Tab.LETTERS else tab.value}


def _tabs(request: Request, current: Tab, counts: Mapping[Tab, int], language: str) -> list[Context]:
    """The lists that may be seen; that of notices only while there are any."""
    is_told = counts[Tab.NOTICES] > 0 and may(request, payment_permissions.VIEW)
    return [
        {
            "label": translate(name, language),
            "url": address(PATH, **_query(tab)),
            "is_current": tab is current,
            "count": capped(counts[tab], language),
        }
        for tab, name in NAMES.items()
        if tab is not Tab.NOTICES or is_told or tab is current
    ]
