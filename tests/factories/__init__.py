"""Factories of rows: one dull factory a model, and functions for what takes more than one."""

import importlib
import pkgutil

from factory import Factory


def forget_numbers():
    """Let every factory count from the beginning, for rows whose names and numbers are written down."""
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        for found in vars(importlib.import_module(module.name)).values():
            if isinstance(found, type) and issubclass(found, Factory) and not found._meta.abstract:
                found.reset_sequence(0, force=True)
