"""The PDFs of published editions: made by a task, kept, and gone with the words they hold."""

from django.db import transaction

from consult import jobs
from proposals.themes.models import ReportPrint, ThemeReport

PRINT = "proposals.themes.tasks.print_report"
FILE = "report.pdf"


def keep_prints(*, report, prints):
    """Keep {language: (digest of the page, bytes)}, and how large each is; None takes one away."""
    with transaction.atomic():
        held = ThemeReport.objects.select_for_update().only("sizes").get(pk=report.pk)
        for language, made in prints.items():
            sizes = held.sizes.setdefault(language, {})
            kept = ReportPrint.objects.filter(report=report, language=language)
            if made is None:
                kept.delete()
                sizes.pop(FILE, None)
                continue
            digest, content = made
            kept.update_or_create(
                report=report, language=language, defaults={"page_digest": digest, "content": content}
            )
            sizes[FILE] = len(content)
        held.save(update_fields=["sizes"])


def retire_print(*, kept):
    """Take away a print whose page says something else by now, and have it made anew, once."""
    with transaction.atomic():
        gone, _by_model = ReportPrint.objects.filter(pk=kept.pk, page_digest=kept.page_digest).delete()
        if gone:
            jobs.enqueue(PRINT, kept.report_id)


def forget_prints(*, consultation):
    """Take away every print of a consultation, of which words were erased, and have the newest made anew."""
    gone, _by_model = ReportPrint.objects.filter(report__consultation=consultation).delete()
    newest = ThemeReport.objects.published().filter(consultation=consultation).order_by("-edition")
    if gone:
        jobs.enqueue(PRINT, newest.values_list("pk", flat=True).first())


def queue_prints():
    """Have the newest editions looked at: what is not printed yet, or says something else by now, is made.

    Prints of editions before go: nobody can ask for them.
    """
    ReportPrint.objects.superseded().delete()
    newest = ThemeReport.objects.published().order_by("consultation", "edition")
    for report_id in dict(newest.values_list("consultation", "pk")).values():
        jobs.enqueue(PRINT, report_id)
