"""The whole vocabulary on one page: every command and its decision, every fact, its showing and its telling.

Everything that reads, decides, shows or tells goes through the functions below the tables, so that desk,
journal, live, agenda and web know no ability by name.
"""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import or_
from typing import Annotated, Any, NamedTuple

import orjson
from pydantic import Field, TypeAdapter, ValidationError

from ..errors import Malformed
from . import (
    acting,
    agreeing,
    alarmed,
    alarming,
    applying,
    convention,
    crisis,
    declared,
    declaring,
    designated,
    designating,
    ending,
    erasing,
    extending,
    following,
    handover,
    meeting,
    meeting_cards,
    minuting,
    noticed,
    noticing,
    noting,
    obligations,
    obliging,
    publishing,
    rearranging,
    renewed,
    renewing,
    reporting,
    revising,
    tasking,
    zones,
)
from .board import Board, Card, Delta, Draft
from .french import explain
from .words import Command, Entry, Fact, Situation, canonical, format_instant

#: Changes with every change of what a board shows: it is part of every viewer's `view`, and of checkpoints.
PROJECTION = 4
#: How deep the JSON of a command may be nested.
DEPTH = 12


#: The states of a dossier in which nothing falls due any more.
CLOSED = frozenset({"clos", "sans_suite", "resilie"})


class Decision(NamedTuple):
    command: type[Command]
    decide: Callable[[Board, Any, Situation], list[Fact]]


class Showing(NamedTuple):
    fact: type[Fact]
    show: Callable[[Board, Entry, Any], Delta]
    tell: Callable[[Any], str]


COMMANDS: tuple[Decision, ...] = (
    Decision(declaring.SignalCrisis, declaring.signal_crisis),
    Decision(declaring.DismissCrisis, declaring.dismiss_crisis),
    Decision(declaring.DeclareCrisis, declaring.declare_crisis),
    Decision(extending.ExtendCrisis, extending.extend_crisis),
    Decision(extending.MarkCrisis, extending.mark_crisis),
    Decision(ending.StandDownCrisis, ending.stand_down_crisis),
    Decision(ending.CloseCrisis, ending.close_crisis),
    Decision(ending.ReopenCrisis, ending.reopen_crisis),
    Decision(applying.ApplyPlaybook, applying.apply_playbook),
    Decision(designating.DesignateRepresentative, designating.designate_representative),
    Decision(designating.AcceptDesignation, designating.accept_designation),
    Decision(designating.DeclineDesignation, designating.decline_designation),
    Decision(designating.RelieveRepresentative, designating.relieve_representative),
    Decision(designating.EndDesignation, designating.end_designation),
    Decision(designating.RepresentativeFallDue, designating.designation_fell_due),
    Decision(handover.AcknowledgeHandover, handover.acknowledge_handover),
    Decision(alarming.AcknowledgeAlarm, alarming.acknowledge_alarm),
    Decision(alarming.CrisisFallDue, alarming.crisis_fell_due),
    Decision(noticing.RecordNotice, noticing.record_notice),
    Decision(noticing.AcknowledgeNotice, noticing.acknowledge_notice),
    Decision(noticing.NoticeFallDue, noticing.notice_fell_due),
    Decision(tasking.StartTask, tasking.start_task),
    Decision(tasking.FinishTask, tasking.finish_task),
    Decision(tasking.DropTask, tasking.drop_task),
    Decision(tasking.ReopenTask, tasking.reopen_task),
    Decision(tasking.TasksFallDue, tasking.tasks_fell_due),
    Decision(reporting.FileReport, reporting.file_report),
    Decision(reporting.LogCall, reporting.log_call),
    Decision(reporting.BodyFallDue, reporting.report_fell_due),
    Decision(publishing.PublishOfficial, publishing.publish_official),
    Decision(acting.RecordAct, acting.record_act),
    Decision(acting.CorrectAct, acting.correct_act),
    Decision(noting.WriteNote, noting.write_note),
    Decision(noting.CorrectNote, noting.correct_note),
    Decision(erasing.EraseWording, erasing.erase_wording),
    Decision(agreeing.SignConvention, agreeing.sign_convention),
    Decision(agreeing.ConventionFallDue, agreeing.convention_fell_due),
    Decision(renewing.AmendConvention, renewing.amend_convention),
    Decision(renewing.RenewConvention, renewing.renew_convention),
    Decision(renewing.TerminateConvention, renewing.terminate_convention),
    Decision(renewing.GiveNotice, renewing.give_notice),
    Decision(obliging.ObligationFallDue, obliging.obligation_fell_due),
    Decision(meeting.ScheduleMeeting, meeting.schedule_meeting),
    Decision(rearranging.MoveMeeting, rearranging.move_meeting),
    Decision(meeting.HoldMeeting, meeting.hold_meeting),
    Decision(rearranging.CancelMeeting, rearranging.cancel_meeting),
    Decision(following.FinishDecision, following.finish_decision),
    Decision(following.ReopenDecision, following.reopen_decision),
    Decision(following.DecisionFallDue, following.decision_fell_due),
)

FACTS: tuple[Showing, ...] = (
    Showing(declared.CrisisSignalled, declared.show_signalled, declared.tell_signalled),
    Showing(declared.CrisisDismissed, declared.show_dismissed, declared.tell_dismissed),
    Showing(declared.CrisisDeclared, declared.show_declared, declared.tell_declared),
    Showing(zones.ZoneChanged, zones.show_zone, zones.tell_zone),
    Showing(zones.BodiesConcerned, zones.show_bodies, zones.tell_bodies),
    Showing(zones.BodiesReleased, zones.show_released, zones.tell_released),
    Showing(extending.CrisisMarked, extending.show_marked, extending.tell_marked),
    Showing(ending.CrisisStoodDown, ending.show_stood_down, ending.tell_stood_down),
    Showing(ending.CrisisClosed, ending.show_closed, ending.tell_closed),
    Showing(ending.CrisisReopened, ending.show_reopened, ending.tell_reopened),
    Showing(designated.RepresentativeDesignated, designated.show_designated, designated.tell_designated),
    Showing(designated.ContactGiven, designated.show_contact, designated.tell_contact),
    Showing(designated.RepresentativeActivated, designated.show_activated, designated.tell_activated),
    Showing(designated.DesignationDeclined, designated.show_declined, designated.tell_declined),
    Showing(designated.DesignationExpired, designated.show_expired, designated.tell_expired),
    Showing(designated.RepresentativeRelieved, designated.show_relieved, designated.tell_relieved),
    Showing(designated.DesignationEnded, designated.show_ended, designated.tell_ended),
    Showing(handover.HandoverWritten, handover.show_handover, handover.tell_handover),
    Showing(handover.HandoverAcknowledged, handover.show_handed_over, handover.tell_handed_over),
    Showing(alarmed.AlarmRaised, alarmed.show_raised, alarmed.tell_raised),
    Showing(alarmed.AlarmAcknowledged, alarmed.show_taken_up, alarmed.tell_taken_up),
    Showing(noticed.NoticeOwed, noticed.show_owed, noticed.tell_owed),
    Showing(noticed.NoticeSent, noticed.show_sent, noticed.tell_sent),
    Showing(noticed.NoticeAcknowledged, noticed.show_acknowledged, noticed.tell_acknowledged),
    Showing(noticed.NoticeOverdue, noticed.show_overdue, noticed.tell_overdue),
    Showing(tasking.PlaybookApplied, tasking.show_playbook, tasking.tell_playbook),
    Showing(tasking.TasksOpened, tasking.show_opened, tasking.tell_opened),
    Showing(revising.TasksRevised, revising.show_revised, revising.tell_revised),
    Showing(tasking.TasksDated, tasking.show_dated, tasking.tell_dated),
    Showing(tasking.TaskChanged, tasking.show_changed, tasking.tell_changed),
    Showing(tasking.TasksFellDue, tasking.show_fell_due, tasking.tell_fell_due),
    Showing(reporting.ReportFiled, reporting.show_report, reporting.tell_report),
    Showing(reporting.CallLogged, reporting.show_call, reporting.tell_call),
    Showing(reporting.ReportMissed, reporting.show_missed, reporting.tell_missed),
    Showing(publishing.OfficialPublished, publishing.show_official, publishing.tell_official),
    Showing(acting.ActRecorded, acting.show_recorded, acting.tell_recorded),
    Showing(acting.ActCorrected, acting.show_corrected, acting.tell_corrected),
    Showing(noting.NoteWritten, noting.show_note, noting.tell_note),
    Showing(noting.NoteCorrected, noting.show_correction, noting.tell_correction),
    Showing(erasing.WordingErased, erasing.show_erased, erasing.tell_erased),
    Showing(convention.ConventionSigned, convention.show_signed, convention.tell_signed),
    Showing(convention.ConventionReminded, convention.show_convention_reminded, convention.tell_convention_reminded),
    Showing(convention.ConventionExpired, convention.show_expired, convention.tell_expired),
    Showing(convention.ConventionContinued, convention.show_continued, convention.tell_continued),
    Showing(renewed.ConventionAmended, renewed.show_amended, renewed.tell_amended),
    Showing(renewed.ConventionRenewed, renewed.show_renewed, renewed.tell_renewed),
    Showing(renewed.NoticeGiven, renewed.show_notice_given, renewed.tell_notice_given),
    Showing(renewed.NoticeLapsed, renewed.show_notice_lapsed, renewed.tell_notice_lapsed),
    Showing(renewed.ConventionTerminated, renewed.show_terminated, renewed.tell_terminated),
    Showing(obligations.ObligationsOpened, obligations.show_obligations, obligations.tell_obligations),
    Showing(obligations.ObligationReminded, obligations.show_reminded, obligations.tell_reminded),
    Showing(obligations.ObligationFulfilled, obligations.show_fulfilled, obligations.tell_fulfilled),
    Showing(obligations.ObligationFellDue, obligations.show_obligation_due, obligations.tell_obligation_due),
    Showing(meeting.MeetingScheduled, meeting.show_scheduled, meeting.tell_scheduled),
    Showing(rearranging.MeetingMoved, rearranging.show_moved, rearranging.tell_moved),
    Showing(meeting.MeetingHeld, meeting.show_held, meeting.tell_held),
    Showing(rearranging.MeetingAnnulled, rearranging.show_cancelled, rearranging.tell_cancelled),
    Showing(minuting.MinutesWritten, minuting.show_minutes, minuting.tell_minutes),
    Showing(minuting.DecisionTaken, minuting.show_decision, minuting.tell_decision),
    Showing(following.DecisionFinished, following.show_finished, following.tell_finished),
    Showing(following.DecisionReopened, following.show_reopened_decision, following.tell_reopened_decision),
    Showing(following.DecisionOverdue, following.show_decision_overdue, following.tell_decision_overdue),
)

CARDS: tuple[type[Card], ...] = (
    crisis.CrisisCard,
    zones.ZoneCard,
    designated.RepresentativeCard,
    designated.ContactCard,
    noticed.NoticeCard,
    alarmed.AlarmCard,
    handover.HandoverCard,
    tasking.PlaybookCard,
    tasking.TasksCard,
    reporting.BodyCard,
    reporting.CallsCard,
    publishing.OfficialCard,
    acting.ActCard,
    acting.ActTotalsCard,
    noting.CorrectionCard,
    convention.ConventionCard,
    renewed.AmendmentCard,
    obligations.ObligationCard,
    meeting_cards.MeetingCard,
    minuting.MinutesCard,
    minuting.DecisionCard,
)


def default_of(model: type[Any], field: str) -> str:
    """Return the fixed value of a discriminating field: the `do` of a command, the `kind` of a fact."""
    return str(model.model_fields[field].default)


_DECIDE = {row.command: row.decide for row in COMMANDS}
_SHOW = {row.fact: row.show for row in FACTS}
_TELL = {row.fact: row.tell for row in FACTS}
COMMAND_OF: Mapping[str, type[Command]] = {default_of(row.command, "do"): row.command for row in COMMANDS}
FACT_OF: Mapping[str, type[Fact]] = {default_of(row.fact, "kind"): row.fact for row in FACTS}
CARD_OF: Mapping[str, type[Card]] = {default_of(card, "type"): card for card in CARDS}
_ANY_COMMAND: Any = Annotated[reduce(or_, (row.command for row in COMMANDS)), Field(discriminator="do")]
_READ_COMMAND: TypeAdapter[Command] = TypeAdapter(_ANY_COMMAND)


class Asked(NamedTuple):
    """A command as it was read, and its JSON as it was received, written in the canonical way.

    The receipt is bound to the JSON and not to the model, which may change with an upgrade.
    """

    command: Command
    received: bytes


def asked(command: Command) -> Asked:
    """Wrap a command that was made here (by the metronome, by a test) rather than received."""
    return Asked(command, canonical(command.model_dump(mode="json", exclude_none=True)))


def read_command(body: bytes | str) -> Asked:
    """Read one command. Raises Malformed, with each fault named in French, for anything else."""
    try:
        data = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Malformed("Le message n’est pas du JSON valide (UTF-8).") from error
    if not isinstance(data, dict):
        raise Malformed("Une commande est un objet JSON.")
    _refuse_strange(data, DEPTH)
    if not isinstance(data.get("do"), str) or data["do"] not in COMMAND_OF:
        raise Malformed("Commande inconnue.", [{"field": "do", "reason": "commande inconnue"}])
    try:
        command = _READ_COMMAND.validate_json(body)
    except ValidationError as error:
        raise Malformed("La commande n’a pas la forme attendue.", explain(error)) from error
    except RecursionError as error:
        raise Malformed("Le message est trop imbriqué.") from error
    return Asked(command, canonical(data))


def _refuse_strange(data: Any, depth: int) -> None:
    """Refuse what has no place in a journal: floats, NUL, depth. Lone surrogates do not pass the parser."""
    if depth == 0:
        raise Malformed("Le message est trop imbriqué.")
    if isinstance(data, dict):
        for key in data:
            if "\0" in key:
                raise Malformed("Le caractère nul n’est pas admis.")
        data = data.values()
    for value in data:
        if isinstance(value, str):
            if "\0" in value:
                raise Malformed("Le caractère nul n’est pas admis.")
        elif isinstance(value, dict | list):
            _refuse_strange(value, depth - 1)
        elif isinstance(value, float):
            raise Malformed("Les nombres à virgule ne sont pas admis.")


def read_fact(kind: str, v: int, data: dict[str, Any]) -> Fact:
    """Read a fact from a journal, whatever the version that wrote it. Raises KeyError or ValidationError."""
    model = FACT_OF[kind]
    if v != model.v:
        data = model.upcast(v, data)
    return model.model_validate({"kind": kind, **data}, strict=False)


def decide(board: Board, command: Command, situation: Situation) -> list[Fact]:
    """Return what happens when `command` is carried out now. Raises Refused; never touches anything."""
    return _DECIDE[type(command)](board, command, situation)


def show(board: Board, entry: Entry) -> Delta:
    """Return what `entry` changes on the board that all entries before it have made."""
    return _SHOW[type(entry.fact)](board, entry, entry.fact)


def tell(fact: Fact) -> str:
    """Return the French line of the main courante, the same on screen, in exports and in print."""
    return _TELL[type(fact)](fact)


def advance(draft: Draft, entry: Entry) -> tuple[Card, ...]:
    """Draw one entry, and return the cards that it put."""
    return follow(draft, entry)[0]


def follow(draft: Draft, entry: Entry) -> tuple[tuple[Card, ...], tuple[str, ...]]:
    """Draw one entry, and return the cards that it put, then the ids that it dropped before."""
    if not draft.kind:
        draft.kind = opened_by(entry.fact)
    if entry.fact.erases() is not None:
        draft.erasures += 1
    delta = show(draft, entry)
    return draft.draw(entry.seq, entry.digest, delta), delta.drop


def opened_by(fact: Fact) -> str:
    """Name the kind of dossier whose first entry this fact is."""
    return type(fact).opens


def head_card(board: Board) -> Card | None:
    """Return the card that stands for the dossier itself: `crisis:<dossier>`, `convention:<dossier>`."""
    return board.card(f"{board.kind}:{board.dossier}")


def is_open(board: Board) -> bool:
    """Say whether things still fall due in a dossier."""
    return getattr(head_card(board), "state", "") not in CLOSED


def is_exercise(board: Board) -> bool:
    """Say whether what stands in a dossier is played."""
    return getattr(head_card(board), "exercise", False) is True


def dossier_of(body: bytes) -> str:
    """Return the dossier that a command says it is for, empty when it cannot be read: for a look, not a decision."""
    try:
        data = orjson.loads(body)
    except orjson.JSONDecodeError:
        return ""
    dossier = data.get("dossier") if isinstance(data, dict) else None
    return dossier if isinstance(dossier, str) else ""


def line(entry: Entry) -> dict[str, Any]:
    """Return a line of the main courante as screens receive it."""
    return {
        "seq": entry.seq,
        "at": format_instant(entry.at),
        "occurred_at": format_instant(entry.occurred_at),
        "by": entry.by.written,
        "kind": entry.fact.kind,
        "text": tell(entry.fact),
    }
