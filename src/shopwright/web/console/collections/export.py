"""Collections as a file."""

from litestar.response import Stream

from shopwright.modules.catalog import permissions
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import CollectionKind
from shopwright.platform.db import Reading
from shopwright.platform.http import Request, post, read_form, requires
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of
from shopwright.web.console.collections.list import KIND_NAMES, PATH, read_wanted
from shopwright.web.console.csv_file import Rows, list_answer

HEADS = (_("Collection"), _("Web address"), _("How products are chosen"), _("Products"), _("Listed"), _("Changed"))


@post(f"{PATH}/export", requires(permissions.VIEW))
async def export_collections(request: Request) -> Stream:
    """The present view as a file, a collection a row; how many products a rule finds is left open."""
    language, form = language_of(request), await read_form(request)
    wanted = read_wanted({name: form.text(name) for name in ("tab", "q", "sort")})

    async def read_rows(reading: Reading, _key: str | None) -> tuple[Rows, str | None]:
        found = wanted.choose(await catalog.list_collections_for_staff(reading, language=language))
        return [
            [
                one.name,
                one.slug,
                translate(KIND_NAMES[one.kind], language),
                one.chosen_count if one.kind is CollectionKind.HAND else None,
                translate(_("Yes") if one.listed_at is not None else _("No"), language),
                one.updated_at,
            ]
            for one in found
        ], None

    return await list_answer(request, "collections.csv", HEADS, read_rows)
