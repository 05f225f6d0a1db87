"""The invented town while it is being filled: who there is, what was asked and said so far."""

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import override

from consult.accounts.guests import Guest
from proposals.actions.participation import represent_organisation, take_part
from proposals.enums import Kind

from . import words


@dataclass
class Town:
    """Accounts by key, consultations by slug, texts by the key of their row."""

    days: words.Days
    users: dict = field(default_factory=dict)
    consultations: dict = field(default_factory=dict)
    participants: dict = field(default_factory=dict)
    texts: dict = field(default_factory=dict)

    @cached_property
    def people(self):
        return words.people()

    def voice(self, slug, key):
        """The account of this person, else the guest whom their session in this consultation proves."""
        if key in self.users:
            return self.users[key]
        known = self.participants.get((slug, key))
        return Guest({known.consultation_id: known.pk} if known else {})

    def name_of(self, key):
        return self.people[key]["name"] if key in self.people else ""

    def participant(self, slug, key):
        """Who this person is in a consultation; the first time they come, they take part."""
        if (slug, key) not in self.participants:
            self._come(slug, key)
        return self.participants[slug, key]

    def _come(self, slug, key):
        voice, person = self.voice(slug, key), self.people.get(key, {})
        with override(person.get("language", "en")):
            participant = take_part(
                by=voice, consultation=self.consultations[slug], public_name=self.name_of(key)
            )
        if person.get("kind") == "organisation":
            represent_organisation(
                by=voice, participant=participant, name=person["name"], members=person["members"]
            )
        self.participants[slug, key] = participant

    def text(self, key):
        """The proposal or comment of a row."""
        return self.texts[key][0]

    def proposal_of(self, contribution):
        return contribution if contribution.kind == Kind.PROPOSAL else contribution.root
