"""Plates of vehicles (号牌)."""

import re

from workbench.rules import Refusal

_PLATE = re.compile(
    "[\u4e00-\u9fff][A-Z][A-Z0-9]{5,6}|[\u4e00-\u9fff][A-Z][A-Z0-9]{4}警"
)


def check_plate(text: str) -> str:
    """Return a plate in its one form: 苏G12345.

    Args:
        text: As typed; spaces, dots and small letters do not matter.

    Raises:
        Refusal: It is no plate.

    Clause: powers/vehicles
    """
    plate = re.sub(r"[\s·•.\-]", "", text).upper()
    if not _PLATE.fullmatch(plate):
        raise Refusal(
            f"“{text}”不是号牌，如苏G12345、苏GD12345。", clause="powers/vehicles"
        )
    return plate
