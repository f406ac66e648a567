"""An affair in hand: the one interpreter of the machines that declare its moves."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Work
from workbench.models.platform import Account
from workbench.models.powers.affairs import (
    Affair,
    AffairClock,
    AffairFile,
    AffairParty,
    AffairStep,
)
from workbench.models.roster.people import Person
from workbench.rules import Refusal
from workbench.rules.calendar import china_day, chinese_minute
from workbench.rules.platform import Policy
from workbench.rules.powers.hands import Somebody, check_hands
from workbench.rules.powers.machines import MACHINES
from workbench.rules.powers.moves import (
    AffairKind,
    Clock,
    Hand,
    Machine,
    Move,
    Need,
    Part,
    Term,
    check_in_time,
    due,
)
from workbench.services.platform import clock, policy
from workbench.services.powers import collective, grants, naming
from workbench.services.powers.rights import readable, rights
from workbench.services.powers.said import NOTHING, Said, Told

BEGIN, FOLLOW = "begin", "follow"
"""Steps that are no moves: how it began, and what another affair's move brought."""
_FUTURE = "发生时间不能晚于现在。"


@dataclass(frozen=True, slots=True)
class Docket:
    """One affair within one piece of work.

    Attributes:
        work: Whose work.
        affair: The affair.
    """

    work: Work
    affair: Affair

    @classmethod
    def begin(
        cls,
        work: Work,
        kind: AffairKind,
        *,
        unit_id: int,
        title: str,
        said: Said = NOTHING,
        parent_id: int | None = None,
        person_id: int | None = None,
    ) -> "Docket":
        """Begin an affair of a command centre.

        Args:
            work: Whose work.
            kind: What it is.
            unit_id: The command centre.
            title: What it is about, in one line.
            said: When it began, and who told us.
            parent_id: The affair it comes of.
            person_id: Whom of the roster it is about.

        Raises:
            Refusal: The unit is no command centre, its zone holds no grant that day,
                the moment lies ahead or was not explained, or nothing says what it is
                about.

        Clause: powers/centre, powers/grant, general/late-entry, powers/title
        """
        cls._check_title(title)
        at = said.at or work.now
        machine = MACHINES[kind]
        affair = Affair(
            kind=kind,
            state=machine.first.key,
            unit_id=unit_id,
            parent_id=parent_id,
            title=title.strip(),
            number_text="",
            person_id=person_id,
            version=0,
            done=False,
            made_at=work.now,
            made_by=work.actor.account_id,
            made_by_name=work.actor.name,
            happened_at=at,
        )
        docket = cls(work, affair)
        docket.check_grant(at)
        docket._check_moment(at, said.late)
        work.session.add(affair)
        work.session.flush()
        docket._note(BEGIN, "", at, said, "")
        return docket

    @classmethod
    def to_move(
        cls, work: Work, affair_id: int, seen: int | None = None, *kinds: AffairKind
    ) -> "Docket":
        """Return the docket of an affair that is to be moved.

        Args:
            work: Whose work.
            affair_id: The affair.
            seen: Its version as the person saw it; None where nobody looked.
            *kinds: What it may be; anything where none is named.

        Raises:
            Refusal: It may not be seen, is of another kind, or a rival moved it since.

        Clause: platform/row-scope, powers/rival
        """
        affair: Affair = work.own(Affair, affair_id)
        docket = cls(work, affair)
        docket.check_readable()
        if kinds and affair.kind not in kinds:
            raise Refusal(
                f"这是{affair.kind.label}，请在它自己的页面办理。",
                clause="powers/moves",
            )
        docket.check_seen(seen)
        return docket

    def change(self, title: str) -> None:
        """Let a draft be drafted anew: as long as it stands in its first state.

        Args:
            title: What it is about, in one line.

        Raises:
            Refusal: It is no draft any more, or nothing says what it is about.

        Clause: powers/moves, powers/title
        """
        if self.affair.state != self.machine.first.key:
            raise Refusal(
                f"只有{self.machine.first.label}中的{self.affair.kind.label}可以修改；"
                "已送出的请先退回。",
                clause="powers/moves",
            )
        self._check_title(title)
        self.affair.title = title.strip()
        self.affair.version += 1

    @staticmethod
    def _check_title(title: str) -> None:
        if not title.strip():
            raise Refusal("请写明事由。", clause="powers/title")

    # ---- what it is ----

    @property
    def machine(self) -> Machine:
        """How its kind goes."""
        return MACHINES[self.affair.kind]

    @property
    def steps(self) -> list[AffairStep]:
        """Its steps so far, oldest first."""
        return list(
            self.work.session.scalars(
                sa.select(AffairStep)
                .where(
                    AffairStep.affair_id == self.affair.id,
                    self.work.whole_county(AffairStep),
                )
                .order_by(AffairStep.id)
            )
        )

    @property
    def parties(self) -> list[AffairParty]:
        """The units it reaches."""
        return list(
            self.work.session.scalars(
                sa.select(AffairParty)
                .where(
                    AffairParty.affair_id == self.affair.id,
                    self.work.whole_county(AffairParty),
                )
                .order_by(AffairParty.id)
            )
        )

    def clock(self, which: Clock) -> AffairClock | None:
        """Return a clock that runs; None where it does not."""
        return self.work.session.scalars(
            sa.select(AffairClock)
            .where(
                AffairClock.affair_id == self.affair.id,
                AffairClock.clock == which,
                AffairClock.met_at.is_(None),
                AffairClock.dropped_at.is_(None),
                self.work.whole_county(AffairClock),
            )
            .order_by(AffairClock.id.desc())
        ).first()

    # ---- what is checked ----

    def check_readable(self) -> None:
        """Refuse an affair the person may not look into, as if it were not there.

        Raises:
            Refusal: It may not be seen.

        Clause: platform/row-scope
        """
        found = self.work.session.scalar(
            sa.select(Affair.id).where(
                Affair.id == self.affair.id,
                readable(self.work),
                self.work.whole_county(Affair),
            )
        )
        if found is None:
            raise Refusal(
                "没有这条记录，或它不属于您可以查看的机构。",
                clause="platform/row-scope",
            )

    def check_seen(self, seen: int | None) -> None:
        """Refuse to move what a rival moved since it was looked at.

        Raises:
            Refusal: It was; the sentence tells the rival's move.

        Clause: powers/rival
        """
        if seen is None or seen == self.affair.version:
            return
        last = self.steps[-1]
        label = self._label(last.verb)
        personnel = rights(self.affair.kind).read is Permission.POWERS_PERSONNEL_READ
        # The trail keeps refusals, and is read by who may not see such titles.
        called = (
            f"这件{self.affair.kind.label}" if personnel else f"《{self.affair.title}》"
        )
        raise Refusal(
            f"{called}刚刚由{last.by_name}办理了“{label}”"
            f"（{chinese_minute(last.entered_at)}），"
            f"现在{self.machine.state(self.affair.state).label}。",
            clause="powers/rival",
            ways=("看过最新情况后再办。",),
        )

    def check_grant(self, at: datetime) -> None:
        """Refuse what the centre's zone holds no grant for on that day.

        Raises:
            Refusal: There is none in force.

        Clause: powers/grant, powers/centre
        """
        on = china_day(at)
        centre = naming.centre_on(self.work, unit_id=self.affair.unit_id, on=on)
        power = self.affair.kind.power
        if power is not None:
            grants.granted(self.work, zone_id=centre.zone_id, power=power, on=on)

    def check_decider(self, deed: str, concerned: Iterable[Somebody] = ()) -> None:
        """Refuse to let the proposer, or whom it is about, decide.

        Args:
            deed: What is decided, as sentences call it.
            concerned: Whom it is about, besides the affair's own person.

        Raises:
            Refusal: The person at the desk is one of them.

        Clause: powers/three-hands
        """
        proposer = Somebody(
            self.affair.made_by_name, self.affair.made_by, self._person_of_maker()
        )
        check_hands(
            deed,
            self.me(),
            proposers=(proposer,),
            concerned=(*concerned, *self.concerned()),
        )

    def concerned(self) -> tuple[Somebody, ...]:
        """Return whom the affair is about."""
        if self.affair.person_id is None:
            return ()
        key = self.affair.person_id
        names = naming.people_called(self.work, ids=[key])
        return (Somebody(names.get(key, ""), None, key),)

    def me(self) -> Somebody:
        """Return who is at the desk."""
        actor = self.work.actor
        return Somebody(actor.name, actor.account_id, self._person(actor.account_id))

    def _person(self, account_id: int) -> int | None:
        account = self.work.session.get(Account, account_id)
        return account.person_id if account else None

    def _person_of_maker(self) -> int | None:
        return self._person(self.affair.made_by)

    def _check_moment(self, at: datetime, late: str) -> None:
        if at > self.work.now:
            raise Refusal(_FUTURE, clause="powers/moment")
        clock.check_late(self.work, on=china_day(at), reason=late)

    def _check_after(self, at: datetime) -> None:
        last = self.steps[-1]
        if at < last.at.replace(second=0, microsecond=0):
            raise Refusal(
                f"发生时间{chinese_minute(at)}早于上一步“{self._label(last.verb)}”的"
                f"{chinese_minute(last.at)}。",
                clause="powers/moment",
                ways=("核对时间；上一步录错的，由指挥中心更正。",),
            )

    def _check_party(self, move: Move, told: Told | None) -> str:
        """Return the party that made an answer; refuse one that nobody vouches for.

        Who sits at another unit's desk answers for nobody but his own unit.
        """
        if move.personal:
            return self._check_personal(move, told)
        mine = {
            party.unit_id
            for party in self.parties
            if move.part is None or party.part == move.part
        }
        if self.work.actor.unit_id in mine and not self.work.actor.county_wide:
            return self._called(self.work.actor.unit_id)
        handles = self.work.actor.may(rights(self.affair.kind).hands[Hand.HANDLE])
        if not handles:
            raise Refusal(
                f"“{move.label}”由{move.party or '对方'}办理。",
                clause="powers/on-behalf",
                ways=("请该单位办理，或者由指挥中心代录。",),
            )
        if told is None or not told.person.strip():
            raise Refusal(
                f"“{move.label}”由{move.party or '对方'}办理；代录的，"
                "请写明对方经办人和告知方式。",
                clause="powers/on-behalf",
                ways=("填写“对方经办人”和“告知方式”。",),
            )
        if len(mine) > 1 and move.part is not None:
            if told.unit_id not in mine:
                raise Refusal(
                    f"请选明是哪个{move.party}。",
                    clause="powers/on-behalf",
                    ways=("在“代录”里选单位。",),
                )
            return self._called(told.unit_id)
        return "、".join(self._called(one) for one in sorted(mine)) or move.party

    def _check_personal(self, move: Move, told: Told | None) -> str:
        """Refuse an answer that is neither the person's own nor told by himself."""
        key = self.affair.person_id or 0
        if self.is_me(key):
            return ""
        name = naming.people_called(self.work, ids=[key]).get(key, "")
        if told is None or told.person.strip() != name:
            raise Refusal(
                f"“{move.label}”须由{name}本人办理；代录的，"
                f"“对方经办人”填写{name}，并写明告知方式。",
                clause="powers/on-behalf",
                ways=(f"请{name}用自己的账号办理。", "电话或当面同意的，由内勤代录。"),
            )
        return name

    def is_me(self, person_id: int) -> bool:
        """Tell whether somebody of the roster sits at the desk.

        Where the account does not say who it is, an equal name counts, provided that
        nobody else on the roster bears it.
        """
        me = self.me()
        if me.person_id is not None:
            return me.person_id == person_id
        namesakes = self.work.session.scalars(
            sa.select(Person.id).where(
                Person.name == me.name, self.work.whole_county(Person)
            )
        ).all()
        return list(namesakes) == [person_id]

    def _called(self, unit_id: int | None) -> str:
        if unit_id is None:
            return ""
        called = naming.units_called(self.work, ids=[unit_id], on=self.work.today)
        return called[unit_id]

    def _check_said(self, move: Move, said: Said) -> None:
        lacks = [need.label for need in move.needs if not said.of(need)]
        if lacks:
            raise Refusal(
                f"“{move.label}”须写明{'、'.join(lacks)}。", clause="powers/needs"
            )

    # ---- what is done ----

    def move(
        self,
        verb: str,
        said: Said = NOTHING,
        *,
        concerned: Iterable[Somebody] = (),
        also: Callable[["Docket", Said], None] | None = None,
    ) -> AffairStep:
        """Make a move: check everything, stand in the new state, stop and drop clocks.

        Clocks that the move starts are started by whoever knows their terms.

        Args:
            verb: The move, as the machine names it.
            said: What it brings.
            concerned: Whom a decision is about, besides the affair's own person.
            also: What must hold besides for such a move; refuses where it does not.

        Raises:
            Refusal: The state does not allow it, a need is missing, no grant holds, it
                is in the wrong hands, too late, its moment is wrong, or whatever
                ``also`` refuses.

        Clause: powers/moves, powers/needs, powers/grant, powers/three-hands,
            powers/on-behalf, powers/in-time, powers/moment, powers/quorum,
            powers/recusal, powers/voters
        """
        made = [step.verb for step in self.steps]
        move = self.machine.check(self.affair.state, verb, made)
        at = said.at or self.work.now
        self._check_said(move, said)
        self._check_moment(at, said.late)
        self._check_after(at)
        party = ""
        if move.hand is Hand.ANSWER:
            party = self._check_party(move, said.told)
        else:
            self.check_grant(at)
        if move.hand in {Hand.REVIEW, Hand.DECIDE}:
            self.check_decider(move.label, concerned)
        if move.in_time is not None and (runs := self.clock(move.in_time)):
            check_in_time(move, self.machine, at, runs.due_at)
        if also is not None:
            also(self, said)
        if said.meeting is not None and Need.VOTES in move.needs:
            count = collective.hold_vote(
                self.work,
                affair_id=self.affair.id,
                meeting=said.meeting,
                since=china_day(self.steps[-1].at),
                at=at,
                concerned=(*concerned, *self.concerned()),
            )
            if not count.carried:
                move = replace(move, target=move.otherwise or move.target)
        return self.go(move, said, at, party)

    def go(self, move: Move, said: Said, at: datetime, party: str = "") -> AffairStep:
        """Stand in a move's target, and note the step; nothing is checked.

        For moves that follow of themselves: an order that ends with its last errand.
        """
        before = self.affair.state
        self.affair.state = move.target or before
        self.affair.done = self.machine.state(self.affair.state).done
        step = self._note(move.verb, before, at, said, party)
        for which in move.stops:
            if (runs := self.clock(which)) is not None:
                runs.met_at = at
        for which in move.drops if not self.affair.done else tuple(Clock):
            if (runs := self.clock(which)) is not None:
                runs.dropped_at = at
        self.renew_due()
        return step

    def follow(self, state: str) -> None:
        """Stand in a state because another affair does, with no move of its own.

        Args:
            state: The state.
        """
        before, affair = self.affair.state, self.affair
        affair.state, affair.done = state, self.machine.state(state).done
        self._note(FOLLOW, before, self.work.now, NOTHING, "")
        for which in Clock:
            if affair.done and (runs := self.clock(which)) is not None:
                runs.dropped_at = self.work.now
        self.renew_due()

    def start(
        self,
        which: Clock,
        at: datetime,
        term: Term | None,
        until: datetime | None = None,
    ) -> AffairClock:
        """Have a clock run from a moment on: for a term, or until a moment.

        Args:
            which: The clock.
            at: When it starts.
            term: How long; not needed where ``until`` is given.
            until: When it ends.
        """
        end, provisional = until, False
        if end is None:
            if term is None:
                raise ValueError(f"{which} has neither term nor end")
            reckoned = due(at, term, clock.calendar(self.work))
            end, provisional = reckoned.at, reckoned.provisional
        row = AffairClock(
            affair_id=self.affair.id,
            clock=which,
            started_at=at,
            due_at=end,
            first_due_at=end,
            provisional=provisional,
            term=f"{term}（{term.source}）"
            if term and term.source
            else str(term or ""),
        )
        self.work.session.add(row)
        self.renew_due()
        return row

    def term(self, parameter: Policy, on: datetime) -> Term:
        """Return a term of the policy table, as on the day of a moment."""
        day = china_day(on)
        return Term(
            policy.whole(self.work, policy=parameter, on=day),
            parameter.default.measure,
            policy.source_of(self.work, policy=parameter, on=day),
        )

    def add_party(self, unit_id: int, part: Part, people: int | None = None) -> None:
        """Have the affair reach a unit."""
        self.work.session.add(
            AffairParty(
                affair_id=self.affair.id,
                unit_id=unit_id,
                part=part,
                people=people,
                signed_by="",
                arrivals="",
            )
        )
        self.work.session.flush()

    def units(self, part: Part) -> tuple[int, ...]:
        """Return the units that the affair reaches in a part."""
        return tuple(one.unit_id for one in self.parties if one.part == part)

    def reach(self, part: Part, unit_ids: Iterable[int]) -> None:
        """Have the affair reach these units in a part, and no others in it."""
        self.work.session.execute(
            sa.delete(AffairParty).where(
                AffairParty.affair_id == self.affair.id,
                AffairParty.part == part,
                self.work.whole_county(AffairParty),
            )
        )
        for one in unit_ids:
            self.add_party(one, part)

    def renew_due(self) -> None:
        """Note anew when the next of the running clocks ends."""
        self.work.session.flush()
        self.affair.due_at = self.work.session.scalar(
            sa.select(sa.func.min(AffairClock.due_at)).where(
                AffairClock.affair_id == self.affair.id,
                AffairClock.met_at.is_(None),
                AffairClock.dropped_at.is_(None),
                self.work.whole_county(AffairClock),
            )
        )
        self.work.session.flush()

    def _note(
        self, verb: str, before: str, at: datetime, said: Said, party: str
    ) -> AffairStep:
        details: dict[str, Any] = {}
        if said.ratings:
            details["ratings"] = [list(one) for one in said.ratings]
        if said.until:
            details["until"] = said.until.isoformat()
        if said.unit:
            details["unit"] = said.unit
        if people := said.words.get(Need.PEOPLE):
            details["people"] = people
        if said.late:
            details["late"] = said.late
        words = [self._called(said.unit)] if said.unit else []
        words += [said.words[need] for need in Need if said.words.get(need)]
        step = AffairStep(
            affair_id=self.affair.id,
            verb=verb,
            before=before,
            after=self.affair.state,
            at=at,
            entered_at=self.work.now,
            by_id=self.work.actor.account_id,
            by_name=self.work.actor.name,
            party=party,
            person=said.told.person.strip() if said.told else "",
            way=said.told.way if said.told else None,
            words="\n".join(words),
            details=json.dumps(details, ensure_ascii=False, sort_keys=True),
        )
        self.work.session.add(step)
        self.affair.version += 1
        self.work.session.flush()
        for name, content in said.files:
            self._keep(step.id, name, content)
        return step

    def _keep(self, step_id: int, name: str, content: bytes) -> None:
        secrets = self.work.secrets
        self.work.session.add(
            AffairFile(
                affair_id=self.affair.id,
                step_id=step_id,
                name=name,
                content=secrets.seal_bytes(content),
                digest=secrets.sm3(content),
                added_at=self.work.now,
                added_by=self.work.actor.name,
            )
        )
        self.work.session.flush()

    def _label(self, verb: str) -> str:
        return step_label(self.machine, verb)


def step_label(machine: Machine, verb: str) -> str:
    """Return a step in words."""
    own = {BEGIN: "登记", FOLLOW: "随同办理"}
    return own.get(verb) or machine.move(verb).label
