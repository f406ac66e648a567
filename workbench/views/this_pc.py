"""What is true of this PC alone: its printers' shifts, the program that prints.

It is no person's and no home's: another account at the same desk prints on the same
printer. It stands in a small text file in the user's settings folder.
"""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSettings

from workbench.reports.measures import MILLIMETRE


@dataclass(frozen=True, slots=True)
class Shift:
    """How far a printer must be moved so that its print stands where it should.

    Attributes:
        right: To the right, in millimetres; to the left where negative.
        down: Downwards, in millimetres.
    """

    right: float = 0.0
    down: float = 0.0

    @property
    def twips(self) -> tuple[float, float]:
        """It in the painter's units."""
        return self.right * MILLIMETRE, self.down * MILLIMETRE

    @property
    def words(self) -> str:
        """It in words; empty for none."""
        ways = (("右移", "左移", self.right), ("下移", "上移", self.down))
        return "、".join(
            f"{plus if amount > 0 else minus}{abs(amount):.1f}毫米"
            for plus, minus, amount in ways
            if amount
        )


UNMOVED = Shift()


def _settings() -> QSettings:
    return QSettings(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, "workbench", "this-pc"
    )


def remembered(name: str, usual: str = "") -> str:
    """Return what this PC remembers under a name.

    Args:
        name: Which thing, as ``printing/printer``.
        usual: What it is where nothing is remembered.
    """
    found: Any = _settings().value(name, usual)
    return found if isinstance(found, str) else usual


def remember(name: str, value: str) -> None:
    """Have this PC remember something; an empty text forgets it."""
    settings = _settings()
    if value:
        settings.setValue(name, value)
    else:
        settings.remove(name)
    settings.sync()


def _key(printer: str) -> str:
    # A printer on the network has slashes in its name, which would be groups here.
    return f"shift/{printer.encode().hex()}"


def shift_of(printer: str) -> Shift:
    """Return the shift stored for a printer; none where it was not measured."""
    try:
        right, down = map(float, remembered(_key(printer)).split())
    except ValueError:
        return UNMOVED
    return Shift(right, down)


def keep_shift(printer: str, shift: Shift) -> None:
    """Store the shift of a printer."""
    kept = f"{shift.right:.2f} {shift.down:.2f}" if shift != UNMOVED else ""
    remember(_key(printer), kept)
