CREATE SCHEMA customers;

CREATE SEQUENCE customers.customer_id_seq;
CREATE TABLE customers.customer (
    customer_id          bigint      PRIMARY KEY DEFAULT nextval('customers.customer_id_seq'),
    kind                 text        NOT NULL,
    name                 text        NOT NULL DEFAULT '',
    language             text        NOT NULL,
    created_at           timestamptz NOT NULL,
    registered_at        timestamptz,
    closed_at            timestamptz,
    password_hash        text,
    sessions_valid_after timestamptz NOT NULL,
    CONSTRAINT customer_kind_known CHECK (kind IN ('guest', 'registered')),
    CONSTRAINT customer_registered_once CHECK ((kind = 'registered') = (registered_at IS NOT NULL)),
    CONSTRAINT customer_guest_has_no_password CHECK (kind = 'registered' OR password_hash IS NULL),
    CONSTRAINT customer_name_length CHECK (length(name) <= 40)
);
COMMENT ON TABLE customers.customer IS 'A shopper. A guest has a row too, so that every order has a customer.';
COMMENT ON COLUMN customers.customer.sessions_valid_after IS
    'Moves with every new password; a session is opened only while it is what it was at the log-in.';
SELECT platform.place('customers.customer', 'customer_id');

CREATE TABLE customers.login (
    kind        text        NOT NULL,
    value       text        NOT NULL,
    customer_id bigint      NOT NULL,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (kind, value),
    CONSTRAINT login_kind_known CHECK (kind IN ('email', 'phone')),
    CONSTRAINT login_phone_well_formed CHECK (kind <> 'phone' OR value ~ '^1[3-9][0-9]{9}$'),
    CONSTRAINT login_email_well_formed CHECK (kind <> 'email' OR (value = lower(value) AND value ~ '^[^@\s]+@[^@\s]+$'))
);
COMMENT ON TABLE customers.login IS
    'What a customer logs in with. Apart from the customer, because a login is unique across all of them.';
CREATE INDEX login_by_customer ON customers.login (customer_id);
SELECT platform.place('customers.login', 'local');

CREATE SEQUENCE customers.address_id_seq;
CREATE TABLE customers.address (
    customer_id   bigint      NOT NULL,
    id            bigint      NOT NULL DEFAULT nextval('customers.address_id_seq'),
    recipient     text        NOT NULL,
    phone         text        NOT NULL,
    district_code text        NOT NULL,
    province      text        NOT NULL,
    city          text        NOT NULL,
    district      text        NOT NULL,
    street        text        NOT NULL,
    postcode      text        NOT NULL DEFAULT '',
    is_default    boolean     NOT NULL,
    created_at    timestamptz NOT NULL,
    removed_at    timestamptz,
    PRIMARY KEY (customer_id, id),
    CONSTRAINT address_recipient_length CHECK (length(recipient) BETWEEN 1 AND 40),
    CONSTRAINT address_phone_length CHECK (length(phone) BETWEEN 8 AND 20),
    CONSTRAINT address_district_code_well_formed CHECK (district_code ~ '^[0-9]{6}$'),
    CONSTRAINT address_divisions_named CHECK (province <> '' AND city <> '' AND district <> ''),
    CONSTRAINT address_street_length CHECK (length(street) BETWEEN 4 AND 120),
    CONSTRAINT address_postcode_well_formed CHECK (postcode ~ '^([0-9]{6})?$'),
    CONSTRAINT address_removed_is_not_default CHECK (removed_at IS NULL OR NOT is_default)
);
COMMENT ON COLUMN customers.address.removed_at IS 'A removed address stays for the history; nobody is shown it.';
CREATE UNIQUE INDEX address_one_default ON customers.address (customer_id) WHERE is_default AND removed_at IS NULL;
CREATE INDEX address_in_use ON customers.address (customer_id, id) WHERE removed_at IS NULL;
SELECT platform.place('customers.address', 'customer_id');
ALTER TABLE customers.address ADD CONSTRAINT address_of_customer
    FOREIGN KEY (customer_id) REFERENCES customers.customer (customer_id);
