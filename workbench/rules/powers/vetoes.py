"""What a department proposes about a person, to which a centre may object."""

from enum import StrEnum


class VetoSubject(StrEnum):
    """What a department proposes about a person, to which a centre may object.

    Only decisions about people are listed: what an authority decides in a case is
    none of them.
    """

    PROMOTION = "promotion"
    RECALL = "recall"
    SECONDMENT = "secondment"
    TRANSFER = "transfer"
    TOP_GRADE = "top_grade"

    @property
    def label(self) -> str:
        """The proposal as the letter names it."""
        return {
            "promotion": "晋升",
            "recall": "调回",
            "secondment": "借调",
            "transfer": "调整岗位",
            "top_grade": "确定为优秀等次",
        }[self]
