from django.db import models
from django.utils.translation import gettext_lazy as _


class Body(models.Model):
    """The public body that asks; one by default, every consultation has one."""

    name = models.CharField(_("name"), max_length=200)
    site = models.OneToOneField(
        "wagtailcore.Site", null=True, blank=True, on_delete=models.SET_NULL, related_name="body"
    )

    class Meta:
        verbose_name = _("public body")
        verbose_name_plural = _("public bodies")

    def __str__(self):
        return self.name
