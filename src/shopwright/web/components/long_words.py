"""Sample content that is longer than anybody hoped: what the gallery shows under "long words"."""

from datetime import UTC, datetime
from typing import Any

from shopwright.kernel.money import Money

_MOMENT = datetime(2026, 3, 14, 9, 26, tzinfo=UTC)
_TITLE = (
    "手捏梅子青釉荷叶口高足花器，龙泉老窑柴烧十四小时，插花清供两用，附榉木底座与防潮礼盒（2026 春季限定第三批）",
    "Hand-thrown celadon footed vase with a lotus rim, wood-fired for fourteen hours in an old kiln in Longquan",
)
_ADDRESS = "https://example.com/stories/a-very-long-address-that-nobody-breaks-anywhere"
_TEXT = (
    f"器物无声，却记得每一双手的温度。泥要陈腐三年，坯要阴干半月，釉要七上七下；出窑那天若是下雨，青色会更沉一些。{_ADDRESS}",
    f"Things are silent and yet remember every hand. Clay rests for years, the glaze goes on seven times. {_ADDRESS}",
)
_NAME = ("欧阳阿依努尔·买买提江", "Wilhelmina Featherstonehaugh-Cholmondeley")
_LINES = (
    "新疆维吾尔自治区 伊犁哈萨克自治州 察布查尔锡伯自治县 纳达齐牛录乡人民政府旁纺织路 1288 号 12 号楼 3 单元 2801",
    "12/28, 1288 Textile Road, beside the township hall, Nadaqiniulu, Qapqal Xibe Autonomous County, Ili, Xinjiang",
)
_GONE = ("全部售罄", "All gone")


def long_words(image: str, *, is_chinese: bool) -> dict[str, Any]:
    """The samples by what they stand for: title, text, name, shop, price, was, address, product, line and so on.

    `image` is the address of a picture.
    """
    at = 0 if is_chinese else 1
    title, text, name = _TITLE[at], _TEXT[at], _NAME[at]
    price, was = Money(1234567890, "CNY"), Money(2345678901, "CNY")
    return {
        "title": title,
        "text": text,
        "name": name,
        "shop": {"name": title, "logo_text": "", "is_demo": False},
        "price": price,
        "was": was,
        "address": {"id": 2, "name": name, "phone": "+86 138 0000 1234 0000", "lines": _LINES[at], "is_default": True},
        "hero": {"kicker": title, "title": title, "text": text, "link": title, "url": "#", "image": None},
        "product": {
            "url": "#",
            "title": title,
            "image": None,
            "price": price,
            "was": was,
            "is_price_from": True,
            "badge": name,
            "sold_count": 1_234_567,
            "is_sold_out": False,
        },
        "line": {
            "url": "#",
            "title": title,
            "options": text,
            "image": None,
            "price": price,
            "quantity": 999,
            "total": was,
            "note": _GONE[at],
        },
        "option": _option(image, title, _GONE[at]),
        "order": _order(image, title, price),
        "timeline": [{"text": title, "reason": text, "actor": name, "moment": _MOMENT, "kind": "danger"}],
        "totals": [{"label": title, "note": text, "amount": price, "kind": "discount"}],
    }


def _option(image: str, title: str, gone: str) -> dict[str, Any]:
    """An option of which nothing is left, not even the chosen value."""
    values = [
        {
            "value": str(index),
            "label": label,
            "is_selected": False,
            "is_available": False,
            "reason": gone,
            "swatch": swatch,
        }
        for index, (label, swatch) in enumerate(((title, image), ("180 ml", None), ("240 ml", None)))
    ]
    return {"name": "option-gone", "label": title, "values": values}


def _order(image: str, title: str, price: Money) -> dict[str, Any]:
    return {
        "url": "#",
        "number": "K7F2M9Q4K7F2M9Q4",
        "placed_text": title,
        "status": title,
        "status_kind": "danger",
        "images": [image],
        "item_count": 1,
        "total": price,
    }
