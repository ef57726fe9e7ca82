"""What people type stands in mails as it was typed."""

from tests.modules.messages.conftest import PostOffice


async def test_what_a_buyer_typed_is_no_markup(post_office: PostOffice) -> None:
    placed = await post_office.place()
    async with post_office.shop.database.reading() as reading:
        await reading.connection.execute(
            "UPDATE orders.order SET recipient = '<img src=x onerror=a()>', street = '</td><script>b()</script>' "
            "WHERE id = $1",
            placed.order_id,
        )
    await post_office.diary.pay(placed)
    await post_office.ship(placed, pieces=2, tracking_number="SF1001")
    for mail in post_office.mails():
        assert "<img src=x" not in mail.html
        assert "<script" not in mail.html
        assert "&lt;img src=x onerror=a()&gt;" in mail.html
        assert "<img src=x onerror=a()>" in mail.text
