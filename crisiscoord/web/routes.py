"""Every address of the service, on one page (protocol.md, HTTP)."""

from starlette.routing import BaseRoute, Route, WebSocketRoute

from . import (
    account,
    calendar,
    calls,
    candidates,
    contract,
    directory,
    dossiers,
    entering,
    exports,
    foreseeing,
    health,
    history,
    importing,
    journal,
    life,
    lookups,
    notices,
    previewing,
    quarter,
    rights,
    roster,
    session,
    tasks,
    totals,
)
from .door import COMMANDS
from .pages import page_routes
from .socket import board_socket


def api_routes() -> list[BaseRoute]:
    """Return the routes of the API, in the order of protocol.md."""
    return [
        COMMANDS,
        Route("/api/dossiers", dossiers.list_dossiers, methods=["GET"]),
        Route("/api/dossiers/{dossier}/board", dossiers.show_board, methods=["GET"]),
        Route("/api/dossiers/{dossier}/history", history.show_history, methods=["GET"]),
        Route("/api/dossiers/{dossier}/deltas", history.show_deltas, methods=["GET"]),
        Route("/api/dossiers/{dossier}/journal", journal.read_journal, methods=["GET"]),
        Route("/api/dossiers/{dossier}/quarter", quarter.show_quarter, methods=["GET"]),
        Route("/api/dossiers/{dossier}/life", life.show_life, methods=["GET"]),
        Route("/api/dossiers/{dossier}/tasks", tasks.list_tasks, methods=["GET"]),
        Route("/api/dossiers/{dossier}/shift", tasks.show_shift, methods=["GET"]),
        Route("/api/dossiers/{dossier}/totals", totals.show_totals, methods=["GET"]),
        Route("/api/dossiers/{dossier}/needs/{need}/candidates", candidates.rank_candidates, methods=["GET"]),
        Route("/api/dossiers/{dossier}/calls", calls.list_calls, methods=["GET"]),
        Route("/api/dossiers/{dossier}/rights", rights.list_rights, methods=["GET"]),
        Route("/api/rights", rights.list_grants, methods=["GET"]),
        Route("/api/dossiers/{dossier}/notices", notices.list_notices, methods=["GET"]),
        Route("/api/dossiers/{dossier}/notices/{message}", notices.send_again, methods=["POST"]),
        Route("/api/dossiers/{dossier}/playbooks/{code}/preview", previewing.preview_playbook, methods=["GET"]),
        Route("/api/dossiers/{dossier}/exports/points/{file}", exports.export_point, methods=["GET"]),
        Route("/api/dossiers/{dossier}/exports/{file}", exports.export_table, methods=["GET"]),
        Route("/api/calendar", calendar.show_calendar, methods=["GET"]),
        Route("/api/calendar.ics", calendar.every_ics, methods=["GET"]),
        Route("/api/dossiers/{dossier}/calendar.ics", calendar.dossier_ics, methods=["GET"]),
        Route("/api/feeds", calendar.show_feed, methods=["GET"]),
        Route("/api/feeds", calendar.make_feed, methods=["POST"]),
        Route("/api/feeds", calendar.revoke_feed, methods=["DELETE"]),
        Route("/api/feeds/{secret}/calendar.ics", calendar.read_feed, methods=["GET"]),
        Route("/api/crises/preview", foreseeing.preview_declaration, methods=["POST"]),
        Route("/api/territory/departements", foreseeing.list_departements, methods=["GET"]),
        Route("/api/territory/list", foreseeing.read_list, methods=["POST"]),
        Route("/api/territory/communes", lookups.find_communes, methods=["GET"]),
        Route("/api/directory/bodies", lookups.find_bodies, methods=["GET"]),
        Route("/api/directory", directory.list_bodies, methods=["GET"]),
        Route("/api/directory/log", directory.show_log, methods=["GET"]),
        Route("/api/directory/bodies/{body}", directory.show_body, methods=["GET"]),
        Route("/api/directory/bodies/{body}", directory.write_body, methods=["PATCH"]),
        Route("/api/directory/bodies/{body}/contacts", directory.add_contact, methods=["POST"]),
        Route("/api/directory/contacts/{contact}", directory.write_contact, methods=["PUT"]),
        Route("/api/directory/contacts/{contact}", directory.put_back_contact, methods=["POST"]),
        Route("/api/directory/contacts/{contact}", directory.end_contact, methods=["DELETE"]),
        Route("/api/directory/roster", roster.list_roster, methods=["GET"]),
        Route("/api/directory/roster", roster.add_person, methods=["POST"]),
        Route("/api/directory/roster/{person}", roster.write_person, methods=["PUT"]),
        Route("/api/directory/roster/{person}", roster.erase_person, methods=["DELETE"]),
        Route("/api/directory/imports", importing.import_file, methods=["POST"]),
        Route("/api/directory/templates/{file}", importing.show_template, methods=["GET"]),
        Route("/api/playbooks", lookups.preview_playbooks, methods=["GET"]),
        Route("/api/schemes", lookups.list_schemes, methods=["GET"]),
        Route("/api/session", session.who_am_i, methods=["GET"]),
        Route("/api/session", session.sign_in, methods=["POST"]),
        Route("/api/session", session.sign_out, methods=["DELETE"]),
        Route("/api/session/ways", entering.ways, methods=["GET"]),
        Route("/api/session/link", entering.ask_link, methods=["POST"]),
        Route("/api/session/link/follow", entering.follow_link, methods=["POST"]),
        Route("/api/session/recover", entering.recover, methods=["POST"]),
        Route("/api/session/set-up", entering.set_up, methods=["POST"]),
        Route("/api/account", account.show_account, methods=["GET"]),
        Route("/api/account/password", account.change_password, methods=["POST"]),
        Route("/api/account/seat", account.take_seat, methods=["POST"]),
        Route("/api/account/sessions", account.end_sessions, methods=["DELETE"]),
        Route("/api/account/sessions/{session}", account.end_session, methods=["DELETE"]),
        Route("/api/demo/accounts", session.demo_accounts, methods=["GET"]),
        Route("/api/demo/session", session.demo_sign_in, methods=["POST"]),
        Route("/api/openapi.json", contract.show_openapi, methods=["GET"]),
        Route("/api/asyncapi.json", contract.show_asyncapi, methods=["GET"]),
        Route("/api/vocabulary.json", contract.show_vocabulary, methods=["GET"]),
        Route("/livez", health.livez, methods=["GET"]),
        Route("/readyz", health.readyz, methods=["GET"]),
        Route("/version", health.version, methods=["GET"]),
        Route("/metrics", health.metrics, methods=["GET"]),
        WebSocketRoute("/ws", board_socket),
    ]


def link_routes() -> list[BaseRoute]:
    """Return the addresses that stand in messages: whoever holds one needs no account."""
    return [
        Route("/avis/{secret}", notices.show_link, methods=["GET"]),
        Route("/avis/{secret}", notices.follow_link, methods=["POST"]),
    ]


def every_route() -> list[BaseRoute]:
    return [*api_routes(), *link_routes(), *page_routes()]
