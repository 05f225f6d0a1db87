"""What contributions add up to: snapshots, runs, themes, campaigns, opinion groups, reports, responses."""

from .campaign import Campaign, CampaignMember
from .coding import Coding, CodingSample, SampledText, SampleItem, ThemeJudgement
from .edit import ThemeEdit
from .estimate import Estimates
from .exchange import ImportedLabel, ThemeImport
from .ledger import LedgerLine
from .opinion import GroupVotes, OpinionGroup, OpinionMember, OpinionRun, OpinionStatement
from .reference import ReferenceTable
from .report import SignOff, ThemeReport
from .response import Commitment, Milestone, OfficialResponse
from .run import ThemeRun
from .snapshot import Snapshot, SnapshotItem
from .theme import Codebook, Theme, ThemeAssignment

__all__ = [
    "Campaign",
    "CampaignMember",
    "Codebook",
    "Coding",
    "CodingSample",
    "Commitment",
    "Estimates",
    "GroupVotes",
    "ImportedLabel",
    "LedgerLine",
    "Milestone",
    "OfficialResponse",
    "OpinionGroup",
    "OpinionMember",
    "OpinionRun",
    "OpinionStatement",
    "ReferenceTable",
    "SampleItem",
    "SampledText",
    "SignOff",
    "Snapshot",
    "SnapshotItem",
    "Theme",
    "ThemeAssignment",
    "ThemeEdit",
    "ThemeImport",
    "ThemeJudgement",
    "ThemeReport",
    "ThemeRun",
]
