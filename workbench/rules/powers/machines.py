"""Every machine there is, by kind of affair."""

from workbench.rules.powers.moves import Machine
from workbench.rules.powers.orders import ERRAND, ORDER

MACHINES = {machine.kind: machine for machine in (ORDER, ERRAND)}

__all__ = ["MACHINES", "Machine"]
