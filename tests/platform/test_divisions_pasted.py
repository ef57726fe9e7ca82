"""Addresses as people paste them: who, how to call them, where; and nothing guessed."""

import pytest

from shopwright.platform.divisions import Pasted, read_pasted

WENSAN = Pasted("林晓", "13800138000", "330000", "330100", "330106", "文三路90号3号楼501室")


@pytest.mark.parametrize(
    "text",
    [
        "林晓 13800138000 浙江省杭州市西湖区文三路90号3号楼501室",
        "浙江杭州西湖区文三路90号3号楼501室，林晓，138-0013-8000",
        (
            "收货人：林晓\n手机号码：+86 138 0013 8000\n所在地区：浙江省 杭州市 西湖区\n"
            "详细地址：文三路90号3号楼501室\n邮编：310012"
        ),
        "杭州市西湖区文三路90号3号楼501室 林晓 １３８００１３８０００",
    ],
)
def test_one_address_in_many_shapes(text: str) -> None:
    assert read_pasted(text) == WENSAN


@pytest.mark.parametrize(
    ("text", "codes", "street"),
    [
        ("北京市朝阳区建国路88号院5号楼", ("110000", "110100", "110105"), "建国路88号院5号楼"),
        ("广东省东莞市南城街道鸿福路200号", ("440000", "441900", "441900"), "南城街道鸿福路200号"),
        ("湖北省仙桃市干河街道1号", ("420000", "429004", "429004"), "干河街道1号"),
        ("江苏省昆山市花桥镇", ("320000", "320500", "320583"), "花桥镇"),
        ("内蒙古呼和浩特市新城区成吉思汗大街1号", ("150000", "150100", "150102"), "成吉思汗大街1号"),
        ("浙江省", ("330000", "", ""), ""),
    ],
)
def test_the_place_is_known_as_far_down_as_it_is_named(text: str, codes: tuple[str, str, str], street: str) -> None:
    found = read_pasted(text)
    assert ((found.province, found.city, found.district), found.street) == (codes, street)


@pytest.mark.parametrize(
    ("text", "recipient"),
    [
        ("海南省三亚市吉阳区迎宾路1号 Tom Lee 13900000000", "Tom Lee"),
        ("新疆乌鲁木齐市天山区人民路1号 阿依古丽·买买提 13912345678", "阿依古丽·买买提"),
        ("浙江省杭州市西湖区文三路90号", ""),
        ("浙江省杭州市西湖区文三路 90号楼", ""),
    ],
)
def test_a_name_is_no_part_of_a_street(text: str, recipient: str) -> None:
    assert read_pasted(text).recipient == recipient


def test_a_district_that_several_cities_have_is_not_guessed() -> None:
    found = read_pasted("鼓楼区中山路1号 13800138000")
    assert (found.province, found.city, found.district, found.street) == ("", "", "", "鼓楼区中山路1号")


def test_a_road_named_after_a_province_is_a_road() -> None:
    assert read_pasted("和平路 13800138000 河南中路1号").province == ""


@pytest.mark.parametrize("text", ["", "   ", "你好", "hello world", "1" * 400, "西湖" * 5_000, "\x00\ud800"])
def test_what_is_no_address_fills_nothing(text: str) -> None:
    assert not read_pasted(text).is_anything


def test_a_landline_is_a_phone_too() -> None:
    assert read_pasted("江苏省昆山市花桥镇1号 王五 0512-57001234").phone == "0512-57001234"
