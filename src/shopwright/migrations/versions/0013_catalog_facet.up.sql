-- A name as filters compare it: one form of every sign, small letters, single spaces, no colon.
CREATE FUNCTION catalog.facet_key(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT left(btrim(regexp_replace(lower(normalize(name, NFKC)), '[[:space:]:]+', ' ', 'g')), 60)
$$;

-- The term under which products with an option's value are found, such as `颜色:青岚`; NULL where a name is empty.
CREATE FUNCTION catalog.facet_term(option_names jsonb, value_names jsonb)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT NULLIF(catalog.facet_key(platform.words(option_names, 'zh_CN')), '') || ':'
        || NULLIF(catalog.facet_key(platform.words(value_names, 'zh_CN')), '')
$$;

CREATE TABLE catalog.facet_value (
    term         text  NOT NULL,
    option_names jsonb NOT NULL,
    value_names  jsonb NOT NULL,
    CONSTRAINT facet_value_pkey PRIMARY KEY (term),
    CONSTRAINT facet_value_option_by_language CHECK (jsonb_typeof(option_names) = 'object' AND option_names <> '{}'),
    CONSTRAINT facet_value_value_by_language CHECK (jsonb_typeof(value_names) = 'object' AND value_names <> '{}')
);
COMMENT ON TABLE catalog.facet_value IS
    'How a term of product.facets is called in every language; what no product has any more stays.';
SELECT platform.place('catalog.facet_value', 'reference');

ALTER TABLE catalog.product ADD COLUMN facets tsvector NOT NULL DEFAULT '';
COMMENT ON COLUMN catalog.product.facets IS
    'The terms of all option values that a variant on sale has, derived from them by one statement; lists filter by it.';

ALTER TABLE catalog.price_range ADD COLUMN prices_minor bigint[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN catalog.price_range.prices_minor IS 'Every price of the product''s variants once, in ascending order.';

INSERT INTO catalog.facet_value (term, option_names, value_names)
SELECT DISTINCT ON (term) term, option_names, value_names FROM (
    SELECT catalog.facet_term(o.names, w.names) AS term, o.names AS option_names, w.names AS value_names, w.id
    FROM catalog.option_value AS w JOIN catalog.option AS o ON o.id = w.option_id
) AS named WHERE term IS NOT NULL ORDER BY term, id;

UPDATE catalog.product AS p SET facets = array_to_tsvector(had.terms) FROM (
    SELECT v.product_id, array_agg(DISTINCT catalog.facet_term(o.names, w.names)) AS terms
    FROM catalog.variant AS v CROSS JOIN LATERAL unnest(v.option_value_ids) AS chosen (value_id)
    JOIN catalog.option_value AS w ON w.id = chosen.value_id JOIN catalog.option AS o ON o.id = w.option_id
    WHERE v.retired_at IS NULL AND catalog.facet_term(o.names, w.names) IS NOT NULL GROUP BY v.product_id
) AS had WHERE p.id = had.product_id;

UPDATE catalog.price_range AS r SET prices_minor = paid.prices_minor FROM (
    SELECT v.product_id, p.market_code, array_agg(DISTINCT p.price_minor ORDER BY p.price_minor) AS prices_minor
    FROM catalog.variant AS v JOIN catalog.price AS p ON p.variant_id = v.id
    WHERE v.retired_at IS NULL GROUP BY v.product_id, p.market_code
) AS paid WHERE r.product_id = paid.product_id AND r.market_code = paid.market_code;

CREATE INDEX product_facets ON catalog.product USING gin (facets) WITH (fastupdate = off);
CREATE INDEX product_best_of_brand ON catalog.product (brand, sold_count, id)
    WHERE listed_at IS NOT NULL AND brand <> '';
CREATE INDEX product_best_of_category ON catalog.product (category_id, sold_count, id) WHERE listed_at IS NOT NULL;
