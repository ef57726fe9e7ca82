"""What could not be done and waits for a person: news, jobs, and notices of providers that did not fit."""

from shopwright.web.console.dead_letters.export import export_letters
from shopwright.web.console.dead_letters.jobs import discard_job, retry_job, retry_jobs
from shopwright.web.console.dead_letters.letters import discard, retry, retry_letters, show_one
from shopwright.web.console.dead_letters.list import list_letters

ROUTES = [
    list_letters,
    export_letters,
    retry_letters,
    retry_jobs,
    show_one,
    retry,
    discard,
    retry_job,
    discard_job,
]
