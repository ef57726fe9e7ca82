import re
import stat
from pathlib import Path

import pytest

from shopwright.platform.settings import SettingsError, fields, read_settings

ROOT = Path(__file__).parents[2]
SECRET = {"SHOPWRIGHT_SECRET": "x" * 32}


def test_the_reference_page_tells_every_setting_and_no_other() -> None:
    page = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*) \|$", page, re.MULTILINE)
    assert rows == [
        (field.variable, f"`{field.default}`" if field.default else "(empty)", field.meaning) for field in fields()
    ]


def test_no_shop_starts_without_a_secret(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="SHOPWRIGHT_SECRET"):
        read_settings({"SHOPWRIGHT_VAR": str(tmp_path)})
    with pytest.raises(SettingsError, match="at least 32 characters"):
        read_settings({"SHOPWRIGHT_SECRET": "short"})
    assert list(tmp_path.iterdir()) == []


def test_the_demo_makes_its_own_secret_once_and_for_its_owner_only(tmp_path: Path) -> None:
    environment = {"SHOPWRIGHT_VAR": str(tmp_path), "SHOPWRIGHT_DEMO": "yes"}
    first = read_settings(environment).secret
    assert len(first) == 64
    assert read_settings(environment).secret == first
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_a_secret_comes_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("y" * 40 + "\n", encoding="utf-8")
    assert read_settings({"SHOPWRIGHT_SECRET_FILE": str(path)}).secret == b"y" * 40
    with pytest.raises(SettingsError, match="SHOPWRIGHT_SECRET_FILE"):
        read_settings({"SHOPWRIGHT_SECRET_FILE": str(tmp_path / "none")})


def test_mail_needs_a_server_and_a_sender_that_can_be_ones() -> None:
    with pytest.raises(SettingsError, match="SHOPWRIGHT_MAIL_FROM: is needed"):
        read_settings({**SECRET, "SHOPWRIGHT_MAIL_URL": "smtp://mail.example"})
    with pytest.raises(SettingsError) as refused:
        read_settings({**SECRET, "SHOPWRIGHT_MAIL_URL": "http://mail.example", "SHOPWRIGHT_MAIL_FROM": "Shop"})
    assert [line.partition(":")[0] for line in str(refused.value).splitlines()] == [
        "SHOPWRIGHT_MAIL_URL",
        "SHOPWRIGHT_MAIL_FROM",
    ]


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(
            {
                **SECRET,
                "DATABASE_URL": "mysql://x",
                "SHOPWRIGHT_PORT": "80000",
                "SHOPWRIGHT_DEMO": "maybe",
                "SHOPWRIGHT_TRUSTED_PROXIES": "everyone",
            }
        )
    assert [line.partition(":")[0] for line in str(refused.value).splitlines()] == [
        "DATABASE_URL",
        "SHOPWRIGHT_PORT",
        "SHOPWRIGHT_DEMO",
        "SHOPWRIGHT_TRUSTED_PROXIES",
    ]


def test_defaults_follow_from_one_another() -> None:
    settings = read_settings({**SECRET, "SHOPWRIGHT_PORT": "9000", "SHOPWRIGHT_VAR": "/srv/shop"})
    assert settings.base_url == "http://127.0.0.1:9000"
    assert settings.files == "/srv/shop/files"
    assert not settings.is_secure
    assert read_settings({**SECRET, "SHOPWRIGHT_BASE_URL": "https://shop.example/"}).base_url == "https://shop.example"


def test_keys_differ_by_purpose_and_secrets_stay_out_of_logs() -> None:
    settings = read_settings({**SECRET, "DATABASE_URL": "postgresql://shop:password@db/shop"})
    assert settings.key("csrf") != settings.key("order-numbers")
    assert len(settings.key("csrf")) == 32
    assert repr(settings) == "Settings(base_url='http://127.0.0.1:8000')"
