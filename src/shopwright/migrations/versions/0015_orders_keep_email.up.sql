ALTER TABLE orders.order ADD COLUMN email text NOT NULL DEFAULT '';
ALTER TABLE orders.order ADD CONSTRAINT order_email_short CHECK (char_length(email) <= 254);
COMMENT ON COLUMN orders.order.email IS
    'Where the shopper wants the news of this order; empty for the e-mail that the customer logs in with, if any.';
