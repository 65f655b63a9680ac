"""The name of a body inside a sentence, in lines and refusals."""

import pytest

from crisiscoord.domain.french import of_the, the, to_the
from crisiscoord.library.territory import territory


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
