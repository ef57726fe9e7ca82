ALTER TABLE staff.member DROP COLUMN is_password_temporary;
