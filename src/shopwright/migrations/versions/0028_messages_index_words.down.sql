DROP INDEX messages.message_with_words;
