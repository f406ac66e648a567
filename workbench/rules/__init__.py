"""The rules of the work: plain functions of plain values.

A rule never reads the clock, the database or the screen. What it needs is handed
to it, so each rule can be read beside its clause and tested in one line.
"""


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """A rule says no.

    The message is written for the person at the desk and shown as it stands.

    Attributes:
        clause: Key of the clause that says no, as listed in docs/clauses.md.
        ways: Lawful ways out, one short sentence each; often none.
        keeps: Whether what the command wrote before it was refused must stay, as a
            failed sign-in's count must.
    """

    def __init__(
        self,
        message: str,
        *,
        clause: str,
        ways: tuple[str, ...] = (),
        keeps: bool = False,
    ) -> None:
        super().__init__(message)
        self.clause = clause
        self.ways = ways
        self.keeps = keeps


class UnavailableError(Exception):
    """The disk, a lock, the key store or the network is in the way: try again.

    The message is one Chinese sentence: what is in the way, and what to do.
    """
