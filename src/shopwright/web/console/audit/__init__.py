"""Who did what: the audit log."""

from shopwright.web.console.audit.export import export_audit
from shopwright.web.console.audit.routes import list_audit

ROUTES = [list_audit, export_audit]
