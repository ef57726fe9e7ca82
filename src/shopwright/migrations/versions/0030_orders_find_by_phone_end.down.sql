DROP INDEX orders.order_by_phone_end;
CREATE INDEX order_by_phone ON orders.order (phone);
