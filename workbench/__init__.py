"""The zone command workbench (执法片区指挥工作台)."""

from pathlib import Path

__version__ = "0.1.0"

_PACKAGE = Path(__file__).parent
# In a checkout these folders stand beside the package, in a wheel inside it.
_ROOT = _PACKAGE if (_PACKAGE / "migrations").is_dir() else _PACKAGE.parent

CLAUSES = _ROOT / "docs" / "clauses.md"
MIGRATIONS = _ROOT / "migrations"
RESOURCES = _ROOT / "resources"
