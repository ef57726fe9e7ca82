import subprocess
import sys

import pytest

from shopwright.platform.divisions import Division, UnknownDivision, children, find_by_names, path, provinces


def names(places: tuple[Division, ...]) -> list[str]:
    return [place.name for place in places]


def leaves(code: str) -> list[Division]:
    """Every place below `code` that is not divided further."""
    below = children(code)
    return [leaf for place in below for leaf in (leaves(place.code) or [place])]


def test_there_are_34_provinces_in_the_order_of_their_codes() -> None:
    assert len(provinces()) == 34
    assert names(provinces())[:4] == ["北京市", "天津市", "河北省", "山西省"]
    assert names(provinces())[-3:] == ["台湾省", "香港特别行政区", "澳门特别行政区"]


def test_cities_and_districts_hang_below_their_province() -> None:
    assert names(children("330000"))[:3] == ["杭州市", "宁波市", "温州市"]
    assert len(children("330000")) == 11
    assert names(children("330100")) == [
        "上城区",
        "拱墅区",
        "西湖区",
        "滨江区",
        "萧山区",
        "余杭区",
        "富阳区",
        "临安区",
        "临平区",
        "钱塘区",
        "桐庐县",
        "淳安县",
        "建德市",
    ]
    assert children("330106") == ()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("330106", ["浙江省", "杭州市", "西湖区"]),
        ("110105", ["北京市", "北京市", "朝阳区"]),
        ("500230", ["重庆市", "重庆市", "丰都县"]),
        ("441900", ["广东省", "东莞市", "东莞市"]),
        ("442000", ["广东省", "中山市", "中山市"]),
        ("460400", ["海南省", "儋州市", "儋州市"]),
        ("620200", ["甘肃省", "嘉峪关市", "嘉峪关市"]),
        ("419001", ["河南省", "济源市", "济源市"]),
        ("659001", ["新疆维吾尔自治区", "石河子市", "石河子市"]),
        ("810001", ["香港特别行政区", "中西区", "中西区"]),
        ("710000", ["台湾省", "台湾省", "台湾省"]),
    ],
)
def test_a_path_has_three_names(code: str, expected: list[str]) -> None:
    assert names(path(code)) == expected


@pytest.mark.parametrize("code", ["", "000000", "330000", "330100", "110100", "419000", "130101", "3301066"])
def test_a_code_where_no_address_ends_has_no_path(code: str) -> None:
    with pytest.raises(UnknownDivision) as refused:
        path(code)
    assert refused.value.code == code


def test_an_unknown_code_has_no_children() -> None:
    with pytest.raises(UnknownDivision, match="999999"):
        children("999999")


@pytest.mark.parametrize(
    ("province", "city", "district", "code"),
    [
        ("浙江省", "杭州市", "西湖区", "330106"),
        ("北京市", "北京市", "东城区", "110101"),
        ("北京市", "市辖区", "东城区", "110101"),
        ("重庆市", "县", "丰都县", "500230"),
        ("广东省", "东莞市", "", "441900"),
        ("广东省", "东莞市", "东莞市", "441900"),
        ("河南省", "省直辖县级行政区划", "济源市", "419001"),
        ("河南省", "济源市", "济源市", "419001"),
        ("新疆维吾尔自治区", "自治区直辖县级行政区划", "石河子市", "659001"),
        ("香港特别行政区", "", "油尖旺区", "810005"),
        ("台湾省", "台湾省", "台湾省", "710000"),
    ],
)
def test_a_place_is_found_by_its_names(province: str, city: str, district: str, code: str) -> None:
    place = find_by_names(province, city, district)
    assert place is not None
    assert place.code == code


@pytest.mark.parametrize(
    ("province", "city", "district"),
    [
        ("", "", ""),
        ("浙江", "杭州市", "西湖区"),
        ("浙江省", "杭州市", ""),
        ("浙江省", "杭州市", "东城区"),
        ("浙江省", "东莞市", ""),
        ("广东省", "东莞市", "南城街道"),
        ("河北省", "", "桥西区"),
        ("台湾省", "台北市", "信义区"),
    ],
)
def test_a_place_is_not_guessed(province: str, city: str, district: str) -> None:
    assert find_by_names(province, city, district) is None


def test_every_address_can_be_written_and_found_again() -> None:
    ends = [leaf for province in provinces() for leaf in (leaves(province.code) or [province])]
    assert len(ends) == 3_005
    assert len({place.code for place in ends}) == len(ends)
    lost = [place.code for place in ends if find_by_names(*names(path(place.code))) != place]
    assert lost == []


def test_codes_have_six_digits_and_names_are_chinese() -> None:
    cities = [city for province in provinces() for city in children(province.code)]
    places = [*provinces(), *cities, *(district for city in cities for district in children(city.code))]
    assert len(places) == 3_371
    assert [place for place in places if len(place.code) != 6 or not place.code.isdecimal()] == []
    assert [place for place in places if not all("一" <= sign <= "鿿" for sign in place.name)] == []


def test_the_first_use_takes_less_than_50_milliseconds() -> None:
    program = (
        "import time; from shopwright.platform.divisions import provinces; started = time.process_time(); "
        "provinces(); print(int((time.process_time() - started) * 1000))"
    )
    answer = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)  # noqa: S603 - our own words.
    assert int(answer.stdout) < 50
