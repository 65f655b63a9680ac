"""Every message that leaves, by mail, by SMS, to a system: nothing that its recipient may not see of the dossier."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.house import Served
from tests.mail import Gateway, PostOffice, post_office, sms_gateway
from tests.notices.sending import fall_due, run
from tests.notices.test_webhooks import ANY, Receiver, receiving
from tests.realtime.test_rights_matrix import CAST, CRISIS, Seen
from tests.security.canaries import leaked_to, marked_house

#: Who is written to, by which channel, and as whom they look.
RECIPIENTS = {
    "sgav": "sgav",
    "prefecture-77": "prefecture-77",
    "prefecture-45": "prefecture-45",
    "udccas-77": "udccas-77",
    "ccas-77333": f"lien_terrain.{CRISIS}",
    "ccas-77288": "ccas-77288.ccas_direction",
    "unccas": "permanence",
}
#: How each kind of message begins: one that did not leave would leak nothing.
KINDS = (
    *("Identité du représentant", "Relève du représentant", "Fin de mission", "Point de situation"),
    *("Compte rendu demandé", "Votre compte rendu", "1 tâche en retard", "sms", "webhook"),
)
SEEN = {one.who.account: one for one in CAST}


@contextmanager
def sending(folder: Path) -> Iterator[tuple[Served, PostOffice, Gateway, Receiver]]:
    """Run a marked house whose recipients are written to in each way there is."""
    with post_office() as office, sms_gateway() as gateway, receiving(folder / "receiver", ANY) as receiver:
        lines = ["organisme;adresse;exercice"]
        for body in RECIPIENTS:
            lines.append(f"{body};{body}@exemple.invalid;oui")
        lines += ["prefecture-45;+33639981234;oui", f"sgav;{receiver.url('/sgav')};oui"]
        lines += [f"prefecture-77;{receiver.url('/prefecture-77')};oui"]
        file = folder / "adresses.csv"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        told = {"smtp_host": "127.0.0.1", "smtp_port": office.port, "smtp_security": "none", "addresses": file}
        sms: dict[str, Any] = {"sms_url": gateway.url, "sms_token": "jeton", "secret": "s" * 40, "webhooks": "loopback"}
        with marked_house(folder, **told, **sms) as house:
            yield house, office, gateway, receiver


def everything_leaves(house: Served) -> None:
    """Have every kind of message leave: identity, relief, end, point, link, request, digest; each to everybody."""
    house.house.keeper.run()
    run(house)
    for _ in range(4):  # along the order of call: mail, then SMS or system
        fall_due(house, timedelta(minutes=20))
        run(house)
    fall_due(house, timedelta(hours=8))
    contact = {"name": "Alex Exemple", "function": "Élu", "phone": "01 99 00 77 31", "email": "alex@exemple.invalid"}
    second = {"designation": "d-2", "perimeter": "deputy", "accepted": True, **contact}
    done = [
        house.do(CRISIS, "report.request", departement="77"),
        house.do(CRISIS, "representative.designate", **second),
        house.do(CRISIS, "representative.relieve", designation="d-1", reason="Relève zqmotifx"),
    ]
    assert [one.text for one in done if one.status_code != 201] == []
    for _ in range(3):
        run(house)
        house.clock.advance(timedelta(minutes=11))
    ended = house.do(CRISIS, "representative.end", designation="d-2", reason="Fin zqmotifx")
    assert ended.status_code == 201, ended.text
    for _ in range(3):
        run(house)
        fall_due(house, timedelta(minutes=20))


def looking_as(address: str) -> Seen:
    body = address.partition("@")[0] if "@" in address else "prefecture-45"
    return SEEN[RECIPIENTS[body]]


def test_no_message_tells_its_recipient_what_is_for_others(tmp_path: Path) -> None:
    with sending(tmp_path) as (house, office, gateway, receiver):
        everything_leaves(house)
        leaks, kinds = [], set[str]()
        for mail, envelope in zip(office.taken, office.envelopes, strict=True):
            subject = str(mail["Subject"])
            kinds.add(subject.partition("] ")[2].partition(" – ")[0])
            told = "\n".join([*(f"{name}: {value}" for name, value in mail.items()), *parts_of(mail)])
            leaks += [
                f"{to} is told {word} in {subject}" for to in envelope for word in leaked_to(looking_as(to), told)
            ]
        for text in gateway.taken:
            kinds.add("sms")
            leaks += [f"{text['to']} is told {word}" for word in leaked_to(looking_as(text["to"]), json.dumps(text))]
        for one in receiver.taken:
            kinds.add("webhook")
            body = one["path"].strip("/")
            leaks += [f"{body} is told {word}" for word in leaked_to(SEEN[RECIPIENTS[body]], json.dumps(one))]
        assert leaks == []
        assert [kind for kind in KINDS if not any(one.startswith(kind) for one in kinds)] == [], kinds


def parts_of(mail: Any) -> list[str]:
    """Return the text and the HTML of a mail, whose parts have headers too."""
    return [f"{[*part.items()]} {part.get_content()}" for part in mail.walk() if not part.is_multipart()]
