"""Clashes: who cannot be on a team on which days, against counting day by day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from workbench.rules.calendar import chinese_days
from workbench.rules.periods import Period
from workbench.rules.powers.clashes import (
    FEWEST_CERTIFIED,
    Known,
    Member,
    Taken,
    Team,
    clashes,
)

START = date(2026, 3, 1)
DAYS = 12
ALARM = 30


def day(place):
    return START + timedelta(days=place)


@st.composite
def spans(draw, *, open_ended=True):
    first = draw(st.integers(-3, DAYS))
    length = draw(st.integers(0, DAYS))
    if open_ended and draw(st.booleans()) and length > DAYS // 2:
        return Period(day(first))
    return Period(day(first), day(first + length))


def takens(keys, what):
    return st.lists(
        st.builds(Taken, st.sampled_from(keys), spans(), st.just(what)), max_size=4
    )


@st.composite
def teams(draw):
    made = []
    for name in ("第一组", "第二组")[: draw(st.integers(1, 2))]:
        first = draw(st.integers(0, DAYS - 1))
        last = draw(st.integers(first, DAYS - 1))
        people = draw(st.lists(st.integers(1, 4), max_size=3))
        made.append(
            Team(
                name,
                day(first),
                day(last),
                tuple(Member(one, f"人{one}", draw(st.booleans())) for one in people),
                tuple(
                    (one, f"车{one}")
                    for one in draw(st.lists(st.integers(1, 2), max_size=2))
                ),
            )
        )
    return tuple(made)


PEOPLE = (1, 2, 3, 4)
KNOWN = st.builds(
    Known,
    takens(PEOPLE, "《别的行动》第三组"),
    takens(PEOPLE, "休假"),
    takens(PEOPLE, ""),
    takens(PEOPLE, "白班"),
    takens((1, 2), "下乡"),
    st.just(ALARM),
)


def holds(taken, key, on):
    return any(one.key == key and on in one.period for one in taken)


def against(team, known, on):
    """Tell on one day whether anything forbids a team."""
    certified = [
        one for one in team.members if holds(known.certificates, one.person_id, on)
    ]
    return (
        len(certified) < FEWEST_CERTIFIED
        or any(one.enforces and one not in certified for one in team.members)
        or any(holds(known.teams, one.person_id, on) for one in team.members)
        or any(holds(known.leaves, one.person_id, on) for one in team.members)
        or any(holds(known.uses, key, on) for key, _plate in team.vehicles)
    )


def forbidden(wanted, known):
    """Tell day by day whether anything forbids the teams."""
    people = [one.person_id for team in wanted for one in team.members]
    vehicles = [one for team in wanted for one, _plate in team.vehicles]
    twice = len(set(people)) < len(people) or len(set(vehicles)) < len(vehicles)
    return twice or any(
        against(team, known, on)
        for team in wanted
        for on in map(day, range(DAYS))
        if team.first <= on <= team.last
    )


def certified(*keys, last=None):
    return tuple(Taken(key, Period(START, last)) for key in keys)


def pair(**changed):
    values = {
        "name": "第一组",
        "first": day(0),
        "last": day(4),
        "members": (Member(1, "李明"), Member(2, "王芳")),
    }
    return Team(**values | changed)


class TestRules:
    @given(teams(), KNOWN)
    def test_what_forbids_is_what_counting_day_by_day_finds(self, wanted, known):
        found = clashes(wanted, known)
        assert any(one.forbids for one in found) == forbidden(wanted, known)

    @given(teams(), KNOWN)
    def test_it_warns_of_duty_on_just_the_days_that_are_shared(self, wanted, known):
        said = {one.text for one in clashes(wanted, known) if "值班" in one.text}
        expected = set()
        for team in wanted:
            for one in team.members:
                for taken in known.duties:
                    shared = [
                        on
                        for on in map(day, range(DAYS))
                        if team.first <= on <= team.last
                        and taken.key == one.person_id
                        and on in taken.period
                    ]
                    if shared:
                        days = chinese_days(shared[0], shared[-1])
                        expected.add(f"{one.name}{days}值班（{taken.what}）。")
        assert said == expected

    def test_each_clash_is_one_sentence_that_says_who_when_and_what_with(self):
        known = Known(
            teams=(Taken(1, Period(day(3), day(9)), "《集市整治》第二组"),),
            leaves=(Taken(2, Period(day(4)), "休假"),),
            certificates=(*certified(1), *certified(2, last=day(2))),
            uses=(Taken(7, Period(day(1), day(1)), "送样"),),
        )
        found = clashes((pair(vehicles=((7, "苏G12345"),)),), known)
        assert [one.text for one in found] == [
            "李明2026年3月4日至5日已编入《集市整治》第二组。",
            "王芳2026年3月5日离岗（休假）。",
            "王芳2026年3月4日至5日没有有效执法证。",
            "第一组2026年3月4日至5日持有效执法证的不足2人。",
            "车辆苏G123452026年3月2日已用于送样。",
        ]
        assert all(one.forbids for one in found)

    def test_who_only_helps_needs_no_certificate_but_two_others_hold_one(self):
        helper = Member(3, "陈静", enforces=False)
        team = pair(members=(Member(1, "李明"), Member(2, "王芳"), helper))
        assert clashes((team,), Known(certificates=certified(1, 2))) == ()
        alone = pair(members=(Member(1, "李明"), helper))
        (short,) = clashes((alone,), Known(certificates=certified(1)))
        assert short.forbids
        assert "不足2人" in short.text

    def test_duty_and_a_certificate_that_ends_soon_only_warn(self):
        known = Known(
            certificates=(*certified(1), *certified(2, last=day(10))),
            duties=(Taken(1, Period(day(2), day(2)), "夜班"),),
            alarm_days=30,
        )
        found = clashes((pair(),), known)
        assert [(one.text, one.forbids) for one in found] == [
            ("李明2026年3月3日值班（夜班）。", False),
            ("王芳的执法证2026年3月11日到期，请及时换证。", False),
        ]
