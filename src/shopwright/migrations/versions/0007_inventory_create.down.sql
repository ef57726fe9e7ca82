DELETE FROM platform.placement WHERE table_name LIKE 'inventory.%';
DROP SCHEMA inventory CASCADE;
