"""`crisiscoord` as a person runs it: what it answers, and the exit code that scripts rely on (0 done, 1 no, 2 misused)."""

import signal
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from crisiscoord.library.territory import territory
from crisiscoord.settings import Settings
from tests.cli.telling import DONE, MISUSED, NO, Tell
from tests.programs import Program, Server, free_port, run, token
from tests.relay import Relay
from tests.waiting import until_now


@pytest.fixture
def database(tmp_path: Path) -> dict[str, Any]:
    return {"database": f"sqlite:///{tmp_path}/crisiscoord.db", "commands_per_minute": 0}


def test_settings_are_all_shown_with_their_meaning_and_no_secret(tell: Tell):
    told = tell("settings", secret="x" * 40, beat_s=7)
    assert told.code == DONE
    for name, field in Settings.model_fields.items():
        assert f"CRISISCOORD_{name.upper()} = " in told.out
        assert field.description is not None and field.description in told.out
    assert "CRISISCOORD_BEAT_S = 7" in told.out
    assert "x" * 40 not in told.out


def test_a_misspelt_setting_is_refused_by_name_with_the_one_that_was_meant(tell: Tell):
    told = tell("settings", databse="sqlite:///x.db")
    assert told.code == NO
    assert "CRISISCOORD_DATABSE" in told.err and "CRISISCOORD_DATABASE" in told.err


@pytest.mark.parametrize(
    "arguments", [("frobnicate",), ("serve", "--port", "soixante"), ("token", "create"), ("watch",)]
)
def test_what_is_misused_says_so(tell: Tell, arguments: tuple[str, ...]):
    told = tell(*arguments)
    assert told.code == MISUSED and told.err


def test_a_database_is_checked_made_and_found_in_order(tell: Tell, database: dict[str, Any]):
    for asked in (("db", "check"), ("verify",)):
        told = tell(*asked, **database)
        assert told.code == NO and told.err
    assert tell("db", "upgrade", **database).code == DONE
    assert tell("db", "check", **database).code == DONE
    empty = tell("verify", **database)
    assert empty.code == DONE and "Aucun dossier" in empty.out
    assert tell("verify", "nulle-part", **database).code == NO


@pytest.mark.parametrize("arguments", [("account", "list"), ("verify",), ("db", "upgrade"), ("backup",), ("serve",)])
def test_a_database_that_does_not_answer_is_said_without_its_address(tell: Tell, arguments: tuple[str, ...]):
    told = tell(*arguments, database=f"postgresql+psycopg://compte:motdepasse@127.0.0.1:{free_port()}/base")
    assert (told.code, told.out) == (NO, "")
    assert told.err.startswith("La base de données ne répond pas") and "motdepasse" not in told.err


def test_a_clock_that_cannot_be_read_is_refused_in_words(tell: Tell, database: dict[str, Any]):
    told = tell("serve", mode="test", clock="shift:demain", **database)
    assert told.code == NO and told.err.startswith("CRISISCOORD_CLOCK\u00a0: «\u00a0demain\u00a0»")


def test_agreed_texts_are_checked_by_file_and_line(tell: Tell, tmp_path: Path):
    assert tell("playbooks", "check").code == DONE
    faulty = tmp_path / "faulty" / "crises"
    faulty.mkdir(parents=True)
    (faulty / "inondation.yaml").write_text("code: inondation\ntitle: Inondation\ncouleur: bleue\n", encoding="utf-8")
    told = tell("playbooks", "check", str(faulty.parent))
    assert told.code == NO
    assert "inondation.yaml:3" in told.err and "couleur" in told.err


def test_a_role_that_does_not_exist_gets_no_token(tell: Tell, database: dict[str, Any]):
    assert tell("db", "upgrade", **database).code == DONE
    told = tell("token", "create", "--role", "roi", **database)
    assert told.code == NO and "roi" in told.err and not told.out


def test_a_token_is_given_for_a_body_as_the_directory_knows_it(tell: Tell, database: dict[str, Any], tmp_path: Path):
    """A CIAS of two départements is in the one of its seat, which only the directory knows."""
    assert tell("db", "upgrade", **database).code == DONE
    places = territory()
    two = (epci for epci in places._epci if len(places.departements_of_epci(epci)) > 1)
    body = places.body(f"cias-{next(two)}")
    assert body is not None
    members = places._members(body.id.removeprefix("cias-"))
    seat = next(commune for commune in members if commune.departement != body.departement)
    file = tmp_path / "organismes.csv"
    file.write_text(f"identifiant;type;commune\n{body.id};cias;{seat.code}\n", encoding="utf-8")
    told = tell("directory", "import", str(file), **database)
    assert told.code == DONE, told.err
    assert tell("token", "create", "--role", "ccas_direction", "--body", body.id, **database).code == DONE
    (line,) = tell("token", "list", **database).out.splitlines()
    assert f"{body.id} {seat.departement} " in line


def test_a_token_opens_the_door_and_a_server_that_is_asked_to_stop_ends_in_order(
    tmp_path: Path, database: dict[str, Any]
):
    server = Server(tmp_path, **database).start()
    proof = token(tmp_path, "prefecture", "--departement", "77", **database)
    with server.client(proof) as client:
        assert client.get("/api/session").json()["actor"]["departements"] == ["77"]
    # The signal that was asked for is what a service manager reads as a clean end.
    assert server.stop() in (DONE, -signal.SIGTERM)
    assert "Traceback" not in server.said()


@pytest.mark.timeout(300)  # eight processes, one after the other
def test_a_scenario_is_played_through_a_restart_and_watched_through_a_cut(tmp_path: Path, database: dict[str, Any]):
    with Server(tmp_path, **database) as server, Relay(server.port) as cable:
        proof = token(tmp_path, "unccas_permanence", **database)
        play = ("exercise", "crue-2018", "--speed", "3600", "--url", server.url)
        watch = ("watch", "crue-2018", "--url", cable.url, "--token", proof)
        with Program(tmp_path, play, **database) as playing, server.client(proof) as client:
            until_now(lambda: client.get("/api/dossiers/crue-2018/board").is_success, 60)
            server.kill()
            server.start()
            with Program(tmp_path, watch, **database) as watching:
                watching.until_it_says("Crue de la Seine")
                assert playing.process is not None
                assert playing.process.wait(100) == DONE, playing.said()
                cable.cut()
                watching.until_it_says("données figées depuis")
                said = {"text": "Fin de la veille.", "category": "information"}
                note = {"id": str(uuid4()), "dossier": "crue-2018", "do": "note.write", **said}
                assert client.post("/api/commands", json=note).status_code == 201
                cable.mend()
                watching.until_it_says("Fin de la veille.")
        refused = run("watch", "crue-2018", "--url", server.url, "--token", "cc_faux", cwd=tmp_path, **database)
        assert refused.returncode == NO and "Traceback" not in refused.stderr
    assert "aucune refusée" in playing.said()
    assert "EXERCICE" in watching.said() and "rattrapé (" in watching.said()
    assert watching.said().count("Fin de la veille.") == 1 and "Traceback" not in watching.said()
    proven = run("verify", cwd=tmp_path, **database)
    assert proven.returncode == DONE, proven.stderr
    assert proven.stdout.count("intact") == 2


def test_the_demonstration_opens_with_one_account_per_role(tmp_path: Path):
    port = free_port()
    with Program(tmp_path, ("demo", "--no-replay", "--port", str(port))) as demo:
        demo.until_it_says("Choisissez un compte fictif")
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            accounts = client.get("/api/demo/accounts").json()
            assert {"unccas_permanence", "prefecture", "ccas_direction", "sgav"} <= {one["role"] for one in accounts}
            assert client.post("/api/demo/session", json={"key": accounts[0]["key"]}).status_code == 204
            assert client.get("/api/dossiers").json() == []
        second = run("demo", "--no-replay", "--port", str(port), cwd=tmp_path)
        assert second.returncode == NO and "déjà pris" in second.stderr, "the one that runs keeps its database"
    assert (tmp_path / "var" / "demo" / "crisiscoord.db").is_file()
