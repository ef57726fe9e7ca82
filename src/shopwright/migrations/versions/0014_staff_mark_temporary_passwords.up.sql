ALTER TABLE staff.member ADD COLUMN is_password_temporary boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN staff.member.is_password_temporary IS
    'Whether a colleague made the password up: the member can do nothing but choose another.';
