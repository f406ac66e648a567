"""Whose hands: proposer, decider and the person concerned are never the same."""

from dataclasses import dataclass

from workbench.rules import Refusal


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person at a desk, or whom something is about.

    Attributes:
        name: The person's name.
        account_id: The account; 0 for the workbench itself, None for nobody's.
        person_id: The person on the roster; None where the account names none.
    """

    name: str
    account_id: int | None = None
    person_id: int | None = None

    def same(self, other: "Somebody") -> bool:
        """Tell whether the two are, or have to be taken for, one person.

        Where an account does not say who it is on the roster, an equal name counts.
        """
        if self.account_id and self.account_id == other.account_id:
            return True
        if self.person_id is not None and other.person_id is not None:
            return self.person_id == other.person_id
        return bool(self.name) and self.name == other.name


def check_hands(
    deed: str,
    decider: Somebody,
    *,
    proposers: tuple[Somebody, ...] = (),
    concerned: tuple[Somebody, ...] = (),
) -> None:
    """Refuse to let somebody decide what he proposed, or what is about himself.

    Args:
        deed: What is decided, as sentences call it: 签发, 审定.
        decider: Who would decide.
        proposers: Who proposed it.
        concerned: Whom it is about.

    Raises:
        Refusal: The decider is one of them.

    Clause: powers/three-hands
    """
    if any(decider.same(one) for one in proposers):
        raise Refusal(
            f"这件事由{decider.name}提出，不能由本人{deed}。",
            clause="powers/three-hands",
            ways=(f"请另一位有权的负责人{deed}。",),
        )
    if any(decider.same(one) for one in concerned):
        raise Refusal(
            f"这件事关系到{decider.name}本人，应当回避，不能由本人{deed}。",
            clause="powers/three-hands",
            ways=(
                f"请另一位有权的负责人{deed}。",
                "只是同名的，请系统管理员在账号上登记对应的人员。",
            ),
        )
