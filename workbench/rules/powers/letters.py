"""What comes in (收文): what a letter asks for."""

from enum import StrEnum


class LetterSort(StrEnum):
    """What a letter that came in asks for."""

    GRANT = "grant"
    NOMINATION = "nomination"
    VETO = "veto"
    REFERRAL = "referral"
    APPEAL = "appeal"
    GENERAL = "general"

    @property
    def label(self) -> str:
        """The sort as shown."""
        return {
            "grant": "授权文件",
            "nomination": "推荐提名的答复",
            "veto": "征求意见（人事）",
            "referral": "案件移送",
            "appeal": "考核申诉",
            "general": "一般来文",
        }[self]
