CREATE SEQUENCE catalog.collection_id_seq;

CREATE TABLE catalog.collection (
    id             bigint      NOT NULL DEFAULT nextval('catalog.collection_id_seq'),
    slug           text        NOT NULL,
    names          jsonb       NOT NULL,
    descriptions   jsonb       NOT NULL DEFAULT '{}',
    position       integer     NOT NULL,
    kind           text        NOT NULL,
    sort           text        NOT NULL,
    rule           jsonb       NOT NULL DEFAULT '{}',
    picture_key    text,
    picture_width  integer     NOT NULL DEFAULT 0,
    picture_height integer     NOT NULL DEFAULT 0,
    listed_at      timestamptz,
    version        integer     NOT NULL DEFAULT 1,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    CONSTRAINT collection_pkey PRIMARY KEY (id),
    CONSTRAINT collection_slug_unique UNIQUE (slug),
    CONSTRAINT collection_slug_filled CHECK (slug <> ''),
    CONSTRAINT collection_names_by_language CHECK (jsonb_typeof(names) = 'object' AND names <> '{}'),
    CONSTRAINT collection_descriptions_by_language CHECK (jsonb_typeof(descriptions) = 'object'),
    CONSTRAINT collection_kind_known CHECK (kind IN ('hand', 'rule')),
    CONSTRAINT collection_rule_given CHECK (jsonb_typeof(rule) = 'object' AND (kind = 'rule') = (rule <> '{}')),
    CONSTRAINT collection_sort_known CHECK (
        sort IN ('newest', 'best_selling') OR (kind = 'hand' AND sort = 'position')),
    CONSTRAINT collection_picture_has_size CHECK (
        picture_key IS NULL OR (picture_width > 0 AND picture_height > 0)),
    CONSTRAINT collection_version_positive CHECK (version > 0)
);
COMMENT ON COLUMN catalog.collection.listed_at IS 'Since when shoppers see it; NULL while delisted.';
COMMENT ON COLUMN catalog.collection.rule IS 'The conditions of a collection by rule; empty for one by hand.';
COMMENT ON COLUMN catalog.collection.picture_key IS
    'Stem of the stored files; width and height are those of the largest.';
SELECT platform.place('catalog.collection', 'reference');
CREATE INDEX collection_in_order ON catalog.collection (position, id);

CREATE TABLE catalog.collection_product (
    collection_id bigint  NOT NULL,
    product_id    bigint  NOT NULL,
    position      integer NOT NULL,
    CONSTRAINT collection_product_pkey PRIMARY KEY (collection_id, product_id)
);
SELECT platform.place('catalog.collection_product', 'reference');
ALTER TABLE catalog.collection_product
    ADD CONSTRAINT collection_product_collection_exists
        FOREIGN KEY (collection_id) REFERENCES catalog.collection (id),
    ADD CONSTRAINT collection_product_product_exists FOREIGN KEY (product_id) REFERENCES catalog.product (id);
CREATE INDEX collection_product_in_order ON catalog.collection_product (collection_id, position, product_id);
CREATE INDEX collection_product_by_product ON catalog.collection_product (product_id);
