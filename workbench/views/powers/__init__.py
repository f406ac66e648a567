"""Pages of the four powers: the board, orders, whistles, assessment, personnel."""
