"""Pages of the roster: people and units, the share, towns and zones."""
