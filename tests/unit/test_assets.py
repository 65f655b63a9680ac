"""The files that are not code: found where they are; the browser libraries: whole or not at all."""

import json
from pathlib import Path

import pytest

from crisiscoord import assets, build_assets
from crisiscoord.build_assets import VENDORED, AssetsError, build, is_fresh, main


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A static/ folder of its own, and an npm that answers without any network."""
    static = tmp_path / "static"
    static.mkdir()
    (static / "package.json").write_text("{}")
    (static / "package-lock.json").write_text('{"lockfileVersion": 3}')
    npm = tmp_path / "npm"
    made = "\n".join(
        f'mkdir -p "node_modules/{Path(source).parent}" && echo "// {name}" > "node_modules/{source}"'
        for name, source in VENDORED.items()
    )
    described = "\n".join(
        f'echo \'{{"version": "1.0.0", "license": "MIT"}}\' > node_modules/{package}/package.json\n'
        f"echo MIT > node_modules/{package}/LICENSE"
        for package in ("preact", "htm", "@preact/signals", "@preact/signals-core", "uplot")
    )
    npm.write_text(f"#!/bin/sh\nset -e\n{made}\n{described}\n")
    npm.chmod(0o755)
    monkeypatch.setattr(build_assets, "npm_command", lambda: [str(npm)])
    return static


def test_in_a_checkout_the_files_are_those_of_the_checkout():
    root = Path(__file__).parents[2]
    assert assets.static_dir() == root / "static"
    assert assets.playbooks_dir() == root / "playbooks"
    assert assets.data_dir() == root / "crisiscoord" / "library" / "data"


def test_the_libraries_are_brought_with_their_licences_and_a_manifest(checkout: Path):
    assert not is_fresh(checkout)
    build(checkout)
    assert is_fresh(checkout)
    brought = {file.name for file in (checkout / "vendor").iterdir()}
    assert set(VENDORED) <= brought
    assert "LICENSE.preact_signals-core.txt" in brought
    packages = json.loads((checkout / "vendor" / "manifest.json").read_text())["packages"]
    assert packages["htm"] == {"version": "1.0.0", "license": "MIT"}
    assert sorted(entry.name for entry in checkout.iterdir()) == [
        "package-lock.json",
        "package.json",
        "vendor",
    ]


def test_libraries_of_another_lock_file_or_incomplete_are_brought_again(checkout: Path):
    build(checkout)
    (checkout / "vendor" / "htm.mjs").unlink()
    assert not is_fresh(checkout)
    build(checkout)
    assert is_fresh(checkout)
    (checkout / "package-lock.json").write_text('{"lockfileVersion": 4}')
    assert not is_fresh(checkout)


def test_what_stood_there_still_serves_when_npm_fails(checkout: Path, monkeypatch: pytest.MonkeyPatch):
    build(checkout)
    monkeypatch.setattr(build_assets, "npm_command", lambda: ["/bin/false"])
    with pytest.raises(AssetsError, match="npm ci"):
        build(checkout)
    assert is_fresh(checkout)
    assert sorted(entry.name for entry in checkout.iterdir()) == [
        "package-lock.json",
        "package.json",
        "vendor",
    ]


def test_a_package_that_no_longer_has_its_file_is_said(checkout: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(VENDORED, "gone.mjs", "preact/dist/gone.mjs")
    with pytest.raises(AssetsError, match=r"preact/dist/gone\.mjs"):
        build(checkout)
    assert not (checkout / "vendor").exists()


def test_where_there_is_no_lock_file_nothing_is_brought(tmp_path: Path):
    with pytest.raises(AssetsError, match="introuvable"):
        build(tmp_path)


def test_a_machine_without_npm_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(AssetsError, match=r"Node\.js"):
        build_assets.npm_command()


def test_the_command_does_nothing_when_nothing_is_needed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(build_assets, "is_fresh", lambda static: True)
    monkeypatch.setattr(build_assets, "build", lambda static: pytest.fail("npm was run for nothing"))
    assert main(["--if-needed"]) == 0


def test_the_command_says_why_it_failed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def refuse(static: Path) -> None:
        raise AssetsError("pas de réseau")

    monkeypatch.setattr(build_assets, "build", refuse)
    assert main([]) == 1
    assert "pas de réseau" in capsys.readouterr().err
