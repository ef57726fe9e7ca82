CREATE SCHEMA catalog;

CREATE SEQUENCE catalog.category_id_seq;
CREATE SEQUENCE catalog.product_id_seq;
CREATE SEQUENCE catalog.option_id_seq;
CREATE SEQUENCE catalog.option_value_id_seq;
CREATE SEQUENCE catalog.variant_id_seq;
CREATE SEQUENCE catalog.picture_id_seq;
CREATE SEQUENCE catalog.price_change_id_seq;

CREATE TABLE catalog.category (
    id          bigint  NOT NULL DEFAULT nextval('catalog.category_id_seq'),
    parent_id   bigint,
    slug        text    NOT NULL,
    names       jsonb   NOT NULL,
    position    integer NOT NULL,
    picture_key text,
    CONSTRAINT category_pkey PRIMARY KEY (id),
    CONSTRAINT category_slug_unique UNIQUE (slug),
    CONSTRAINT category_slug_filled CHECK (slug <> ''),
    CONSTRAINT category_not_in_itself CHECK (parent_id <> id),
    CONSTRAINT category_names_by_language CHECK (jsonb_typeof(names) = 'object' AND names <> '{}')
);
SELECT platform.place('catalog.category', 'reference');
ALTER TABLE catalog.category
    ADD CONSTRAINT category_parent_exists FOREIGN KEY (parent_id) REFERENCES catalog.category (id);
CREATE INDEX category_by_parent ON catalog.category (parent_id, position, id);

CREATE TABLE catalog.product (
    id            bigint      NOT NULL DEFAULT nextval('catalog.product_id_seq'),
    slug          text        NOT NULL,
    titles        jsonb       NOT NULL,
    subtitles     jsonb       NOT NULL DEFAULT '{}',
    bodies        jsonb       NOT NULL DEFAULT '{}',
    brand         text        NOT NULL DEFAULT '',
    category_id   bigint,
    attributes    jsonb       NOT NULL DEFAULT '[]',
    tags          text[]      NOT NULL DEFAULT '{}',
    listed_at     timestamptz,
    is_available  boolean     NOT NULL DEFAULT false,
    sold_count    bigint      NOT NULL DEFAULT 0,
    search_vector tsvector    NOT NULL,
    version       integer     NOT NULL DEFAULT 1,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    CONSTRAINT product_pkey PRIMARY KEY (id),
    CONSTRAINT product_slug_unique UNIQUE (slug),
    CONSTRAINT product_slug_filled CHECK (slug <> ''),
    CONSTRAINT product_titles_by_language CHECK (jsonb_typeof(titles) = 'object' AND titles <> '{}'),
    CONSTRAINT product_subtitles_by_language CHECK (jsonb_typeof(subtitles) = 'object'),
    CONSTRAINT product_bodies_by_language CHECK (jsonb_typeof(bodies) = 'object'),
    CONSTRAINT product_attributes_listed CHECK (jsonb_typeof(attributes) = 'array'),
    CONSTRAINT product_sold_count_not_negative CHECK (sold_count >= 0),
    CONSTRAINT product_version_positive CHECK (version > 0)
);
COMMENT ON COLUMN catalog.product.listed_at IS 'Since when shoppers see it; NULL while delisted.';
COMMENT ON COLUMN catalog.product.is_available IS 'Whether any variant is in stock; pushed down by inventory.';
COMMENT ON COLUMN catalog.product.search_vector IS
    'Words segmented by the application, with weights: A title, B brand, subtitle and SKU, C options, tags, attributes.';
SELECT platform.place('catalog.product', 'reference');
ALTER TABLE catalog.product
    ADD CONSTRAINT product_category_exists FOREIGN KEY (category_id) REFERENCES catalog.category (id);
CREATE INDEX product_newest ON catalog.product (listed_at, id) WHERE listed_at IS NOT NULL;
CREATE INDEX product_best_selling ON catalog.product (sold_count, id) WHERE listed_at IS NOT NULL;
CREATE INDEX product_by_category ON catalog.product (category_id, listed_at, id);
CREATE INDEX product_by_change ON catalog.product (updated_at, id);
CREATE INDEX product_search ON catalog.product USING gin (search_vector) WITH (fastupdate = off);

CREATE TABLE catalog.option (
    id         bigint  NOT NULL DEFAULT nextval('catalog.option_id_seq'),
    product_id bigint  NOT NULL,
    position   integer NOT NULL,
    names      jsonb   NOT NULL,
    CONSTRAINT option_pkey PRIMARY KEY (id),
    CONSTRAINT option_position_unique UNIQUE (product_id, position),
    CONSTRAINT option_names_by_language CHECK (jsonb_typeof(names) = 'object' AND names <> '{}')
);
SELECT platform.place('catalog.option', 'reference');
ALTER TABLE catalog.option
    ADD CONSTRAINT option_product_exists FOREIGN KEY (product_id) REFERENCES catalog.product (id);

CREATE TABLE catalog.option_value (
    id        bigint  NOT NULL DEFAULT nextval('catalog.option_value_id_seq'),
    option_id bigint  NOT NULL,
    position  integer NOT NULL,
    names     jsonb   NOT NULL,
    CONSTRAINT option_value_pkey PRIMARY KEY (id),
    CONSTRAINT option_value_position_unique UNIQUE (option_id, position),
    CONSTRAINT option_value_names_by_language CHECK (jsonb_typeof(names) = 'object' AND names <> '{}')
);
SELECT platform.place('catalog.option_value', 'reference');
ALTER TABLE catalog.option_value
    ADD CONSTRAINT option_value_option_exists FOREIGN KEY (option_id) REFERENCES catalog.option (id);

CREATE TABLE catalog.picture (
    id         bigint  NOT NULL DEFAULT nextval('catalog.picture_id_seq'),
    product_id bigint  NOT NULL,
    position   integer NOT NULL,
    alts       jsonb   NOT NULL DEFAULT '{}',
    file_key   text    NOT NULL,
    width      integer NOT NULL,
    height     integer NOT NULL,
    CONSTRAINT picture_pkey PRIMARY KEY (id),
    CONSTRAINT picture_once_a_product UNIQUE (product_id, file_key),
    CONSTRAINT picture_alts_by_language CHECK (jsonb_typeof(alts) = 'object'),
    CONSTRAINT picture_size_positive CHECK (width > 0 AND height > 0)
);
COMMENT ON COLUMN catalog.picture.file_key IS
    'Stem of the stored files; a size is stem-WIDTH.webp. Width and height are those of the largest.';
SELECT platform.place('catalog.picture', 'reference');
ALTER TABLE catalog.picture
    ADD CONSTRAINT picture_product_exists FOREIGN KEY (product_id) REFERENCES catalog.product (id);
CREATE INDEX picture_by_product ON catalog.picture (product_id, position, id);

CREATE TABLE catalog.variant (
    id               bigint  NOT NULL DEFAULT nextval('catalog.variant_id_seq'),
    product_id       bigint  NOT NULL,
    position         integer NOT NULL,
    sku              text    NOT NULL,
    option_value_ids bigint[] NOT NULL DEFAULT '{}',
    barcode          text    NOT NULL DEFAULT '',
    weight_grams     integer NOT NULL DEFAULT 0,
    picture_id       bigint,
    is_available     boolean NOT NULL DEFAULT false,
    retired_at       timestamptz,
    CONSTRAINT variant_pkey PRIMARY KEY (id),
    CONSTRAINT variant_sku_unique UNIQUE (sku),
    CONSTRAINT variant_sku_filled CHECK (sku <> ''),
    CONSTRAINT variant_weight_not_negative CHECK (weight_grams >= 0),
    CONSTRAINT variant_retired_is_not_available CHECK (retired_at IS NULL OR NOT is_available)
);
COMMENT ON COLUMN catalog.variant.option_value_ids IS 'One value of each option, in the order of the options.';
COMMENT ON COLUMN catalog.variant.weight_grams IS 'Zero where nobody weighed it.';
SELECT platform.place('catalog.variant', 'reference');
ALTER TABLE catalog.variant
    ADD CONSTRAINT variant_product_exists FOREIGN KEY (product_id) REFERENCES catalog.product (id),
    ADD CONSTRAINT variant_picture_exists FOREIGN KEY (picture_id) REFERENCES catalog.picture (id);
CREATE INDEX variant_by_product ON catalog.variant (product_id, position, id);
CREATE INDEX variant_by_picture ON catalog.variant (picture_id) WHERE picture_id IS NOT NULL;
CREATE UNIQUE INDEX variant_choice_unique ON catalog.variant (product_id, option_value_ids) WHERE retired_at IS NULL;

CREATE TABLE catalog.price (
    variant_id       bigint      NOT NULL,
    market_code      text        NOT NULL,
    price_minor      bigint      NOT NULL,
    price_currency   text        NOT NULL,
    compare_at_minor bigint,
    changed_at       timestamptz NOT NULL,
    CONSTRAINT price_pkey PRIMARY KEY (variant_id, market_code),
    CONSTRAINT price_not_negative CHECK (price_minor >= 0),
    CONSTRAINT price_compare_at_is_higher CHECK (compare_at_minor > price_minor)
);
SELECT platform.place('catalog.price', 'reference');
ALTER TABLE catalog.price
    ADD CONSTRAINT price_variant_exists FOREIGN KEY (variant_id) REFERENCES catalog.variant (id),
    ADD CONSTRAINT price_market_exists FOREIGN KEY (market_code) REFERENCES markets.market (code);

CREATE TABLE catalog.price_change (
    id               bigint      NOT NULL DEFAULT nextval('catalog.price_change_id_seq'),
    variant_id       bigint      NOT NULL,
    market_code      text        NOT NULL,
    price_minor      bigint      NOT NULL,
    price_currency   text        NOT NULL,
    compare_at_minor bigint,
    changed_at       timestamptz NOT NULL,
    actor            jsonb       NOT NULL,
    CONSTRAINT price_change_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE catalog.price_change IS 'Every price a variant ever had, from when on, and who set it. Only added to.';
SELECT platform.place('catalog.price_change', 'reference');
ALTER TABLE catalog.price_change
    ADD CONSTRAINT price_change_variant_exists FOREIGN KEY (variant_id) REFERENCES catalog.variant (id);
CREATE INDEX price_change_by_variant ON catalog.price_change (variant_id, market_code, id);

CREATE TABLE catalog.price_range (
    product_id       bigint NOT NULL,
    market_code      text   NOT NULL,
    lowest_minor     bigint NOT NULL,
    highest_minor    bigint NOT NULL,
    currency         text   NOT NULL,
    compare_at_minor bigint,
    CONSTRAINT price_range_pkey PRIMARY KEY (product_id, market_code),
    CONSTRAINT price_range_ordered CHECK (0 <= lowest_minor AND lowest_minor <= highest_minor)
);
COMMENT ON TABLE catalog.price_range IS
    'The span of a product''s prices in a market, derived from its variants by one statement; lists sort by it.';
SELECT platform.place('catalog.price_range', 'reference');
ALTER TABLE catalog.price_range
    ADD CONSTRAINT price_range_product_exists FOREIGN KEY (product_id) REFERENCES catalog.product (id);
CREATE INDEX price_range_by_price ON catalog.price_range (market_code, lowest_minor, product_id);
