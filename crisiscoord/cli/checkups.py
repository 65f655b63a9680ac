"""What `doctor` looks at, one thing after the other. Each says in French how it is, and shows no secret.

A fault of another program is said by its kind alone: its own words may hold an address with a password.
"""

import asyncio
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from .. import schema
from ..app import smtp_of
from ..assets import playbooks_dir
from ..backup import BadCopy, made_at
from ..bell.redis import answers
from ..clock import Clock
from ..domain.french import counted
from ..journal.heads import Head, latest_heads
from ..journal.verify import verify
from ..library.reading import check as check_playbooks
from ..notices.addresses import AddressesRefused, AddressFile
from ..notices.failing import Failed
from ..settings import Settings

#: Seconds that another server is given to answer.
PATIENCE_S = 5.0
#: Bytes below which a disk is nearly full, and those below which the next crisis does not hold on it.
LITTLE, TOO_LITTLE = 2 * 1024**3, 200 * 1024**2
#: How old the last copy may be: nightly ones leave two hours for a slow night.
OLD, TOO_OLD = timedelta(hours=26), timedelta(days=7)
#: How far two clocks may be apart.
APART, TOO_FAR_APART = timedelta(seconds=2), timedelta(minutes=1)
#: Journals that are looked at, the last changed first, and how many of the last entries of each.
JOURNALS, ENTRIES = 20, 1_000
#: Copies that are looked at, the newest by their name first.
COPIES = 5

Level = Literal["bien", "à voir", "faute"]
WELL: Level = "bien"
SEE: Level = "à voir"
FAULT: Level = "faute"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: how it is, and what to do when it is not well."""

    level: Level
    about: str
    said: str


def findings(settings: Settings, engine: Engine, clock: Clock) -> Iterator[Finding]:
    """Yield how everything is. What needs the database is left out when it does not answer, and that is said."""
    yield from _settings(settings)
    yield from _files(settings)
    yield from _disk(settings)
    yield from _database(engine, clock)
    yield from _bell(settings)
    yield from _smtp(settings)
    yield from _texts(settings)


# --------------------------------------------------------------------------------------- this machine


def _settings(settings: Settings) -> Iterator[Finding]:
    yield Finding(WELL, "réglages", "tous lus, aucun d’inconnu")
    if settings.mode != "production":
        yield Finding(SEE, "mode", f"«\u00a0{settings.mode}\u00a0»\u00a0: jamais pour un évènement réel")
    address = urlsplit(settings.base_url)
    if address.scheme == "http" and address.hostname not in ("127.0.0.1", "localhost", "::1"):
        yield Finding(FAULT, "adresse publique", "en http\u00a0: les mots de passe passent en clair. Mettre https")
    elif address.scheme == "http":
        yield Finding(SEE, "adresse publique", "celle de cette machine seule\u00a0: CRISISCOORD_BASE_URL")
    else:
        yield Finding(WELL, "adresse publique", "en https")


def _files(settings: Settings) -> Iterator[Finding]:
    """Look at who may read what is secret, and whether the server may write what it must."""
    for name, file in (("base", settings.database_file()), ("clé", settings.secret_file())):
        if file is None:
            continue
        if not file.exists():
            folder = _first_there(file.parent)
            if not os.access(folder, os.W_OK):
                yield Finding(FAULT, f"droits\u00a0: {name}", f"rien ne peut s’écrire dans «\u00a0{folder}\u00a0»")
            continue
        mode = file.stat().st_mode
        if not os.access(file, os.R_OK | os.W_OK):
            yield Finding(FAULT, f"droits\u00a0: {name}", f"ce compte ne peut ni lire ni écrire «\u00a0{file}\u00a0»")
        elif mode & (stat.S_IROTH | stat.S_IWOTH):
            level = FAULT if name == "clé" else SEE
            yield Finding(level, f"droits\u00a0: {name}", f"«\u00a0{file}\u00a0» est lisible par tous\u00a0: chmod o=")
        else:
            yield Finding(WELL, f"droits\u00a0: {name}", f"«\u00a0{file}\u00a0»")
    if settings.addresses is not None:
        yield from _addresses(settings.addresses)


def _addresses(file: Path) -> Iterator[Finding]:
    try:
        AddressFile(file).of("")
    except AddressesRefused as refused:
        yield Finding(FAULT, "adresses à prévenir", str(refused))
    else:
        yield Finding(WELL, "adresses à prévenir", f"«\u00a0{file}\u00a0» se lit")


def _disk(settings: Settings) -> Iterator[Finding]:
    base = settings.database_file()
    folders = {"base": base.parent} if base else {}
    for name, folder in {**folders, "copies": settings.backup_dir()}.items():
        free = shutil.disk_usage(_first_there(folder)).free
        level = FAULT if free < TOO_LITTLE else SEE if free < LITTLE else WELL
        yield Finding(level, f"disque\u00a0: {name}", f"{free // 1024**2} Mo libres")


def _first_there(folder: Path) -> Path:
    """Return a folder, or the first of those that hold it which exists."""
    return next(one for one in (folder, *folder.absolute().parents) if one.exists())


# ---------------------------------------------------------------------------------------- the database


def _database(engine: Engine, clock: Clock) -> Iterator[Finding]:
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        reasons = schema.check(engine)
        for reason in reasons:
            yield Finding(FAULT, "base", reason)
        if reasons:
            return
        yield Finding(WELL, "base", "répond\u202f; schéma à jour, verrous du journal en place")
        with engine.begin() as connection:
            heads, left_out = latest_heads(connection, JOURNALS)
            yield from _clock(connection, heads, clock)
            yield from _journals(connection, heads, left_out)
    except SQLAlchemyError as problem:
        yield Finding(FAULT, "base", f"ne répond pas ({type(problem).__name__})\u00a0: voir CRISISCOORD_DATABASE")


def _clock(connection: Connection, heads: list[Head], clock: Clock) -> Iterator[Finding]:
    """Compare this clock with that of the database server, and with what is already written."""
    now = clock.now()
    ahead = max((head.last_at - now for head in heads), default=timedelta())
    if ahead > APART:
        yield Finding(FAULT, "horloge", f"en retard de {_seconds(ahead)} sur la dernière ligne écrite\u00a0: voir NTP")
        return
    if connection.dialect.name == "postgresql":
        apart = abs(connection.scalar(text("SELECT clock_timestamp()")) - clock.now())
        if apart > APART:
            level = FAULT if apart > TOO_FAR_APART else SEE
            yield Finding(level, "horloge", f"à {_seconds(apart)} de celle de la base\u00a0: voir NTP des deux côtés")
            return
    yield Finding(WELL, "horloge", f"{now:%d/%m/%Y %H:%M:%S} UTC")


def _seconds(length: timedelta) -> str:
    return counted(round(length.total_seconds()), "seconde")


def _journals(connection: Connection, heads: list[Head], left_out: int) -> Iterator[Finding]:
    broken = []
    for head in heads:
        proof = verify(connection, head, max(0, head.seq - ENTRIES))
        broken += [f"{proof.dossier}\u00a0: {fault}" for fault in proof.faults[:1]]
    for fault in broken:
        yield Finding(FAULT, "journaux", f"{fault}. «\u00a0crisiscoord verify\u00a0» dit tout")
    if not broken:
        rest = f"\u202f; {left_out} autres non regardés" if left_out else ""
        said = f"fin intacte ({counted(ENTRIES, 'ligne')} au plus) de {counted(len(heads), 'dossier')}{rest}"
        yield Finding(WELL, "journaux", said)


def copies(settings: Settings, clock: Clock, has_entries: Callable[[], bool]) -> Iterator[Finding]:
    """Say how old the last copy is; none is a fault once there is something to lose."""
    folder = settings.backup_dir()
    names = sorted(folder.glob("*.zip"), reverse=True)[:COPIES] if folder.is_dir() else []
    instants = []
    for file in names:
        try:
            with file.open("rb") as copy:
                instants.append(made_at(copy))
        except (BadCopy, OSError):
            yield Finding(SEE, "copies", f"«\u00a0{file.name}\u00a0» n’est pas une copie entière")
    if not instants:
        level = FAULT if has_entries() else SEE
        yield Finding(level, "copies", f"aucune dans «\u00a0{folder}\u00a0»\u00a0: crisiscoord backup")
        return
    age = clock.now() - max(instants)
    level = FAULT if age > TOO_OLD else SEE if age > OLD else WELL
    yield Finding(level, "copies", f"la dernière a {counted(max(0, int(age.total_seconds() // 3600)), 'heure')}")


# ---------------------------------------------------------------------------------------- other servers


def _bell(settings: Settings) -> Iterator[Finding]:
    if not settings.bell:
        alone = settings.database_file() is not None
        said = "dans le processus même" + ("" if alone else "\u00a0: un seul processus, sans quoi CRISISCOORD_BELL")
        yield Finding(WELL if alone else SEE, "sonnette", said)
    elif answers(settings.bell, PATIENCE_S):
        yield Finding(WELL, "sonnette", "répond")
    else:
        yield Finding(FAULT, "sonnette", "ne répond pas, ou refuse le compte\u00a0: les écrans seront plus lents")


def _smtp(settings: Settings) -> Iterator[Finding]:
    smtp = smtp_of(settings)
    if smtp is None:
        yield Finding(SEE, "courriel", "aucun serveur\u00a0: aucun avis ne part (CRISISCOORD_SMTP_HOST)")
        return
    try:
        asyncio.run(smtp.greet(PATIENCE_S))
    except Failed:
        said = "ne répond pas, n’offre pas le chiffrement demandé, ou refuse le compte"
        yield Finding(FAULT, "courriel", f"{said}\u00a0: aucun avis ne part")
    else:
        yield Finding(WELL, "courriel", "le serveur répond et prend le compte")


def _texts(settings: Settings) -> Iterator[Finding]:
    faults = check_playbooks(settings.playbooks or playbooks_dir())
    if faults:
        all_said = "«\u00a0crisiscoord playbooks check\u00a0» les dit toutes"
        yield Finding(FAULT, "textes convenus", f"{counted(len(faults), 'faute')}, dont {faults[0]}. {all_said}")
    else:
        yield Finding(WELL, "textes convenus", "tous valides")
