"""Tables of the four powers: grants, affairs and what each kind of them says."""

from workbench.models.powers import (
    affairs,
    assessment,
    commands,
    grants,
    letters,
    personnel,
    shifts,
)

__all__ = [
    "affairs",
    "assessment",
    "commands",
    "grants",
    "letters",
    "personnel",
    "shifts",
]
