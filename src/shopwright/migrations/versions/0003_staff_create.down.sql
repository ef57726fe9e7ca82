DROP SCHEMA staff CASCADE;
DELETE FROM platform.placement WHERE table_name LIKE 'staff.%';
