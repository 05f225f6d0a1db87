"""People's coding: definitions, a finished sample, enough of it coded twice, figures that are up to date."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from proposals.themes.coding.sampling import double_for
from proposals.themes.coding.standing import disagreements, estimates_of, progress_of, random_sample
from proposals.themes.enums import Place
from proposals.themes.models import Theme
from proposals.themes.reports.bundle import FEWEST_FOR_SHARES
from proposals.themes.reports.gate import requires


@requires("definitions", gettext_lazy("A definition for every theme"))
def themes_are_defined(consultation, run):
    undefined = Theme.objects.of_run(run).confirmed().filter(definition="")
    return [
        _("“%(name)s” has no definition.") % {"name": name}
        for name in undefined.values_list("name", flat=True)
    ]


@requires("coding", gettext_lazy("A random sample, coded by people and settled"))
def sample_is_coded(consultation, run):
    sample = random_sample(run)
    if sample is None:
        return _uncoded(run)
    left = sum(of - done for _coder, done, of in progress_of(sample))
    if left:
        return [
            ngettext(
                "%(n)d text of the sample is not coded.", "%(n)d texts of the sample are not coded.", left
            )
            % {"n": left}
        ]
    unsettled = disagreements(sample)[1]
    if unsettled:
        return [
            ngettext(
                "%(n)d difference between the coders is not settled.",
                "%(n)d differences between the coders are not settled.",
                unsettled,
            )
            % {"n": unsettled}
        ]
    return []


def _uncoded(run):
    """Shares need a sample that people coded; a report that prints none for want of submissions does not."""
    if run.ledger.filter(place__in=Place.analysed()).count() < FEWEST_FOR_SHARES:
        return []
    return [_("No random sample was coded by people. Draw one and code it, by two people or by one.")]


@requires(
    "double", gettext_lazy("Enough of the sample coded by two people, or a report that says single-coded")
)
def enough_is_coded_twice(consultation, run):
    sample = random_sample(run)
    if sample is None or sample.second_id is None:
        return []
    wanted = double_for(sample.size)
    if sample.items.filter(second__isnull=False).count() >= wanted:
        return []
    return [_("Fewer than %(n)d submissions of the sample are coded by two people.") % {"n": wanted}]


@requires("estimates", gettext_lazy("Estimates, agreement and the rate of “none of these”, up to date"))
def estimates_are_current(consultation, run):
    if random_sample(run) is None or sample_is_coded(consultation, run):
        return []
    estimates, stale = estimates_of(run)
    if estimates is None:
        return [_("The estimates of the coded sample are not made yet.")]
    if stale:
        return [_("The estimates are stale: codings, themes or the sorting changed. Make them anew.")]
    if estimates.sample.second_id and not estimates.agreement:
        return [_("There is no figure of the coders’ agreement.")]
    return []
