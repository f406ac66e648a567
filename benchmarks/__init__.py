"""Figures, each a ratio against a floor whose code stands beside it.

``python -m benchmarks`` runs them all; each file can be run alone. A figure below ten
milliseconds is judged by those ten milliseconds, since smaller ones are noise.
"""
