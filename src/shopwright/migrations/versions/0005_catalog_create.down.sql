DELETE FROM platform.placement WHERE table_name LIKE 'catalog.%';
DROP SCHEMA catalog CASCADE;
