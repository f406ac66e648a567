"""Text as it is searched: one plain form, its overlapping pairs, its initials.

``found in`` means one thing everywhere: ``plain(query) in plain(text)``. The pairs and
the initials only make that quick.
"""

import unicodedata
from collections.abc import Iterable, Mapping

SEPARATOR = "\x1f"  # parts the pairs of a token list, and the fields of one entry
WILD_READINGS = 0x100  # first code that stands for a set of initials


def plain(text: str) -> str:
    """Return the form in which texts are compared.

    Compatibility forms are unified, case is folded, control characters are dropped,
    white space is one blank.
    """
    folded = unicodedata.normalize(
        "NFKC", unicodedata.normalize("NFKC", text).casefold()
    )
    if folded.isalnum():
        return folded  # a name, most often: neither blanks nor controls
    spaced = "".join(
        " " if sign.isspace() else sign
        for sign in folded
        if sign.isspace() or unicodedata.category(sign)[0] != "C"
    )
    return " ".join(spaced.split())


def entry(fields: Iterable[str]) -> str:
    """Return the searched form of several fields of one thing."""
    return SEPARATOR.join(filter(None, map(plain, fields)))


def pairs(text: str) -> list[str]:
    """Return the overlapping pairs of characters, and each field's last one alone.

    So a fragment of two or more characters is a phrase of pairs, and a single
    character is the beginning of one.
    """
    found = []
    for part in text.split(SEPARATOR):
        found += [part[at : at + 2] for at in range(len(part))]
    return found


def initials(text: str, readings: Mapping[str, str]) -> str:
    """Return one character a position: the letter it may begin with.

    Args:
        text: A searched form.
        readings: For a Chinese character, the code of its set of first letters.
    """
    return "".join(readings.get(sign, sign) for sign in text)
