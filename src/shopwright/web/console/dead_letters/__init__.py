"""What could not be done and waits for a person: news, jobs, and notices of providers that did not fit."""

from shopwright.web.console.dead_letters.jobs import discard_job, retry_job
from shopwright.web.console.dead_letters.routes import discard, list_letters, retry, show_letter

ROUTES = [list_letters, show_letter, retry, discard, retry_job, discard_job]
