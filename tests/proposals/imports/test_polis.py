"""A conversation export: bad lines are named, a second import adds what is new and nothing else."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command

from consult.errors import Invalid
from consult.models import Consultation, LogEntry
from proposals.imports.polis import read_conversation
from proposals.models import Contribution, Participant, Tally, Vote

COMMENTS = """timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1518501496471,Tue Feb 13 2018,0,7,1,0,1,"Widen the road, please."
1518501496472,Tue Feb 13 2018,1,8,0,1,0,Mow the verges.
1518501496473,Tue Feb 13 2018,2,8,0,0,-1,Buy my watches.
"""
VOTES = """participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,2
7,0,1,2,1,1,1,-1,
8,1,2,2,1,0,0,1,
9,,0,1,0,1,,-1.0,
10,,0,0,0,0,,,
"""


def export(folder, comments=COMMENTS, votes=VOTES):
    """The prefix of an export in a folder."""
    (folder / "talk.comments.csv").write_text(comments, encoding="utf-8")
    (folder / "talk.participants-votes.csv").write_text(votes, encoding="utf-8")
    return folder / "talk"


def test_read_conversation_knows_statements_people_and_choices(tmp_path):
    read = read_conversation(export(tmp_path))
    assert [(s.number, s.author, s.shown) for s in read.statements.values()] == [
        ("0", "7", True),
        ("1", "8", True),
        ("2", "8", False),
    ]
    assert read.ballots == {"7": {"0": 1, "1": -1}, "8": {"0": 0, "1": 1}, "9": {"1": -1}, "10": {}}
    assert (read.people, read.vote_count, read.groups) == (["7", "8", "9", "10"], 5, {"7": "0", "8": "1"})


def test_read_conversation_takes_a_byte_order_mark(tmp_path):
    read = read_conversation(export(tmp_path, "\ufeff" + COMMENTS, "\ufeff" + VOTES))
    assert (len(read.statements), read.vote_count) == (3, 5)


BAD = [
    ("comments", COMMENTS.replace("1518501496472", "soon"), "Line 3, timestamp"),
    ("comments", COMMENTS.replace("Mow the verges.", "  "), "Line 3, comment-body"),
    ("comments", COMMENTS.replace("author-id", "writer"), "author-id"),
    (
        "comments",
        COMMENTS.replace("1518501496473,Tue Feb 13 2018,2", "1518501496473,Tue Feb 13 2018,1"),
        "Line 4",
    ),
    ("comments", COMMENTS.replace("1518501496472", "9" * 30), "Line 3, timestamp"),
    ("comments", COMMENTS + "1518501496474,Tue\n", "Line 5"),
    ("votes", VOTES.replace("-1.0", "2"), "Line 4, column 1"),
    ("votes", VOTES.replace("-1.0", "yes"), "Line 4, column 1"),
    ("votes", VOTES.replace("n-disagree,0,1,2", "n-disagree,0,1,99"), "99"),
    ("votes", VOTES + "7,,0,0,0,0,,,\n", "Line 6"),
    ("votes", VOTES.replace("9,,0", ",,0"), "Line 4"),
]


@pytest.mark.parametrize(("which", "text", "named"), BAD)
def test_read_conversation_names_the_file_and_the_bad_line(tmp_path, which, text, named):
    with pytest.raises(Invalid) as invalid:
        read_conversation(export(tmp_path, **{which: text}))
    [(name, problems)] = invalid.value.fields.items()
    assert name == {"comments": "talk.comments.csv", "votes": "talk.participants-votes.csv"}[which]
    assert named in problems[0]


def test_read_conversation_not_utf8_is_said_in_words(tmp_path):
    prefix = export(tmp_path)
    (tmp_path / "talk.comments.csv").write_bytes(COMMENTS.encode().replace(b"Widen", b"\xff\xfe"))
    with pytest.raises(Invalid) as invalid:
        read_conversation(prefix)
    assert list(invalid.value.fields) == ["talk.comments.csv"]


@pytest.mark.parametrize("gone", ["talk.comments.csv", "talk.participants-votes.csv"])
def test_read_conversation_names_the_file_that_is_not_there(tmp_path, gone):
    prefix = export(tmp_path)
    (tmp_path / gone).unlink()
    with pytest.raises(Invalid) as invalid:
        read_conversation(prefix)
    assert list(invalid.value.fields) == [gone]


def run(prefix, slug="talk"):
    out = io.StringIO()
    call_command("import_polis", str(prefix), slug=slug, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def rows():
    return (
        Participant.objects.count(),
        Contribution.objects.count(),
        Vote.objects.count(),
        LogEntry.objects.count(),
    )


@pytest.mark.django_db
def test_import_polis_makes_a_consultation_with_people_proposals_and_votes(tmp_path, client):
    said = run(export(tmp_path))
    consultation = Consultation.objects.get(slug="talk")
    proposals = Contribution.objects.filter(consultation=consultation).order_by("pk")
    assert [(p.participant.source_key, p.public_text, p.state) for p in proposals] == [
        ("7", "Widen the road, please.", "visible"),
        ("8", "Mow the verges.", "visible"),
        ("8", "Buy my watches.", "hidden"),
    ]
    assert [
        tuple(Tally.objects.values_list("agree", "disagree", "passes").get(pk=p.pk)) for p in proposals
    ] == [
        (1, 0, 1),
        (1, 2, 0),
        (0, 0, 0),
    ]
    assert said == "3 statements, 4 people, 5 votes in /consultations/talk/\n"
    assert client.get("/consultations/talk/").status_code == 200
    assert "Buy my watches" not in client.get("/consultations/talk/proposals/").content.decode()


@pytest.mark.django_db
def test_import_polis_again_changes_nothing_but_one_page_of_the_log(tmp_path):
    prefix = export(tmp_path)
    run(prefix)
    before = rows()
    run(prefix)
    assert rows() == before


@pytest.mark.django_db
def test_import_polis_again_brings_what_came_since(tmp_path):
    run(export(tmp_path))
    more = COMMENTS + "1518501496480,Tue Feb 13 2018,3,10,0,0,1,Plant trees.\n"
    votes = VOTES.replace("0,1,2\n", "0,1,2,3\n").replace("10,,0,0,0,0,,,", "10,,0,2,1,1,-1,,,1")
    run(export(tmp_path, more, votes))
    assert rows()[:3] == (4, 4, 7)
    newest = Contribution.objects.latest("pk")
    assert (newest.public_text, newest.tally.agree) == ("Plant trees.", 1)


@pytest.mark.django_db
def test_import_polis_with_a_bad_line_says_which_and_leaves_nothing(tmp_path):
    prefix = export(tmp_path, votes=VOTES.replace("-1.0", "2"))
    with pytest.raises(CommandError, match="Line 4, column 1"):
        run(prefix)
    assert rows()[:3] == (0, 0, 0)
    assert Consultation.objects.count() == 0


@pytest.mark.django_db
def test_import_polis_into_a_consultation_of_another_kind_is_refused(tmp_path):
    from tests.factories.consult import ConsultationFactory

    ConsultationFactory(slug="talk")
    with pytest.raises(CommandError):
        run(export(tmp_path))
    assert Contribution.objects.count() == 0


def counted(path):
    """{number: [agree, disagree, passes]} and totals, by reading the file without any of our code."""
    with path.open(encoding="utf-8", newline="") as opened:
        lines = csv.reader(opened)
        names = next(lines)[6:]
        tallies = {name: [0, 0, 0] for name in names}
        people = 0
        for line in lines:
            people += 1
            for name, cell in zip(names, line[6:], strict=True):
                if cell:
                    tallies[name][{"1": 0, "-1": 1, "0": 2}[cell.partition(".")[0]]] += 1
    return tallies, people


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.django_db
def test_bowling_green_every_statement_and_vote_is_there(reference_data):
    prefix = reference_data / "polis" / "american-assembly.bowling-green"
    run(prefix, slug="bowling-green")
    expected, people = counted(prefix.with_name(prefix.name + ".participants-votes.csv"))
    stored = {
        tally.contribution.submission.external_id.partition(":")[2]: [
            tally.agree,
            tally.disagree,
            tally.passes,
        ]
        for tally in Tally.objects.select_related("contribution__submission")
    }
    assert stored == expected
    assert Participant.objects.count() >= people
    assert Vote.objects.count() == sum(map(sum, expected.values()))
