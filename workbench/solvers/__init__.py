"""Solvers: a frozen problem in, a frozen plan out; no session, no clock, no screen."""
