"""The name of a body inside a sentence, in lines and refusals, and lines that are read as French."""

import pytest

from crisiscoord.domain.french import lowered, of_the, the, to_the
from crisiscoord.library.territory import territory
from tests.cast import CCAS_NEMOURS, PERMANENCE
from tests.unit.test_supporting import NEMOURS, declared

PLACE = {"place": "salle-1", "kind": "cehu", "name": "Salle des fêtes", "commune": "77333"}


@pytest.mark.parametrize(
    ("name", "article", "of", "to"),
    [
        ("CCAS de Melun", "le CCAS de Melun", "du CCAS de Melun", "au CCAS de Melun"),
        ("Mairie de Gravon", "la mairie de Gravon", "de la mairie de Gravon", "à la mairie de Gravon"),
        ("UDCCAS du Nord", "l’UDCCAS du Nord", "de l’UDCCAS du Nord", "à l’UDCCAS du Nord"),
        ("SG\u2011AV / DIAV", "le SG\u2011AV / DIAV", "du SG\u2011AV / DIAV", "au SG\u2011AV / DIAV"),
        ("Ville Exemple", "Ville Exemple", "de Ville Exemple", "à Ville Exemple"),
    ],
)
def test_the_name_of_a_body_takes_its_article_in_a_sentence(name: str, article: str, of: str, to: str) -> None:
    assert (the(name), of_the(name), to_the(name)) == (article, of, to)


@pytest.mark.parametrize(
    "id", ["ccas-77288", "mairie-77210", "udccas-77", "prefecture-77", "prefecture-987", "unccas", "sgav"]
)
def test_every_body_that_a_crisis_names_has_an_article(id: str) -> None:
    body = territory().body(id)
    assert body is not None and the(body.name) != body.name


def test_lines_are_read_as_french() -> None:
    pen = declared()
    nemours, now = {"body": NEMOURS}, {"at": pen.now, "source": "COD"}
    for do, fields in (
        ("call.log", {**nemours, "answered": False}),
        ("call.log", {**nemours, "answered": False}),
        ("official.publish", {**now, "departement": "77", "figures": {"injured_severe": 3, "dead": 0}}),
        (
            "place.open",
            {**nemours, **PLACE, "address": "1 rue Inventée.", "text": "Ne pas diffuser.", "restricted": True},
        ),
        ("place.open", {**nemours, **PLACE, "place": "salle-2", "address": "2 rue Inventée", "text": "Entrée au nord"}),
        ("crisis.mark", {**now, "anchor": "jo"}),
        ("act.record", {**nemours, "act": "nuit", "kind": "hebergement_nuit", "persons": 4, "occurred_at": pen.now}),
        ("act.correct", {"act": "nuit", "persons": 5}),
    ):
        pen.do(do, as_=CCAS_NEMOURS if do.startswith("act.") else PERMANENCE, **fields)
    told = "\n".join(pen.say())
    for line in (
        "Appel au CCAS de Nemours\u00a0: sans réponse.\n",
        "Appel au CCAS de Nemours\u00a0: sans réponse, 2 appels de suite.\n",
        "UA 3 et décédés 0.",
        "Lieu à adresse restreinte\u00a0: Salle des fêtes, 1 rue Inventée. Ne pas diffuser.\n",
        "«\u00a0Salle des fêtes\u00a0». 2 rue Inventée. Entrée au nord\n",
        "Date de référence connue (Journal officiel)\u00a0:",
        "acte corrigé\u00a0: hébergement pour la nuit (5 personnes)\u202f; avant\u00a0: hébergement pour la nuit (4 personnes).",
    ):
        assert line in told, line
    assert (lowered("SMS"), lowered("Décédés"), lowered("À la mairie")) == ("SMS", "décédés", "à la mairie")
