"""Every machine there is, by kind of affair."""

from workbench.rules.powers.duty import SWAP
from workbench.rules.powers.letters import INCOMING
from workbench.rules.powers.moves import Machine
from workbench.rules.powers.orders import ERRAND, ORDER

MACHINES = {machine.kind: machine for machine in (ORDER, ERRAND, SWAP, INCOMING)}

__all__ = ["MACHINES", "Machine"]
