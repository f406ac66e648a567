"""Requests for people (请示): one matter, one addressee, somebody to ask."""

import re
from enum import StrEnum

from workbench.rules import Refusal

_SEVERAL = re.compile("[、，,；;]|\\s")


class StaffChange(StrEnum):
    """The one matter that a request is about."""

    MORE = "more"
    MOVE = "move"

    @property
    def label(self) -> str:
        """What is asked for, as titles say it."""
        return {"more": "增派", "move": "调整"}[self]


def check_request(addressee: str, contact: str) -> None:
    """Refuse a request that is sent to several organs, or names nobody to ask.

    Args:
        addressee: Whom it is sent to (主送).
        contact: Its note in brackets (附注).

    Raises:
        Refusal: There is not exactly one addressee, or no contact.

    Clause: documents/request-addressee, documents/request-contact
    """
    if not addressee.strip() or _SEVERAL.search(addressee.strip()):
        raise Refusal(
            "请示只主送一个上级机关。",
            clause="documents/request-addressee",
            ways=("需要其他机关知道的，列入抄送。",),
        )
    if not contact.strip():
        raise Refusal(
            "请示应当在附注处注明联系人和电话。", clause="documents/request-contact"
        )
