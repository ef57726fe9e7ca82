"""What waits for a person as a file, such as for whoever looks for the fault."""

from litestar.response import Stream

from shopwright.modules.payments import public as payments
from shopwright.platform.db import Reading
from shopwright.platform.events import page_dead_letters, permissions
from shopwright.platform.http import Request, post, read_form, requires
from shopwright.platform.i18n import _
from shopwright.platform.jobs import page_held_jobs
from shopwright.shop import language_of
from shopwright.web.console.csv_file import PAGE_SIZE, Rows, list_answer
from shopwright.web.console.dead_letters.list import PATH, Tab, read_tab, show_job, show_letter, show_misfit

_END = (_("What was told"), _("Error"), _("Attempts"), _("Since"))
HEADS = {
    Tab.LETTERS: (_("Event"), _("Number"), _("Subscriber"), *_END),
    Tab.JOBS: (_("Job"), _("Number"), *_END),
    Tab.NOTICES: (_("Notice"), _("Channel"), _("Number"), _("Reason"), _("Received at")),
}
_CELLS = {
    Tab.LETTERS: ("name", "event_id", "subscriber", "payload", "error", "attempt_count", "since"),
    Tab.JOBS: ("name", "id", "payload", "error", "attempt_count", "since"),
    Tab.NOTICES: ("kind", "channel", "event_id", "reason", "received_at"),
}


@post(f"{PATH}/export", requires(permissions.VIEW))
async def export_letters(request: Request) -> Stream:
    """The present list as a file; news and jobs carry ids and amounts only."""
    language, form = language_of(request), await read_form(request)
    tab = read_tab(request, {"tab": form.text("tab")})

    async def read_rows(reading: Reading, key: str | None) -> tuple[Rows, str | None]:
        next_key = None
        if tab is Tab.NOTICES:
            shown = [show_misfit(misfit, language) for misfit in await payments.list_misfits(reading)]
        elif tab is Tab.JOBS:
            jobs = await page_held_jobs(reading, after=key, limit=PAGE_SIZE)
            shown, next_key = [show_job(job) for job in jobs.items], jobs.next_key
        else:
            letters = await page_dead_letters(reading, after=key, limit=PAGE_SIZE)
            shown, next_key = [show_letter(letter) for letter in letters.items], letters.next_key
        return [[row[name] for name in _CELLS[tab]] for row in shown], next_key

    return await list_answer(request, f"{tab.value}.csv", HEADS[tab], read_rows)
