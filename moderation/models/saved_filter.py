from django.conf import settings
from django.db import models
from django.urls import reverse


class SavedFilter(models.Model):
    """A list of cases that one person comes back to; `query` is the part of its address."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=300)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_filter_once_per_name")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{reverse('moderation')}?{self.query}"
