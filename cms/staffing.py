"""How an editor says when moderators are there: two times for each day of the week."""

from datetime import time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _


class StaffedHoursWidget(forms.MultiWidget):
    """From and to for each day, with a name of its own for every field."""

    template_name = "cms/admin/staffed_hours.html"

    def __init__(self):
        fields = [forms.TimeInput(attrs={"type": "time"}, format="%H:%M") for _n in range(14)]
        super().__init__(fields)

    def decompress(self, value):
        hours = value or {}
        return [wall for day in range(7) for wall in hours.get(str(day), ["", ""])]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        parts = context["widget"]["subwidgets"]
        for day in range(7):
            for part, edge in ((parts[2 * day], _("from")), (parts[2 * day + 1], _("to"))):
                part["attrs"]["aria-label"] = f"{WEEKDAYS[day]}, {edge}"
        context["days"] = [(WEEKDAYS[day], parts[2 * day], parts[2 * day + 1]) for day in range(7)]
        return context


class StaffedHoursField(forms.MultiValueField):
    """{weekday: [opens, closes]} as `consult.staffing` reads it; days left empty are not staffed."""

    widget = StaffedHoursWidget

    def __init__(self, **kwargs):
        fields = [forms.TimeField(required=False) for _n in range(14)]
        super().__init__(fields, require_all_fields=False, required=False, **kwargs)

    def compress(self, values):
        pairs = list(zip(values[::2], values[1::2], strict=True))
        if any((opens is None) != (closes is None) for opens, closes in pairs):
            raise ValidationError(_("Give both times of a day, or leave both empty."))
        if any(opens is not None and opens == closes for opens, closes in pairs):
            raise ValidationError(_("Choose two different times."))
        return {
            str(day): [_said(opens), _said(closes)]
            for day, (opens, closes) in enumerate(pairs)
            if opens is not None
        }


def _said(wall: time):
    return wall.strftime("%H:%M")
