CREATE INDEX audit_record_by_time ON staff.audit_record (at, id);
