"""The form of an address: 省市区 chosen step by step, or typed where no script runs. Checkout may use it too."""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from shopwright.kernel.errors import FieldError
from shopwright.modules.customers.contracts import Address, AddressInput
from shopwright.platform import divisions
from shopwright.platform.divisions import Division
from shopwright.platform.http import Form
from shopwright.platform.http.fields import Checkbox, Text


class AddressForm(msgspec.Struct, frozen=True):
    """What is typed. Nothing is demanded here: the customers' module tells every wrong field at once."""

    name: Annotated[str, Text(most=100)] = ""
    phone: Annotated[str, Text(most=60)] = ""
    province: Annotated[str, Text(most=40)] = ""
    city: Annotated[str, Text(most=40)] = ""
    district: Annotated[str, Text(most=40)] = ""
    street: Annotated[str, Text(most=300)] = ""
    is_default: Annotated[bool, Checkbox()] = False


class Place(msgspec.Struct, frozen=True):
    """How far the three steps have come: a division each, and the choices of the steps that can be taken."""

    province: Division | None
    city: Division | None
    district: Division | None
    cities: tuple[Division, ...]
    districts: tuple[Division, ...]

    @property
    def missing(self) -> str:
        """The first step that is not taken, by its field's name; empty where none is missing."""
        steps = {"province": self.province, "city": self.city, "district": self.district}
        return next((name for name, division in steps.items() if division is None), "")


def find_place(*, province: str, city: str, district: str) -> Place:
    """The place that codes or full names mean. A step that has only one choice is taken without being asked.

    What is not divided further stands for its own next step: 东莞市 is its own district.
    """
    first = _pick(divisions.provinces(), province)
    cities = () if first is None else _below(first)
    second = _pick(cities, city) or (cities[0] if len(cities) == 1 else None)
    districts = () if second is None else _below(second)
    third = _pick(districts, district) or (districts[0] if len(districts) == 1 else None)
    return Place(first, second, third, cities, districts)


def to_input(form: AddressForm) -> AddressInput:
    """The address as the customers' module takes it; without a district where the steps were not all taken."""
    place = find_place(province=form.province, city=form.city, district=form.district)
    return AddressInput(
        recipient=form.name,
        phone=form.phone,
        district_code="" if place.district is None else place.district.code,
        street=form.street,
        is_default=form.is_default,
    )


def to_fields(wrong: Mapping[str, FieldError], values: Mapping[str, Any]) -> dict[str, FieldError]:
    """The module's wrong fields by the names that this form gives them."""
    renamed = {{"recipient": "name"}.get(name, name): error for name, error in wrong.items()}
    if "district_code" in renamed:
        del renamed["district_code"]
        place = find_place(province=values["province"], city=values["city"], district=values["district"])
        renamed[place.missing or "district"] = FieldError("Please choose one.")
    return renamed


def wants_reading(form: Form) -> bool:
    """Whether the button was pressed that fills the form from a pasted text."""
    return form.text("act") == "read"


def fill_from_pasted(form: Form) -> dict[str, Any]:
    """The form's values with whatever the pasted text tells; what it does not tell stays as it was typed."""
    told = divisions.read_pasted(form.text("pasted"))
    filled = form.filled(AddressForm)
    if told.province:
        filled |= {"province": told.province, "city": told.city, "district": told.district}
    read = {"name": told.recipient, "phone": told.phone, "street": told.street} if told.is_anything else {}
    return filled | {name: text for name, text in read.items() if text} | {"pasted": form.text("pasted")}


def to_values(address: Address) -> dict[str, Any]:
    """An address as the form shows it."""
    province, city, district = divisions.path(address.district_code)
    return {
        "name": address.recipient,
        "phone": address.phone,
        "province": province.code,
        "city": city.code,
        "district": district.code,
        "street": address.street,
        "is_default": "on" if address.is_default else "",
    }


def form_context(values: Mapping[str, Any]) -> dict[str, Any]:
    """What `address_form_fields` needs: the values, and the choices of every step that can be taken.

    Names: values, provinces, cities, districts.
    """
    place = find_place(province=values["province"], city=values["city"], district=values["district"])
    taken = {
        name: division.code
        for name, division in (("province", place.province), ("city", place.city), ("district", place.district))
        if division is not None
    }
    return {
        "values": {**values, **taken},
        "provinces": _pairs(divisions.provinces()),
        "cities": _pairs(place.cities),
        "districts": _pairs(place.districts),
    }


def _below(division: Division) -> tuple[Division, ...]:
    return divisions.children(division.code) or (division,)


def _pick(places: tuple[Division, ...], wanted: str) -> Division | None:
    return next((place for place in places if wanted in {place.code, place.name}), None)


def _pairs(places: tuple[Division, ...]) -> list[tuple[str, str]]:
    return [(place.code, place.name) for place in places]
