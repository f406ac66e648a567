"""Who takes part in an inspection: the inspected party, officers, teams."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Inspected:
    """The inspected party (被检查人); a form printed to be filled in knows nothing.

    Attributes:
        name: Full name as registered.
        code: Unified social credit code, or the old register number of a sole trader.
        address: Registered address or place of business.
        head: Legal representative or person in charge.
        phone: How the party is reached.
    """

    name: str = ""
    code: str = ""
    address: str = ""
    head: str = ""
    phone: str = ""


NOBODY = Inspected()


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer who holds a valid certificate on the day.

    Attributes:
        certificate: Number of the certificate (执法证号).
    """

    name: str
    certificate: str

    @property
    def text(self) -> str:
        """Name and certificate, as forms name an officer."""
        return f"{self.name}（{self.certificate}）"


@dataclass(frozen=True, slots=True)
class Team:
    """What one authority does on a visit; the first of several leads.

    Attributes:
        unit: The authority, in whose own name its matters are inspected.
        matters: Matters of its competence (权力事项).
        officers: At least two.
        approval: Number of its own approval (行政检查审批表).
    """

    unit: str
    matters: tuple[str, ...]
    officers: tuple[Officer, ...]
    approval: str = ""


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody who is on the spot: who received the officers, who bears witness.

    Attributes:
        post: What the person is at the inspected party, or whom the person is from.
        identity: Number of the identity document, in full: the record is evidence.
    """

    name: str = ""
    post: str = ""
    identity: str = ""
    phone: str = ""


NO_WITNESS = Witness()


def officers_text(officers: tuple[Officer, ...]) -> str:
    """Return officers as one line names them, with their certificates."""
    return "、".join(officer.text for officer in officers)
