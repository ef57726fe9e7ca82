CREATE SCHEMA staff;

CREATE SEQUENCE staff.member_id_seq;
CREATE TABLE staff.member (
    id                   bigint      PRIMARY KEY DEFAULT nextval('staff.member_id_seq'),
    email                text        NOT NULL,
    name                 text        NOT NULL,
    password_hash        text        NOT NULL,
    is_active            boolean     NOT NULL DEFAULT true,
    created_at           timestamptz NOT NULL,
    sessions_valid_after timestamptz NOT NULL,
    CONSTRAINT member_email_unique UNIQUE (email),
    CONSTRAINT member_email_lower CHECK (email = lower(email) AND email LIKE '_%@_%'),
    CONSTRAINT member_named CHECK (name <> '')
);
COMMENT ON COLUMN staff.member.sessions_valid_after IS
    'Moves with every new password and (de)activation; sessions that were opened under another value are refused.';
SELECT platform.place('staff.member', 'local');

CREATE SEQUENCE staff.role_id_seq;
CREATE TABLE staff.role (
    id          bigint PRIMARY KEY DEFAULT nextval('staff.role_id_seq'),
    name        text   NOT NULL,
    permissions text[] NOT NULL,
    CONSTRAINT role_name_unique UNIQUE (name),
    CONSTRAINT role_named CHECK (name <> ''),
    CONSTRAINT role_permissions_well_formed CHECK (
        array_to_string(permissions, ' ', '?') ~ '^((\*|[a-z_]+\.(\*|[a-z_]+))( (\*|[a-z_]+\.(\*|[a-z_]+)))*)?$'
    )
);
COMMENT ON COLUMN staff.role.permissions IS 'module.verb, all of a module as module.*, or everything as *.';
SELECT platform.place('staff.role', 'local');

CREATE TABLE staff.member_role (
    member_id bigint NOT NULL,
    role_id   bigint NOT NULL,
    PRIMARY KEY (member_id, role_id),
    CONSTRAINT member_role_of_member FOREIGN KEY (member_id) REFERENCES staff.member (id),
    CONSTRAINT member_role_of_role FOREIGN KEY (role_id) REFERENCES staff.role (id)
);
CREATE INDEX member_role_by_role ON staff.member_role (role_id);
SELECT platform.place('staff.member_role', 'local');

CREATE SEQUENCE staff.audit_record_id_seq;
CREATE TABLE staff.audit_record (
    id          bigint      PRIMARY KEY DEFAULT nextval('staff.audit_record_id_seq'),
    at          timestamptz NOT NULL,
    actor_kind  text        NOT NULL,
    actor_id    bigint,
    actor_label text        NOT NULL,
    action      text        NOT NULL,
    subject     text        NOT NULL,
    detail      jsonb       NOT NULL,
    CONSTRAINT audit_actor_known CHECK (actor_kind IN ('customer', 'staff', 'system', 'provider')),
    CONSTRAINT audit_staff_named CHECK (actor_kind <> 'staff' OR actor_id IS NOT NULL),
    CONSTRAINT audit_action_well_formed CHECK (action ~ '^[a-z_]+\.[a-z_]+$'),
    CONSTRAINT audit_subject_given CHECK (subject <> ''),
    CONSTRAINT audit_detail_is_object CHECK (jsonb_typeof(detail) = 'object')
);
COMMENT ON TABLE staff.audit_record IS
    'What people of the shop did to money, stock, prices, permissions and personal facts. Rows are only ever added.';
CREATE INDEX audit_record_by_subject ON staff.audit_record (subject, id);
CREATE INDEX audit_record_by_actor ON staff.audit_record (actor_id, id) WHERE actor_kind = 'staff';
SELECT platform.place('staff.audit_record', 'local');
