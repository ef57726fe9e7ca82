-- A caller tells the last digits. A whole number ends with itself, so one index serves both.
DROP INDEX orders.order_by_phone;
CREATE INDEX order_by_phone_end ON orders.order (reverse(phone));
