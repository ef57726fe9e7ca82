DROP INDEX platform.session_by_owner;
ALTER TABLE platform.session DROP COLUMN owner_id;
