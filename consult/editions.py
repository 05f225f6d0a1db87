"""What an editor's page says of a consultation: facts and words, for the action that applies them."""

from dataclasses import dataclass, field
from datetime import datetime

PROMISE_PARTS = ["still_open", "already_fixed", "who_decides", "how_used", "when_back"]


@dataclass(frozen=True)
class PhaseEdition:
    """A phase as the page has it; `key` is the same in every language and edition."""

    key: object
    kind: str
    opens_at: datetime | None
    closes_at: datetime | None
    allows: list[str]
    moderation_mode: str = ""
    titles: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class QuestionEdition:
    """A question as the page has it; `choices` is a list of {value, label: {language: text}}."""

    key: str
    kind: str
    multiple: bool = False
    required: bool = False
    texts: dict[str, str] = field(default_factory=dict)
    hints: dict[str, str] = field(default_factory=dict)
    choices: list[dict] = field(default_factory=list)


@dataclass(frozen=True)
class HouseRuleEdition:
    """A house rule as the page has it, in the order of the page."""

    key: object
    texts: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Edition:
    """One edition of a consultation.

    `facts` holds fields of Consultation by name, from the source language; `words` holds its fields of
    words, each as {language: text}.
    """

    slug: str
    source_language: str
    facts: dict
    words: dict
    phases: list[PhaseEdition] = field(default_factory=list)
    questions: list[QuestionEdition] = field(default_factory=list)
    house_rules: list[HouseRuleEdition] = field(default_factory=list)

    def said(self, name):
        """The words of a field in the source language."""
        return self.words.get(name, {}).get(self.source_language) or ""
