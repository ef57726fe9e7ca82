DROP INDEX messages.message_with_words;
ALTER TABLE messages.message DROP COLUMN ended_at;
CREATE INDEX message_with_words ON messages.message (created_at) WHERE body <> '';
