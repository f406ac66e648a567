"""Tables of the roster: units, people, towns and zones."""

from workbench.models.roster import people, towns, units, zones

__all__ = ["people", "towns", "units", "zones"]
