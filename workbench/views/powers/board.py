"""The board: what is running, the soonest end first."""

from collections.abc import Callable
from typing import Any

from typing_extensions import override

from workbench.rules.powers.moves import AffairKind
from workbench.services.powers import swaps
from workbench.services.powers.affairs import AffairRow
from workbench.views.powers.affair_detail import Facts
from workbench.views.powers.affair_pages import AffairPage
from workbench.views.powers.duty import swap_facts
from workbench.views.powers.letters import LettersPage
from workbench.views.powers.orders import OrdersPage

_SAYS: dict[AffairKind, tuple[Callable[..., Any] | None, Facts | None]] = {
    AffairKind.ORDER: (OrdersPage.asks, OrdersPage.facts),
    AffairKind.INCOMING: (LettersPage.asks, LettersPage.facts),
    AffairKind.SWAP: (swaps.swap_values, swap_facts),
}
"""What an affair's own kind says: the question, and the lines of its answer."""


class BoardPage(AffairPage):
    """Everything that is running, whatever its kind."""

    @override
    def _said(self, row: AffairRow) -> tuple[Callable[..., Any] | None, Facts | None]:
        return _SAYS.get(row.kind, (None, None))
