"""What coders and those who settle between them can do."""

from .carrying import carry_codebook
from .enlarging import enlarge_sample
from .estimates import estimate_shares, request_estimates
from .judgements import code_text
from .samples import draw_sample, queue_learning, withdraw_sample
from .settlements import settle_text

__all__ = [
    "carry_codebook",
    "code_text",
    "draw_sample",
    "enlarge_sample",
    "estimate_shares",
    "queue_learning",
    "request_estimates",
    "settle_text",
    "withdraw_sample",
]
