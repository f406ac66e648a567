"""Fonts, icons, styles, calendars and sample data that travel with the workbench."""
