"""Opening a home and putting its parts together, for the desktop and the commands."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from workbench import RESOURCES, database, search
from workbench.access import SYSTEM, VISITOR
from workbench.database import Home
from workbench.desk import Desk, Parts, begin_trail
from workbench.models.platform import Setting
from workbench.rules.calendar import SpecialDay
from workbench.rules.platform import Policy
from workbench.services.platform import clock, setup
from workbench.vault import Vault

CALENDAR_SOURCE = "国务院办公厅历年节假日安排通知（经 chinesecalendar 1.11 整理）"
_SEARCH_VERSION = "search_version"


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def parts_of(home: Home, now: Callable[[], datetime] = utc_now) -> Parts:
    """Return what every desk of a home shares."""
    sessions = home.sessions()
    search.keep_in_step(sessions)
    parts = Parts(sessions, home.vault, home, now)
    _renew_search(parts)
    keeper = Desk(parts, SYSTEM)
    if keeper.ask(setup.policies_known) < len(Policy):
        keeper.do(setup.complete_policies)
    return parts


def found(
    folder: Path,
    *,
    title: str,
    county: str,
    county_code: str,
    sample: bool = False,
    now: Callable[[], datetime] = utc_now,
    keys: Vault | None = None,
) -> tuple[Home, Parts]:
    """Found a home in an empty folder and fill it with what every home has.

    Raises:
        Refusal: There is one already, or the folder lies on a network drive.
        UnavailableError: The folder cannot be written, or no key can be kept.
    """
    home = database.found(folder, keys)
    sessions = home.sessions()
    search.keep_in_step(sessions)
    with sessions.begin() as session:
        begin_trail(session, home.vault)
    parts = Parts(sessions, home.vault, home, now)
    Desk(parts, SYSTEM).do(
        setup.found_home,
        title=title,
        county=county,
        county_code=county_code,
        calendars=shipped_calendars(),
        calendar_source=CALENDAR_SOURCE,
        sample=sample,
    )
    _renew_search(parts)
    return home, parts


def visitor(parts: Parts) -> Desk:
    """Return the desk of whoever stands at the sign-in page."""
    return Desk(parts, VISITOR)


def shipped_calendars() -> dict[int, dict[date, SpecialDay]]:
    """Return the announced years that travel with the workbench."""
    return {
        int(path.stem): clock.read_days(path.read_text("utf-8"))
        for path in sorted((RESOURCES / "calendar").glob("*.csv"))
    }


def _renew_search(parts: Parts) -> None:
    """Rebuild the search tables if they were built by other rules than today's."""
    now = search.version()
    with parts.sessions.begin() as session:
        session.connection(execution_options={"write": True})
        known = session.get(Setting, _SEARCH_VERSION)
        if known is None:
            session.add(Setting(name=_SEARCH_VERSION, value=f'"{now}"'))
        elif known.value != f'"{now}"':
            known.value = f'"{now}"'
            search.renew_all(session)
