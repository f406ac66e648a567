"""The frontline share, by rule: counted a second time, plainly, day by day."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.rules import Refusal
from workbench.rules.periods import Period, check_apart, check_order
from workbench.rules.roster.deployment import (
    Definition,
    Force,
    Home,
    Host,
    Move,
    PersonFacts,
    Standing,
    Tally,
    UnitSpan,
    by_zone,
    check_smallest_staff,
    daily,
    fewest_moves,
    mean_share,
    month_window,
    moved,
    obstacle,
    percent,
    standings,
    tally,
    waterfall,
)
from workbench.rules.roster.people import (
    Leave,
    LeaveKind,
    PostKind,
    certificate_alarm,
    excluded_periods,
    presence,
)
from workbench.rules.roster.units import Employment, UnitKind

START = date(2026, 1, 1)
EVER = Period(date(2020, 1, 1))
HQ, BUREAU, TEAM, UNCOUNTED = 1, 2, 3, 4
TOWN, ZONE = 10, 20
UNITS = {
    HQ: (UnitSpan(EVER, UnitKind.COUNTY_ENFORCEMENT, counts=True, smallest_staff=2),),
    BUREAU: (UnitSpan(EVER, UnitKind.TOWN_BUREAU, counts=True, town_id=TOWN),),
    TEAM: (UnitSpan(EVER, UnitKind.ZONE_TEAM, counts=True, zone_id=ZONE),),
    UNCOUNTED: (UnitSpan(EVER, UnitKind.DEPARTMENT, counts=False),),
}


def day(number):
    return START + timedelta(days=number)


def person(
    number=1,
    *,
    home=HQ,
    host=BUREAU,
    post=PostKind.FRONTLINE,
    employment=Employment.REFERENCED,
    certificates=(EVER,),
    leaves=(),
):
    return PersonFacts(
        number,
        (Home(EVER, home, employment),),
        (Host(EVER, host, post),) if host else (),
        certificates,
        leaves,
    )


def force(*people, town_zones=None):
    zones = {TOWN: ((EVER, ZONE),)} if town_zones is None else town_zones
    return Force(people, UNITS, zones, 31)


def count(one, on=START):
    found = standings(force(one), on)[one.person_id]
    return (found.in_strength, found.on_frontline)


class TestWhoCounts:
    def test_a_certified_person_posted_to_a_town_is_on_the_frontline(self):
        assert count(person()) == (True, True)
        assert count(person(host=TEAM)) == (True, True)

    @pytest.mark.parametrize(
        "one",
        [
            person(certificates=()),
            person(host=HQ),
            person(host=None),
            person(post=PostKind.LOGISTICS),
            person(post=PostKind.DUTY),
            person(leaves=(Leave(EVER, LeaveKind.SECONDED_BACK),)),
        ],
        ids=["uncertified", "at county", "nowhere", "logistics", "desk", "called back"],
    )
    def test_the_others_of_the_force_count_below_the_line_only(self, one):
        assert count(one) == (True, False)

    @pytest.mark.parametrize(
        "one", [person(home=UNCOUNTED), person(employment=Employment.AUXILIARY)]
    )
    def test_who_is_not_of_the_force_counts_nowhere(self, one):
        assert count(one) == (False, False)

    def test_a_certificate_counts_on_its_last_day_and_not_after(self):
        one = person(certificates=(Period(START, day(9)),))
        assert [count(one, day(n))[1] for n in (8, 9, 10)] == [True, True, False]

    def test_sick_leave_counts_out_from_its_thirty_first_day(self):
        one = person(leaves=(Leave(Period(START, day(40)), LeaveKind.SICK),))
        assert [count(one, day(n))[1] for n in (0, 29, 30, 40, 41)] == [
            True,
            True,
            False,
            False,
            True,
        ]

    def test_a_paper_that_names_a_longer_term_counts_out_from_its_first_day(self):
        leave = Leave(Period(START, day(5)), LeaveKind.STUDY, approved_to=day(30))
        assert not count(person(leaves=(leave,)), START)[1]
        short = Leave(Period(START, day(5)), LeaveKind.STUDY, approved_to=day(29))
        assert count(person(leaves=(short,)), START)[1]

    def test_spells_without_a_day_between_are_one(self):
        spells = (
            Leave(Period(START, day(19)), LeaveKind.SICK),
            Leave(Period(day(20), day(39)), LeaveKind.SICK),
        )
        assert excluded_periods(spells, 31) == (Period(day(30), day(39)),)
        apart = (spells[0], Leave(Period(day(21), day(40)), LeaveKind.SICK))
        assert excluded_periods(apart, 31) == ()
        other = (spells[0], Leave(Period(day(20), day(39)), LeaveKind.STUDY))
        assert excluded_periods(other, 31) == ()

    def test_annual_leave_however_long_counts_nobody_out(self):
        assert count(person(leaves=(Leave(EVER, LeaveKind.ANNUAL),)))[1]

    def test_a_town_counts_towards_the_zone_it_is_in_on_that_day(self):
        zones = {TOWN: ((Period(START, day(9)), 20), (Period(day(10)), 21))}
        two = force(person(1), person(2, host=TEAM), town_zones=zones)
        assert by_zone(standings(two, day(9)).values()) == {20: Tally(2, 2)}
        later = by_zone(standings(two, day(10)).values())
        assert later == {20: Tally(1, 1), 21: Tally(1, 1)}

    def test_whoever_does_not_count_is_told_the_first_reason(self):
        frontline = PostKind.FRONTLINE
        posted = {"counted": True, "established": True, "posted": True}
        for standing, post, reason in (
            (Standing(**posted, certified=True), frontline, ""),
            (Standing(), frontline, "编制单位不计入口径"),
            (Standing(counted=True, posted=True), frontline, "编外辅助，不计入"),
            (
                Standing(counted=True, established=True),
                frontline,
                "使用单位不在镇街或片区队伍",
            ),
            (Standing(counted=True, established=True), PostKind.LEGAL, "岗位为法制"),
            (Standing(counted=True, established=True), None, "未登记使用单位"),
            (Standing(**posted), frontline, "无有效执法证"),
            (
                Standing(**posted, certified=True, excluded=True),
                frontline,
                "借调回流或长期离岗",
            ),
        ):
            assert obstacle(standing, post) == reason


class TestShares:
    @pytest.mark.parametrize(
        ("frontline", "strength", "text", "reached", "shortfall"),
        [
            (17, 20, "85.0", True, 0),
            (84, 99, "84.8", False, 1),
            (21249, 25000, "84.9", False, 1),
            (0, 3, "0.0", False, 3),
            (3, 3, "100.0", True, 0),
            (0, 0, "—", False, 0),
        ],
    )
    def test_percent_is_cut_and_the_target_is_reached_exactly(
        self, frontline, strength, text, reached, shortfall
    ):
        found, target = Tally(frontline, strength), Fraction(85, 100)
        assert percent(found.share) == text
        assert found.reaches(target) is reached
        assert found.shortfall(target) == shortfall

    @given(st.integers(0, 500), st.integers(1, 500), st.integers(1, 100))
    def test_the_shortfall_is_just_enough(self, frontline, strength, target):
        frontline = min(frontline, strength)
        found, wanted = Tally(frontline, strength), Fraction(target, 100)
        short = found.shortfall(wanted)
        assert Tally(frontline + short, strength).reaches(wanted)
        assert not short or not Tally(frontline + short - 1, strength).reaches(wanted)

    @given(st.fractions(0, 1))
    def test_a_percentage_never_looks_better_than_it_is(self, share):
        assert (
            Fraction(percent(share))
            <= share * 100
            < Fraction(percent(share)) + Fraction(1, 10)
        )

    def test_the_months_mean_is_of_shares_and_leaves_out_empty_days(self):
        days = [Tally(1, 2), Tally(0, 0), Tally(1, 4)]
        assert mean_share(days) == Fraction(3, 8)
        assert mean_share([Tally(0, 0)]) is None

    def test_other_definitions_count_what_they_say(self):
        people = (
            person(1),
            person(2, certificates=()),
            person(3, host=HQ),
            person(4, employment=Employment.AUXILIARY, certificates=()),
            person(5, leaves=(Leave(EVER, LeaveKind.SECONDED_BACK),)),
        )
        found = standings(force(*people), START).values()
        assert tally(found) == Tally(1, 4)
        assert tally(found, Definition.WITH_AUXILIARIES) == Tally(2, 5)
        assert tally(found, Definition.CERTIFIED_ONLY) == Tally(1, 3)
        assert tally(found, Definition.POSTS) == Tally(3, 4)


def periods(longest=60):
    return st.tuples(st.integers(-20, 80), st.none() | st.integers(0, longest)).map(
        lambda pair: Period(
            day(pair[0]), None if pair[1] is None else day(pair[0] + pair[1])
        )
    )


def apart(found, key=lambda one: one):
    """Keep the facts whose days do not meet those kept before."""
    kept = []
    for one in sorted(found, key=lambda one: key(one).first):
        if not any(key(one).overlaps(key(other)) for other in kept):
            kept.append(one)
    return tuple(kept)


def period_of(fact):
    return fact.period


PEOPLE = st.lists(
    st.tuples(
        st.lists(
            st.builds(
                Home,
                periods(),
                st.sampled_from([HQ, BUREAU, UNCOUNTED]),
                st.sampled_from(Employment),
            ),
            max_size=3,
        ),
        st.lists(
            st.builds(
                Host,
                periods(),
                st.sampled_from([HQ, BUREAU, TEAM]),
                st.sampled_from([PostKind.FRONTLINE, PostKind.LEGAL]),
            ),
            max_size=4,
        ),
        st.lists(periods(), max_size=2),
        st.lists(
            st.builds(
                Leave,
                periods(),
                st.sampled_from(
                    [LeaveKind.SICK, LeaveKind.SECONDED_BACK, LeaveKind.ANNUAL]
                ),
            ),
            max_size=2,
        ),
    ),
    max_size=6,
).map(
    lambda found: tuple(
        PersonFacts(
            number,
            apart(homes, period_of),
            apart(hosts, period_of),
            tuple(certificates),
            apart(leaves, period_of),
        )
        for number, (homes, hosts, certificates, leaves) in enumerate(found)
    )
)


def plainly(one, on):
    """Count one person on one day, straight from the words of the definition."""

    def during(period):
        return period.first <= on and (period.last is None or on <= period.last)

    home = [fact for fact in one.homes if during(fact.period)]
    if not home or home[0].unit_id == UNCOUNTED:
        return (0, 0)
    if home[0].employment is Employment.AUXILIARY:
        return (0, 0)
    host = [fact for fact in one.hosts if during(fact.period)]
    posted = (
        host
        and host[0].unit_id in (BUREAU, TEAM)
        and host[0].post is PostKind.FRONTLINE
    )
    certified = any(during(period) for period in one.certificates)
    away = False
    for leave in one.leaves:
        if not during(leave.period) or leave.kind is LeaveKind.ANNUAL:
            continue
        if leave.kind is LeaveKind.SECONDED_BACK:
            away = True
            continue
        back = on  # walk back day by day for as long as the same kind goes on
        while any(
            other.kind is leave.kind
            and other.period.first <= back
            and (other.period.last is None or back <= other.period.last)
            for other in one.leaves
        ):
            back -= timedelta(days=1)
        away = away or (on - back).days >= 31
    return (1, int(bool(posted and certified and not away)))


class TestEveryDay:
    @settings(max_examples=150, deadline=None)
    @given(PEOPLE)
    def test_the_daily_series_equals_a_plain_count_of_every_day(self, people):
        window = Period(START, day(70))
        series = daily(force(*people), window)
        for number, found in enumerate(series):
            counted = [plainly(one, day(number)) for one in people]
            assert found == Tally(
                sum(n for _d, n in counted), sum(d for d, _n in counted)
            )
        for definition in Definition:
            whole = daily(force(*people), window, definition)
            on = standings(force(*people), day(33)).values()
            assert whole[33] == tally(on, definition)

    @settings(max_examples=80, deadline=None)
    @given(PEOPLE, st.integers(0, 70), st.integers(0, 70))
    def test_the_waterfall_adds_up_to_the_whole_change(self, people, one, other):
        whole = force(*people)
        earlier, later = day(min(one, other)), day(max(one, other))
        steps = waterfall(whole, earlier, later)
        assert steps[0].before == tally(standings(whole, earlier).values())
        assert steps[-1].after == tally(standings(whole, later).values())
        for step, following in pairwise(steps):
            assert step.after == following.before

    def test_a_month_has_its_own_days(self):
        assert month_window(2028, 2) == Period(date(2028, 2, 1), date(2028, 2, 29))


class TestMoves:
    def test_a_move_that_is_tried_changes_only_the_days_from_then_on(self):
        one = person(host=HQ)
        tried = moved(force(one), [Move(1, BUREAU, PostKind.FRONTLINE, day(10))])
        window = Period(START, day(19))
        assert [found.frontline for found in daily(tried, window)] == [0] * 10 + [
            1
        ] * 10
        assert [found.frontline for found in daily(force(one), window)] == [0] * 20

    def test_the_fewest_moves_reach_the_target_and_spare_small_units(self):
        people = tuple(person(n, host=HQ) for n in range(1, 6))
        found = fewest_moves(force(*people), START, Fraction(60, 100))
        assert found.reached
        assert len(found.moves) == 3
        tried = standings(moved(force(*people), found.moves), START)
        assert tally(tried.values()) == found.after == Tally(3, 5)

    def test_no_unit_is_left_below_its_smallest_staff(self):
        people = tuple(person(n, host=HQ) for n in range(1, 4))
        found = fewest_moves(force(*people), START, Fraction(1))
        assert not found.reached
        assert len(found.moves) == 1  # county keeps its two

    def test_a_change_of_post_comes_before_a_change_of_unit(self):
        people = (
            person(1, host=HQ),
            person(2, host=HQ),
            person(3, host=HQ),
            person(4, post=PostKind.LEGAL),
        )
        found = fewest_moves(force(*people), START, Fraction(25, 100))
        assert [(move.person_id, move.unit_id) for move in found.moves] == [(4, BUREAU)]

    @settings(max_examples=60, deadline=None)
    @given(PEOPLE, st.integers(1, 100))
    def test_what_is_proposed_does_what_it_says(self, people, target):
        whole = force(*people)
        found = fewest_moves(whole, day(5), Fraction(target, 100))
        tried = tally(standings(moved(whole, found.moves), day(5)).values())
        assert tried == found.after
        short = tally(standings(whole, day(5)).values()).shortfall(
            Fraction(target, 100)
        )
        assert len(found.moves) <= short
        assert found.reached is found.after.reaches(Fraction(target, 100))


class TestPeople:
    @pytest.mark.parametrize(
        ("last", "left"),
        [(60, 60), (61, None), (0, 0), (-1, -1)],
    )
    def test_a_certificate_is_announced_sixty_days_ahead(self, last, left):
        assert certificate_alarm(day(last), START, 60) == left

    def test_a_certificate_without_an_end_is_never_announced(self):
        assert certificate_alarm(None, START, 60) is None

    def test_nobody_is_present_more_often_than_due(self):
        assert presence(22, 11) == Fraction(1, 2)
        assert presence(0, 0) is None
        with pytest.raises(Refusal, match="不合理"):
            presence(22, 23)

    def test_a_unit_is_not_left_too_small(self):
        assert check_smallest_staff("县局", 2, 2) is None
        with pytest.raises(Refusal, match="仅剩1人"):
            check_smallest_staff("县局", 1, 2)


class TestPeriods:
    @given(periods(), periods())
    def test_two_spans_overlap_when_they_share_a_day(self, one, other):
        shared = any(day(n) in one and day(n) in other for n in range(-20, 150))
        assert one.overlaps(other) is other.overlaps(one) is shared

    def test_overlap_and_disorder_are_refused_with_both_spans_named(self):
        with pytest.raises(Refusal, match=r"2026年1月1日至2026年1月5日.*日期重叠"):
            check_apart([Period(START, day(4))], Period(day(4)), "使用单位")
        with pytest.raises(Refusal, match="早于起日"):
            check_order(Period(day(1), START), "病假")
