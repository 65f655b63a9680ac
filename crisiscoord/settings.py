"""
What is set, and what it means: the `CRISISCOORD_*` variables, and nothing else.

With none set, everything works on one machine with SQLite under var/. A variable that does not exist is
refused by name, because a misspelt setting is one that somebody believes to be on. `describe()` is what the
command `crisiscoord settings` prints.
"""

import difflib
import os
import re
import secrets
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit, urlunsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "CRISISCOORD_"
TEST_PREFIX = "CRISISCOORD_TEST"
#: Variables that are no settings: what `crisiscoord watch` signs in with.
NOT_SETTINGS = frozenset({"CRISISCOORD_TOKEN"})
MIN_SECRET_CHARACTERS = 32

_BELLS = ("redis", "rediss", "unix")


class SettingsRefused(ValueError):
    """The variables cannot be used; `reasons` are French sentences, and none shows a secret."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = tuple(reasons)


@dataclass(frozen=True, slots=True)
class Described:
    """One setting as `crisiscoord settings` prints it; secrets and passwords are masked."""

    name: str
    value: str
    default: str
    meaning: str
    is_set: bool


class Settings(BaseSettings):
    """All that may be set. Built by `load_settings`, or directly in tests; immutable."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True, validate_default=True
    )

    mode: Literal["production", "demo", "test"] = Field(
        default="production",
        description="À quoi sert ce processus : production, demo (un compte par rôle, en un clic) ou test.",
    )
    database: str = Field(
        default="sqlite:///var/crisiscoord.db",
        description="Où est le journal : sqlite:///chemin, ou postgresql+psycopg://compte:mot-de-passe@hôte/base.",
    )
    bell: str = Field(
        default="",
        description="La sonnette entre les processus : redis://hôte:port/0. Vide : dans le processus même.",
    )
    secret: SecretStr = Field(
        default=SecretStr(""),
        description="La clé qui signera les liens envoyés : 32 caractères au moins, la même partout. "
        "Vide : tirée au sort et gardée dans le fichier « secret », à côté de la base SQLite ou dans var/.",
    )
    base_url: str = Field(
        default="http://127.0.0.1:8000",
        description="L’adresse publique du service, sans chemin : celle des liens envoyés.",
    )
    proxy_headers: bool = Field(
        default=False,
        description="Croire les en-têtes X-Forwarded-* : seulement derrière un mandataire qui les réécrit.",
    )
    playbooks: Path | None = Field(
        default=None,
        description="Un autre dossier de protocoles, conventions et aides. Vide : celui de cette version.",
    )
    commands_per_minute: int = Field(
        default=120,
        ge=0,
        le=1_000_000,
        description="Commandes acceptées par personne et par minute ; 0 : sans limite.",
    )
    beat_s: int = Field(default=25, ge=1, le=300, description="Secondes entre deux battements d’un écran resté ouvert.")
    checkpoint_every: int = Field(
        default=2000, ge=1, le=1_000_000, description="Lignes de main courante entre deux points de reprise."
    )
    smtp_host: str = Field(default="", description="Le serveur d’envoi des avis. Vide : aucun avis ne part.")
    smtp_port: int = Field(default=587, ge=1, le=65_535, description="Le port du serveur d’envoi.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="starttls ou tls ; none : sans chiffrement, seulement vers un relais de la même machine.",
    )
    smtp_user: str = Field(default="", description="Le compte sur le serveur d’envoi. Vide : sans compte.")
    smtp_password: SecretStr = Field(default=SecretStr(""), description="Le mot de passe de ce compte.")
    smtp_from: str = Field(
        default="avis@crisiscoord.invalid",
        pattern=r"^[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,189}$",
        description="L’adresse qui signe les avis.",
    )
    sms_url: str = Field(
        default="",
        pattern=r"^(https?://[^\s@]+)?$",
        description="La passerelle HTTP des SMS (docs/notices.md). Vide\u00a0: aucun SMS ne part.",
    )
    sms_token: SecretStr = Field(default=SecretStr(""), description="Le jeton de cette passerelle.")
    webhooks: Literal["public", "loopback"] = Field(
        default="public",
        description="Où mènent les avis de système à système : public, en https vers internet seulement\u202f; "
        "loopback, aussi vers un relais de la même machine.",
    )
    oidc_issuer: str = Field(
        default="",
        description="Le fournisseur d’identité (OpenID Connect, ProConnect par exemple). Vide\u00a0: aucun.",
    )
    oidc_client_id: str = Field(default="", description="L’identifiant que ce fournisseur a donné à ce service.")
    oidc_client_secret: SecretStr = Field(default=SecretStr(""), description="Le secret qui va avec.")
    oidc_scopes: str = Field(
        default="openid email",
        pattern=r"^openid( [a-z_]{1,40}){0,20}$",
        description="Ce qui est demandé au fournisseur\u00a0; «\u00a0openid email\u00a0» suffit.",
    )
    oidc_vouches_for_emails: bool = Field(
        default=False,
        description="Ce fournisseur répond des adresses qu’il donne sans dire qu’il les a vérifiées (email_verified)"
        "\u00a0: true pour ProConnect. Sinon, une adresse qu’il ne dit pas vérifiée n’ouvre rien.",
    )
    oidc_name: str = Field(
        default="ProConnect",
        pattern=r"^[^<>\n]{1,40}$",
        description="Le nom de ce fournisseur, sur le bouton de la page de connexion.",
    )
    addresses: Path | None = Field(
        default=None,
        description="Le fichier CSV des adresses à prévenir (docs/notices.md). Vide : personne n’est prévenu.",
    )
    backups: Path | None = Field(
        default=None,
        description="Le dossier où «\u00a0backup\u00a0» pose ses copies et où «\u00a0doctor\u00a0» les cherche. "
        "Vide\u00a0: «\u00a0copies\u00a0», à côté de la base SQLite ou dans var/.",
    )
    log_format: Literal["text", "json"] = Field(
        default="text", description="Forme des journaux techniques : text (à lire) ou json (à collecter)."
    )
    clock: str = Field(
        default="system",
        pattern=r"^(system|shift:.+|drive:.+)$",
        description="L’horloge : system ; en mode demo ou test, aussi shift:<durée> ou drive:<fichier>.",
    )

    @field_validator("database")
    @classmethod
    def _known_database(cls, value: str) -> str:
        scheme = _scheme(value)
        named = scheme in ("postgresql", "postgresql+psycopg") or _sqlite_file(value) is not None
        if not named:
            raise ValueError("une adresse sqlite:///fichier ou postgresql+psycopg://… est attendue")
        return value

    @field_validator("bell")
    @classmethod
    def _known_bell(cls, value: str) -> str:
        if value and _scheme(value) not in _BELLS:
            raise ValueError("une adresse redis://…, rediss://… ou unix://… est attendue, ou rien")
        return value

    @field_validator("secret")
    @classmethod
    def _long_secret(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < MIN_SECRET_CHARACTERS:
            raise ValueError(f"{MIN_SECRET_CHARACTERS} caractères au moins sont attendus, ou rien")
        return value

    @field_validator("base_url")
    @classmethod
    def _bare_address(cls, value: str) -> str:
        parts = urlsplit(value)
        bare = parts.path in ("", "/") and not parts.query and not parts.fragment and not parts.username
        if parts.scheme not in ("http", "https") or not parts.hostname or not bare:
            raise ValueError("une adresse http://hôte ou https://hôte est attendue, sans chemin")
        return value.rstrip("/")

    @field_validator("oidc_issuer")
    @classmethod
    def _safe_issuer(cls, value: str) -> str:
        parts = urlsplit(value)
        near = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")
        if value and not (
            parts.hostname and (parts.scheme == "https" or near) and not parts.query and not parts.fragment
        ):
            raise ValueError("une adresse https://… est attendue, ou rien")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _whole_provider(self) -> Self:
        if self.oidc_issuer and not (self.oidc_client_id and self.oidc_client_secret.get_secret_value()):
            raise ValueError(f"{PREFIX}OIDC_ISSUER demande aussi {PREFIX}OIDC_CLIENT_ID et {PREFIX}OIDC_CLIENT_SECRET")
        return self

    @model_validator(mode="after")
    def _real_time_in_production(self) -> Self:
        if self.mode == "production" and self.clock != "system":
            raise ValueError(f"{PREFIX}CLOCK : en production, seule l’horloge « system » est admise")
        return self

    def secret_key(self) -> str:
        """
        Return the key that signs; when none is set, the kept one, drawn at random the first time.

        Processes that ask at once get the same. Raises SettingsRefused when it cannot be kept or read.
        """
        if given := self.secret.get_secret_value():
            return given
        file = self._state_dir() / "secret"
        try:
            return _kept_secret(file)
        except (OSError, UnicodeDecodeError) as problem:
            reason = f"{PREFIX}SECRET est vide et {file} est inutilisable : {problem}"
            raise SettingsRefused([reason]) from problem

    def backup_dir(self) -> Path:
        """Return the folder of the copies. It may not exist yet."""
        return self.backups or self._state_dir() / "copies"

    def secret_file(self) -> Path | None:
        """Return the file of the key that is drawn at random; None when a key is set."""
        return None if self.secret.get_secret_value() else self._state_dir() / "secret"

    def database_file(self) -> Path | None:
        """Return the file of an SQLite database; None for another server."""
        return _sqlite_file(self.database)

    def describe(self) -> list[Described]:
        """Return every setting in the order above, as one may show it: no secret, no password."""
        return [
            Described(
                name=_variable(name),
                value=_shown(name, getattr(self, name)),
                default=_shown(name, field.default),
                meaning=field.description or "",
                is_set=name in self.model_fields_set,
            )
            for name, field in type(self).model_fields.items()
        ]

    def _state_dir(self) -> Path:
        """Return the folder beside the SQLite database, or var/ when the database is elsewhere."""
        file = _sqlite_file(self.database)
        return file.parent if file else Path("var")


def load_settings() -> Settings:
    """Read the variables of this process. Raises SettingsRefused with every reason at once."""
    reasons = list(_unknown_variables(os.environ))
    try:
        settings = Settings()
    except ValidationError as problem:
        reasons += [_in_french(error) for error in problem.errors(include_url=False)]
    if reasons:
        raise SettingsRefused(reasons)
    return settings


def _unknown_variables(environment: Mapping[str, str]) -> Iterator[str]:
    known = list(Settings.model_fields)
    for name in sorted(environment):
        if not name.upper().startswith(PREFIX) or name.upper().startswith(TEST_PREFIX):
            continue
        if name.upper() in NOT_SETTINGS:
            continue
        field = name.upper().removeprefix(PREFIX).lower()
        if field not in known:
            close = difflib.get_close_matches(field, known, n=1)
            hint = f"vouliez-vous {_variable(close[0])} ?" if close else "« crisiscoord settings » les nomme toutes"
            yield f"{name} n’existe pas ; {hint}"


def _in_french(error: Any) -> str:
    """Return one sentence for an error of pydantic; the value is shown unless it may hold a password."""
    reason = _REASONS.get(error["type"], "valeur inattendue").format(**error.get("ctx", {})).replace(" or ", " ou ")
    if not error["loc"]:  # a rule between several settings: its sentence names them
        return reason
    name = str(error["loc"][0])
    if error["type"] == "string_pattern_mismatch":
        reason = _FORMS[name]
    value = "" if name in _MAY_HOLD_A_PASSWORD else f"« {error['input']} » : "
    return f"{_variable(name)} : {value}{reason}"


_REASONS = {
    "value_error": "{error}",
    "literal_error": "une de ces valeurs est attendue : {expected}",
    "int_parsing": "un nombre entier est attendu",
    "greater_than_equal": "{ge} au moins est attendu",
    "less_than_equal": "{le} au plus est attendu",
    "bool_parsing": "true ou false est attendu",
}
#: What is expected of a setting that has a form of its own.
_FORMS = {
    "smtp_from": "une adresse de courriel est attendue",
    "sms_url": "une adresse http://… ou https://… est attendue, sans compte ni mot de passe, ou rien",
    "oidc_scopes": "«\u00a0openid\u00a0» est attendu, suivi de mots en minuscules",
    "oidc_name": "un nom de quarante caractères au plus est attendu",
    "clock": "system, shift:<durée ISO 8601> ou drive:<fichier> est attendu",
}
#: Settings whose value is not repeated: a password may stand in an address.
_MAY_HOLD_A_PASSWORD = frozenset(
    ("secret", "database", "bell", "smtp_password", "sms_url", "sms_token", "oidc_issuer", "oidc_client_secret")
)


def _kept_secret(file: Path) -> str:
    """Return what `file` holds, after writing it if it is not there; the first of several writers wins."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, fresh = tempfile.mkstemp(prefix="secret.", dir=file.parent)  # readable by its owner only
        try:
            with open(descriptor, "w", encoding="ascii") as stream:
                stream.write(secrets.token_urlsafe(48))
            os.link(fresh, file)  # whole or not at all, and never over another's
        except FileExistsError:
            pass
        finally:
            os.unlink(fresh)
    kept = file.read_text(encoding="ascii").strip()
    if len(kept) < MIN_SECRET_CHARACTERS:
        raise OSError(f"{MIN_SECRET_CHARACTERS} caractères au moins y sont attendus")
    return kept


def _shown(name: str, value: object) -> str:
    if isinstance(value, SecretStr):
        return "********" if value.get_secret_value() else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    return _without_password(str(value)) if name in _MAY_HOLD_A_PASSWORD else str(value)


def _without_password(address: str) -> str:
    parts = urlsplit(address)
    if not parts.password:
        return address
    return urlunsplit(parts._replace(netloc=re.sub(r":[^@]*@", ":********@", parts.netloc, count=1)))


def _sqlite_file(database: str) -> Path | None:
    """Return the file of an SQLite address; none for another server, nor for a database in memory."""
    scheme, _, path = database.partition(":///")
    is_file = scheme == "sqlite" and path and not path.startswith((":memory:", "file:"))
    return Path(path.partition("?")[0]) if is_file else None


def _scheme(address: str) -> str:
    scheme, separator, _ = address.partition("://")
    return scheme if separator else ""


def _variable(name: str) -> str:
    return PREFIX + name.upper()
