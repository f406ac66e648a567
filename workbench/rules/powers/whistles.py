"""Whistles (吹哨报到): a town calls, departments come."""

from enum import StrEnum


class WhistleLevel(StrEnum):
    """How pressing a whistle is (哨声类别)."""

    URGENT = "urgent"
    ENFORCEMENT = "enforcement"
    HARD = "hard"

    @property
    def label(self) -> str:
        """The class as the form prints it."""
        return {"urgent": "应急哨", "enforcement": "执法哨", "hard": "攻坚哨"}[self]
