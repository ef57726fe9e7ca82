"""Every route of the shop, walked: who may use it, that it is the only one, and that no other site can make it act."""

import importlib
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

import shopwright
from shopwright.bootstrap import build_shop, create_app
from shopwright.platform.http import CUSTOMER, PUBLIC, REGISTERED, STAFF, Permission
from shopwright.platform.http.csrf import SAFE_METHODS
from shopwright.platform.settings import read_settings

SOURCE = Path(shopwright.__file__).parent
REFERENCE = SOURCE.parents[1] / "docs/reference/permissions.md"
BASE_URL = "http://shop.test"
AUDIENCES = frozenset({PUBLIC, CUSTOMER, REGISTERED, STAFF})
NOTICES = ("POST", "/payments/{channel:str}/notices")
PERMISSION = re.compile(r"[a-z]+\.[a-z]+")
SAMPLES = {"int": "7", "str": "x", "path": "x/y", "uuid": "0" * 32}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Litestar:
    """The whole application, which is not started: nothing here may reach a database."""
    environment = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "SHOPWRIGHT_SECRET": "s" * 32}
    environment |= {"SHOPWRIGHT_VAR": str(tmp_path_factory.mktemp("var")), "SHOPWRIGHT_BASE_URL": BASE_URL}
    return create_app(build_shop(read_settings(environment)))


@pytest.fixture
async def stranger(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody without a cookie."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=cast("Any", app)), base_url=BASE_URL) as client:
        yield client


def walk(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    """Method, path and handler of every route. OPTIONS is Litestar's own answer about methods and reads nothing."""
    for route in app.routes:
        assert isinstance(route, HTTPRoute), f"{route.path} is no HTTP route"
        for handler in route.route_handlers:
            for method in handler.http_methods - {"OPTIONS"}:
                yield str(method), route.path, handler


def declared_permissions() -> dict[str, str]:
    """Every permission constant of the source with the module that declares it."""
    found: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("permissions.py")):
        name = ".".join(("shopwright", *path.relative_to(SOURCE).with_suffix("").parts))
        for constant, value in vars(importlib.import_module(name)).items():
            if constant.isupper() and isinstance(value, str) and PERMISSION.fullmatch(value):
                assert value not in found, f"{value} is declared in {found[value]} and in {name}"
                found[value] = name
    return found


def test_every_route_says_who_may_use_it(app: Litestar) -> None:
    silent = [(method, path) for method, path, handler in walk(app) if "permission" not in handler.opt]
    assert silent == []


def test_every_route_asks_for_a_permission_that_exists(app: Litestar) -> None:
    declared = declared_permissions()
    for method, path, handler in walk(app):
        permission: Permission = handler.opt["permission"]
        is_known = permission in AUDIENCES or (permission.audience == "staff" and permission.name in declared)
        assert is_known, f"{method} {path} asks for {permission}, which nobody declares"


def test_every_route_that_is_not_public_is_guarded(app: Litestar) -> None:
    for method, path, handler in walk(app):
        is_guarded = [guard.__name__ for guard in handler.resolve_guards()] == ["guard"]
        assert is_guarded == (handler.opt["permission"] != PUBLIC), f"{method} {path}"


def test_everything_below_the_console_is_for_staff_except_the_way_in(app: Litestar) -> None:
    open_to_all = {
        (method, path)
        for method, path, handler in walk(app)
        if path.startswith("/console") and handler.opt["permission"].audience != "staff"
    }
    assert {path for _, path in open_to_all} <= {"/console/login", "/console/session", "/console/api/v1/session"}


def test_a_permission_is_named_by_its_module() -> None:
    for permission, module in declared_permissions().items():
        assert module.split(".")[-2] == permission.partition(".")[0]


def test_the_reference_tells_every_permission_and_no_other() -> None:
    rows = re.findall(r"^\| `([a-z]+\.[a-z]+)` \| (.+) \|$", REFERENCE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(name for name, _ in rows) == sorted(declared_permissions())
    modules = [name.partition(".")[0] for name, _ in rows]
    assert modules == sorted(modules)
    assert all(meaning.strip().endswith(".") for _, meaning in rows)


def test_no_two_routes_answer_the_same(app: Litestar) -> None:
    places = Counter((method, re.sub(r"\{[^}]*\}", "{}", path)) for method, path, _ in walk(app))
    assert [place for place, count in places.items() if count > 1] == []


def test_only_the_payment_notice_need_not_prove_its_origin(app: Litestar) -> None:
    unproven = [(method, path) for method, path, handler in walk(app) if not handler.opt["is_proven"]]
    assert unproven == [NOTICES]


async def test_no_other_site_can_make_a_route_act(app: Litestar, stranger: httpx.AsyncClient) -> None:
    """With no database behind it, so the refusal comes before anything is read."""
    acts = [(method, path) for method, path, _ in walk(app) if method not in SAFE_METHODS and (method, path) != NOTICES]
    assert len(acts) > 20
    for method, path in acts:
        place = re.sub(r"\{\w+:(\w+)\}", lambda found: SAMPLES[found[1]], path)
        for header in ({"Origin": "http://evil.test"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
            answer = await stranger.request(method, place, headers={**header, "Accept": "application/json"})
            assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forged_request"), f"{method} {path}"
