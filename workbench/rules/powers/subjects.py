"""Whom an assessment is about."""

from enum import StrEnum

from workbench.rules.powers.grants import Covered


class SubjectKind(StrEnum):
    """Who is assessed: teams and posted people; towns only where the grant says so."""

    TEAM = "team"
    TOWN = "town"
    PERSON = "person"

    @property
    def label(self) -> str:
        """The kind as shown."""
        return {"team": "片区队伍", "town": "镇街", "person": "派驻人员"}[self]

    @property
    def covered(self) -> Covered:
        """What a grant has to cover for them."""
        return {
            SubjectKind.TEAM: Covered.TEAMS,
            SubjectKind.TOWN: Covered.TOWNS,
            SubjectKind.PERSON: Covered.POSTED,
        }[self]
