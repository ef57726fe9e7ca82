ALTER TABLE staff.member DROP COLUMN temporary_until;
