DROP SCHEMA markets CASCADE;
DELETE FROM platform.placement WHERE table_name LIKE 'markets.%';
