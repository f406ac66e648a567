"""Towns grouped into zones: each whole, near to its seat, alike and evenly loaded.

What is minimised is F = Σ weight × term, and every term is a sum over the zones:

* travel: Σ share of workload × km to the zone's best seat, ÷ d0, where d0 is the same
  mean for the best one seat for all, ÷ √p;
* dissimilarity: Σ of how unlike the matters of two towns of a zone are, ÷ the pairs
  that share a zone when all p zones are of one size;
* workload: Σ of how far a zone's share of the workload is from 1/p;
* staff: Σ of how far a zone's share of the staff is from its share of the workload.
"""

from workbench.solvers.zoning.bounds import check_problem
from workbench.solvers.zoning.problem import WEIGHTS, Problem, Terms, Town
from workbench.solvers.zoning.reading import read_problem
from workbench.solvers.zoning.scoring import Score, ZoneScore, score
from workbench.solvers.zoning.search import Plan, Progress, propose

__all__ = [
    "WEIGHTS",
    "Plan",
    "Problem",
    "Progress",
    "Score",
    "Terms",
    "Town",
    "ZoneScore",
    "check_problem",
    "propose",
    "read_problem",
    "score",
]
