"""Services of the roster: units, people, the 85 %, towns, zones, their papers."""
