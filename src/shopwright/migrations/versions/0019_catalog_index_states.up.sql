-- The staff's tabs are short lists of a long catalogue: each has an index of its own rows, the latest changed first.
CREATE INDEX product_sold_out ON catalog.product (updated_at, id) WHERE listed_at IS NOT NULL AND NOT is_available;
CREATE INDEX product_delisted ON catalog.product (updated_at, id) WHERE listed_at IS NULL;
