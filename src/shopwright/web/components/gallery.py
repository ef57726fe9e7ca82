"""Sample content for the gallery of components: what the demonstration page and its test show."""

from datetime import UTC, datetime, timedelta
from typing import Any

from shopwright.kernel.money import Money
from shopwright.web.assets import CONSOLE_COMPONENTS, SHOP_COMPONENTS, WEB_ROOT, Assets
from shopwright.web.components.long_words import long_words

_ZONE = "Asia/Shanghai"
_MOMENT = datetime(2026, 3, 14, 9, 26, tzinfo=UTC)


def gallery_context(
    *,
    language: str = "zh_CN",
    path: str = "/gallery",
    face: str = "shop",
    scheme: str = "",
    assets: Assets | None = None,
) -> dict[str, Any]:
    """Everything `components/gallery.html` needs.

    `face` is "shop" or "console"; `scheme` forces "light" or "dark", "" follows the device. Without `assets` they are
    read anew, which takes some milliseconds.
    """
    pictures = _Pictures(assets or Assets())
    is_chinese = language == "zh_CN"
    return {
        **_shop(path),
        "face": face,
        "components": components_of(face),
        "gallery_url": f"{path}?lang={language}&",
        "layout": "console/layout.html" if face == "console" else "storefront/layout.html",
        "scheme": scheme,
        "zone": _ZONE,
        "staff": {"name": "王敏" if is_chinese else "Wang Min"},
        "module": "orders",
        "crumbs": [{"name": "组件" if is_chinese else "Components", "url": path}],
        "pictures": pictures.all(),
        "hero": _hero(pictures, is_chinese=is_chinese),
        "products": _products(pictures, is_chinese=is_chinese),
        "options": _options(pictures, is_chinese=is_chinese),
        "lines": _lines(pictures, is_chinese=is_chinese),
        "totals_lines": _totals(is_chinese=is_chinese),
        "total": _yuan(62800),
        "timeline_entries": _timeline(is_chinese=is_chinese),
        "parcel_events": _parcel_events(is_chinese=is_chinese),
        "address": _address(is_chinese=is_chinese),
        "order": _order(pictures, is_chinese=is_chinese),
        "long": long_words(pictures.url("cup"), is_chinese=is_chinese),
        **_choices(pictures, is_chinese=is_chinese),
    }


def components_of(face: str) -> list[str]:
    """The names of all components that one face uses, in alphabetical order: the folders that hold a template."""
    foreign = CONSOLE_COMPONENTS if face == "shop" else SHOP_COMPONENTS
    folders = sorted(path.parent.name for path in (WEB_ROOT / "components").glob("*/specimens.html"))
    return [name for name in folders if name not in foreign]


class _Pictures:
    """The drawings that stand for photographs here, by name."""

    def __init__(self, assets: Assets) -> None:
        self._assets = assets

    def url(self, name: str) -> str:
        return self._assets.url(f"gallery/{name}.svg")

    def all(self) -> list[str]:
        return [self.url(name) for name in ("vase", "bowl", "teapot", "cup", "lamp")]


def _yuan(minor: int) -> Money:
    return Money(minor, "CNY")


def _shop(path: str) -> dict[str, Any]:
    children: list[dict[str, Any]] = [
        {"name": name, "url": f"/categories/{name}", "children": []} for name in ("茶壶", "茶杯", "茶盘")
    ]
    return {
        "shop": {"name": "青屿", "logo_text": "青", "is_demo": True},
        "languages": [
            {"code": "zh_CN", "name": "简体中文", "url": f"{path}?lang=zh_CN"},
            {"code": "en", "name": "English", "url": f"{path}?lang=en"},
        ],
        "path": path,
        "cart_count": 3,
        "customer": None,
        "csrf": "",
        "categories": [
            {"name": "茶器", "url": "/categories/tea", "children": children},
            {"name": "餐具", "url": "/categories/table", "children": children[:2]},
            {"name": "灯与烛", "url": "/categories/light", "children": []},
            {"name": "织物", "url": "/categories/textile", "children": []},
        ],
        "flash": [],
    }


def _hero(pictures: _Pictures, *, is_chinese: bool) -> dict[str, Any]:
    if is_chinese:
        words = ("春日新器", "一壶一盏，慢慢喝茶", "龙泉青瓷与手工锡器，为每天的十分钟而做。", "看看新品")
    else:
        words = (
            "New this spring",
            "One pot, one cup, no hurry",
            "Celadon and hand-worked tin for ten quiet minutes.",
            "See",
        )
    kicker, title, text, link = words
    return {"kicker": kicker, "title": title, "text": text, "link": link, "url": "/", "image": pictures.url("teapot")}


def _products(pictures: _Pictures, *, is_chinese: bool) -> list[dict[str, Any]]:
    titles = (
        ("手捏梅子青瓷花瓶，龙泉老窑柴烧，插花清供两用", "Hand-thrown celadon vase, wood-fired in Longquan"),
        ("白瓷荷口大碗", "White porcelain lotus bowl"),
        ("宜兴朱泥小品壶 · 120 毫升", "Small Yixing teapot in red clay, 120 ml"),
        ("黄铜亚麻台灯，可调光", "Brass and linen table lamp, dimmable"),
    )
    rows = (
        ("vase", 36800, 42800, "春季新品" if is_chinese else "New", 1280, False, False),
        ("bowl", 12900, None, "", 342, False, True),
        ("teapot", 129900, None, "", 56, True, False),
        ("lamp", 59800, 69800, "限时" if is_chinese else "Offer", 0, False, False),
    )
    return [
        {
            "url": f"/products/{picture}",
            "title": title[0] if is_chinese else title[1],
            "image": pictures.url(picture),
            "price": _yuan(price),
            "was": _yuan(was) if was else None,
            "is_price_from": is_from,
            "badge": badge,
            "sold_count": sold,
            "is_sold_out": is_gone,
        }
        for title, (picture, price, was, badge, sold, is_gone, is_from) in zip(titles, rows, strict=True)
    ]


def _options(pictures: _Pictures, *, is_chinese: bool) -> list[dict[str, Any]]:
    def value(key: str, label: str, *, swatch: str = "", selected: bool = False, reason: str = "") -> dict[str, Any]:
        return {
            "value": key,
            "label": label,
            "is_selected": selected,
            "is_available": not reason,
            "reason": reason,
            "swatch": pictures.url(swatch) if swatch else None,
        }

    gone = "暂时无货" if is_chinese else "Out of stock"
    never = "无此容量" if is_chinese else "Not made"
    return [
        {
            "name": "option-glaze",
            "label": "釉色" if is_chinese else "Glaze",
            "values": [
                value("celadon", "梅子青" if is_chinese else "Celadon", swatch="vase", selected=True),
                value("white", "月白" if is_chinese else "Moon white", swatch="bowl"),
                value("ink", "墨" if is_chinese else "Ink", swatch="cup", reason=gone),
            ],
        },
        {
            "name": "option-size",
            "label": "容量" if is_chinese else "Size",
            "values": [
                value("120", "120 ml", selected=True),
                value("180", "180 ml"),
                value("240", "240 ml", reason=never),
            ],
        },
    ]


def _lines(pictures: _Pictures, *, is_chinese: bool) -> list[dict[str, Any]]:
    return [
        {
            "url": "/products/vase",
            "title": "手捏梅子青瓷花瓶，龙泉老窑柴烧" if is_chinese else "Hand-thrown celadon vase",
            "options": "梅子青 · 小号" if is_chinese else "Celadon · small",
            "image": pictures.url("vase"),
            "price": _yuan(36800),
            "quantity": 1,
            "total": _yuan(36800),
            "note": "",
        },
        {
            "url": "/products/bowl",
            "title": "白瓷荷口大碗" if is_chinese else "White porcelain lotus bowl",
            "options": "",
            "image": pictures.url("bowl"),
            "price": _yuan(12900),
            "quantity": 2,
            "total": _yuan(25800),
            "note": "只剩 2 件" if is_chinese else "Only 2 left",
        },
    ]


def _totals(*, is_chinese: bool) -> list[dict[str, Any]]:
    rows = (
        ("商品（3 件）", "Goods (3 items)", "", "", 62600, ""),
        ("运费", "Delivery", "顺丰，预计周三送达", "SF Express, arrives Wednesday", 1200, "charge"),
        ("礼品包装", "Gift wrapping", "", "", 0, "charge"),
        ("新客立减", "First order", "", "", -1000, "discount"),
    )
    return [
        {
            "label": chinese if is_chinese else english,
            "note": note_chinese if is_chinese else note_english,
            "amount": _yuan(amount),
            "kind": kind,
        }
        for chinese, english, note_chinese, note_english, amount, kind in rows
    ]


def _timeline(*, is_chinese: bool) -> list[dict[str, Any]]:
    rows = (
        ("已发货", "Shipped", "", "", "王敏", "Wang Min", "positive"),
        ("改了收货地址", "Address changed", "顾客来电", "The customer called", "李强", "Li Qiang", "caution"),
        ("已付款", "Paid", "", "", "顾客", "Customer", ""),
        ("已下单", "Placed", "", "", "顾客", "Customer", ""),
    )
    return [
        {
            "text": row[0] if is_chinese else row[1],
            "reason": row[2] if is_chinese else row[3],
            "actor": row[4] if is_chinese else row[5],
            "moment": _MOMENT - timedelta(hours=5 * index),
            "kind": row[6],
        }
        for index, row in enumerate(rows)
    ]


def _choices(pictures: _Pictures, *, is_chinese: bool) -> dict[str, Any]:
    """What lists offer: filters, deliveries, languages, places, ways in."""

    def word(chinese: str, english: str) -> str:
        return chinese if is_chinese else english

    tiles = zip(
        (("茶器", "Tea"), ("餐具", "Table"), ("灯与烛", "Light"), ("织物", "Linen")), (2, 1, 4, None), strict=True
    )
    return {
        "sample_panel": _panel(is_chinese=is_chinese),
        "sample_deliveries": [
            {
                "value": "sf",
                "label": word("顺丰速运", "SF Express"),
                "note": word("明天送达", "Tomorrow"),
                "aside": "¥12.00",
            },
            {"value": "pickup", "label": word("到店自提", "Pick up"), "aside": "¥0.00"},
            {"value": "ems", "label": "EMS", "note": word("不送此地", "Does not go there"), "disabled": True},
        ],
        "sample_story": _story(is_chinese=is_chinese),
        "sample_languages": [("zh", "简体中文"), ("en", "English")],
        "sample_tiles": [
            {
                "name": word(*names),
                "url": "#",
                "image": None if index is None else pictures.all()[index],
                "note": "" if index is None else word("12 件", "12 things"),
            }
            for names, index in tiles
        ],
        "provinces": [("330000", "浙江省"), ("310000", "上海市")],
        "cities": [("330100", "杭州市"), ("330200", "宁波市")],
    }


def _panel(*, is_chinese: bool) -> dict[str, Any]:
    """By what a list is narrowed: few values, many values, a long one, and one that finds nothing."""

    def value(label: str, count: int, *, is_chosen: bool = False) -> dict[str, Any]:
        return {"value": label, "label": label, "count": count, "is_chosen": is_chosen}

    long_label = (
        "龙泉老窑柴烧梅子青釉（2026 春季限定第三批）"
        if is_chinese
        else "Wood-fired celadon of an old kiln, spring 2026"
    )
    glazes = [value("梅子青" if is_chinese else "Celadon", 24, is_chosen=True), value(long_label, 3)]
    sizes = [value(f"{millilitres} ml", millilitres % 7) for millilitres in range(60, 420, 30)]
    return {
        "groups": [
            {"name": "釉色" if is_chinese else "Glaze", "field": "specimen-glaze", "values": glazes},
            {"name": "容量" if is_chinese else "Size", "field": "specimen-size", "values": sizes},
        ],
        "price": {
            "from": "100",
            "to": "",
            "symbol": "¥",
            "bands": [
                {"label": "¥100–300", "count": 12, "url": "#", "is_chosen": True},
                {"label": "¥300–800", "count": 31, "url": "#", "is_chosen": False},
            ],
        },
        "stock": {"count": 40, "is_chosen": False},
        "chips": glazes[:1],
        "clear_url": "#",
    }


def _story(*, is_chinese: bool) -> str:
    """A description with all the marks that the editor's tools set."""
    if is_chinese:
        first = (
            "<h3>柴烧三天</h3><p>松木烧足<strong>七十二小时</strong>，每只釉色都<em>略有不同</em>。</p><h3>保养</h3>"
        )
        items, quote = "<li>温水清洗</li><li><a href='/'>不入微波炉</a></li>", "好茶配好器。"
    else:
        first = (
            "<h3>Three days</h3><p>Fired with <strong>pine</strong>, each glaze is <em>its own</em>.</p><h3>Care</h3>"
        )
        items, quote = "<li>Rinse warm</li><li><a href='/'>No microwave</a></li>", "Slow tea."
    return f"{first}<ul>{items}</ul><ol>{items}</ol><blockquote><p>{quote}</p></blockquote>"


def _parcel_events(*, is_chinese: bool) -> list[dict[str, Any]]:
    rows = (("派送中，快递员已出发", "Out for delivery", "杭州"), ("到达杭州转运中心", "Arrived at the hub", "杭州"))
    return [
        {"text": row[0] if is_chinese else row[1], "place": row[2], "moment": _MOMENT - timedelta(hours=7 * index)}
        for index, row in enumerate(rows)
    ]


def _address(*, is_chinese: bool) -> dict[str, Any]:
    lines = "浙江省 杭州市 西湖区 龙井路 18 号 3 幢 201" if is_chinese else "18 Longjing Road, Xihu, Hangzhou, Zhejiang"
    name = "林知夏" if is_chinese else "Lin Zhixia"
    return {"id": 1, "name": name, "phone": "138 0000 1234", "lines": lines, "is_default": True}


def _order(pictures: _Pictures, *, is_chinese: bool) -> dict[str, Any]:
    return {
        "url": "/orders/K7F2M9Q4",
        "number": "K7F2M9Q4",
        "placed_text": "3 月 14 日 17:26" if is_chinese else "14 March, 17:26",
        "status": "待收货" if is_chinese else "On its way",
        "status_kind": "accent",
        "images": pictures.all(),
        "item_count": 6,
        "total": _yuan(62800),
    }
