"""What people type on pages of this floor, turned into clean values."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .enums import NoticeList, Rhythm
from .models import NoticePreference


class NoticesForm(forms.Form):
    """Which letters somebody wants, how often, and in which language."""

    rhythm = forms.ChoiceField(
        label=_("How often"), choices=Rhythm.choices, required=False, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        ticks = {
            each.value: forms.BooleanField(
                label=getattr(NoticePreference, each.value).field.verbose_name, required=False
            )
            for each in NoticeList
        }
        self.fields = {**ticks, **self.fields}

    @property
    def ticks(self):
        return [self[each.value] for each in NoticeList]

    @property
    def lists(self):
        """The names of the ticked lists."""
        return [each.value for each in NoticeList if self.cleaned_data[each.value]]

    @classmethod
    def of(cls, preference, language):
        chosen = {each.value: getattr(preference, each.value) for each in NoticeList}
        return cls(initial={**chosen, "rhythm": preference.rhythm, "language": language}, auto_id="%s")
