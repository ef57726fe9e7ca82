DROP INDEX staff.audit_record_by_time;
