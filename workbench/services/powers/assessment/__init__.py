"""管理考核: schemes, months from frozen facts to locked scores, objections, grades."""
