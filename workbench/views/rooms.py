"""What there is to see, declared: rooms, their pages, what they add to other pages.

Each room is a package of ``views`` whose module ``room`` has a ``ROOM``. Nothing here
builds a page: pages are imported when they are first visited.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from workbench.access import Permission
from workbench.desk import Topic
from workbench.listing import AnyListing, Tone

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from workbench.views.bench import Bench

ROOMS = (
    "workbench.views.roster.zones_room",
    "workbench.views.roster.force_room",
    "workbench.views.powers.room",
    "workbench.views.powers.duty_room",
    "workbench.views.powers.assessment_room",
    "workbench.views.powers.personnel_room",
    "workbench.views.documents.room",
    "workbench.views.platform.room",
)
"""The modules that have a ``ROOM``, in the order of the rail."""


@dataclass(frozen=True)
class PageInfo:
    """One page.

    Attributes:
        key: Its name; also of its help, ``resources/help/KEY.md``.
        title: What people read on the rail and above the page.
        sentence: What the page is for, in one sentence.
        icon: File name in ``resources/icons``.
        needs: Permission without which it is not on the rail.
        factory: Where its class is, as ``package.module:Class``.
    """

    key: str
    title: str
    sentence: str
    icon: str
    needs: Permission
    factory: str

    def build(self, bench: "Bench") -> Any:
        """Return the page, built now."""
        module, _colon, name = self.factory.partition(":")
        return getattr(import_module(module), name)(bench, self)


@dataclass(frozen=True)
class Todo:
    """One thing to be done, as the first page lists it.

    Attributes:
        text: One sentence.
        tone: How pressing it is.
        page: Where it is done.
        target: What on that page.
        word: What the button says.
    """

    text: str
    tone: Tone
    page: str
    target: object = None
    word: str = "去办理"


@dataclass(frozen=True)
class TodoSource:
    """Where things to be done come from.

    Attributes:
        query: Chartered query; whoever may not ask it has nothing to do here.
        todos: Makes things to be done of its result.
        shows: Topics after whose change it is asked again.
        arguments: Keywords of the query.
    """

    query: Callable[..., Any]
    todos: Callable[["Bench", Any], Sequence[Todo]]
    shows: frozenset[Topic]
    arguments: Callable[["Bench"], dict[str, Any]] = lambda _bench: {}


@dataclass(frozen=True)
class Figure:
    """A card on the first page.

    Attributes:
        title: What people read at its head.
        query: Chartered query; whoever may not ask it does not see the card.
        paint: Makes a widget of its result, or None where there is nothing to show.
        shows: Topics after whose change it is asked again.
        page: Opened by a click on its head.
        arguments: Keywords of the query.
        wide: Whether it lies across the page below; else it stands at the right.
    """

    title: str
    query: Callable[..., Any]
    paint: Callable[["Bench", Any], "QWidget | None"]
    shows: frozenset[Topic]
    page: str = ""
    arguments: Callable[["Bench"], dict[str, Any]] = lambda _bench: {}
    wide: bool = False


@dataclass(frozen=True)
class Find:
    """A list that search everything (Ctrl+K) looks through.

    Attributes:
        label: What the rows are, in a word.
        listing: The list; its ``find`` takes ``text``.
        page: Where a row is shown.
        says: Reads the words off a row.
    """

    label: str
    listing: AnyListing
    page: str
    says: Callable[[Any], str]


@dataclass(frozen=True)
class Room:
    """One room: what it adds to the window.

    Attributes:
        title: What people read on the rail.
        icon: File name in ``resources/icons``.
        pages: Its pages, in the order of the rail.
        todos: What it adds to the things to be done.
        figures: What it adds to the first page.
        finds: What it adds to search everything.
    """

    title: str
    icon: str
    pages: tuple[PageInfo, ...]
    todos: tuple[TodoSource, ...] = ()
    figures: tuple[Figure, ...] = ()
    finds: tuple[Find, ...] = ()


HOME = PageInfo(
    "home",
    "工作台",
    "今天要办的事、要看的数。",
    "layout-dashboard",
    Permission.PLATFORM_DESK_USE,
    "workbench.views.home:HomePage",
)


@cache
def rooms() -> tuple[Room, ...]:
    """Return every room, in the order of the rail."""
    return tuple(import_module(name).ROOM for name in ROOMS)


def pages() -> tuple[PageInfo, ...]:
    """Return every page, in the order of the rail."""
    return (HOME, *(page for room in rooms() for page in room.pages))
