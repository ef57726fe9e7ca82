CREATE TABLE catalog.search_due (
    product_id bigint NOT NULL PRIMARY KEY
);
COMMENT ON TABLE catalog.search_due IS
    'Products whose search words are older than the names of their categories; a sweep makes them anew. '
    'No foreign key: it would wait for whoever has the product locked, and products are never deleted.';
SELECT platform.place('catalog.search_due', 'reference');
-- Until now no product was found by the names of its categories.
INSERT INTO catalog.search_due (product_id) SELECT id FROM catalog.product;
