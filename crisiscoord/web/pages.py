"""The pages: one shell for every address and everybody, and the files that it needs.

No data is in a page: whoever may see what is decided when the page asks the API. The shell's import map must be
inline, so its digest stands in the Content-Security-Policy, which allows nothing else that is not a file of ours.
"""

import base64
import hashlib
import json
import os
import re
from collections.abc import Awaitable, Callable, Sequence
from html import escape
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from ..assets import static_dir
from ..errors import Problem, every_problem
from .shelf import MOST_BYTES, TEXTS, Shelf

#: The addresses that show the shell, each with its page (static/js/main.js has the same) and the style sheets of it.
PAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "/": ("dossiers", ()),
    "/acces-fortuits": ("exposures", ()),
    "/annuaire": ("directory", ("directory",)),
    "/annuaire/import": ("directory_import", ()),
    "/annuaire/organismes/{body}": ("directory_body", ()),
    "/annuaire/vivier": ("roster", ()),
    "/calendrier": ("calendar", ()),
    "/compte": ("account", ()),
    "/connexion": ("sign_in", ()),
    "/connexion/{way}": ("entering", ()),
    "/declarer": ("declare", ("declare",)),
    "/dispositifs": ("schemes", ()),
    "/droits": ("rights", ()),
    "/engagement": ("undertaking", ()),
    "/lien": ("link", ("report", "links")),
    "/personnes": ("people", ()),
    "/protocoles": ("playbooks", ()),
    "/signaler": ("signal", ("declare",)),
    "/signer": ("sign", ()),
    "/dossiers/{dossier}": ("board", ()),
    "/dossiers/{dossier}/acces": ("access", ("links",)),
    "/dossiers/{dossier}/acces/fiches": ("access_sheets", ("links",)),
    "/dossiers/{dossier}/organismes/{body}": ("body", ("report",)),
    "/dossiers/{dossier}/acces-fortuit": ("exposure", ()),
    "/dossiers/{dossier}/points": ("points", ()),
    "/dossiers/{dossier}/conduite": ("conduct", ("declare",)),
    "/dossiers/{dossier}/designation": ("designation", ()),
    "/dossiers/{dossier}/fiches/{playbook}": ("sheets", ()),
    "/dossiers/{dossier}/main-courante": ("log", ()),
    "/dossiers/{dossier}/avis": ("notices", ()),
    "/dossiers/{dossier}/mur": ("wall", ("wall",)),
    "/dossiers/{dossier}/bureau": ("bureau", ("bureau",)),
    "/dossiers/{dossier}/actes": ("acts", ()),
    "/dossiers/{dossier}/passation": ("brief", ()),
    "/dossiers/{dossier}/renforts": ("help", ()),
    "/dossiers/{dossier}/relance": ("calls", ()),
    "/dossiers/{dossier}/releve": ("shift", ()),
    "/dossiers/{dossier}/taches": ("tasks", ()),
    "/dossiers/{dossier}/trimestre": ("quarter", ()),
}
ADDRESSES = tuple(PAGES)
#: Seconds in a year: what never changes under one address may be kept so long.
YEAR = 31_536_000

#: One for the whole process: the files are the same for everybody.
_SHELF = Shelf()
_IMPORT_MAP = re.compile(r'<script type="importmap">(.*?)</script>', re.DOTALL)
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\[[0-9a-fA-F:]{2,45}\](:[0-9]{1,5})?")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def page_routes() -> list[BaseRoute]:
    """Return the routes of the pages, of `/erreurs` and of `/static`."""
    return [
        *(Route(address, _shell_of(address), methods=["GET"]) for address in ADDRESSES),
        Route("/erreurs", error_list, methods=["GET"]),
        Mount("/static", Assets(directory=static_dir())),
    ]


def _shell_of(address: str) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers at an address: the shell, or how to mend an installation without browser libraries."""
    page, styles = PAGES[address]

    async def shell(request: Request) -> Response:
        static = static_dir()
        version = vendor_version(static)
        if version is None:
            return page_answer(request, bare_page("Bibliothèques absentes", _MISSING_LIBRARIES), status=503)
        html = (static / "index.html").read_text(encoding="utf-8").replace("@VENDOR@", version)
        html = html.replace("<!-- @STYLES@ -->", _style_links(styles))
        return page_answer(request, html.replace("<!-- @PRELOAD@ -->", _preloads(static, page)))

    return shell


def wants_page(request: Request) -> bool:
    """Say whether a browser asks for something to show, rather than a program for an answer."""
    is_page = not request.url.path.startswith(("/api/", "/static/"))
    return is_page and request.method == "GET" and "text/html" in request.headers.get("accept", "")


def lost(request: Request) -> Response:
    """Answer that there is no such page."""
    text = "<p>Cette adresse n’existe pas. Un lien a pu être mal copié.</p><p><a href=/>Voir les dossiers</a></p>"
    return page_answer(request, bare_page("Page introuvable", text), status=404)


async def error_list(request: Request) -> Response:
    """List every code of refusal: problems point here by their `type`."""
    kinds = {kind.code: kind for kind in reversed([*every_problem()])}
    rows = "".join(_error_row(kind) for kind in reversed(kinds.values()))
    table = (
        "<table class=tbl><thead><tr><th scope=col>Code</th><th scope=col>Ce que cela veut dire</th>"
        f"<th scope=col class=num>HTTP</th></tr></thead><tbody>{rows}</tbody></table>"
    )
    listed = f"<div class=block>{table}</div><p><a href=/>Voir les dossiers</a></p>"
    return page_answer(request, bare_page("Codes d’erreur", listed))


def vendor_version(static: Path) -> str | None:
    """Return what names the state of the vendored libraries, or None when they were never brought."""
    try:
        manifest = json.loads((static / "vendor" / "manifest.json").read_text(encoding="utf-8"))
        return str(manifest["lock"])[:12]
    except (OSError, ValueError, KeyError):
        return None


class Assets(StaticFiles):
    """The files of static/: asked again each time (304 when unchanged), but for what is named with its version."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        path = Path(full_path)
        if path.suffix in TEXTS and stat_result.st_size <= MOST_BYTES:
            response = _sent(path, Headers(scope=scope))
        else:
            response = super().file_response(full_path, stat_result, scope, status_code)
        versioned = "/vendor/" in scope["path"] and scope.get("query_string", b"").startswith(b"v=")
        kept = f"public, max-age={YEAR}, immutable" if versioned else "no-cache"
        response.headers["Cache-Control"] = kept
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def _sent(path: Path, asked: Headers) -> Response:
    """Answer with a text that is kept ready, compressed for who can read it so, or say that it has not changed."""
    ready = _SHELF.take(path)
    # without a charset: browsers read modules, JSON and the style sheets of a UTF-8 page as UTF-8
    headers = {"ETag": f'"{ready.digest}"', "Vary": "Accept-Encoding", "Content-Type": TEXTS[path.suffix]}
    if path.suffix != ".svg":  # what is no document needs no more; said a hundred times, the usual words weigh 4 KB
        headers["Content-Security-Policy"] = "default-src 'none'"
    if ready.digest in asked.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    squeezed = "gzip" in asked.get("accept-encoding", "")
    if squeezed:
        headers["Content-Encoding"] = "gzip"
    return Response(ready.squeezed if squeezed else ready.plain, headers=headers)


def page_answer(request: Request, html: str, status: int = 200) -> Response:
    """Answer with a page, its policy, and its ETag."""
    body = html.encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers = {**_HEADERS, "Content-Security-Policy": policy(html, request.headers.get("host", "")), "ETag": etag}
    if status == 200 and etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return HTMLResponse(body, status_code=status, headers=headers)


def policy(html: str, host: str) -> str:
    """Return the Content-Security-Policy of a page: our files, its own import map, our socket, nothing else."""
    inline = "".join(f" 'sha256-{_digest(found)}'" for found in _IMPORT_MAP.findall(html))
    # 'self' does not mean the socket of the same host in every browser
    socket = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    rules: Sequence[str] = (
        "default-src 'none'",
        f"script-src 'self'{inline}",
        "style-src 'self'",
        f"connect-src 'self'{socket}",
        "img-src 'self'",
        "font-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
    return "; ".join(rules)


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def first_modules(static: Path, page: str) -> tuple[str, ...]:
    """Return the modules that a page needs before it shows anything; what it brings later is not among them."""
    return _SHELF.closure(static, ("js/main.js", f"js/pages/{page}.js"))


def _preloads(static: Path, page: str) -> str:
    """Name every module at once, so that the browser does not find them one import after another."""
    return "\n".join(f'<link rel="modulepreload" href="/static/{module}">' for module in first_modules(static, page))


def _style_links(styles: Sequence[str]) -> str:
    """Link the style sheets of one page where main.js would put them: before that of paper."""
    return "\n".join(f'<link rel="stylesheet" href="/static/css/{name}.css">' for name in styles)


def _error_row(kind: type[Problem]) -> str:
    code, title = escape(kind.code), escape(kind.title)
    status = f"<td class=num>{kind.status}</td>"
    return f'<tr id="{code}"><th scope=row><code>{code}</code></th><td>{title}</td>{status}</tr>'


def bare_page(title: str, inside: str) -> str:
    """Return a page without scripts."""
    return f"""<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} · crisiscoord</title>
<link rel="icon" href="/static/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/css/tokens.css">
<link rel="stylesheet" href="/static/css/base.css">
<link rel="stylesheet" href="/static/css/components.css">
<link rel="stylesheet" href="/static/css/pages.css">
</head>
<body>
<header class="head"><a class="brand" href="/">crisiscoord</a>
<div class="head-title"><h1>{title}</h1></div></header>
<main id="contenu" class="page plain wide">{inside}</main></body>
</html>
"""


_MISSING_LIBRARIES = (
    "<p>Les bibliothèques du navigateur sont absentes\u00a0: lancez <code>crisiscoord assets</code> "
    "sur le serveur, puis rechargez cette page.</p><p>Le serveur lui-même fonctionne\u00a0: "
    "rien de ce qui est enregistré n’est touché.</p>"
)
