"""What happened in the past of the demonstration, each act at its own moment and in order."""

from dataclasses import dataclass, field
from functools import partial

from consult.clock import standing_at


@dataclass
class Diary:
    """Acts by moment; acts of the same moment happen in the order in which they were noted."""

    acts: list = field(default_factory=list)

    def note(self, moment, act, *args, **kwargs):
        self.acts.append((moment, len(self.acts), partial(act, *args, **kwargs)))

    def happen(self):
        """Perform every act with the clock standing at its moment."""
        for moment, _number, act in sorted(self.acts, key=lambda each: each[:2]):
            with standing_at(moment):
                act()
