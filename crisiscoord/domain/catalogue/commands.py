"""Every command and its decision: one row each."""

from collections.abc import Callable
from typing import Any, NamedTuple

from .. import (
    acting,
    agreeing,
    alarming,
    applying,
    asking,
    declaring,
    designating,
    ending,
    erasing,
    extending,
    following,
    handover,
    meeting,
    noticing,
    noting,
    obliging,
    publishing,
    rearranging,
    renewing,
    reporting,
    situating,
    tasking,
)
from ..board import Board
from ..words import Command, Fact, Situation


class Decision(NamedTuple):
    command: type[Command]
    decide: Callable[[Board, Any, Situation], list[Fact]]


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
    Decision(situating.FreezeSituation, situating.freeze_situation),
    Decision(situating.PointsFallDue, situating.points_fell_due),
    Decision(asking.AskQuestion, asking.ask_question),
    Decision(asking.AnswerQuestion, asking.answer_question),
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
