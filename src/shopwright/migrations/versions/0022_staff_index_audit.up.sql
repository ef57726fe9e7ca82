-- An action's name begins with its module; the console shows the log by it.
CREATE INDEX audit_record_by_topic ON staff.audit_record (split_part(action, '.', 1), id);
