DELETE FROM platform.placement WHERE table_name LIKE 'messages.%';
DROP SCHEMA messages CASCADE;
