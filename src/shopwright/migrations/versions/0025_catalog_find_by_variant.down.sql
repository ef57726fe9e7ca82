ALTER TABLE catalog.variant DROP COLUMN facets;
