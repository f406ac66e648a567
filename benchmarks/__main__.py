"""Takes every figure: ``python -m benchmarks``."""

from benchmarks import audit_trail, import_people, start
from benchmarks.figures import leave

leave([*start.measure(), *import_people.measure(), *audit_trail.measure()])
