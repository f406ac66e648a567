"""How wide signs are: handed in by who knows the fonts, or taken from what ships.

A desktop measures the fonts it paints with. Where there is no screen, the widths of the
Chinese fonts of Windows serve: every letter, digit and sign of ASCII is half an em wide
in 仿宋, 楷体, 黑体 and 宋体, every other sign a whole one. 小标宋 stands in titles,
which hardly ever hold a Latin sign; it is taken to be the same.
"""

from typing import Protocol

from workbench.reports.measures import Font

_HALF = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("\u2002àáèéêìíòóùúü")


class Widths(Protocol):
    """Tells how wide a sign is. What was set is remembered under it."""

    def __hash__(self) -> int:
        """Return the same number for all that tell the same widths."""
        ...

    def advance(self, sign: str, font: Font) -> float:
        """Return how far a sign moves the next one on, in em."""
        ...


class ShippedWidths:
    """The widths of the Chinese fonts of Windows, known without a font file."""

    def advance(self, sign: str, font: Font) -> float:  # noqa: ARG002 - all alike
        """Return half an em for Latin signs, a whole one for all others."""
        return 0.5 if sign in _HALF else 1.0


SHIPPED = ShippedWidths()
