"""Errors say what to do."""

import pytest
from django import forms

from consult.templatetags.design_forms import errors_of, problems


class Sample(forms.Form):
    email = forms.EmailField(label="E-mail address")
    name = forms.CharField(label="Name", min_length=3, max_length=5)
    stance = forms.ChoiceField(label="Stance", widget=forms.RadioSelect, choices=[("for", "For")])
    own = forms.CharField(label="Own", error_messages={"required": "Say why, in a sentence."})

    def clean(self):
        if self.data.get("whole"):
            raise forms.ValidationError("Both cannot be true.")


GOOD = {"email": "sam@example.org", "name": "Sam", "stance": "for", "own": "Yes"}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "", ["Fill this in: E-mail address"]),
        ("email", "sam.example.org", ["Enter an e-mail address with an @, like name@example.org"]),
        ("name", "Al", ["Use 3 characters or more: Name"]),
        ("name", "Samuel", ["Shorten it by 1 character: Name"]),
        ("own", "", ["Say why, in a sentence."]),
        ("name", "Sam", []),
    ],
)
def test_error_of_a_field_says_what_to_do(field, value, words):
    assert errors_of(Sample(GOOD | {field: value})[field]) == words


def test_problems_link_each_error_to_its_control_in_page_order():
    assert problems(Sample({"name": "Sam", "own": "Yes", "whole": "1"})) == [
        ("Both cannot be true.", ""),
        ("Fill this in: E-mail address", "id_email"),
        ("Fill this in: Stance", "id_stance_group"),
    ]


def test_problems_of_a_form_not_sent_are_none():
    assert problems(Sample()) == []
