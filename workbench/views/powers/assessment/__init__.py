"""Pages of 管理考核: schemes, months and their board, objections, periods."""
