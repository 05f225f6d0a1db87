"""How often Python looks for cycles: rarely, and never among what a process began with.

Modules, models and templates live as long as the process does. Going through them again after every few
hundred new objects costs a fifth of the processor time of a page.
"""

import gc

# Objects made before the youngest are looked through, then how many such rounds before the older ones are.
# What a request in flight held at such a moment is waste soon after, and must not lie there for hours.
SELDOM = (20_000, 3, 3)


def collect_seldom():
    """Set aside what exists now, and look for cycles thirty times less often than Python does."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
