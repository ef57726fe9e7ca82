DELETE FROM platform.placement WHERE table_name LIKE 'content.%';
DROP SCHEMA content CASCADE;
