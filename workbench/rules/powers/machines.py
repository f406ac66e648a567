"""Every machine there is, by kind of affair."""

from workbench.rules.powers.actions import ACTION
from workbench.rules.powers.disputes import DISPUTE
from workbench.rules.powers.duty import SWAP
from workbench.rules.powers.letters import INCOMING
from workbench.rules.powers.months import APPEAL, MONTH
from workbench.rules.powers.moves import Machine
from workbench.rules.powers.nominations import NOMINATION
from workbench.rules.powers.orders import ERRAND, ORDER
from workbench.rules.powers.vetoes import VETO
from workbench.rules.powers.whistles import WHISTLE

MACHINES = {
    machine.kind: machine
    for machine in (
        ORDER,
        ERRAND,
        WHISTLE,
        ACTION,
        DISPUTE,
        SWAP,
        INCOMING,
        MONTH,
        APPEAL,
        NOMINATION,
        VETO,
    )
}

__all__ = ["MACHINES", "Machine"]
