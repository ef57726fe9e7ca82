DELETE FROM platform.placement WHERE table_name LIKE 'payments.%';
DROP SCHEMA payments CASCADE;
