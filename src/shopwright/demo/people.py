"""The demo's shoppers: invented people at invented doors of real districts. None of the numbers is anybody's."""

import secrets
from collections.abc import Mapping

import msgspec

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError
from shopwright.kernel.ids import CustomerId
from shopwright.modules.customers import public as customers
from shopwright.modules.customers.contracts import AddressInput
from shopwright.platform.db import Database
from shopwright.platform.divisions import find_by_names


class Person(msgspec.Struct, frozen=True):
    """A registered shopper with one address. `key` is how the orders name them."""

    key: str
    name: str
    login: str
    phone: str
    division: tuple[str, str, str]
    street: str
    language: str = "zh_CN"


SHOPPER = Person(
    "lin", "林晓", "shopper@demo.shop", "13800000001", ("浙江省", "杭州市", "西湖区"), "竹影路 18 号 2 幢 601 室"
)
"""The one whose password the demo tells: look at the shop through these eyes."""

PEOPLE = (
    SHOPPER,
    Person("chen", "陈屿", "13800000002", "13800000002", ("上海市", "上海市", "徐汇区"), "栖云弄 7 号 302 室"),
    Person("zhou", "周念安", "13800000003", "13800000003", ("北京市", "北京市", "东城区"), "半亩胡同 12 号"),
    Person("wu", "吴之远", "13800000004", "13800000004", ("广东省", "深圳市", "南山区"), "晴川街 66 号 B 座 1805"),
    Person("he", "何秋实", "13800000005", "13800000005", ("四川省", "成都市", "武侯区"), "锦水巷 9 号 4 单元 201"),
    Person("xu", "许知微", "13800000006", "13800000006", ("江苏省", "苏州市", "姑苏区"), "听雨弄 3 号"),
    Person("gao", "高明朗", "13800000007", "13800000007", ("陕西省", "西安市", "雁塔区"), "长阶路 88 号 6 幢 1102"),
    Person("shen", "沈青禾", "13800000008", "13800000008", ("福建省", "厦门市", "思明区"), "海榕里 21 号"),
    Person("luo", "罗一舟", "13800000009", "13800000009", ("湖北省", "武汉市", "武昌区"), "东湾路 5 号 3 栋 704"),
    Person("tang", "唐小满", "13800000010", "13800000010", ("湖南省", "长沙市", "岳麓区"), "橘园路 40 号 1 栋 903"),
    Person("ma", "马思源", "13800000011", "13800000011", ("云南省", "昆明市", "五华区"), "翠堤巷 16 号"),
    Person("qin", "秦夏", "13800000012", "13800000012", ("山东省", "青岛市", "市南区"), "礁石路 2 号 501 室"),
    Person(
        "emma", "Emma Clarke", "emma@demo.shop", "13800000013", ("上海市", "上海市", "静安区"),
        "Qiyun Lane 31, Room 1204", "en",
    ),
)  # fmt: skip


async def register_people(database: Database, *, password: str) -> Mapping[str, CustomerId]:
    """Register everybody with their address; who is registered already stays. Gives their ids by key.

    The shopper gets `password`, the others one that nobody knows.
    """
    return {person.key: await _register(database, person, password) for person in PEOPLE}


async def _register(database: Database, person: Person, password: str) -> CustomerId:
    login = customers.parse_login(person.login)
    if isinstance(login, FieldError):
        raise TypeError(f"{person.login} is no login")
    async with database.reading() as reading:
        customer_id = await customers.find_customer_id(reading, login=login)
    if customer_id is None:
        customer = await customers.register(
            database,
            guest_id=None,
            login=person.login,
            password=password if person is SHOPPER else secrets.token_urlsafe(),
            name=person.name,
            language=person.language,
        )
        customer_id = customer.id
    await _settle_in(database, person, customer_id)
    return customer_id


async def _settle_in(database: Database, person: Person, customer_id: CustomerId) -> None:
    async with database.reading() as reading:
        if await customers.list_addresses(reading, customer_id=customer_id):
            return
    district = find_by_names(*person.division)
    if district is None:
        raise ValueError(f"no such district: {person.division}")
    address = AddressInput(
        recipient=person.name, phone=person.phone, district_code=district.code, street=person.street, is_default=True
    )
    await database.transact(
        lambda tx: customers.add_address(
            tx, actor=Actor.customer(customer_id), customer_id=customer_id, address=address
        )
    )
