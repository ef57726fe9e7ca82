"""The face of staff."""

from shopwright.modules.staff.operations.record_audit import record_audit

__all__ = ["record_audit"]
