"""What the database holds of a room, read without the site's own code."""

from collections import Counter
from uuid import UUID

COMMENTS = """
SELECT submission.client_id, comment.id, comment.shown_revision_id, tally.contribution_id
FROM proposals_contribution comment
JOIN proposals_submission submission ON submission.id = comment.submission_id
LEFT JOIN proposals_tally tally ON tally.contribution_id = comment.id
WHERE comment.root_id = {proposal}
"""
VOTES = """
SELECT participant.user_id, vote.choice
FROM proposals_vote vote JOIN proposals_participant participant ON participant.id = vote.participant_id
WHERE vote.contribution_id = {proposal}
"""
TALLY = "SELECT agree, disagree, passes FROM proposals_tally WHERE contribution_id = {proposal}"
EVENTS = """
SELECT event.seq, event.target_id
FROM proposals_event event JOIN proposals_topic topic ON topic.id = event.topic_id
WHERE topic.name = 'thread:{proposal}' ORDER BY event.seq
"""
LAST = "SELECT last_seq FROM proposals_topic WHERE name = 'thread:{proposal}'"
WORDS = {1: "agree", -1: "disagree", 0: "pass"}


class Recount:
    """Rows of one proposal, and what they add up to."""

    def __init__(self, rows, proposal):
        self._rows, self._proposal = rows, proposal

    def _of(self, query):
        return self._rows(query.format(proposal=self._proposal))

    def comments(self):
        """{client id: how many comments}."""
        return Counter(UUID(str(row[0])).hex for row in self._of(COMMENTS))

    def half_written(self):
        """Ids of comments that lack a part."""
        return [row[1] for row in self._of(COMMENTS) if row[2] is None or row[3] is None]

    def votes(self):
        """[(user, word)], one for each row."""
        return [(user, WORDS.get(choice)) for user, choice in self._of(VOTES)]

    def tally(self):
        return tuple(self._of(TALLY)[0])

    def counted(self):
        """The tally as the rows say it."""
        words = Counter(word for _user, word in self.votes())
        return words["agree"], words["disagree"], words["pass"]

    def events(self):
        """[(seq, comment)] in order."""
        return [tuple(row) for row in self._of(EVENTS)]

    def last_seq(self):
        return self._of(LAST)[0][0]
