"""The pages: one shell, a policy that lets in our files only, and a way out when the libraries are missing."""

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.testclient import TestClient

from crisiscoord import assets
from crisiscoord.errors import every_problem
from crisiscoord.web import pages
from crisiscoord.web.shelf import trimmed

#: What a page may weigh before it shows a board, data left out: modules, style sheets, libraries and shell as they go
#: over the wire, with this much for the head of each answer.
FIRST_LOAD, HEAD = 120 * 1024, 360
BROUGHT = re.compile(r'<link rel="(?:modulepreload|stylesheet)"[^>]*>')
SHOWN = re.compile(r"path: /\^(.*?)\$/, bring: (.*?import\(.*)$", re.MULTILINE)
IMPORT_MAP = re.compile(r'<script type="importmap">(.*?)</script>', re.DOTALL)


@pytest.fixture
def static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A static folder of our own: the real shell, and one vendored library."""
    real = assets.static_dir()
    (tmp_path / "vendor").mkdir()
    (tmp_path / "js" / "tests").mkdir(parents=True)
    (tmp_path / "index.html").write_text((real / "index.html").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "js" / "main.js").write_text("", encoding="utf-8")
    (tmp_path / "js" / "tests" / "main.test.js").write_text("", encoding="utf-8")
    (tmp_path / "vendor" / "manifest.json").write_text('{"lock": "0123456789abcdef"}', encoding="utf-8")
    (tmp_path / "vendor" / "preact.mjs").write_text("", encoding="utf-8")
    monkeypatch.setattr(pages, "static_dir", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def browser(static: Path) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=pages.page_routes()), base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture
def real() -> Iterator[TestClient]:
    """The pages with the static folder of this checkout."""
    service = Starlette(routes=pages.page_routes(), middleware=[Middleware(GZipMiddleware)])
    with TestClient(service, base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.mark.parametrize("address", ["/connexion", "/dossiers/crue-2018", "/dossiers/x/organismes/ccas-77333"])
def test_every_page_is_the_same_shell_but_for_what_it_brings_first(browser: TestClient, address: str) -> None:
    answer = browser.get(address)
    assert answer.status_code == 200
    assert BROUGHT.sub("", answer.text).split() == BROUGHT.sub("", browser.get("/").text).split()


def test_the_policy_lets_in_the_import_map_and_nothing_else_that_is_inline(browser: TestClient) -> None:
    answer = browser.get("/")
    policy = answer.headers["content-security-policy"]
    (inline,) = IMPORT_MAP.findall(answer.text)
    digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in policy
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert "connect-src 'self' ws://127.0.0.1:8000 wss://127.0.0.1:8000;" in policy


@pytest.mark.parametrize("host", ["evil; script-src *", "a b", "x\u00e9", "'unsafe-inline'"])
def test_a_strange_host_says_nothing_in_the_policy(host: str) -> None:
    assert "connect-src 'self';" in pages.policy("", host)


def test_the_shell_has_neither_style_nor_script_of_its_own() -> None:
    shell = (assets.static_dir() / "index.html").read_text(encoding="utf-8")
    assert "<style" not in shell and "style=" not in shell
    assert all("src=" in tag or "importmap" in tag for tag in re.findall(r"<script[^>]*>", shell))


def test_the_scripts_never_parse_markup_nor_write_styles() -> None:
    for script in (assets.static_dir() / "js").rglob("*.js"):
        text = script.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|style=|eval\(", text), script.name
        assert len(text.splitlines()) < 300, script.name


def test_the_first_modules_are_announced_with_the_shell_but_not_what_comes_later(browser: TestClient) -> None:
    text = browser.get("/dossiers/x").text
    assert '<link rel="modulepreload" href="/static/js/main.js">' in text
    assert "main.test" not in text and "@" not in IMPORT_MAP.findall(text)[0].replace("@preact", "")

    board = pages.first_modules(assets.static_dir(), "board")
    assert {"js/main.js", "js/pages/board.js", "js/pages/crisis.js", "js/elements/matrix.js"} <= {*board}
    assert not {"js/map/board_map.js", "js/elements/plot.js", "js/pages/convention.js", "js/forms/official.js"} & {
        *board
    }


def test_each_address_brings_the_page_and_the_style_sheets_that_the_browser_shows_there() -> None:
    main = (assets.static_dir() / "js" / "main.js").read_text(encoding="utf-8")
    shown = {}
    for path, bring in SHOWN.findall(main):
        (page,) = re.findall(r'import\("\./pages/(\w+)\.js"\)', bring)
        shown[path.replace(r"\/", "/")] = (page, tuple(re.findall(r', "(\w+)"', bring)))
    assert shown == {re.sub(r"\{\w+\}", "([^/]+)", address): known for address, known in pages.PAGES.items()}


def test_the_first_view_of_a_board_weighs_little(real: TestClient) -> None:
    shell = real.get("/dossiers/x")
    found = re.findall(r'(?:href|src)="(/static/[^"]+)"', shell.text)
    vendored = re.findall(r'"(/static/vendor/[^"]+)"', IMPORT_MAP.findall(shell.text)[0])
    needed = {*found, *(path for path in vendored if "uplot" not in path)}
    weights = {path: HEAD + _on_the_wire(real, path) for path in {"/dossiers/x", *needed}}
    assert len(weights) > 50
    heaviest = sorted(weights, key=lambda path: -weights[path])[:8]
    assert sum(weights.values()) <= FIRST_LOAD, {path: weights[path] for path in heaviest}


def _on_the_wire(client: TestClient, path: str) -> int:
    with client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.status_code == 200, path
        return sum(map(len, answer.iter_raw()))


def test_what_is_sent_of_a_module_has_no_comment_and_keeps_its_lines() -> None:
    source = """// A module.
/** A promise
 * on two lines. @param {string} one */
export const a = /** @type {any} */ (b("https://x.fr/*"));
  // why
const c = `// kept
http://y`; // kept too
"""
    assert trimmed(source.replace("`// kept", "` // kept")).splitlines() == [
        "",
        "",
        "",
        'export const a = (b("https://x.fr/*"));',
        "",
        "const c = ` // kept",
        "http://y`; // kept too",
    ]


def test_no_module_has_words_to_show_that_look_like_a_comment() -> None:
    for script in (assets.static_dir() / "js").rglob("*.js"):
        text = trimmed(script.read_text(encoding="utf-8"))
        assert text.count("`") % 2 == 0, script.name
        assert not re.search(r"^\s*(?://|/?\*\*? )", text, re.MULTILINE), script.name


def test_a_file_that_changes_is_sent_as_it_has_become(static: Path, browser: TestClient) -> None:
    script = static / "js" / "main.js"
    first = browser.get("/static/js/main.js")
    script.write_text("// other words\nimport './a.js';", encoding="utf-8")
    again = browser.get("/static/js/main.js", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 200 and again.text == "\nimport './a.js';"
    assert again.headers["content-encoding"] == "gzip" and again.headers["content-type"].startswith("text/javascript")
    same = browser.get("/static/js/main.js", headers={"If-None-Match": again.headers["etag"]})
    assert same.status_code == 304 and same.headers["cache-control"] == "no-cache"
    plain = browser.get("/static/js/main.js", headers={"Accept-Encoding": "identity"})
    assert plain.text == again.text and "content-encoding" not in plain.headers


def test_a_page_that_has_not_changed_is_not_sent_again(browser: TestClient) -> None:
    first = browser.get("/")
    again = browser.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content


def test_libraries_named_with_their_version_are_kept_and_the_rest_is_asked_again(browser: TestClient) -> None:
    kept = browser.get("/static/vendor/preact.mjs?v=0123456789ab")
    assert "immutable" in kept.headers["cache-control"]
    for path in ("/static/vendor/preact.mjs", "/static/js/main.js"):
        answer = browser.get(path)
        assert answer.headers["cache-control"] == "no-cache" and answer.headers["etag"]


def test_without_libraries_the_page_says_what_to_run(static: Path, browser: TestClient) -> None:
    (static / "vendor" / "manifest.json").unlink()
    answer = browser.get("/")
    assert answer.status_code == 503
    assert "crisiscoord assets" in answer.text and "<script" not in answer.text


def test_a_code_of_refusal_means_one_thing() -> None:
    owners: dict[str, set[type]] = {}
    for kind in every_problem():
        if "code" in vars(kind) and kind.__module__.startswith("crisiscoord."):
            owners.setdefault(kind.code, set()).add(kind)
    assert {code: kinds for code, kinds in owners.items() if len(kinds) > 1} == {}


def test_every_code_of_refusal_has_its_place_on_the_page_of_errors(browser: TestClient) -> None:
    answer = browser.get("/erreurs")
    codes = [kind.code for kind in every_problem()]
    for code in codes:
        assert answer.text.count(f'id="{code}"') == 1
