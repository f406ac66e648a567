"""The board: what is running, the soonest end first."""

from typing_extensions import override

from workbench.rules.powers.moves import AffairKind
from workbench.views.powers.actions import ActionsPage
from workbench.views.powers.affair_pages import AffairPage
from workbench.views.powers.orders import OrdersPage
from workbench.views.powers.whistles import WhistlesPage

_PAGES: dict[AffairKind, type[AffairPage]] = {
    kind: page
    for page in (OrdersPage, WhistlesPage, ActionsPage)
    for kind in page.kinds
}


class BoardPage(AffairPage):
    """Everything that is running, whatever its kind."""

    @override
    def about(self, kind: AffairKind) -> type[AffairPage]:
        return _PAGES.get(kind, type(self))
