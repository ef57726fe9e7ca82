DELETE FROM platform.placement WHERE table_name LIKE 'orders.%';
DROP SCHEMA orders CASCADE;
