DELETE FROM platform.placement WHERE table_name LIKE 'checkout.%';
DROP SCHEMA checkout CASCADE;
