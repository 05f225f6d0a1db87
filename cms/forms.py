"""The editor's form of a consultation page: a draft may lack anything, what is published may not."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from consult.actions.pages import check_slug
from consult.completeness import missing_for_opening
from consult.errors import Refused
from consult.rules import refusal

from .staffing import StaffedHoursField


class ConsultationPageForm(WagtailAdminPageForm):
    """Checks before publishing what the action will check again."""

    languages = forms.MultipleChoiceField(
        label=_("Languages people may write in"),
        choices=settings.CONSULT_CONTRIBUTION_LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    staffed_hours = StaffedHoursField(
        label=_("Staffed hours"),
        help_text=_("When moderators are there, for the timetable and the time in which they decide."),
    )

    def _post_clean(self):
        super()._post_clean()
        if self.instance.is_source:
            self._allow_usual_acts()
        if self.is_deferred_validation or self.errors:
            return
        self._refuse_others()
        if self.instance.is_source:
            self._refuse_incomplete()

    def _allow_usual_acts(self):
        """A phase that was never applied and allows nothing gets the acts of its kind.

        Not only a row new to this form: the editor saves rows by itself while they are being written.
        """
        consultation = self.instance.consultation
        known = set(consultation.phases.values_list("key", flat=True)) if consultation else set()
        for form in self._kept_forms("phases"):
            phase = form.instance
            if form.is_valid() and not phase.allows and phase.translation_key not in known:
                phase.allow_usual_acts()

    def _refuse_others(self):
        consultation = self._consultation()
        if consultation is None or self.for_user is None:
            return
        refused = refusal("consult.publish", self.for_user, consultation)
        if refused is not None:
            self.add_error(None, _("%(why)s Save it as a draft instead.") % {"why": refused.reason})

    def _refuse_incomplete(self):
        from cms.editions import edition_of

        edition = edition_of(self.instance, rows=self._rows())
        for _code, text in missing_for_opening(edition):
            self.add_error(None, _("Missing: %(what)s.") % {"what": text})
        try:
            check_slug(edition, self._consultation())
        except Refused as refused:
            self.add_error("slug", refused.reason)

    def _consultation(self):
        from cms.editions import consultation_of

        return consultation_of(self.instance, self.for_user)

    def _rows(self):
        """The inline rows as typed, without those ticked for deletion."""
        return {name: [form.instance for form in self._kept_forms(name)] for name in self.formsets}

    def _kept_forms(self, name):
        formset = self.formsets[name]
        formset.is_valid()
        return [form for form in formset.forms if not formset._should_delete_form(form)]
