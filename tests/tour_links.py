"""The part of the tour that gives links, opens them, and comes in by one."""

from typing import Any

from tests.cast import OBSERVER, PERMANENCE, actor
from tests.traffic import Traffic


def give_links(seen: Traffic, dossier: str) -> None:
    """Give links of both kinds, show, open and end them; come in by one."""
    seen.house.house.keeper.run()
    base = f"/api/dossiers/{dossier}"
    links = seen.ask("GET", f"{base}/links").json()["links"]
    field = next(one for one in links if one["body"] == "ccas-77333")
    seen.ask("GET", f"{base}/links", OBSERVER, 403)
    shown = seen.ask("GET", f"{base}/links/{field['link']}").json()
    seen.ask("GET", f"{base}/sheets", params={"to_call": "1"})
    seen.ask("POST", "/api/links/session", None, 201, json={"code": shown["code"]})
    seen.ask("POST", "/api/links/session", None, 422, json={"code": "0"})
    seen.ask("POST", "/api/links/session", None, 404, json={"secret": "ccl_" + "a" * 43})
    given: dict[str, Any] = {"departement": "77", "name": "Colonelle Fictive", "days": 2}
    liaison = seen.ask("POST", f"{base}/links", PERMANENCE, 201, json=given).json()
    scope = {"bodies": ("ccas-77333",), "departements": ("77",), "dossier": dossier}
    by_link = actor("lien.tour", "lien_terrain", "CCAS de Nemours", **scope)
    seen.ask("GET", f"{base}/own", by_link)
    seen.ask("GET", "/api/session", by_link)
    seen.ask("DELETE", f"{base}/links/{liaison['link']['link']}", expect=204)
