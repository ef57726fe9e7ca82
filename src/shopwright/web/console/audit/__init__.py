"""Who did what: the audit log."""

from shopwright.web.console.audit.routes import list_audit

ROUTES = [list_audit]
