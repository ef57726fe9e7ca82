CREATE INDEX message_failed ON messages.message (id DESC) WHERE status = 'failed';
DROP INDEX messages.message_by_status, messages.message_by_recipient;
