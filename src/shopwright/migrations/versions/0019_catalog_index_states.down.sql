DROP INDEX catalog.product_delisted;
DROP INDEX catalog.product_sold_out;
