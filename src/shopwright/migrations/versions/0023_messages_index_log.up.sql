-- The index of all statuses serves the failed ones too.
CREATE INDEX message_by_status ON messages.message (status, id);
DROP INDEX messages.message_failed;
CREATE INDEX message_by_recipient ON messages.message (lower(recipient), id) WHERE recipient <> '';
