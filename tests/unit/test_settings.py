"""The settings: what is set is typed, what is misspelt is refused, what is secret is not shown."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from crisiscoord.settings import Settings, SettingsRefused, load_settings


@pytest.fixture(autouse=True)
def an_empty_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def refused_with(monkeypatch: pytest.MonkeyPatch, **variables: str) -> tuple[str, ...]:
    for name, value in variables.items():
        monkeypatch.setenv(f"CRISISCOORD_{name}", value)
    with pytest.raises(SettingsRefused) as refusal:
        load_settings()
    return tuple(reason.replace("\u00a0", " ").replace("\u202f", " ") for reason in refusal.value.reasons)


def test_with_nothing_set_everything_is_on_this_machine():
    settings = load_settings()
    assert settings.database == "sqlite:///var/crisiscoord.db"
    assert settings.bell == ""
    assert settings.mode == "production"
    assert not any(line.is_set for line in settings.describe())


def test_what_is_set_is_typed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CRISISCOORD_BEAT_S", "5")
    monkeypatch.setenv("CRISISCOORD_PROXY_HEADERS", "true")
    monkeypatch.setenv("CRISISCOORD_PLAYBOOKS", "autres")
    monkeypatch.setenv("CRISISCOORD_BASE_URL", "https://crise.exemple.invalid/")
    settings = load_settings()
    assert (settings.beat_s, settings.proxy_headers, settings.playbooks) == (5, True, Path("autres"))
    assert settings.base_url == "https://crise.exemple.invalid"


def test_an_empty_variable_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CRISISCOORD_BEAT_S", "")
    monkeypatch.setenv("CRISISCOORD_PLAYBOOKS", "")
    assert load_settings() == Settings()


def test_a_misspelt_variable_is_refused_by_name_with_the_one_that_was_meant(monkeypatch: pytest.MonkeyPatch):
    (reason,) = refused_with(monkeypatch, DATABSE="sqlite:///x.db")
    assert "CRISISCOORD_DATABSE" in reason
    assert "CRISISCOORD_DATABASE" in reason


def test_a_variable_like_no_other_is_refused_too(monkeypatch: pytest.MonkeyPatch):
    (reason,) = refused_with(monkeypatch, XYZZY="1")
    assert "CRISISCOORD_XYZZY" in reason
    assert "crisiscoord settings" in reason


def test_the_variables_of_the_tests_are_left_alone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CRISISCOORD_TEST_PG_BIN", "/nowhere")
    monkeypatch.setenv("CRISISCOORD_TESTS_NO_SKIP", "1")
    load_settings()


def test_every_reason_is_said_at_once_and_in_french(monkeypatch: pytest.MonkeyPatch):
    reasons = refused_with(
        monkeypatch, BEAT_S="vite", COMMANDS_PER_MINUTE="-1", MODE="prod", PROXY_HEADERS="peut-être", NOPE="1"
    )
    said = "\n".join(reasons)
    assert len(reasons) == 5
    for expected in ("« vite »", "un nombre entier", "0 au moins", "'demo' ou 'test'", "true ou false"):
        assert expected in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE", "mysql://compte:motdepasse@hote/base"),
        ("DATABASE", "crisiscoord.db"),
        ("DATABASE", "sqlite://"),
        ("DATABASE", "sqlite:///:memory:"),
        ("BELL", "amqp://compte:motdepasse@hote"),
        ("SECRET", "motdepasse"),
        ("BASE_URL", "crise.exemple.invalid"),
        ("BASE_URL", "https://crise.exemple.invalid/chemin"),
        ("CLOCK", "midi"),
    ],
)
def test_an_unusable_value_is_refused_and_no_password_is_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
):
    (reason,) = refused_with(monkeypatch, **{name: value})
    assert reason.startswith(f"CRISISCOORD_{name}")
    assert "motdepasse" not in reason


@pytest.mark.parametrize("clock", ["shift:PT3H", "drive:now"])
def test_production_refuses_any_time_but_the_real_one(monkeypatch: pytest.MonkeyPatch, clock: str):
    (reason,) = refused_with(monkeypatch, CLOCK=clock)
    assert "production" in reason
    monkeypatch.setenv("CRISISCOORD_MODE", "test")
    assert load_settings().clock == clock


def test_settings_do_not_change_once_read():
    with pytest.raises(ValidationError, match="frozen"):
        Settings().beat_s = 3  # type: ignore[misc]


def test_every_setting_says_what_it_means_and_shows_no_secret():
    settings = Settings(
        secret=SecretStr("s" * 40),
        database="postgresql+psycopg://crise:motdepasse@hote:5432/base",
        bell="redis://:motdepasse@hote",
    )
    lines = {line.name: line for line in settings.describe()}
    assert len(lines) == len(Settings.model_fields)
    assert all(line.meaning.endswith(".") for line in lines.values())
    assert "motdepasse" not in str(lines)
    assert "ssss" not in str(lines)
    assert lines["CRISISCOORD_DATABASE"].value == "postgresql+psycopg://crise:********@hote:5432/base"
    assert lines["CRISISCOORD_DATABASE"].is_set
    assert not lines["CRISISCOORD_BEAT_S"].is_set


def test_a_secret_that_is_set_is_the_key(tmp_path: Path):
    assert Settings(secret=SecretStr("s" * 40)).secret_key() == "s" * 40
    assert not (tmp_path / "var").exists()


def test_without_a_secret_one_is_drawn_and_kept_for_its_owner_alone(tmp_path: Path):
    key = Settings().secret_key()
    assert len(key) >= 32
    assert Settings().secret_key() == key
    assert stat.S_IMODE((tmp_path / "var" / "secret").stat().st_mode) == 0o600


def test_the_secret_lies_beside_the_database(tmp_path: Path):
    Settings(database=f"sqlite:///{tmp_path}/ailleurs/c.db").secret_key()
    assert (tmp_path / "ailleurs" / "secret").is_file()


def test_processes_that_draw_a_secret_at_once_get_the_same(tmp_path: Path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: Settings().secret_key(), range(32)))
    assert len(keys) == 1
    assert [file.name for file in (tmp_path / "var").iterdir()] == ["secret"]


@pytest.mark.parametrize("content", ["", "court", "é" * 40])
def test_a_kept_secret_that_is_spoilt_is_refused_by_the_name_of_its_file(tmp_path: Path, content: str):
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "secret").write_text(content)
    with pytest.raises(SettingsRefused, match="var/secret"):
        Settings().secret_key()


def test_a_setting_that_has_a_form_of_its_own_is_refused_in_its_own_words(monkeypatch: pytest.MonkeyPatch):
    wrong = {
        "SMTP_FROM": "avis",
        "SMS_URL": "ftp://passerelle",
        "OIDC_SCOPES": "email",
        "OIDC_NAME": "<b>",
        "CLOCK": "x",
    }
    reasons = {reason.split(" : ")[0]: reason for reason in refused_with(monkeypatch, **wrong)}
    assert "horloge" not in "".join(reasons.values())
    assert [name for name, reason in reasons.items() if "shift:" in reason] == ["CRISISCOORD_CLOCK"]
    assert "courriel" in reasons["CRISISCOORD_SMTP_FROM"] and "https://" in reasons["CRISISCOORD_SMS_URL"]
    forms = {name for name, field in Settings.model_fields.items() if "pattern=" in str(field.metadata)}
    assert forms == {name.lower() for name in wrong}, "each has its words"


def test_a_password_in_an_address_is_never_repeated(monkeypatch: pytest.MonkeyPatch):
    issuer, client = (
        "https://compte:motdepasse@pro.invalid",
        {"oidc_client_id": "a", "oidc_client_secret": SecretStr("b")},
    )
    shown = Settings(oidc_issuer=issuer, **client).describe()
    assert "motdepasse" not in "".join(line.value for line in shown)
    wrong = {"SMS_URL": "https://compte:motdepasse@sms.invalid", "OIDC_ISSUER": "ftp://compte:motdepasse@pro.invalid"}
    assert "motdepasse" not in "".join(refused_with(monkeypatch, **wrong))
