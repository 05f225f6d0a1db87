"""What coders and those who settle between them can do."""

from .estimates import estimate_shares, request_estimates
from .judgements import code_text
from .samples import draw_sample, queue_learning, withdraw_sample
from .settlements import settle_text

__all__ = [
    "code_text",
    "draw_sample",
    "estimate_shares",
    "queue_learning",
    "request_estimates",
    "settle_text",
    "withdraw_sample",
]
