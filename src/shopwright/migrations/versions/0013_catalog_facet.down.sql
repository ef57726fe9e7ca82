DROP INDEX catalog.product_best_of_category;
DROP INDEX catalog.product_best_of_brand;
ALTER TABLE catalog.price_range DROP COLUMN prices_minor;
ALTER TABLE catalog.product DROP COLUMN facets;
DELETE FROM platform.placement WHERE table_name = 'catalog.facet_value';
DROP TABLE catalog.facet_value;
DROP FUNCTION catalog.facet_term(jsonb, jsonb);
DROP FUNCTION catalog.facet_key(text);
