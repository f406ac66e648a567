"""Pages of 管理考核: schemes, months, the month's board, objections, quarters and years."""
