DELETE FROM platform.placement WHERE table_name = 'catalog.brand';
DROP TABLE catalog.brand;
