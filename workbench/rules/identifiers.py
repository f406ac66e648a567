"""Numbers that prove themselves: identity cards, credit codes, certificates.

And how each is shown to somebody who need not see it whole.
"""

import re
import unicodedata
from datetime import date
from enum import StrEnum
from operator import mul

from workbench.rules import Refusal

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_MARKS = "10X98765432"
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_LENGTH = 18
_ID_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_MOBILE = re.compile(r"1[0-9]{10}")
_LIKE_ID = re.compile(r"(?<![0-9])[0-9]{14,17}[0-9Xx](?![0-9])")
_LIKE_MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_LANDLINE = re.compile(r"(0[0-9]{2,3}-?)?[0-9]{7,8}(-[0-9]{1,6})?")


def _narrow(text: str) -> str:
    """Return text with full-width letters and digits as plain ones, blanks trimmed."""
    return unicodedata.normalize("NFKC", text).strip()


class Sex(StrEnum):
    """As on the identity card."""

    MALE = "male"
    FEMALE = "female"

    @property
    def label(self) -> str:
        """One character."""
        return {"male": "男", "female": "女"}[self]


def check_id_number(text: str) -> str:
    """Return an identity card number in its one form, or refuse it.

    Args:
        text: 18 characters; blanks around it and a small x are forgiven.

    Raises:
        Refusal: Wrong length, no such birthday, or the check digit does not fit.

    Clause: general/id-number
    """
    number = _narrow(text).upper()
    if not _ID_SHAPE.fullmatch(number):
        raise Refusal(
            "身份证号应为18位（17位数字加1位校验位）。", clause="general/id-number"
        )
    try:
        date.fromisoformat(number[6:14])
    except ValueError:
        raise Refusal(
            f"身份证号中的出生日期{number[6:14]}不存在。", clause="general/id-number"
        ) from None
    total = sum(map(mul, _ID_WEIGHTS, map(int, number[:17])))
    mark = _ID_MARKS[total % 11]
    if number[17] != mark:
        raise Refusal(
            f"身份证号校验位不符（末位应为{mark}）。", clause="general/id-number"
        )
    return number


def born_on(id_number: str) -> date:
    """Return the birthday that a checked identity card number carries."""
    return date.fromisoformat(id_number[6:14])


def sex_of(id_number: str) -> Sex:
    """Return the sex that a checked identity card number carries."""
    return Sex.MALE if int(id_number[16]) % 2 else Sex.FEMALE


def check_credit_code(text: str) -> str:
    """Return a unified social credit code (GB 32100-2015), or refuse it.

    Args:
        text: 18 characters without I, O, S, V, Z; small letters are forgiven.

    Raises:
        Refusal: Wrong length or signs, or the check character does not fit.

    Clause: general/credit-code
    """
    code = _narrow(text).upper()
    if len(code) != _CREDIT_LENGTH or not set(code) <= set(_CREDIT_SIGNS):
        raise Refusal(
            "统一社会信用代码应为18位数字和大写字母（不含I、O、S、V、Z）。",
            clause="general/credit-code",
        )
    total = sum(
        _CREDIT_SIGNS.index(sign) * pow(3, place, 31)
        for place, sign in enumerate(code[:17])
    )
    mark = _CREDIT_SIGNS[-total % 31]
    if code[17] != mark:
        raise Refusal(
            f"统一社会信用代码校验位不符（末位应为{mark}）。",
            clause="general/credit-code",
        )
    return code


def check_phone(text: str) -> str:
    """Return a telephone number without blanks, or refuse it.

    The refusal does not repeat it: refusals are kept in the trail.

    Raises:
        Refusal: Neither a mobile nor a landline number.

    Clause: general/phone
    """
    number = _narrow(text).replace(" ", "").replace("—", "-")
    if _MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number):
        return number
    raise Refusal(
        "这不是电话号码，请填手机号（11位）或固定电话（区号-号码）。",
        clause="general/phone",
    )


def check_certificate_number(text: str, pattern: str) -> str:
    """Return an enforcement certificate's number, or refuse it.

    Args:
        text: The number as written on the card.
        pattern: Regular expression for the whole number, from the policy table.

    Raises:
        Refusal: The number does not fit the pattern.

    Clause: roster/certificate-number
    """
    number = _narrow(text)
    if not re.fullmatch(pattern, number):
        raise Refusal(
            f"执法证号“{number}”不符合本县规定的编号格式。",
            clause="roster/certificate-number",
            ways=("核对证件；确属新式编号的，由管理员在政策参数中修改格式。",),
        )
    return number


def mask_id_number(number: str) -> str:
    """Return the number with the birthday and order hidden."""
    return f"{number[:6]}********{number[-4:]}" if number else ""


def mask_phone(number: str) -> str:
    """Return the number with its middle hidden."""
    if _MOBILE.fullmatch(number):
        return f"{number[:3]}****{number[-4:]}"
    return f"****{number[-3:]}" if number else ""


def mask_within(text: str) -> str:
    """Return a text with whatever in it looks like a personal number hidden."""
    hidden = _LIKE_ID.sub(lambda found: mask_id_number(found[0]), text)
    return _LIKE_MOBILE.sub(lambda found: mask_phone(found[0]), hidden)
