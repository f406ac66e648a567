"""Every machine there is, by kind of affair."""

from workbench.rules.powers.months import APPEAL, MONTH
from workbench.rules.powers.moves import Machine
from workbench.rules.powers.orders import ERRAND, ORDER

MACHINES = {machine.kind: machine for machine in (ORDER, ERRAND, MONTH, APPEAL)}

__all__ = ["MACHINES", "Machine"]
