CREATE SCHEMA checkout;

CREATE TABLE checkout.cart (
    customer_id bigint      PRIMARY KEY,
    version     bigint      NOT NULL,
    updated_at  timestamptz NOT NULL,
    CONSTRAINT cart_version_positive CHECK (version > 0)
) WITH (fillfactor = 80);
COMMENT ON COLUMN checkout.cart.version IS 'Grows with every change: an order consumes exactly the cart that was shown.';
SELECT platform.place('checkout.cart', 'customer_id');
ALTER TABLE checkout.cart
    ADD CONSTRAINT cart_of_customer FOREIGN KEY (customer_id) REFERENCES customers.customer (customer_id);

CREATE TABLE checkout.cart_line (
    customer_id bigint      NOT NULL,
    variant_id  bigint      NOT NULL,
    quantity    integer     NOT NULL,
    is_selected boolean     NOT NULL DEFAULT true,
    added_at    timestamptz NOT NULL,
    PRIMARY KEY (customer_id, variant_id),
    CONSTRAINT cart_quantity_in_range CHECK (quantity BETWEEN 1 AND 9999)
) WITH (fillfactor = 80);
SELECT platform.place('checkout.cart_line', 'customer_id');
ALTER TABLE checkout.cart_line
    ADD CONSTRAINT cart_line_in_cart FOREIGN KEY (customer_id) REFERENCES checkout.cart (customer_id) ON DELETE CASCADE;
