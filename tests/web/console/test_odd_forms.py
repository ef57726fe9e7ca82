"""Every form of the console, filled with what no person types: refused or kept as words, and nothing stumbles."""

from urllib.parse import quote

import pytest
from tests.kit.app import Browser
from tests.kit.forms import HtmlForm, read_forms
from tests.web.console.conftest import Office

PAGES = (
    "/console/account",
    "/console/audit",
    "/console/categories",
    "/console/collections/new",
    "/console/collections",
    "/console/counting",
    "/console/dead-letters",
    "/console/home",
    "/console/home/blocks/new?kind=scene",
    "/console/messages",
    "/console/opening/face",
    "/console/opening/positioning",
    "/console/opening/product",
    "/console/opening/terms",
    "/console/orders/{number}",
    "/console/orders/{number}/cancellation",
    "/console/products/{product}",
    "/console/products/{product}/variants/{variant}",
    "/console/products/new",
    "/console/staff/new",
    "/console/staff/roles/new",
    "/console/stock/{variant}",
    "/console/warehouses",
)
SCRIPT = "\"'><script>alert(1)</script>"
MULTIPART = 'multipart/form-data; boundary="---odd"'


def packed(form: HtmlForm, odd: str) -> tuple[str, bytes]:
    """The media type and body of a form with the same text in every field; lone surrogates are bytes of no text."""
    filled = form.fill({name: [odd] for name in form.names - {"csrf"}})
    pairs = [(name, text.encode(errors="surrogateescape")) for name, texts in filled.items() for text in texts]
    if not form.is_multipart:
        return "application/x-www-form-urlencoded", "&".join(f"{name}={quote(text)}" for name, text in pairs).encode()
    head = b'-----odd\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n'
    return MULTIPART, b"".join(head % (name.encode(), text) for name, text in pairs) + b"-----odd--\r\n"


@pytest.mark.parametrize("odd", ["a\0b", "\udcff\udcfe", SCRIPT], ids=ascii)
async def test_no_form_stumbles_over_what_nobody_types(office: Office, owner: Browser, odd: str) -> None:
    number, variant = await office.sell(1), office.diary.floor.variant_ids[0]
    async with office.shop.database.reading() as reading:
        product = await reading.connection.fetchval("SELECT product_id FROM catalog.variant WHERE id = $1", variant)
    stumbled, sent = [], 0
    for page in PAGES:
        opened = await owner.get(page.format(number=number, product=product, variant=variant))
        assert opened.status_code == 200, page
        for form in read_forms(opened.text):
            if form.method != "post" or form.action == "/console/logout":
                continue
            kind, body = packed(form, odd)
            answer = await owner.post(form.action, content=body, headers={"content-type": kind})
            sent += 1
            if answer.status_code in {403, 500, 503} or "<script>alert" in answer.text:
                stumbled.append((page, form.action, answer.status_code))
    assert stumbled == []
    assert sent > 2 * len(PAGES)
