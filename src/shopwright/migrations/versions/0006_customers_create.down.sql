DROP SCHEMA customers CASCADE;
DELETE FROM platform.placement WHERE table_name LIKE 'customers.%';
