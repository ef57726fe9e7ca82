ALTER TABLE catalog.variant ADD COLUMN facets tsvector NOT NULL DEFAULT '';
COMMENT ON COLUMN catalog.variant.facets IS
    'The terms of its own option values, as in product.facets: who asks for red and size L wants one variant that is both.';

UPDATE catalog.variant AS v SET facets = array_to_tsvector(had.terms) FROM (
    SELECT v.id, array_agg(DISTINCT catalog.facet_term(o.names, w.names)) AS terms
    FROM catalog.variant AS v CROSS JOIN LATERAL unnest(v.option_value_ids) AS chosen (value_id)
    JOIN catalog.option_value AS w ON w.id = chosen.value_id JOIN catalog.option AS o ON o.id = w.option_id
    WHERE v.retired_at IS NULL AND catalog.facet_term(o.names, w.names) IS NOT NULL GROUP BY v.id
) AS had WHERE v.id = had.id;
