CREATE INDEX message_with_words ON messages.message (created_at) WHERE body <> '';
