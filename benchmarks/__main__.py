"""Takes every figure: ``python -m benchmarks``."""

from benchmarks import (
    assessment,
    audit_trail,
    batch,
    board,
    breaker,
    import_people,
    numbers,
    papers,
    start,
)
from benchmarks.figures import leave

leave(
    [
        *start.measure(),
        *import_people.measure(),
        *audit_trail.measure(),
        *numbers.measure(),
        *papers.measure(),
        *breaker.measure(),
        *batch.measure(),
        *assessment.measure(),
        *board.measure(),
    ]
)
