"""A clerk's half hour, over and over, until somebody pulls the plug.

Run as ``python -m tests.clerk_at_work HOME FIRST_STEP``: after every command that was
carried out, its step is written to standard output, so that whoever kills this process
knows what must not be lost.
"""

import sys
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from workbench import database, house
from workbench.access import SYSTEM
from workbench.desk import Desk
from workbench.rules import Refusal
from workbench.rules.roster.people import LeaveKind, PostKind
from workbench.services.documents import register, series
from workbench.services.platform import backups, preferences, setup
from workbench.services.roster import ledger, papers, people, postings, units

HEAD = "身份证号,月份,应到天数,实到天数\n"


def work(desk, step):
    """Do one thing a clerk does; every one of them leaves a mark that names it."""
    found = desk.ask(people.find_people, text="")
    person = found[step % len(found)]
    bureaus = list(desk.ask(units.unit_names))
    day = date(2026, 11, 1) + timedelta(days=step)
    desk.do(
        postings.add_training,
        person_id=person,
        held_on=date(2026, 1, 1),
        topic=f"步骤{step}",
        hours=1,
    )
    match step % 6:
        case 0:
            desk.do(
                postings.post_person,
                person_id=person,
                unit_id=bureaus[step % len(bureaus)],
                post=PostKind.FRONTLINE,
                on=day,
                reason=f"步骤{step}",
            )
        case 1:
            leave = desk.do(
                postings.add_leave,
                person_id=person,
                kind=LeaveKind.ANNUAL,
                first=day,
                reason=f"步骤{step}",
            )
            desk.do(postings.end_leave, leave_id=leave, last=day)
        case 2:
            desk.do(preferences.remember, name="people/draft", value={"步骤": step})
            desk.do(setup.rename_home, title=f"步骤{step}")
        case 3:
            desk.do(papers.draft_force_ledger, on=date(2026, 10, 31))
        case 4:
            desk.do(backups.make_backup, cause=f"步骤{step}")
        case _:
            paper = desk.do(papers.draft_zone_plan, on=date(2026, 10, 31))
            run = desk.ask(series.find_series)[0]
            desk.do(
                register.issue_paper,
                paper_id=paper,
                series_id=run,
                issued_on=desk.today(),
            )
            desk.ask(ledger.locked_months)


def main():
    folder, first = Path(sys.argv[1]), int(sys.argv[2])
    home = database.open_home(folder)
    desk = Desk(house.parts_of(home), SYSTEM)
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    for step in count(first):
        try:
            work(desk, step)
        except Refusal as refusal:
            # A rule may say no to this step; that too is on the trail.
            sys.stdout.write(f"refused {step} {refusal}\n")
        sys.stdout.write(f"done {step}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
