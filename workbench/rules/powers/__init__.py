"""Rules of the four powers: grants, moves and their clocks, assessment, persons."""
