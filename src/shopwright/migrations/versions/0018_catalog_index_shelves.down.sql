DELETE FROM platform.placement WHERE table_name = 'catalog.search_due';
DROP TABLE catalog.search_due;
