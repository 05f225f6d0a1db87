"""The record of each algorithm in a report: purpose, data, method, performance, people, contact.

Made from the run itself, so that it says what was computed and not what somebody remembers.
"""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from proposals.themes.enums import AssignedBy

PLACES = 10_000


def record_context(report):
    """{"consultation", "report", "records"}: what the page and the file of the record print."""
    return {
        "consultation": report.consultation,
        "report": report,
        "records": records_of(report),
        "run": report.bundle["run"],
    }


def records_of(report):
    """[{name, rows: [(field, words)]}] of the sorting, the campaigns and the opinion groups."""
    bundle = report.bundle
    found = [_sorting(report, bundle)]
    if bundle["campaigns"]:
        found.append(_campaigns(bundle))
    if bundle["opinion"]:
        found.append(_opinion(bundle))
    contact = (bundle.get("frame") or {}).get("contact") or _("the team of this consultation")
    for each in found:
        each["rows"].append((_("Contact"), contact))
    return found


def as_records(report):
    """The same for a machine."""
    return [{"name": each["name"], **dict(each["rows"])} for each in records_of(report)]


def _sorting(report, bundle):
    run, quality = bundle["run"], bundle["run"]["quality"]
    measured = _("not measured")
    if quality.get("agreement_of_samples") is not None:
        measured = _("Drawn again from a part of the texts, %(share)s%% of pairs stay together.") % {
            "share": _per_cent(quality["agreement_of_samples"])
        }
    return {
        "name": _("Sorting texts into themes"),
        "rows": [
            (
                _("Purpose"),
                _("To suggest themes and to place each passage in one, so that people can read in order."),
            ),
            (
                _("Data"),
                _("%(received)d contributions as frozen on %(date)s, manifest %(hash)s.")
                % {
                    "received": bundle["received"],
                    "date": run["taken_at"][:10],
                    "hash": run["manifest_hash"][:16],
                },
            ),
            (
                _("Method"),
                _("Sentence vectors and k-means; below a margin, unsure. Seed %(seed)s, input %(input)s.")
                % {"seed": run["seed"], "input": run["input_hash"][:16]},
            ),
            (
                _("Versions"),
                ", ".join(f"{name} {number}" for name, number in sorted(run["versions"].items())),
            ),
            (_("Performance"), measured),
            (_("People's part"), _people(report)),
        ],
    }


def _people(report):
    """How many edits people made to what software suggested, how many passages they placed, who signed."""
    if not report.pk:
        return _("Nobody has signed this yet.")
    by_hand = report.run.assignments.filter(assigned_by=AssignedBy.PERSON).count()
    edits = report.run.edits.filter(undone_at=None).count()
    names = [sign.user.display_name for sign in report.sign_offs.select_related("user")]
    said = [
        _("An analyst named and confirmed every theme, in %(n)d edits that stand in the history.")
        % {"n": edits},
        _("%(n)d passages were placed by a person.") % {"n": by_hand},
        _("Signed by %(names)s.") % {"names": ", ".join(names)},
    ]
    return " ".join(said)


def _campaigns(bundle):
    return {
        "name": _("Finding near-copies"),
        "rows": [
            (_("Purpose"), _("To count texts that many people sent nearly alike apart, and to answer them.")),
            (_("Data"), _("The same texts, without names.")),
            (
                _("Method"),
                _("MinHash proposes pairs, exact overlap of words verifies them, verified pairs are joined."),
            ),
            (_("Performance"), _("%(n)d campaigns were found.") % {"n": len(bundle["campaigns"])}),
            (
                _("People's part"),
                _("Nobody is silenced: copies are placed in themes, and what people added is kept."),
            ),
        ],
    }


def _opinion(bundle):
    opinion = bundle["opinion"]
    stability = opinion.get("stability")
    return {
        "name": _("Finding people who vote alike"),
        "rows": [
            (_("Purpose"), _("To show where groups of different opinion agree.")),
            (_("Data"), _("%(votes)d votes of %(voters)d people, nothing else about them.") % opinion),
            (_("Method"), _("The published formulas of Polis: principal components, k-means, silhouette.")),
            (
                _("Performance"),
                _("Drawn again, %(share)s%% of people fall into the same group.")
                % {"share": _per_cent(stability)}
                if stability is not None
                else _("not measured"),
            ),
            (_("People's part"), _("Nobody names the groups; they are letters.")),
        ],
    }


def _per_cent(ten_thousandths):
    return str((Decimal(ten_thousandths) / 100).quantize(Decimal("0.1"), ROUND_HALF_UP))
