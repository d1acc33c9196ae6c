"""Settings: what is read, what is made up for, what stops the start."""

import stat

import pytest

from portal.settings import BadSetting, Settings


@pytest.fixture
def env(tmp_path):
    return {"PORTAL_DATA_DIR": str(tmp_path / "data")}


def test_an_empty_environment_gives_a_house_on_this_machine(env, tmp_path):
    settings = Settings.from_env(env)
    assert settings.database_url == f"sqlite:///{tmp_path / 'data' / 'portal.db'}"
    assert settings.rules_dir.name == "rules"
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert not settings.secure_cookies


def test_the_secret_is_made_once_and_only_its_owner_may_read_it(env, tmp_path):
    first = Settings.from_env(env).secret
    assert len(first) >= 32
    assert Settings.from_env(env).secret == first
    kept = tmp_path / "data" / "secret"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in kept.parent.iterdir()] == ["secret"]


def test_secrets_are_not_shown_when_settings_are_printed(env):
    env |= {"PORTAL_DATABASE_URL": "postgresql://desk:hunter2@db/portal"}
    settings = Settings.from_env(env)
    assert "hunter2" not in repr(settings)
    assert settings.secret not in repr(settings)
    assert settings.database_url == "postgresql+psycopg://desk:hunter2@db/portal"


def test_cookies_are_secure_as_soon_as_other_machines_can_reach_the_portal(env):
    assert Settings.from_env(env | {"PORTAL_HOST": "0.0.0.0"}).secure_cookies
    plain = env | {"PORTAL_HOST": "0.0.0.0", "PORTAL_SECURE_COOKIES": "0"}
    assert not Settings.from_env(plain).secure_cookies


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORTAL_DATABASE_URL", "mysql://root:hunter2@db/portal"),
        ("PORTAL_DATABASE_URL", "hunter2"),
        ("PORTAL_DATABASE_URL", "sqlite://"),
        ("PORTAL_RULES_DIR", "/nowhere/at/all"),
        ("PORTAL_SECRET", "hunter2" * 4),
        ("PORTAL_PORT", "80000"),
        ("PORTAL_PORT", "http"),
        ("PORTAL_TIMEZONE", "Asia/Chengdu"),
        ("PORTAL_SECURE_COOKIES", "maybe"),
        ("PORTAL_LOG", "loud"),
    ],
)
def test_a_bad_value_stops_the_start_and_names_itself(env, name, value):
    with pytest.raises(BadSetting) as caught:
        Settings.from_env(env | {name: value})
    assert str(caught.value).startswith(f"{name}: ")
    assert "hunter2" not in str(caught.value)


def test_a_data_folder_that_cannot_be_made_stops_the_start(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(BadSetting, match="PORTAL_DATA_DIR: "):
        Settings.from_env({"PORTAL_DATA_DIR": str(tmp_path / "file" / "data")})
