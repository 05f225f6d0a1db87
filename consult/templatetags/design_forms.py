"""How a bound field is drawn, and what the error summary says."""

from django import forms, template
from django.contrib.auth.password_validation import get_default_password_validators
from django.utils.translation import gettext_lazy

from consult.error_words import in_words

register = template.Library()
# What our pages call fields that allauth names otherwise: an error says what stands above its box.
CALLED = {"email": gettext_lazy("E-mail address"), "login": gettext_lazy("E-mail address")}


@register.simple_tag
def problems(form_or_forms):
    """(message, field id or nothing) for every error, in the order of the page."""
    found = []
    for form in form_or_forms if isinstance(form_or_forms, list | tuple) else [form_or_forms]:
        if not form or not getattr(form, "errors", None):
            continue
        found += [(message, "") for message in form.non_field_errors()]
        for field in form:
            anchor = f"{field.auto_id}_group" if _is_group(field) else field.id_for_label
            found += [(message, anchor) for message in errors_of(field)]
    return found


@register.simple_tag
def errors_of(field):
    """The errors of one field, each a sentence that says what to do."""
    label = CALLED.get(field.name, field.label)
    return [in_words(error, label) for error in field.errors.as_data()]


def _is_group(field):
    return isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


@register.simple_tag
def field_parts(field, bare=False):
    """Which of the four shapes a field takes, and its errors; bare leaves out its help text."""
    widget = field.field.widget
    if bare:
        field.help_text = ""
    return {
        "hidden": field.is_hidden,
        "tick": isinstance(widget, forms.CheckboxInput),
        "group": _is_group(field),
        "errors": errors_of(field),
    }


@register.simple_tag
def control(field, size="", rows="", counter="", draft="", described_by="", hint="", keys=""):
    """The control itself, tied to its hint, error, counter and key."""
    attrs = {"placeholder": False}
    if isinstance(field.field.widget, forms.TextInput | forms.Textarea):
        attrs["dir"] = "auto"
        if draft:
            attrs["data-draft"] = draft
    ids = described_by.split() if described_by else []
    if hint or field.help_text:
        ids.append(f"{field.auto_id}_helptext")
    if field.errors:
        ids.append(f"{field.auto_id}_error")
    if counter:
        ids.append(f"{field.auto_id}_counter")
        attrs |= {"data-counter": f"{field.auto_id}_counter", "data-limit": counter}
    if ids:
        attrs["aria-describedby"] = " ".join(ids)
    if keys:
        attrs["aria-keyshortcuts"] = keys
    # A page may have rows of its own, which an include hands on.
    if isinstance(rows, int) and isinstance(field.field.widget, forms.Textarea):
        attrs["rows"] = rows
    if size:
        attrs["class"] = f"{field.field.widget.attrs.get('class', '')} input-{size}".strip()
    return field.as_widget(attrs=attrs)


@register.simple_tag
def shortest_password():
    """How many characters a password needs at least."""
    return max((getattr(rule, "min_length", 1) for rule in get_default_password_validators()), default=1)
