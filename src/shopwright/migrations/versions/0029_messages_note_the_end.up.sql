ALTER TABLE messages.message ADD COLUMN ended_at timestamptz;
COMMENT ON COLUMN messages.message.ended_at IS
    'When the last round of sending ended, well or badly; null while it is queued, and where it ended before this column.';
DROP INDEX messages.message_with_words;
CREATE INDEX message_with_words ON messages.message (COALESCE(ended_at, sent_at, created_at)) WHERE body <> '';
