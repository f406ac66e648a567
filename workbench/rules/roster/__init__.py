"""Rules of the roster: units, people, the 85 %, towns and zones."""
