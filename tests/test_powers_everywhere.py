"""Every move of every affair, without its grant, out of its dates, in wrong hands.

The tables are made of the machines themselves: a new kind of affair or a new move is
in them without a change here. Each attempt must be refused or denied, leave the affair
as it was, and be on the trail.
"""

import shutil
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.commanding import give_powers, seat
from tests.conftest import NOON
from workbench import database
from workbench.access import GRANTS, Actor, Role
from workbench.desk import DeniedError, Desk
from workbench.models.platform import Account, AuditEntry, Outcome
from workbench.models.powers.affairs import Affair, AffairParty, AffairStep
from workbench.models.powers.grants import PowerGrant
from workbench.models.powers.shifts import Duty, DutySwap
from workbench.rules import Refusal
from workbench.rules.powers.collective import Meeting
from workbench.rules.powers.grants import Power
from workbench.rules.powers.machines import MACHINES
from workbench.rules.powers.moves import SAID, AffairKind, Hand, Need, Part, Way
from workbench.services.powers import moves
from workbench.services.powers.said import said_of

MAKER = 900
"""Account of who began the affairs; nobody's who sits at a desk here."""


def deciding(machine):
    return [move for move in machine.moves if move.hand in {Hand.REVIEW, Hand.DECIDE}]


def granted(machine):
    """Return the moves by which a centre uses the power of a machine's kind."""
    if machine.kind.power is None:
        return []
    return [move for move in machine.moves if move.hand is not Hand.ANSWER]


def over(has=lambda _machine: True):
    """Return the machines a test is made for: those that have such moves at all."""
    wanted = [one for one in MACHINES.values() if has(one)]
    return pytest.mark.parametrize("machine", wanted, ids=lambda one: one.kind)


EVERY, GRANTED, DECIDED = over(), over(granted), over(deciding)


@pytest.fixture
def home(tmp_path, settled):
    folder, _county = settled
    shutil.copytree(folder, tmp_path / "home")
    home = database.open_home(tmp_path / "home")
    yield home
    home.close()


@pytest.fixture
def county(settled):
    return settled[1]


def said(move):
    """Say whatever a move needs, and who told us where it was another's."""
    words = {need.value: "写明的话" for need in move.needs if need in SAID}
    return said_of(
        **words,
        until=NOON + timedelta(days=30) if Need.UNTIL in move.needs else None,
        unit=1 if Need.UNIT in move.needs else None,
        ratings=(("办理情况", "满意"),) if Need.RATINGS in move.needs else (),
        meeting=Meeting(NOON.date(), ()) if Need.VOTES in move.needs else None,
        person="对方经办人",
        way=Way.PHONE,
    )


def laid(desk, county, machine, move, *, maker=MAKER, person_id=None):
    """Lay an affair that stands where a move may be made; return its number."""
    with desk.parts.sessions.begin() as session:
        session.connection(execution_options={"write": True})
        affair = Affair(
            kind=machine.kind,
            state=move.sources[0],
            unit_id=county.units["一中心"],
            title="一件事",
            number_text="",
            person_id=person_id,
            version=1,
            done=False,
            made_at=NOON,
            made_by=maker,
            made_by_name="别人",
            happened_at=NOON,
        )
        session.add(affair)
        session.flush()
        session.add(
            AffairStep(
                affair_id=affair.id,
                verb="begin",
                before="",
                after=affair.state,
                at=NOON,
                entered_at=NOON,
                by_id=maker,
                by_name="别人",
                party="",
                person="",
                words="",
                details="{}",
            )
        )
        session.add(
            AffairParty(
                affair_id=affair.id,
                unit_id=county.units["牛山局"],
                part=move.part or Part.RECEIVER,
                signed_by="",
                arrivals="",
            )
        )
        if machine.kind is AffairKind.SWAP:
            _lay_turn(session, county, affair.id)
        return affair.id


def _lay_turn(session, county, affair_id):
    """Lay the turn that a swap is about: who decides it must not be whose it is."""
    turn = Duty(
        unit_id=county.units["一中心"],
        day=date(2026, 3, 20),
        shift=f"第{affair_id}班",
        person_id=county.people["王芳"],
        note="",
    )
    session.add(turn)
    session.flush()
    taker = county.people["刘洋"]
    session.add(DutySwap(affair_id=affair_id, duty_id=turn.id, taker_id=taker))


def stands(desk, affair_id):
    with desk.parts.sessions() as session:
        affair = session.get(Affair, affair_id)
        steps = session.scalars(
            sa.select(AffairStep.verb).where(AffairStep.affair_id == affair_id)
        ).all()
        return affair.state, affair.version, tuple(steps)


def last_entry(desk):
    with desk.parts.sessions() as session:
        return session.scalars(
            sa.select(AuditEntry).order_by(AuditEntry.id.desc())
        ).first()


def attempt(desk, machine, move, affair_id):
    desk.do(
        moves.command_for(machine.kind, move.hand),
        affair_id=affair_id,
        verb=move.verb,
        said=said(move),
    )


def someone(desk, county, roles):
    """Return the desk of somebody of the centre who holds some roles."""
    held = frozenset().union(*(GRANTS[one] for one in roles))
    unit = county.units["一中心"]
    return Desk(desk.parts, Actor(0, "某人", held, unit, county_wide=False))


def refused(desk, machine, move, affair_id, clause):
    """Attempt a move and see that it is refused by its clause, and kept as such."""
    before = stands(desk, affair_id)
    with pytest.raises(Refusal) as refusal:
        attempt(desk, machine, move, affair_id)
    assert refusal.value.clause == clause, str(refusal.value)
    assert stands(desk, affair_id) == before
    entry = last_entry(desk)
    assert (entry.outcome, entry.account_name) == (Outcome.REFUSED, desk.actor.name)
    assert str(refusal.value)[:20] in entry.remark


class TestTables:
    def test_only_letters_and_swaps_use_no_power_and_every_kind_is_decided(self):
        unpowered = {one.kind for one in MACHINES.values() if not granted(one)}
        assert unpowered == {AffairKind.INCOMING, AffairKind.SWAP}
        assert all(deciding(one) for one in MACHINES.values())
        assert set(MACHINES) == set(AffairKind)


class TestWithoutAGrant:
    @GRANTED
    def test_no_move_is_made_without_the_powers_grant(self, desk, county, machine):
        give_powers(desk, county, *(set(Power) - {machine.kind.power}))
        for move in granted(machine):
            number = laid(desk, county, machine, move)
            refused(someone(desk, county, Role), machine, move, number, "powers/grant")

    @GRANTED
    def test_no_move_is_made_after_the_grants_last_day(self, desk, county, machine):
        give_powers(desk, county)
        with desk.parts.sessions.begin() as session:
            session.connection(execution_options={"write": True})
            session.execute(sa.update(PowerGrant).values(valid_to=date(2026, 3, 1)))
        for move in granted(machine):
            number = laid(desk, county, machine, move)
            refused(someone(desk, county, Role), machine, move, number, "powers/grant")


class TestInWrongHands:
    @EVERY
    def test_no_role_makes_a_move_it_does_not_hold(self, desk, county, machine):
        give_powers(desk, county)
        for move in machine.moves:
            number = laid(desk, county, machine, move)
            command = moves.command_for(machine.kind, move.hand)
            before = stands(desk, number)
            desks = [someone(desk, county, [role]) for role in Role]
            without = [one for one in desks if not one.may(command)]
            assert without
            for one in without:
                with pytest.raises(DeniedError):
                    attempt(one, machine, move, number)
                assert last_entry(desk).outcome is Outcome.DENIED
            assert stands(desk, number) == before

    @EVERY
    def test_no_command_makes_a_move_of_another_hand(self, desk, county, machine):
        give_powers(desk, county)
        anyone = someone(desk, county, Role)
        for move in machine.moves:
            number = laid(desk, county, machine, move)
            before = stands(desk, number)
            for other in moves.COMMANDS - {moves.command_for(machine.kind, move.hand)}:
                with pytest.raises(Refusal) as refusal:
                    anyone.do(other, affair_id=number, verb=move.verb, said=said(move))
                assert refusal.value.clause == "powers/moves"
            assert stands(desk, number) == before


class TestOnOneself:
    @DECIDED
    def test_who_proposed_it_does_not_decide_it(self, desk, county, machine):
        give_powers(desk, county)
        mine = seat(desk.parts, county).county
        for move in deciding(machine):
            number = laid(desk, county, machine, move, maker=mine.actor.account_id)
            refused(mine, machine, move, number, "powers/three-hands")

    @DECIDED
    def test_whom_it_is_about_does_not_decide_it(self, desk, county, machine):
        give_powers(desk, county)
        mine = seat(desk.parts, county).county
        person = county.people["李明"]
        with desk.parts.sessions.begin() as session:
            session.connection(execution_options={"write": True})
            session.get(Account, mine.actor.account_id).person_id = person
        for move in deciding(machine):
            number = laid(desk, county, machine, move, person_id=person)
            refused(mine, machine, move, number, "powers/three-hands")


class TestWhereItStands:
    @EVERY
    def test_no_state_lets_through_a_move_that_is_not_its_own(
        self, desk, county, machine
    ):
        give_powers(desk, county)
        anyone = someone(desk, county, Role)
        for move in machine.moves:
            number = laid(desk, county, machine, move)
            for state in machine.states:
                if state.key in move.sources:
                    continue
                with desk.parts.sessions.begin() as session:
                    session.connection(execution_options={"write": True})
                    session.get(Affair, number).state = state.key
                refused(anyone, machine, move, number, "powers/moves")
