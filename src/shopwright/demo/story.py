"""What the demo's shoppers bought in the last month, and how far each order came: every status there is."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import msgspec

from shopwright.modules.orders.contracts import CancelReason, Carrier


class Act(StrEnum):
    """What somebody does about an order. `LOOK` is time that passes: what comes round by itself does."""

    PAY = "pay"
    FAIL_TO_PAY = "fail_to_pay"
    CANCEL = "cancel"
    SHIP_FIRST_LINE = "ship_first_line"
    SHIP = "ship"
    DELIVER = "deliver"
    RECEIVE = "receive"
    REFUND = "refund"
    LOOK = "look"


class Step(msgspec.Struct, frozen=True):
    """An act so many minutes after the order was placed, or at a time of day so many days later."""

    act: Act
    minutes: int = 0
    days: int = 0
    clock: str = ""

    def moment(self, placed_at: datetime, *, zone: ZoneInfo) -> datetime:
        """When it is done."""
        if not self.clock:
            return placed_at + timedelta(minutes=self.minutes)
        day = placed_at.astimezone(zone).date() + timedelta(days=self.days)
        return datetime.combine(day, time.fromisoformat(self.clock), zone)


_PAY = Step(Act.PAY, minutes=3)
_SHIP = Step(Act.SHIP, days=1, clock="10:24")
_DELIVER = Step(Act.DELIVER, days=3, clock="15:40")
_RECEIVE = Step(Act.RECEIVE, days=4, clock="20:05")

ENDINGS: Mapping[str, tuple[Step, ...]] = {
    "waits for payment": (),
    "expires": (Step(Act.LOOK, minutes=31),),
    "is called off": (Step(Act.CANCEL, minutes=9),),
    "is paid": (_PAY,),
    "is paid at the second try": (Step(Act.FAIL_TO_PAY, minutes=2), Step(Act.PAY, minutes=6)),
    "is paid and cancelled": (_PAY, Step(Act.CANCEL, minutes=55)),
    "is refunded by the shop": (_PAY, Step(Act.REFUND, days=1, clock="11:05")),
    "is sent in part": (_PAY, Step(Act.SHIP_FIRST_LINE, days=1, clock="09:50")),
    "is under way": (_PAY, _SHIP),
    "has arrived": (_PAY, _SHIP, _DELIVER),
    "is received": (_PAY, _SHIP, _DELIVER, _RECEIVE),
    "is completed by itself": (_PAY, _SHIP, _DELIVER, Step(Act.LOOK, days=10, clock="16:00")),
    "comes in two parcels": (
        _PAY,
        Step(Act.SHIP_FIRST_LINE, days=1, clock="09:50"),
        Step(Act.SHIP, days=2, clock="10:40"),
        Step(Act.DELIVER, days=4, clock="17:20"),
        Step(Act.RECEIVE, days=5, clock="09:10"),
    ),
    "is received and refunded": (_PAY, _SHIP, _DELIVER, _RECEIVE, Step(Act.REFUND, days=6, clock="14:30")),
}
"""How an order may go, in the order of time."""


class Deal(msgspec.Struct, frozen=True):
    """An order: who wants what (pieces by SKU), how many days or minutes ago, and how it goes."""

    who: str
    days_ago: int
    clock: str
    wants: Mapping[str, int]
    ending: str
    minutes_ago: int = 0
    carrier: Carrier = Carrier.SF
    note: str = ""
    reason: CancelReason = CancelReason.CHANGED_MIND

    def placed_at(self, today: datetime, *, zone: ZoneInfo) -> datetime:
        """When it is placed, seen from `today`."""
        if not self.clock:
            return today - timedelta(minutes=self.minutes_ago)
        day = today.astimezone(zone).date() - timedelta(days=self.days_ago)
        return datetime.combine(day, time.fromisoformat(self.clock), zone)


DEALS = (
    Deal("chen", 30, "20:41", {"TH-GW-WHT": 1, "TH-TC-WHT": 4}, "is received"),
    Deal("zhou", 29, "12:15", {"TH-OO-125": 2}, "is completed by itself", carrier=Carrier.ZTO),
    Deal("lin", 28, "21:08", {"TH-TP-CEL-350": 1, "TH-TC-CEL": 2, "TH-FP-300": 1}, "is received"),
    Deal("he", 28, "09:32", {"TH-BW-CEL": 4, "TH-PL-CEL-20": 4}, "is received", carrier=Carrier.JD),
    Deal("wu", 27, "23:10", {"TH-LM-OAK": 1}, "expires"),
    Deal("xu", 26, "14:26", {"TH-SV-WHT": 1, "TH-GV-CLR": 1}, "comes in two parcels"),
    Deal("gao", 25, "19:47", {"TH-MG-RUS": 2}, "is completed by itself", carrier=Carrier.YTO),
    Deal("shen", 24, "10:03", {"TH-MJ-WHT": 1}, "is received", note="请多包一层，家里有台阶，放门口就好。"),
    Deal("luo", 23, "22:19", {"TH-CN-CED": 1, "TH-CN-OSM": 1}, "is paid and cancelled"),
    Deal("emma", 22, "18:30", {"TH-MG-WHT": 2, "TH-RT-50": 1}, "is received", note="Please ring twice, thank you."),
    Deal("lin", 21, "08:55", {"TH-RT-125": 1}, "is called off", reason=CancelReason.WRONG_GOODS),
    Deal("tang", 20, "13:40", {"TH-TW-NAT-F": 4, "TH-TW-NAT-B": 2}, "is completed by itself", carrier=Carrier.YUNDA),
    Deal("ma", 19, "16:22", {"TH-WT-357": 1}, "is received", carrier=Carrier.EMS),
    Deal("qin", 18, "20:58", {"TH-LM-WAL": 1}, "is received and refunded"),
    Deal("chen", 17, "11:11", {"TH-CU-OAT": 2, "TH-RN-OAT": 1}, "is received", carrier=Carrier.DEPPON),
    Deal("wu", 16, "21:35", {"TH-TP-INK-220": 1}, "is paid and cancelled", reason=CancelReason.WRONG_ADDRESS),
    Deal("lin", 15, "19:20", {"TH-CN-RAN": 1, "TH-IH-INK": 1}, "is completed by itself"),
    Deal("zhou", 14, "10:45", {"TH-TR-L": 1}, "is refunded by the shop"),
    Deal("he", 13, "22:02", {"TH-LJ-50": 2}, "is completed by itself", carrier=Carrier.ZTO),
    Deal("xu", 12, "15:15", {"TH-TC-INK": 2, "TH-CD-INK": 1}, "is received"),
    Deal("gao", 11, "09:05", {"TH-RD-OSM": 1}, "expires"),
    Deal("shen", 10, "12:48", {"TH-BW-WHT": 6}, "is received", carrier=Carrier.JD),
    Deal("luo", 9, "20:30", {"TH-ST-OAK": 1}, "is received", carrier=Carrier.DEPPON, note="送货前请先打电话。"),
    Deal("emma", 8, "17:05", {"TH-OO-50": 1, "TH-TC-WHT": 2}, "is received"),
    Deal("tang", 7, "21:50", {"TH-PL-SKY-26": 2, "TH-PL-SKY-20": 2}, "has arrived"),
    Deal("lin", 6, "13:18", {"TH-BW-SKY": 2, "TH-MG-CEL": 1}, "has arrived", carrier=Carrier.JD),
    Deal("ma", 5, "10:36", {"TH-GW-CEL": 1}, "has arrived", carrier=Carrier.EMS),
    Deal("qin", 4, "19:12", {"TH-IH-WHT": 1, "TH-CN-OSM": 2}, "is refunded by the shop"),
    Deal("chen", 3, "20:07", {"TH-FP-450": 1, "TH-RT-50": 2}, "is under way"),
    Deal("zhou", 3, "08:40", {"TH-CU-MOS": 2}, "is under way", carrier=Carrier.ZTO),
    Deal("lin", 2, "21:26", {"TH-SV-RUS": 1, "TH-TW-MST-F": 2}, "is under way"),
    Deal("he", 2, "11:54", {"TH-MG-INK": 2, "TH-TR-S": 1}, "is sent in part"),
    Deal("lin", 2, "12:31", {"TH-GV-BRN": 1, "TH-RN-MOS": 1}, "is sent in part", note="花瓶先寄，桌旗不急。"),
    Deal("wu", 1, "22:44", {"TH-WT-200": 1, "TH-OO-50": 2}, "is paid", note="送人的，麻烦不要放价格单。"),
    Deal("xu", 1, "18:09", {"TH-RD-RAN": 1}, "is paid at the second try"),
    Deal("lin", 1, "20:16", {"TH-CD-WHT": 1, "TH-LJ-50": 1}, "is paid"),
    Deal("gao", 0, "", {"TH-TC-CEL": 4}, "is paid", minutes_ago=52),
    Deal("shen", 0, "", {"TH-MJ-CEL": 1}, "is paid", minutes_ago=34, note="请挑釉色深一点的，谢谢。"),
    Deal("luo", 0, "", {"TH-BW-CEL": 2, "TH-BW-WHT": 2}, "waits for payment", minutes_ago=11),
    Deal("lin", 0, "", {"TH-TP-WHT-220": 1, "TH-TC-WHT": 2}, "waits for payment", minutes_ago=4),
)
"""In the order of time. Each is done by the people themselves, so the shop's rules hold for all of it."""
