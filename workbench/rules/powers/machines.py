"""Every machine there is, by kind of affair."""

from workbench.rules.powers.actions import ACTION
from workbench.rules.powers.moves import Machine
from workbench.rules.powers.orders import ERRAND, ORDER
from workbench.rules.powers.whistles import WHISTLE

MACHINES = {machine.kind: machine for machine in (ORDER, ERRAND, WHISTLE, ACTION)}

__all__ = ["MACHINES", "Machine"]
