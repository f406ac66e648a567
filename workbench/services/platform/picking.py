"""Finding one of a few things by a fragment or by pinyin initials, as it is typed."""

import re

from workbench import search
from workbench.rules import text as rules


def fits(label: str, typed: str) -> bool:
    """Tell whether a label holds what was typed, or its initials do.

    Args:
        label: What people read.
        typed: As typed; empty fits everything.
    """
    wanted, plain = rules.plain(typed), rules.plain(label)
    if wanted in plain:
        return True
    if not re.fullmatch("[a-z]+", wanted):
        return False
    first = rules.initials(plain, search.readings())
    return re.search(search.initial_classes(wanted), first) is not None
