"""What the people in the console do."""

from playwright.async_api import expect
from tests.browser.running import Demo
from tests.browser.visitor import Visitor


async def log_in(clerk: Visitor, demo: Demo, *, role: str = "Order clerk", shot: str = "") -> None:
    """Come in by the door, as the person who has this role in the demo."""
    await clerk.go("/console/login", shot=shot)
    await clerk.label("E-mail").fill(demo.logins[role])
    await clerk.label("Password").fill(demo.password)
    await clerk.follow(clerk.button("Sign in"))
    assert clerk.path.startswith("/console")
    assert clerk.path != "/console/login"


async def ship_one_parcel(clerk: Visitor, *, pieces: int, carrier: str, tracking_number: str, shot: str = "") -> None:
    """On an order's page: so many pieces of its first line go into a parcel of their own."""
    await clerk.label("In this parcel").first.fill(str(pieces))
    await clerk.label("Carrier").select_option(label=clerk.t(carrier))
    await clerk.label("Tracking number").fill(tracking_number)
    await clerk.follow(clerk.button("Ship this parcel"), shot=shot)
    await expect(clerk.main.get_by_text(tracking_number, exact=True)).to_be_visible()


async def open_stock(clerk: Visitor, sku: str) -> None:
    """The stock page of a variant, found by its SKU."""
    await clerk.go(f"/console/stock?q={sku}")
    await clerk.follow(clerk.main.locator("td a.cell-main").first)
    await expect(clerk.main.locator("header").get_by_text(sku, exact=True)).to_be_visible()


async def count_stock(clerk: Visitor, sku: str, pieces: int) -> None:
    """Write down that so many pieces lie there."""
    await open_stock(clerk, sku)
    await clerk.main.locator("summary", has_text=clerk.t("Count")).click()
    await clerk.label("Pieces that lie there").fill(str(pieces))
    await clerk.follow(clerk.button("Write the count"))
    await expect(clerk.main.locator(".facts-strip div", has_text=clerk.t("On hand")).locator("dd")).to_have_text(
        str(pieces)
    )


async def open_product(clerk: Visitor, title: str) -> None:
    """The page of a product in the console, found by its name."""
    await clerk.go("/console/products")
    await clerk.main.get_by_role("searchbox").fill(title)
    await clerk.follow(clerk.main.get_by_role("search").get_by_role("button", name=clerk.t("Search")))
    await clerk.follow(clerk.main.get_by_role("link", name=title, exact=True))
