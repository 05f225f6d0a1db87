"""The pairs of colours of a brand beside their fields, measured anew with every change."""

from django import forms
from wagtail.admin.panels import Panel

from consult.contrast import contrast


class ContrastPanel(Panel):
    """A table of every pair a page puts together; saving refuses what this calls too faint."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/contrast.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            context["pairs"] = [self._pair(*pair) for pair in pairs_of(self.instance)]
            return context

        def _pair(self, _field, words, one, other, least):
            ratio = self._measured(one, other)
            told = [list(each) if isinstance(each, tuple) else each for each in (one, other)]
            return {"words": words, "told": told, "least": least, "ratio": ratio, "faint": ratio < least}

        def _measured(self, one, other):
            try:
                return contrast(self.instance._colour(one), self.instance._colour(other))
            except ValueError:
                return 1.0  # the field says that this is no colour

        @property
        def media(self):
            return forms.Media(js=["cms/admin/brand.js"])


def pairs_of(brand):
    from .models.brand import PAIRS

    return PAIRS
