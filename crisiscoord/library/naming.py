"""How a body is named in French after its commune or département: "CCAS du Havre", "Préfecture de la Marne".

`liaison` is INSEE's type of name (TNCC), one digit or nothing where INSEE gives none: it says among others
whether an initial h is mute (1: "d’Hyères") or not (0: "de Haybes").
"""

from collections.abc import Mapping
from unicodedata import normalize

_CONTRACTED = (("Les ", "des "), ("Le ", "du "))
_ARTICLES = ("La ", "L’", "Las ", "Los ")
_DEPARTEMENT = {"1": "d’", "2": "du ", "3": "de la ", "4": "des ", "5": "de l’"}

_IN = {"2": "dans le ", "3": "dans la ", "4": "dans les ", "5": "dans l’"}
#: Feminine départements of which one says "dans la": "en" for the others.
_FEMININE = frozenset("Creuse Drôme Loire Manche Marne Meuse Nièvre Sarthe Somme Vienne".split())
#: A city and islands that bear no article.
_AT = frozenset(
    {"Paris", "La Réunion", "Mayotte", "Saint-Pierre-et-Miquelon", "Saint-Barthélemy", "Saint-Martin"}
    | {"Wallis et Futuna"}
)

_SMALL_WORDS = frozenset("de des du d en et la le les l sur sous".split())

_COMMUNAL: Mapping[str, str] = {"ccas": "CCAS", "mairie": "Mairie"}
_DEPARTMENTAL: Mapping[str, str] = {
    "udccas": "UDCCAS",
    "prefecture": "Préfecture",
    "ddets": "DDETS",
    "siao": "SIAO",
    "caf": "Caf",
    "cpam": "CPAM",
    "cd": "Conseil départemental",
}
#: Bodies of which a territory has any number: their id holds a short name that somebody gives them.
_FREE: Mapping[str, str] = {
    "sos": "SOS Médecins",
    "aav": "Association d’aide aux victimes",
    "aasc": "Association agréée de sécurité civile",
    "etat": "Service de l’État",
}
_NATIONAL: Mapping[str, str] = {"unccas": "UNCCAS", "sgav": "SG\u2011AV / DIAV"}

#: Overseas, the same duty under another name.
_OVERSEAS_KIND: Mapping[tuple[str, str], str] = {
    **{("cpam", code): "CGSS" for code in ("971", "972", "973", "974")},
    **{("ddets", code): "DEETS" for code in ("971", "972", "974", "976")},
}
_OWN_NAME: Mapping[tuple[str, str], str] = {
    ("cd", "75"): "Ville de Paris, en sa qualité de département",
    **dict.fromkeys((("cd", "67"), ("cd", "68")), "Collectivité européenne d’Alsace"),
    **dict.fromkeys((("cd", "2A"), ("cd", "2B")), "Collectivité de Corse"),
    ("cd", "972"): "Collectivité territoriale de Martinique",
    ("cd", "973"): "Collectivité territoriale de Guyane",
    ("cd", "975"): "Collectivité territoriale de Saint-Pierre-et-Miquelon",
    ("cd", "977"): "Collectivité de Saint-Barthélemy",
    ("cd", "978"): "Collectivité de Saint-Martin",
    ("cd", "984"): "Terres australes et antarctiques françaises",
    ("cd", "986"): "Assemblée territoriale des îles Wallis et Futuna",
    ("cd", "987"): "Polynésie française",
    ("cd", "988"): "Nouvelle-Calédonie",
    ("cd", "989"): "Île de Clipperton",
    ("cpam", "975"): "Caisse de prévoyance sociale de Saint-Pierre-et-Miquelon",
    ("cpam", "976"): "Caisse de sécurité sociale de Mayotte",
    ("prefecture", "986"): "Administration supérieure des îles Wallis et Futuna",
    ("prefecture", "987"): "Haut-commissariat de la République en Polynésie française",
    ("prefecture", "988"): "Haut-commissariat de la République en Nouvelle-Calédonie",
}


def of_commune(name: str, liaison: str = "") -> str:
    """Put "de" before a commune's name: du Havre, des Mureaux, de La Rochelle, d’Évry-Courcouronnes."""
    for article, contracted in _CONTRACTED:
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    if name.startswith(_ARTICLES):
        return f"de {name}"
    return ("d’" if liaison == "1" or _starts_with_vowel(name) else "de ") + name


def of_departement(name: str, liaison: str = "") -> str:
    """Put "de" and its article before a département's name: de l’Eure, des Yvelines, de Seine-et-Marne."""
    return _DEPARTEMENT.get(liaison, "d’" if _starts_with_vowel(name) else "de ") + name


def in_departement(name: str, liaison: str = "") -> str:
    """Put "in" before a département's name: dans l’Essonne, en Seine-et-Marne, dans la Somme, à La Réunion."""
    if name in _AT:
        return f"à {name}"
    if liaison == "3" and name not in _FEMININE:
        return f"en {name}"
    return _IN.get(liaison, "en ") + name


def communal_name(kind: str, name: str, liaison: str) -> str:
    """Name the CCAS or the mairie of a commune."""
    return f"{_COMMUNAL[kind]} {of_commune(name, liaison)}"


def departmental_name(kind: str, code: str, name: str, liaison: str) -> str:
    """Name the body of a kind in a département, as it is called there."""
    known = _OWN_NAME.get((kind, code))
    shown = _OVERSEAS_KIND.get((kind, code), _DEPARTMENTAL[kind])
    return known or f"{shown} {of_departement(name, liaison)}"


def national_name(kind: str) -> str:
    """Name a body of which there is one."""
    return _NATIONAL[kind]


def intercommunal_name(epci: str) -> str:
    """Name the CIAS of an EPCI; the kinds that are shortened in INSEE's names are all feminine."""
    return f"CIAS de la {epci}" if epci.startswith(("CC ", "CA ", "CU ")) else f"CIAS, {epci}"


def free_name(kind: str, slug: str) -> str:
    """Name an association or a service known only by its slug, until somebody names it better."""
    words = (word if word in _SMALL_WORDS else word.capitalize() for word in slug.split("-"))
    return f"{_FREE[kind]} " + "-".join(words)


def is_communal(kind: str) -> bool:
    return kind in _COMMUNAL


def is_departmental(kind: str) -> bool:
    return kind in _DEPARTMENTAL


def is_free(kind: str) -> bool:
    """Say whether there may be any number of bodies of a kind, each with a short name of its own in its id."""
    return kind in _FREE


def is_national(kind: str) -> bool:
    return kind in _NATIONAL


def _starts_with_vowel(name: str) -> bool:
    return normalize("NFD", name.replace("Œ", "O"))[:1].lower() in set("aeiou")
