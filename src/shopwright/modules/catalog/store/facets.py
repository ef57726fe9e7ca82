from shopwright.kernel.ids import ProductId
from shopwright.platform.db import Transaction, statement


@statement(
    """
    WITH had AS MATERIALIZED (
        SELECT v.id AS variant_id, v.product_id, catalog.facet_term(o.names, w.names) AS term, o.names AS option_names,
               w.names AS value_names, w.id AS value_id
        FROM catalog.variant AS v CROSS JOIN LATERAL unnest(v.option_value_ids) AS chosen (value_id)
        JOIN catalog.option_value AS w ON w.id = chosen.value_id JOIN catalog.option AS o ON o.id = w.option_id
        WHERE v.product_id = ANY(:product_ids) AND v.retired_at IS NULL
    ), named AS (
        INSERT INTO catalog.facet_value AS f (term, option_names, value_names)
        SELECT DISTINCT ON (h.term) h.term, h.option_names, h.value_names FROM had AS h
        WHERE h.term IS NOT NULL AND NOT EXISTS (
            SELECT FROM catalog.facet_value AS k
            WHERE k.term = h.term AND k.option_names @> h.option_names AND k.value_names @> h.value_names)
        ORDER BY h.term, h.value_id
        ON CONFLICT (term) DO UPDATE SET option_names = f.option_names || excluded.option_names,
                                         value_names = f.value_names || excluded.value_names
    ), marked AS (
        UPDATE catalog.variant AS v SET facets = told.facets
        FROM (
            SELECT asked.id, COALESCE(array_to_tsvector(array_agg(DISTINCT h.term) FILTER (WHERE h.term IS NOT NULL)),
                                      '') AS facets
            FROM catalog.variant AS asked LEFT JOIN had AS h ON h.variant_id = asked.id
            WHERE asked.product_id = ANY(:product_ids) AND asked.retired_at IS NULL GROUP BY asked.id
        ) AS told
        WHERE v.id = told.id AND v.facets <> told.facets
    )
    UPDATE catalog.product AS p SET facets = COALESCE(told.facets, '')
    FROM (
        SELECT asked.product_id,
               array_to_tsvector(array_agg(DISTINCT h.term) FILTER (WHERE h.term IS NOT NULL)) AS facets
        FROM unnest(:product_ids::bigint[]) AS asked (product_id)
        LEFT JOIN had AS h ON h.product_id = asked.product_id GROUP BY asked.product_id
    ) AS told
    WHERE p.id = told.product_id AND p.facets <> COALESCE(told.facets, '')
    """
)
async def write_facets(tx: Transaction, *, product_ids: list[ProductId]) -> None:
    """Derive anew by which option values products and variants are found, and remember how those are called."""
