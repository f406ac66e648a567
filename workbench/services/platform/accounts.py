"""Accounts: who may come in, as what, and how the door is kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn

import sqlalchemy as sa

from workbench import search
from workbench.access import (
    ADMINS,
    COUNTY_WIDE,
    OVERSEERS,
    Actor,
    Permission,
    Role,
    permissions_of,
)
from workbench.desk import Topic, Work, chartered
from workbench.listing import (
    AS_IT_COMES,
    Column,
    Kind,
    Listing,
    Ordering,
    Tone,
    numbers,
)
from workbench.models.platform import Account, AccountRole
from workbench.models.roster.units import UnitFact
from workbench.rules import Refusal
from workbench.rules.calendar import CHINA, china_day
from workbench.rules.platform import Policy, check_password
from workbench.services.platform import policy

_NAME_LENGTH = 40


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who was let in.

    Attributes:
        roles: What the person is here.
        must_change: The password was set by somebody else and must be changed now.
        password_days: Days since the password was last changed.
        remind_after: After how many days the person is asked to change it.
        idle_minutes: After how long without a key the screen locks.
        missing: Overseers nobody has been named for.
    """

    actor: Actor
    roles: frozenset[Role]
    must_change: bool
    password_days: int
    remind_after: int
    idle_minutes: int
    missing: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account, as shown to administrators."""

    id: int
    name: str
    person_name: str
    unit: str
    unit_id: int | None
    roles: tuple[Role, ...]
    state: str
    tone: Tone
    signed_in_at: datetime | None


@chartered(
    Permission.PLATFORM_DOOR_KNOCK,
    title="登录",
    changes=(Topic.ACCOUNTS,),
    secret=("password",),
)
def sign_in(work: Work, *, name: str, password: str) -> SignedIn:
    """Let a person in, or count the failure.

    Raises:
        Refusal: Name or password is wrong, or the account is locked or disabled.

    Clause: platform/lock-out
    """
    account = work.session.scalars(
        sa.select(Account).where(Account.name == name.strip())
    ).one_or_none()
    if account is None:
        _matches(_NOBODY_HASH, password)  # takes as long as a wrong password
        raise Refusal("登录名或口令不正确。", clause="platform/lock-out")
    _check_open(work, account)
    if not _matches(account.password_hash, password):
        _count_failure(work, account)
    account.failures, account.locked_until = 0, None
    account.signed_in_at = work.now
    roles = _roles(work, account.id)
    if not roles:
        raise Refusal(
            "账号已建立但还没有角色，请联系安全管理员授权。",
            clause="platform/three-admins",
        )
    missing = missing_overseers(work)
    age = (work.today - china_day(account.password_set_at)).days
    return SignedIn(
        Actor(
            account.id,
            account.person_name,
            permissions_of(roles, overseen=not missing),
            account.unit_id,
            county_wide=account.unit_id is None or bool(roles & COUNTY_WIDE),
        ),
        roles,
        account.must_change,
        age,
        policy.whole(work, policy=Policy.PASSWORD_DAYS),
        policy.whole(work, policy=Policy.IDLE_MINUTES),
        missing,
    )


def _check_open(work: Work, account: Account) -> None:
    if account.disabled:
        raise Refusal("该账号已停用，请联系系统管理员。", clause="platform/lock-out")
    if account.locked_until and work.now < account.locked_until:
        until = account.locked_until.astimezone(CHINA)
        raise Refusal(
            f"登录失败次数过多，账号已锁定至{until:%H:%M}。",
            clause="platform/lock-out",
            ways=("到时再试，或请安全管理员解锁。",),
        )


def _count_failure(
    work: Work, account: Account, wrong: str = "登录名或口令不正确"
) -> NoReturn:
    account.failures += 1
    left = policy.whole(work, policy=Policy.FAILED_SIGN_INS) - account.failures
    if left > 0:
        raise Refusal(
            f"{wrong}，再错{left}次将锁定账号。",
            clause="platform/lock-out",
            keeps=True,
        )
    minutes = policy.whole(work, policy=Policy.LOCK_MINUTES)
    account.failures = 0
    account.locked_until = work.now + timedelta(minutes=minutes)
    raise Refusal(
        f"连续登录失败，账号锁定{minutes}分钟。",
        clause="platform/lock-out",
        ways=("到时再试，或请安全管理员解锁。",),
        keeps=True,
    )


@chartered(Permission.PLATFORM_DESK_USE, title="解除锁屏", secret=("password",))
def unlock_screen(work: Work, *, password: str) -> None:
    """Let the person at a locked screen go on.

    Raises:
        Refusal: The password is wrong, or the account was locked or disabled.

    Clause: platform/lock-out
    """
    account = work.session.get_one(Account, work.actor.account_id)
    _check_open(work, account)
    if not _matches(account.password_hash, password):
        _count_failure(work, account, "口令不正确")
    account.failures = 0


@dataclass(frozen=True, slots=True)
class Vouched:
    """A second person who vouched for something at another's desk.

    Attributes:
        account_id: The account whose password was given.
        name: Whose account that is.
        unit_id: The unit it belongs to; None for the whole county.
    """

    account_id: int
    name: str
    unit_id: int | None


@chartered(Permission.PLATFORM_DESK_USE, title="本人口令确认", secret=("password",))
def vouch(work: Work, *, name: str, password: str) -> Vouched:
    """Let a second person vouch, at this desk, with his own account and password.

    For a command that takes two: it asks for both, calls this before it writes, and
    declares the password secret, so that the trail shows who vouched.

    Args:
        work: Whose desk it is.
        name: The second person's account, as typed at sign-in.
        password: His password.

    Raises:
        Refusal: Account or password is wrong, which counts as a failed sign-in; the
            account is locked or disabled, or is the one that is signed in.

    Clause: platform/lock-out, platform/vouching
    """
    account = work.session.scalars(
        sa.select(Account).where(Account.name == name.strip())
    ).one_or_none()
    if account is None:
        _matches(_NOBODY_HASH, password)  # takes as long as a wrong password
        raise Refusal("登录名或口令不正确。", clause="platform/lock-out")
    if account.id == work.actor.account_id:
        raise Refusal(
            "这里要由另一个人用自己的账号和口令确认。", clause="platform/vouching"
        )
    _check_open(work, account)
    if not _matches(account.password_hash, password):
        _count_failure(work, account)
    account.failures = 0
    return Vouched(account.id, account.person_name, account.unit_id)


@chartered(Permission.PLATFORM_DESK_USE)
def missing_overseers(work: Work) -> tuple[Role, ...]:
    """Return which of 安全管理员 and 审计管理员 nobody holds."""
    named = set(
        work.session.scalars(
            sa.select(AccountRole.role)
            .join(Account, Account.id == AccountRole.account_id)
            .where(Account.disabled.is_(False))
        )
    )
    return tuple(role for role in Role if role in OVERSEERS and role not in named)


@chartered(
    Permission.PLATFORM_ACCOUNT_MANAGE,
    title="新增账号",
    changes=(Topic.ACCOUNTS,),
    secret=("password",),
)
def add_account(
    work: Work,
    *,
    name: str,
    person_name: str,
    password: str,
    unit_id: int | None = None,
    must_change: bool = True,
) -> int:
    """Open an account without any role; the 安全管理员 grants those.

    Args:
        work: Whose work.
        name: What will be typed at sign-in.
        person_name: Who it is.
        password: A first password.
        unit_id: The unit whose rows the person will see; None for the whole county.
        must_change: Whether it must be changed at the first sign-in.

    Raises:
        Refusal: The name is taken or empty, or the password too weak.

    Clause: platform/accounts, platform/password
    """
    name, person_name = name.strip(), person_name.strip()
    if not name or not person_name or len(name) > _NAME_LENGTH:
        raise Refusal(
            f"登录名（不超过{_NAME_LENGTH}字）和姓名都要填写。",
            clause="platform/accounts",
        )
    taken = work.session.scalar(
        sa.select(Account.id).where(sa.func.lower(Account.name) == name.lower())
    )
    if taken is not None:
        raise Refusal(
            f"登录名“{name}”已有人使用（停用的也不再启用给他人）。",
            clause="platform/accounts",
        )
    shortest = policy.whole(work, policy=Policy.PASSWORD_LENGTH)
    check_password(password, name, shortest)
    account = Account(
        name=name,
        person_name=person_name,
        unit_id=unit_id,
        password_hash=_hashed(password),
        password_set_at=work.now,
        must_change=must_change,
    )
    work.session.add(account)
    work.session.flush()
    return account.id


@chartered(
    Permission.PLATFORM_ACCOUNT_MANAGE,
    title="任命安全或审计管理员",
    changes=(Topic.ACCOUNTS,),
    secret=("password",),
)
def name_overseer(
    work: Work,
    *,
    name: str,
    person_name: str,
    password: str,
    role: Role,
    must_change: bool = True,
) -> int:
    """Open the first account of a 安全管理员 or 审计管理员.

    Raises:
        Refusal: There is one already, who alone may name others.

    Clause: platform/three-admins
    """
    if role not in missing_overseers(work):
        raise Refusal(
            f"已有{role.label}，角色由安全管理员授予。"
            if role in OVERSEERS
            else "这里只任命安全管理员和审计管理员。",
            clause="platform/three-admins",
        )
    account_id = add_account(
        work,
        name=name,
        person_name=person_name,
        password=password,
        must_change=must_change,
    )
    work.session.add(AccountRole(account_id=account_id, role=role.value))
    work.session.flush()
    return account_id


@chartered(
    Permission.PLATFORM_ACCOUNT_GRANT, title="授予角色", changes=(Topic.ACCOUNTS,)
)
def grant_roles(work: Work, *, account_id: int, roles: Collection[Role]) -> None:
    """Say what an account's holder is, in place of what was said before.

    Raises:
        Refusal: Two administrators in one person, an administrator with another
            role, one's own account, or the last overseer would be gone.

    Clause: platform/three-admins
    """
    if account_id == work.actor.account_id:
        raise Refusal(
            "不能给自己授权，请由另一名安全管理员办理。",
            clause="platform/three-admins",
        )
    account = _account(work, account_id)
    admins = ADMINS & set(roles)
    if len(admins) > 1:
        raise Refusal(
            "系统、安全、审计三个管理员须由不同的人担任。",
            clause="platform/three-admins",
        )
    if admins & OVERSEERS and len(set(roles)) > 1:
        raise Refusal(
            "安全管理员、审计管理员不能兼任其他角色。", clause="platform/three-admins"
        )
    work.session.execute(
        sa.delete(AccountRole).where(AccountRole.account_id == account.id)
    )
    work.session.add_all(
        AccountRole(account_id=account.id, role=role.value) for role in set(roles)
    )
    work.session.flush()
    _check_overseers_stay(work)


def _check_overseers_stay(work: Work) -> None:
    missing = missing_overseers(work)
    if missing:
        raise Refusal(
            f"这样将没有人担任{'、'.join(role.label for role in missing)}。",
            clause="platform/three-admins",
            ways=("先任命接替的人，再撤销。",),
        )


@chartered(
    Permission.PLATFORM_ACCOUNT_MANAGE,
    title="停用或启用账号",
    changes=(Topic.ACCOUNTS,),
)
def set_disabled(work: Work, *, account_id: int, disabled: bool) -> None:
    """Close an account or open it again; it is never deleted.

    Raises:
        Refusal: One's own account, or the last overseer's.

    Clause: platform/accounts, platform/three-admins
    """
    if account_id == work.actor.account_id:
        raise Refusal("不能停用自己的账号。", clause="platform/accounts")
    account = _account(work, account_id)
    held = _roles(work, account_id)
    account.disabled = disabled
    work.session.flush()
    if disabled and held & OVERSEERS:
        _check_overseers_stay(work)


@chartered(
    Permission.PLATFORM_ACCOUNT_GRANT,
    title="解锁并重设口令",
    changes=(Topic.ACCOUNTS,),
    secret=("password",),
)
def reset_password(work: Work, *, account_id: int, password: str) -> None:
    """Unlock an account and give it a password that must be changed at once.

    Raises:
        Refusal: The password is too weak.

    Clause: platform/password
    """
    account = _account(work, account_id)
    check_password(password, account.name, _shortest(work, account_id))
    account.password_hash, account.password_set_at = _hashed(password), work.now
    account.must_change, account.failures = True, 0
    account.locked_until = None


@chartered(
    Permission.PLATFORM_DESK_USE,
    title="修改自己的口令",
    changes=(Topic.ACCOUNTS,),
    secret=("old", "new"),
)
def change_password(work: Work, *, old: str, new: str) -> None:
    """Change one's own password.

    Raises:
        Refusal: The old one is wrong, which counts as a failed sign-in, the account
            was locked or disabled, or the new one is too weak or the same.

    Clause: platform/password, platform/lock-out
    """
    account = work.session.get_one(Account, work.actor.account_id)
    _check_open(work, account)
    if not _matches(account.password_hash, old):
        _count_failure(work, account, "原口令不正确")
    account.failures = 0
    if old == new:
        raise Refusal("新口令不能与原口令相同。", clause="platform/password")
    check_password(new, account.name, _shortest(work, account.id))
    account.password_hash, account.password_set_at = _hashed(new), work.now
    account.must_change = False


def _shortest(work: Work, account_id: int) -> int:
    admin = _roles(work, account_id) & ADMINS
    return policy.whole(
        work,
        policy=Policy.ADMIN_PASSWORD_LENGTH if admin else Policy.PASSWORD_LENGTH,
    )


@chartered(Permission.PLATFORM_ACCOUNT_READ)
def units_to_choose(work: Work) -> tuple[tuple[int, str], ...]:
    """Return the units an account may belong to: number and name."""
    found = work.session.execute(
        sa.select(UnitFact.unit_id, UnitFact.name)
        .where(UnitFact.holds_on(work.today), work.whole_county(UnitFact))
        .order_by(UnitFact.name)
    )
    return tuple((number, name) for number, name in found)


@chartered(Permission.PLATFORM_ACCOUNT_READ)
def find_accounts(
    work: Work, *, text: str = "", ordering: Ordering = AS_IT_COMES
) -> Sequence[int]:
    """Return the numbers of the accounts whose names hold ``text``."""
    found = sa.select(Account.id).where(
        search.matching(work.session, "account", Account.id, text)
    )
    orders = {
        "name": Account.name,
        "person_name": Account.person_name,
        "signed_in_at": Account.signed_in_at,
    }
    return numbers(work.session, found, Account.id, orders, ordering)


@chartered(Permission.PLATFORM_ACCOUNT_READ)
def account_rows(work: Work, *, ids: Sequence[int]) -> dict[int, AccountRow]:
    """Return the accounts for ``ids``."""
    held: dict[int, list[Role]] = {}
    for account_id, role in work.session.execute(
        sa.select(AccountRole.account_id, AccountRole.role).where(
            AccountRole.account_id.in_(ids)
        )
    ):
        held.setdefault(account_id, []).append(Role(role))
    rows = work.session.execute(
        sa.select(Account, UnitFact.short_name)
        .outerjoin(
            UnitFact,
            sa.and_(UnitFact.unit_id == Account.unit_id, UnitFact.holds_on(work.today)),
        )
        .where(Account.id.in_(ids), work.whole_county(UnitFact))
    )
    found = {}
    for account, unit in rows:
        state, tone = _state(account, work.now, bool(held.get(account.id)))
        found[account.id] = AccountRow(
            account.id,
            account.name,
            account.person_name,
            unit or "全县",
            account.unit_id,
            tuple(sorted(held.get(account.id, []), key=list(Role).index)),
            state,
            tone,
            account.signed_in_at,
        )
    return found


def _state(account: Account, now: datetime, granted: bool) -> tuple[str, Tone]:  # noqa: FBT001
    if account.disabled:
        return "已停用", Tone.PLAIN
    if account.locked_until and now < account.locked_until:
        return "已锁定", Tone.OVERDUE
    if not granted:
        return "待授权", Tone.CAUTION
    if account.must_change:
        return "待改口令", Tone.CAUTION
    return "正常", Tone.GOOD


def _account(work: Work, account_id: int) -> Account:
    account = work.session.get(Account, account_id)
    if account is None:
        raise Refusal("没有这个账号。", clause="platform/accounts")
    return account


def _roles(work: Work, account_id: int) -> frozenset[Role]:
    return frozenset(
        Role(role)
        for role in work.session.scalars(
            sa.select(AccountRole.role).where(AccountRole.account_id == account_id)
        )
    )


# The hash of no password anybody has; compared with when there is no such account.
_NOBODY_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA"
    "$Jm1mCXlp1Gx0yHUUeRvk0g5Cew6V8xQq1bGm1rzJ1nQ"
)


def _hashed(password: str) -> str:
    from argon2 import PasswordHasher  # noqa: PLC0415 - not before the first paint

    return PasswordHasher().hash(password)


def _matches(hashed: str, password: str) -> bool:
    from argon2 import PasswordHasher  # noqa: PLC0415
    from argon2.exceptions import VerificationError  # noqa: PLC0415

    try:
        return PasswordHasher().verify(hashed, password)
    except VerificationError:
        return False


ACCOUNTS = Listing[AccountRow](
    "accounts",
    "账号",
    find_accounts,
    account_rows,
    (
        Column("name", "登录名", lambda row: row.name, Kind.CODE, width=120),
        Column("person_name", "姓名", lambda row: row.person_name, width=100),
        Column("unit", "所属机构", lambda row: row.unit, width=180, sortable=False),
        Column(
            "roles",
            "角色",
            lambda row: "、".join(role.label for role in row.roles) or "—",
            width=220,
            sortable=False,
        ),
        Column(
            "state",
            "状态",
            lambda row: row.state,
            Kind.STATE,
            width=90,
            tone=lambda row: row.tone,
            sortable=False,
        ),
        Column(
            "signed_in_at",
            "最近登录",
            lambda row: (
                f"{row.signed_in_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
                if row.signed_in_at
                else "—"
            ),
            Kind.DATE,
            width=140,
        ),
    ),
)
