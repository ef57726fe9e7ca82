DELETE FROM platform.placement WHERE table_name IN ('catalog.collection', 'catalog.collection_product');
DROP TABLE catalog.collection_product;
DROP TABLE catalog.collection;
DROP SEQUENCE catalog.collection_id_seq;
