"""What contributions add up to: snapshots, runs, themes, campaigns, opinion groups, reports, responses."""

from .campaign import Campaign, CampaignMember
from .closing import ClosingLine
from .coding import Coding, CodingSample, SampledText, SampleItem, ThemeJudgement
from .contrast import ContrastReading
from .edit import ThemeEdit
from .estimate import Estimates
from .exchange import ImportedLabel, ThemeImport
from .frame import EarlyReader, MinorityView, Redaction, ReportFrame, SummaryPoint
from .ledger import LedgerLine
from .opinion import GroupVotes, OpinionGroup, OpinionMember, OpinionRun, OpinionStatement
from .outcome import Outcome, OutcomeEdition, UnsureReading
from .reference import ReferenceTable
from .reply import Correction, Follow, Verdict
from .report import ReportPrint, SignOff, ThemeReport
from .response import Commitment, Milestone, OfficialResponse
from .run import ThemeRun
from .snapshot import Snapshot, SnapshotItem
from .theme import Codebook, Theme, ThemeAssignment
from .undertaking import Undertaking

__all__ = [
    "Campaign",
    "CampaignMember",
    "ClosingLine",
    "Codebook",
    "Coding",
    "CodingSample",
    "Commitment",
    "ContrastReading",
    "Correction",
    "EarlyReader",
    "Estimates",
    "Follow",
    "GroupVotes",
    "ImportedLabel",
    "LedgerLine",
    "Milestone",
    "MinorityView",
    "OfficialResponse",
    "OpinionGroup",
    "OpinionMember",
    "OpinionRun",
    "OpinionStatement",
    "Outcome",
    "OutcomeEdition",
    "Redaction",
    "ReferenceTable",
    "ReportFrame",
    "ReportPrint",
    "SampleItem",
    "SampledText",
    "SignOff",
    "Snapshot",
    "SnapshotItem",
    "SummaryPoint",
    "Theme",
    "ThemeAssignment",
    "ThemeEdit",
    "ThemeImport",
    "ThemeJudgement",
    "ThemeReport",
    "ThemeRun",
    "Undertaking",
    "UnsureReading",
    "Verdict",
]
