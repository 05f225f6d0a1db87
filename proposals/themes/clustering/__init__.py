"""The mathematics of themes, opinion groups, campaigns and honest numbers: numpy in, numpy out, no Django.

Importing this package is cheap: each name is loaded when it is first asked for, and the heavy libraries
(scikit-learn, scipy, the sentence encoder) when something is computed.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .agreement import krippendorff_alpha
    from .campaigns import find_campaigns
    from .coders import machine_beside_people, pairwise_kappa, sample_f1
    from .coding import ThemeCoder
    from .coding_order import next_to_code
    from .common_ground import common_ground_order, least_agreement, wilson_bound
    from .concentration import gini, top_share
    from .embedding import SentenceEmbedder
    from .estimation import estimate_prevalence
    from .keywords import keywords_by_language
    from .matching import match_themes
    from .opinion import OpinionGrouper
    from .passages import split_passages
    from .phrases import propose_labels
    from .quotes import central_quotes, theme_quotes
    from .resampling import opinion_stability
    from .residual import propose_themes
    from .statements import group_informed_consensus, overall_consensus, representative_statements
    from .templates import describe_campaign
    from .themes import ThemeClusterer
    from .vector_cache import VectorCache
    from .weights import design_effect, rake

_MODULE_OF = {
    "OpinionGrouper": "opinion",
    "SentenceEmbedder": "embedding",
    "ThemeClusterer": "themes",
    "ThemeCoder": "coding",
    "VectorCache": "vector_cache",
    "central_quotes": "quotes",
    "common_ground_order": "common_ground",
    "describe_campaign": "templates",
    "design_effect": "weights",
    "estimate_prevalence": "estimation",
    "find_campaigns": "campaigns",
    "gini": "concentration",
    "group_informed_consensus": "statements",
    "keywords_by_language": "keywords",
    "krippendorff_alpha": "agreement",
    "least_agreement": "common_ground",
    "machine_beside_people": "coders",
    "match_themes": "matching",
    "next_to_code": "coding_order",
    "opinion_stability": "resampling",
    "overall_consensus": "statements",
    "pairwise_kappa": "coders",
    "propose_labels": "phrases",
    "propose_themes": "residual",
    "rake": "weights",
    "representative_statements": "statements",
    "sample_f1": "coders",
    "split_passages": "passages",
    "theme_quotes": "quotes",
    "top_share": "concentration",
    "wilson_bound": "common_ground",
}

__all__ = [
    "OpinionGrouper",
    "SentenceEmbedder",
    "ThemeClusterer",
    "ThemeCoder",
    "VectorCache",
    "central_quotes",
    "common_ground_order",
    "describe_campaign",
    "design_effect",
    "estimate_prevalence",
    "find_campaigns",
    "gini",
    "group_informed_consensus",
    "keywords_by_language",
    "krippendorff_alpha",
    "least_agreement",
    "machine_beside_people",
    "match_themes",
    "next_to_code",
    "opinion_stability",
    "overall_consensus",
    "pairwise_kappa",
    "propose_labels",
    "propose_themes",
    "rake",
    "representative_statements",
    "sample_f1",
    "split_passages",
    "theme_quotes",
    "top_share",
    "wilson_bound",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
