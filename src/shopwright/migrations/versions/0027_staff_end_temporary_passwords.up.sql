ALTER TABLE staff.member ADD COLUMN temporary_until timestamptz;
-- Whoever holds one now gets the usual three days from today.
UPDATE staff.member SET temporary_until = now() + interval '72 hours' WHERE is_password_temporary;
ALTER TABLE staff.member ADD CONSTRAINT temporary_password_ends
    CHECK ((temporary_until IS NOT NULL) = is_password_temporary);
COMMENT ON COLUMN staff.member.temporary_until IS 'From then on the temporary password opens nothing.';
