"""The board: what is running, the soonest end first."""

from collections.abc import Callable
from typing import Any, ClassVar

from typing_extensions import override

from workbench.rules.powers.moves import AffairKind
from workbench.services.powers import swaps
from workbench.views.powers.actions import ActionsPage
from workbench.views.powers.affair_detail import Facts
from workbench.views.powers.affair_pages import AffairPage
from workbench.views.powers.disputes import DisputesPage
from workbench.views.powers.duty import swap_facts
from workbench.views.powers.letters import LettersPage
from workbench.views.powers.orders import OrdersPage
from workbench.views.powers.whistles import WhistlesPage


class SwapPage(AffairPage):
    """The swaps of duty; they are begun on the roster itself."""

    kinds: ClassVar[tuple[AffairKind, ...]] = (AffairKind.SWAP,)
    asks: ClassVar[Callable[..., Any]] = staticmethod(swaps.swap_values)
    facts: ClassVar[Facts] = staticmethod(swap_facts)


_PAGES: dict[AffairKind, type[AffairPage]] = {
    kind: page
    for page in (
        OrdersPage,
        WhistlesPage,
        ActionsPage,
        DisputesPage,
        LettersPage,
        SwapPage,
    )
    for kind in page.kinds
}


class BoardPage(AffairPage):
    """Everything that is running, whatever its kind."""

    @override
    def about(self, kind: AffairKind) -> type[AffairPage]:
        return _PAGES.get(kind, type(self))
