"""What editors publish."""

from .brand import SiteBrand
from .consultation import ConsultationPage
from .home import HomePage
from .index import ConsultationIndexPage
from .rows import PageHouseRule, PagePhase, PageQuestion
from .standard import StandardPage
from .statement import AccessibilityNotes

__all__ = [
    "AccessibilityNotes",
    "ConsultationIndexPage",
    "ConsultationPage",
    "HomePage",
    "PageHouseRule",
    "PagePhase",
    "PageQuestion",
    "SiteBrand",
    "StandardPage",
]
