"""The board: what is running, the soonest end first."""

from collections.abc import Callable
from typing import Any

from typing_extensions import override

from workbench.rules.powers.moves import AffairKind
from workbench.services.powers.affairs import AffairRow
from workbench.views.powers.affair_detail import Facts
from workbench.views.powers.affair_pages import AffairPage
from workbench.views.powers.orders import OrdersPage

_SAYS = {AffairKind.ORDER: OrdersPage}


class BoardPage(AffairPage):
    """Everything that is running, whatever its kind."""

    @override
    def _said(self, row: AffairRow) -> tuple[Callable[..., Any] | None, Facts | None]:
        page = _SAYS.get(row.kind)
        return (page.asks, page.facts) if page else (None, None)
