from datetime import datetime

import msgspec

from shopwright.kernel.ids import CategoryId, PictureId, ProductId
from shopwright.modules.catalog.contracts import (
    Attribute,
    Option,
    Picture,
    ProductCategory,
    ProductPage,
    VariantOffer,
)
from shopwright.modules.catalog.errors import ProductNotFound
from shopwright.platform.db import Reading, statement
from shopwright.platform.files.pictures import WIDTHS, picture_srcset, picture_url


class PictureFacts(msgspec.Struct, frozen=True):
    """A picture as it is stored, with its text in one language."""

    id: PictureId
    alt: str
    file_key: str
    width: int
    height: int


class ProductPageRow(msgspec.Struct, frozen=True):
    """A product page as it is read."""

    id: ProductId
    slug: str
    title: str
    subtitle: str
    body_html: str
    brand: str
    brand_name: str
    is_available: bool
    sold_count: int
    listed_at: datetime
    category: ProductCategory | None
    attributes: tuple[Attribute, ...]
    options: tuple[Option, ...]
    variants: tuple[VariantOffer, ...]
    pictures: tuple[PictureFacts, ...]


async def get_product(reading: Reading, *, slug: str, market: str, language: str) -> ProductPage:
    """All that a shopper sees of the product at an address, in one statement. ProductNotFound for a delisted one."""
    row = await find_product_page(reading, slug=slug, market=market, language=language)
    if row is None:
        raise ProductNotFound
    return ProductPage(
        id=row.id,
        slug=row.slug,
        title=row.title,
        subtitle=row.subtitle,
        body_html=row.body_html,
        brand=row.brand,
        brand_name=row.brand_name,
        category=row.category,
        attributes=row.attributes,
        options=row.options,
        variants=row.variants,
        pictures=tuple(_shown(picture) for picture in row.pictures),
        is_available=row.is_available,
        sold_count=row.sold_count,
        listed_at=row.listed_at,
    )


def _shown(picture: PictureFacts) -> Picture:
    return Picture(
        id=picture.id,
        alt=picture.alt,
        url=picture_url(picture.file_key, picture.width, wanted_width=WIDTHS[-1]),
        width=picture.width,
        height=picture.height,
        srcset=picture_srcset(picture.file_key, picture.width),
    )


@statement(
    """
    SELECT p.id, p.slug, platform.words(p.titles, :language) AS title,
           platform.words(p.subtitles, :language) AS subtitle, platform.words(p.bodies, :language) AS body_html,
           p.brand, COALESCE((SELECT platform.words(b.names, :language) FROM catalog.brand AS b
                              WHERE b.name = p.brand), p.brand) AS brand_name,
           p.is_available, p.sold_count, p.listed_at,
           (SELECT jsonb_build_object('id', c.id, 'slug', c.slug, 'name', platform.words(c.names, :language))
            FROM catalog.category AS c WHERE c.id = p.category_id) AS category,
           COALESCE((
               SELECT jsonb_agg(jsonb_build_object('name', platform.words(a.line -> 'names', :language),
                                                   'value', platform.words(a.line -> 'values', :language))
                                ORDER BY a.place)
               FROM jsonb_array_elements(p.attributes) WITH ORDINALITY AS a (line, place)), '[]') AS attributes,
           COALESCE((
               SELECT jsonb_agg(jsonb_build_object('id', o.id, 'name', platform.words(o.names, :language),
                                                   'values', chosen.in_order) ORDER BY o.position)
               FROM catalog.option AS o CROSS JOIN LATERAL (
                   SELECT COALESCE(jsonb_agg(jsonb_build_object('id', w.id, 'name', platform.words(w.names, :language))
                                             ORDER BY w.position), '[]') AS in_order
                   FROM catalog.option_value AS w
                   WHERE w.option_id = o.id AND w.id IN (
                       SELECT unnest(v.option_value_ids) FROM catalog.variant AS v
                       JOIN catalog.price AS s ON s.variant_id = v.id AND s.market_code = :market
                       WHERE v.product_id = p.id AND v.retired_at IS NULL)) AS chosen
               WHERE o.product_id = p.id), '[]') AS options,
           COALESCE((
               SELECT jsonb_agg(jsonb_build_object(
                          'id', v.id, 'sku', v.sku, 'option_value_ids', v.option_value_ids,
                          'price', jsonb_build_object('minor', s.price_minor, 'currency', s.price_currency),
                          'compare_at_minor', s.compare_at_minor, 'picture_id', v.picture_id,
                          'is_available', v.is_available) ORDER BY v.position, v.id)
               FROM catalog.variant AS v JOIN catalog.price AS s ON s.variant_id = v.id AND s.market_code = :market
               WHERE v.product_id = p.id AND v.retired_at IS NULL), '[]') AS variants,
           COALESCE((
               SELECT jsonb_agg(jsonb_build_object(
                          'id', i.id, 'alt', platform.words(i.alts, :language), 'file_key', i.file_key,
                          'width', i.width, 'height', i.height) ORDER BY i.position, i.id)
               FROM catalog.picture AS i WHERE i.product_id = p.id), '[]') AS pictures
    FROM catalog.product AS p WHERE p.slug = :slug AND p.listed_at IS NOT NULL
    """
)
async def find_product_page(reading: Reading, *, slug: str, market: str, language: str) -> ProductPageRow | None:
    """The row of `get_product`."""


class Withdrawn(msgspec.Struct, frozen=True):
    """A product that stands on no shelf: only where it stood is told."""

    category_id: CategoryId | None


@statement("SELECT category_id FROM catalog.product WHERE slug = :slug AND listed_at IS NULL")
async def find_withdrawn(reading: Reading, *, slug: str) -> Withdrawn | None:
    """The delisted product at an address; None where there is none, or one that is on sale."""
