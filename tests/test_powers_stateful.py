"""Orders, whistles, months, driven at random: legal moves land, others never.

Whoever sits at whichever desk tries whatever there is, at stated moments of the past,
now and the future. A model that knows nothing of the services says which attempts must
be turned away. After every step clocks, numbers, trail and registers agree.
"""

import shutil
import tempfile
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from tests.assessing import save
from tests.commanding import give_powers, order, seat
from tests.conftest import KEYS, NOON, Clock
from tests.county import enter_county
from workbench import database, house
from workbench.access import Actor, Permission
from workbench.desk import DeniedError, Desk
from workbench.models.documents import Paper
from workbench.models.platform import AuditEntry, Outcome
from workbench.models.powers.affairs import Affair, AffairClock, AffairStep
from workbench.models.powers.assessment import AssessmentMonth
from workbench.rules import Refusal
from workbench.rules.powers.machines import MACHINES
from workbench.rules.powers.moves import AffairKind, Hand, Need, Part, Way
from workbench.rules.powers.subjects import SubjectKind
from workbench.rules.powers.whistles import ASPECTS, WhistleLevel
from workbench.services.platform import audit
from workbench.services.powers import moves, orders, whistles
from workbench.services.powers.assessment import months
from workbench.services.powers.docket import BEGIN
from workbench.services.powers.said import said_of

_SEATS = ("clerk", "commander", "deputy", "assessor", "liaison", "county")
_BENT = ("", "", "", "", "", "verb", "seat", "early", "ahead", "unheard", "silent")
"""In which way a move is tried amiss; mostly in none."""
_ENOUGH, _MOST = 4, 9
_TEMPLATE = {}


def template():
    """Return a home with the tests' county and every grant, made once."""
    if not _TEMPLATE:
        folder = Path(tempfile.mkdtemp(prefix="workbench-stateful-")) / "home"
        home, parts = house.found(
            folder,
            title="东海县综合行政执法指挥中心",
            county="东海县",
            county_code="320722",
            now=Clock(),
            keys=KEYS,
        )
        desk = Desk(parts, Actor(7, "李明", frozenset(Permission)))
        county = enter_county(desk)
        give_powers(desk, county)
        staff = seat(parts, county)
        seats = {name: one.actor for name, one in staff}
        since = date(2026, 1, 1)
        save(staff.assessor, county, valid_from=since)
        save(staff.assessor, county, SubjectKind.PERSON, valid_from=since)
        home.close()
        _TEMPLATE.update(folder=folder, county=county, seats=seats)
    return _TEMPLATE


class Affairs(RuleBasedStateMachine):
    """Everybody at their desks, and the affairs between them."""

    @initialize()
    def open(self):
        made = template()
        self.folder = Path(tempfile.mkdtemp(prefix="workbench-affairs-"))
        shutil.copytree(made["folder"], self.folder / "home")
        self.home = database.open_home(self.folder / "home")
        self.clock = Clock(NOON)
        parts = house.parts_of(self.home, self.clock)
        self.county = made["county"]
        self.desks = {name: Desk(parts, actor) for name, actor in made["seats"].items()}
        self.parts = parts
        self.landed = 0
        self.months = set()
        self.tried = 0

    def teardown(self):
        if hasattr(self, "home"):
            self.home.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    # ---- what is done ----

    @rule(minutes=st.sampled_from((7, 45, 180, 60 * 26)))
    def time_passes(self, minutes):
        self.clock.now += timedelta(minutes=minutes)

    @precondition(lambda self: self.landed < _ENOUGH or not self.known())
    @rule(who=st.sampled_from(_SEATS), days=st.sampled_from((3, 3, 3, 0)))
    def draft_an_order(self, who, days):
        desk = self.desks[who]
        finish_by = self.clock.now + timedelta(days=days)
        allowed = desk.may(orders.draft_order) and days > 0
        self.attempt(
            allowed,
            lambda: desk.do(
                orders.draft_order, **order(self.county, finish_by=finish_by)
            ),
        )

    @precondition(lambda self: len(self.known()) < _MOST)
    @rule(
        who=st.sampled_from(_SEATS),
        level=st.sampled_from(WhistleLevel),
        lead=st.sampled_from(("文旅局", None)),
    )
    def blow_a_whistle(self, who, level, lead):
        desk = self.desks[who]
        allowed = desk.may(whistles.draft_whistle)
        self.attempt(
            allowed,
            lambda: desk.do(
                whistles.draft_whistle,
                town_unit_id=self.county.units["牛山局"],
                title="餐饮油烟扰民",
                level=level,
                place="站前路",
                reason="多次劝导无效。",
                lead_id=self.county.units[lead] if lead else None,
            ),
        )

    @rule(who=st.sampled_from(_SEATS), month=st.sampled_from((1, 2, 3, 4)))
    def begin_a_month(self, who, month):
        desk = self.desks[who]
        first = date(2026, month, 1)
        known = month in self.months
        ahead = first > desk.today()
        allowed = desk.may(months.begin_month) and not known and not ahead
        made = self.attempt(
            allowed,
            lambda: desk.do(
                months.begin_month,
                unit_id=self.county.units["一中心"],
                month=first,
            ),
        )
        if made is not None:
            self.months.add(month)

    @rule(
        which=st.integers(0, 50),
        pick=st.integers(0, 400),
        bent=st.sampled_from(_BENT),
    )
    def try_a_move(self, which, pick, bent):
        """Try a move: as it should be made, or bent in one way."""
        known = self.known()
        if not known:
            return
        affair = self.by_id(known[which % len(known)])
        machine = MACHINES[affair.kind]
        offered = machine.open_moves(affair.state)
        if bent == "verb" or not offered:
            offered = machine.moves
        mild = tuple(one for one in offered if not one.hurts)
        offered = mild if mild and pick % 4 else offered
        move = offered[pick % len(offered)]
        verb = move.verb
        who = self.whose(affair, move, pick if bent == "seat" else None)
        minutes = {"early": -60 * 30, "ahead": 9}.get(bent, 0)
        behalf = bent != "unheard"
        silent = bent == "silent"
        desk = self.desks[who]
        command = moves.command_for(affair.kind, move.hand)
        at = self.clock.now + timedelta(minutes=minutes)
        steps = self.steps(affair.id)
        words = (
            {}
            if silent
            else {
                need.value: "写明的话"
                for need in (*move.needs, *move.may)
                if need in {Need.REASON, Need.REMARK, Need.RESULT, Need.PEOPLE}
            }
        )
        told = {"person": "刘洋", "way": Way.PHONE} if behalf else {}
        until = self.clock.now + timedelta(days=3) if Need.UNTIL in move.needs else None
        rated = ASPECTS if affair.kind is AffairKind.WHISTLE else ("办理情况",)
        ratings = tuple((one, "满意") for one in rated)
        ratings = ratings if Need.RATINGS in move.needs else ()
        mine = who == "liaison"
        astray = mine and move.part not in {None, Part.TOWN}
        must_fail = (
            affair.state not in move.sources
            or not desk.may(command)
            or (move.once and verb in {one.verb for one in steps})
            or (bool(move.needs) and not words and move.needs != (Need.RATINGS,))
            or at > self.clock.now
            or at < steps[-1].at.replace(second=0, microsecond=0)
            or (move.hand is Hand.ANSWER and not told and not mine)
            or (move.hand is Hand.ANSWER and astray)
            or (
                move.hand in {Hand.DECIDE, Hand.REVIEW}
                and affair.made_by == desk.actor.account_id
            )
            or self.too_late(move, affair.id, at)
        )
        before = affair.version

        def make():
            desk.do(
                command,
                affair_id=affair.id,
                verb=verb,
                said=said_of(at=at, until=until, ratings=ratings, **told, **words),
            )
            return True

        landed = self.attempt(None if not must_fail else False, make)
        after = self.by_id(affair.id)
        if landed is True:
            assert after.state == (move.target or affair.state)
            assert after.version > before
        else:
            assert (after.state, after.version) == (affair.state, before)

    def attempt(self, allowed, make):
        """Do something that may be turned away; what must be, is, and leaves a trace.

        Args:
            allowed: True where it must succeed, False where it must not, None where
                the model does not know.
            make: Does it.
        """
        self.tried += 1
        before = self.last_entry()
        try:
            made = make()
        except (Refusal, DeniedError) as error:
            if allowed:
                raise AssertionError(str(error)) from error
            entry = self.last_entry()
            assert entry.id == before.id + 1
            assert entry.outcome in {Outcome.REFUSED, Outcome.DENIED}
            return None
        assert allowed is not False, "an illegal move landed"
        self.landed += 1
        entry = self.last_entry()
        assert (entry.id, entry.outcome) == (before.id + 1, Outcome.DONE)
        return made

    def whose(self, affair, move, pick):
        """Return whose seat tries it: one that may, or whichever is picked."""
        if pick is not None:
            return _SEATS[pick % len(_SEATS)]
        command = moves.command_for(affair.kind, move.hand)
        able = [name for name, desk in self.desks.items() if desk.may(command)]
        others = [
            name for name in able if self.desks[name].actor.account_id != affair.made_by
        ]
        return (others or able or list(_SEATS))[0]

    # ---- what there is ----

    def known(self):
        """Return the numbers of the affairs there are, those that wait first."""
        with self.parts.sessions() as session:
            return session.scalars(sa.select(Affair.id).order_by(Affair.done)).all()

    def by_id(self, number):
        with self.parts.sessions() as session:
            found = session.get(Affair, number)
            session.expunge_all()
            return found

    def steps(self, number):
        with self.parts.sessions() as session:
            found = session.scalars(
                sa.select(AffairStep)
                .where(AffairStep.affair_id == number)
                .order_by(AffairStep.id)
            ).all()
            session.expunge_all()
            return found

    def too_late(self, move, number, at):
        if move.in_time is None:
            return False
        with self.parts.sessions() as session:
            ends = session.scalars(
                sa.select(AffairClock.due_at).where(
                    AffairClock.affair_id == number,
                    AffairClock.clock == move.in_time,
                    AffairClock.met_at.is_(None),
                    AffairClock.dropped_at.is_(None),
                )
            ).all()
        return bool(ends) and at > max(ends)

    def last_entry(self):
        with self.parts.sessions() as session:
            found = session.scalars(
                sa.select(AuditEntry).order_by(AuditEntry.id.desc())
            ).first()
            session.expunge_all()
            return found

    # ---- what always holds ----

    @invariant()
    def everything_agrees(self):
        if not hasattr(self, "home"):
            return
        with self.parts.sessions() as session:
            for affair in session.scalars(sa.select(Affair)):
                steps = session.scalars(
                    sa.select(AffairStep)
                    .where(AffairStep.affair_id == affair.id)
                    .order_by(AffairStep.id)
                ).all()
                self.check_steps(affair, steps)
                clocks = session.scalars(
                    sa.select(AffairClock).where(AffairClock.affair_id == affair.id)
                ).all()
                self.check_clocks(affair, clocks)
            self.check_numbers(session)

    def check_steps(self, affair, steps):
        machine = MACHINES[affair.kind]
        assert steps[0].verb == BEGIN
        assert steps[-1].after == affair.state
        for one, following in pairwise(steps):
            assert following.before == one.after
            assert following.entered_at >= one.entered_at
        assert all(one.at <= one.entered_at for one in steps)
        assert affair.done == machine.state(affair.state).done
        assert affair.version >= len(steps)

    def check_clocks(self, affair, clocks):
        running = [
            one.due_at
            for one in clocks
            if one.met_at is None and one.dropped_at is None
        ]
        assert affair.due_at == min(running, default=None)
        assert not (affair.done and running)
        for one in clocks:
            assert one.met_at is None or one.dropped_at is None

    def check_numbers(self, session):
        issued = session.scalars(
            sa.select(Affair).where(
                Affair.kind != AffairKind.ERRAND, Affair.number_text != ""
            )
        ).all()
        runs = sorted(
            int(one.number_text.split("〕")[1].removesuffix("号")) for one in issued
        )
        assert runs == list(range(1, len(runs) + 1))
        for one in issued:
            assert session.get(Paper, one.paper_id).number_text == one.number_text
        for draft in session.scalars(
            sa.select(Affair).where(
                Affair.kind == AffairKind.ORDER, Affair.state.in_(("draft", "review"))
            )
        ):
            assert draft.number_text == ""
        for month in session.scalars(sa.select(AssessmentMonth)):
            affair = session.get(Affair, month.affair_id)
            assert (month.digest is not None) == (affair.state == "locked")
            assert (month.frozen_at is None) == (affair.state == "recorded")

    @invariant()
    def the_trail_holds(self):
        if hasattr(self, "home") and self.tried % 10 == 9:
            desk = Desk(self.parts, Actor(7, "李明", frozenset(Permission)))
            assert desk.ask(audit.verify).faults == ()


Affairs.TestCase.settings = settings(
    max_examples=20,
    stateful_step_count=60,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking takes minutes
    suppress_health_check=list(HealthCheck),
)
TestAffairs = Affairs.TestCase
