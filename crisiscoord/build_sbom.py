"""
What a release is made of: .constraints.run.txt and static/package-lock.json → CycloneDX 1.6, into the wheel.

The same inputs give the same bytes: no instant, no machine, no name of a tool. Two ways to have it:

    * the wheel             in its .dist-info/sboms/ (PEP 770), put there by the build hook
    * a command             python -m crisiscoord.build_sbom, which prints it

The build hook loads this file by its path: it imports nothing of crisiscoord. Packages whose line has a marker are
for some platforms only: their scope is `optional`.
"""

import base64
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

#: PEP 770 names a file by its format: https://cyclonedx.org/specification/overview/#recognized-file-patterns.
FILE = "crisiscoord.cdx.json"
_PIN = re.compile(r"([A-Za-z0-9._-]{1,100})==([A-Za-z0-9.+!-]{1,60})( ;.{1,200})?")
_DIRECT = re.compile(r"[A-Za-z0-9._-]{1,100}")


class SbomError(RuntimeError):
    """The inputs cannot be read; `str()` is the French sentence that says why."""


def sbom(root: Path) -> bytes:
    """Return the bill of materials of the checkout at `root`. Raises SbomError."""
    try:
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        packages = [*_python(root), *_browser(root)]
    except (OSError, ValueError, KeyError) as problem:
        raise SbomError(f"inventaire impossible\u00a0: {problem}") from problem
    own = f"pkg:pypi/{project['name']}@{project['version']}"
    direct = sorted(_direct(root, project, packages))
    told: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "lifecycles": [{"phase": "build"}],
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": project["name"],
                "version": project["version"],
                "purl": own,
                "licenses": [{"license": {"id": project["license"]}}],
            },
        },
        "components": packages,
        "dependencies": [{"ref": own, "dependsOn": direct}, *({"ref": one["bom-ref"]} for one in packages)],
    }
    told["serialNumber"] = f"urn:uuid:{uuid5(NAMESPACE_URL, json.dumps(told, sort_keys=True))}"
    return json.dumps(told, indent=1, sort_keys=True).encode() + b"\n"


def _python(root: Path) -> Iterator[dict[str, Any]]:
    for line in (root / ".constraints.run.txt").read_text(encoding="utf-8").splitlines():
        found = _PIN.fullmatch(line)
        if found is None:
            raise ValueError(f"ligne inattendue «\u00a0{line}\u00a0»")
        name, version, marker = found.groups()
        yield _component(name, version, f"pkg:pypi/{name.lower()}@{version}", "optional" if marker else "required")


def _browser(root: Path) -> Iterator[dict[str, Any]]:
    lock = json.loads((root / "static" / "package-lock.json").read_text(encoding="utf-8"))
    for path, one in sorted(lock["packages"].items()):
        name = path.rpartition("node_modules/")[2]
        if not name or one.get("dev"):
            continue
        namespace, _, bare = name.rpartition("/")
        purl = f"pkg:npm/{quote(namespace, safe='')}{'/' if namespace else ''}{bare}@{one['version']}"
        component = _component(name, one["version"], purl, "required")
        algorithm, _, digest = one["integrity"].partition("-")
        content = base64.b64decode(digest).hex()
        component["hashes"] = [{"alg": algorithm.upper().replace("SHA", "SHA-"), "content": content}]
        if "license" in one:
            component["licenses"] = [{"license": {"id": one["license"]}}]
        yield component


def _component(name: str, version: str, purl: str, scope: str) -> dict[str, Any]:
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl, "scope": scope}


def _direct(root: Path, project: dict[str, Any], packages: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the packages that are asked for by name."""
    asked = {_plain(found[0]) for line in project["dependencies"] if (found := _DIRECT.match(line))}
    static = json.loads((root / "static" / "package.json").read_text(encoding="utf-8"))
    asked |= set(static["dependencies"])
    for one in packages:
        if _plain(one["name"]) in asked or one["name"] in asked:
            yield one["bom-ref"]


def _plain(name: str) -> str:
    """Return a name as PyPI compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> int:
    """Print the bill of materials of this checkout."""
    try:
        sys.stdout.buffer.write(sbom(Path(__file__).resolve().parent.parent))
    except SbomError as problem:
        print(f"Inventaire impossible\u00a0: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
