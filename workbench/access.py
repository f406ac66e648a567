"""Who may do what.

A permission names one thing a person may do; a role is a set of permissions.
Nothing here knows of the database or the screen, so every layer may import it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """One thing a person may do, named ``context:subject:verb``.

    Alphabetical within each context.
    """

    DOCUMENTS_PAPER_COMPOSE = "documents:paper:compose"
    DOCUMENTS_PAPER_DISPATCH = "documents:paper:dispatch"
    DOCUMENTS_PAPER_ISSUE = "documents:paper:issue"
    DOCUMENTS_PAPER_READ = "documents:paper:read"
    DOCUMENTS_PAPER_REVIEW = "documents:paper:review"
    DOCUMENTS_WORDING_EDIT = "documents:wording:edit"

    PLATFORM_ACCOUNT_GRANT = "platform:account:grant"
    PLATFORM_ACCOUNT_MANAGE = "platform:account:manage"
    PLATFORM_ACCOUNT_READ = "platform:account:read"
    PLATFORM_AUDIT_READ = "platform:audit:read"
    PLATFORM_BACKUP_MAKE = "platform:backup:make"
    PLATFORM_BACKUP_READ = "platform:backup:read"
    PLATFORM_CALENDAR_EDIT = "platform:calendar:edit"
    PLATFORM_DESK_USE = "platform:desk:use"
    PLATFORM_DOOR_KNOCK = "platform:door:knock"
    PLATFORM_HOME_FOUND = "platform:home:found"
    PLATFORM_KEY_PRINT = "platform:key:print"
    PLATFORM_POLICY_EDIT = "platform:policy:edit"
    PLATFORM_SETUP_EDIT = "platform:setup:edit"

    POWERS_AFFAIR_READ = "powers:affair:read"
    POWERS_ASSESSMENT_DECIDE = "powers:assessment:decide"
    POWERS_ASSESSMENT_EDIT = "powers:assessment:edit"
    POWERS_ASSESSMENT_READ = "powers:assessment:read"
    POWERS_ASSESSMENT_REVIEW = "powers:assessment:review"
    POWERS_COMMAND_ANSWER = "powers:command:answer"
    POWERS_COMMAND_DECIDE = "powers:command:decide"
    POWERS_COMMAND_HANDLE = "powers:command:handle"
    POWERS_DUTY_EDIT = "powers:duty:edit"
    POWERS_GRANT_EDIT = "powers:grant:edit"
    POWERS_INCOMING_EDIT = "powers:incoming:edit"
    POWERS_PERSONNEL_ANSWER = "powers:personnel:answer"
    POWERS_PERSONNEL_DECIDE = "powers:personnel:decide"
    POWERS_PERSONNEL_HANDLE = "powers:personnel:handle"
    POWERS_PERSONNEL_READ = "powers:personnel:read"
    POWERS_SCHEME_EDIT = "powers:scheme:edit"

    ROSTER_CENTRE_CONFIRM = "roster:centre:confirm"
    ROSTER_CENTRE_EDIT = "roster:centre:edit"
    ROSTER_MONTH_LOCK = "roster:month:lock"
    ROSTER_PERSON_EDIT = "roster:person:edit"
    ROSTER_PERSON_EXPORT = "roster:person:export"
    ROSTER_PERSON_IMPORT = "roster:person:import"
    ROSTER_PERSON_READ = "roster:person:read"
    ROSTER_PERSON_REVEAL = "roster:person:reveal"
    ROSTER_POSTING_EDIT = "roster:posting:edit"
    ROSTER_RATIO_READ = "roster:ratio:read"
    ROSTER_TOWN_EDIT = "roster:town:edit"
    ROSTER_TOWN_READ = "roster:town:read"
    ROSTER_UNIT_EDIT = "roster:unit:edit"
    ROSTER_UNIT_READ = "roster:unit:read"
    ROSTER_ZONE_ADOPT = "roster:zone:adopt"
    ROSTER_ZONE_DRAFT = "roster:zone:draft"

    @property
    def label(self) -> str:
        """What it lets a person do, in words."""
        return _TITLES[self]


_TITLES = {
    Permission.DOCUMENTS_PAPER_COMPOSE: "起草公文",
    Permission.DOCUMENTS_PAPER_DISPATCH: "用印、印发和归档公文",
    Permission.DOCUMENTS_PAPER_ISSUE: "签发公文",
    Permission.DOCUMENTS_PAPER_READ: "查看公文",
    Permission.DOCUMENTS_PAPER_REVIEW: "核稿",
    Permission.DOCUMENTS_WORDING_EDIT: "设置公文用语",
    Permission.PLATFORM_ACCOUNT_GRANT: "授予角色、解锁账号",
    Permission.PLATFORM_ACCOUNT_MANAGE: "新增和停用账号",
    Permission.PLATFORM_ACCOUNT_READ: "查看账号",
    Permission.PLATFORM_AUDIT_READ: "查看和校验审计日志",
    Permission.PLATFORM_BACKUP_MAKE: "备份数据",
    Permission.PLATFORM_BACKUP_READ: "查看备份",
    Permission.PLATFORM_CALENDAR_EDIT: "维护节假日安排",
    Permission.PLATFORM_DESK_USE: "使用工作台",
    Permission.PLATFORM_DOOR_KNOCK: "登录",
    Permission.PLATFORM_HOME_FOUND: "首次建库",
    Permission.PLATFORM_KEY_PRINT: "打印密钥恢复单",
    Permission.PLATFORM_POLICY_EDIT: "修改政策参数",
    Permission.PLATFORM_SETUP_EDIT: "建账",
    Permission.POWERS_AFFAIR_READ: "查看指挥协调事项",
    Permission.POWERS_ASSESSMENT_DECIDE: "审定考核",
    Permission.POWERS_ASSESSMENT_EDIT: "办理考核",
    Permission.POWERS_ASSESSMENT_READ: "查看考核",
    Permission.POWERS_ASSESSMENT_REVIEW: "复核考核",
    Permission.POWERS_COMMAND_ANSWER: "签收和反馈",
    Permission.POWERS_COMMAND_DECIDE: "决定指挥协调事项",
    Permission.POWERS_COMMAND_HANDLE: "办理指挥协调事项",
    Permission.POWERS_DUTY_EDIT: "排班和值班登记",
    Permission.POWERS_GRANT_EDIT: "登记县级授权",
    Permission.POWERS_INCOMING_EDIT: "收文登记",
    Permission.POWERS_PERSONNEL_ANSWER: "登记推荐和否决的答复",
    Permission.POWERS_PERSONNEL_DECIDE: "决定推荐提名和反向否决",
    Permission.POWERS_PERSONNEL_HANDLE: "办理推荐提名和反向否决",
    Permission.POWERS_PERSONNEL_READ: "查看推荐提名和反向否决",
    Permission.POWERS_SCHEME_EDIT: "制定考核办法",
    Permission.ROSTER_CENTRE_CONFIRM: "确认指挥中心名单",
    Permission.ROSTER_CENTRE_EDIT: "编辑指挥中心名单",
    Permission.ROSTER_MONTH_LOCK: "锁定月度下沉比例",
    Permission.ROSTER_PERSON_EDIT: "编辑人员档案",
    Permission.ROSTER_PERSON_EXPORT: "导出人员",
    Permission.ROSTER_PERSON_IMPORT: "导入人员",
    Permission.ROSTER_PERSON_READ: "查看人员",
    Permission.ROSTER_PERSON_REVEAL: "查看完整身份证号和电话",
    Permission.ROSTER_POSTING_EDIT: "办理派驻",
    Permission.ROSTER_RATIO_READ: "查看下沉比例",
    Permission.ROSTER_TOWN_EDIT: "维护镇街",
    Permission.ROSTER_TOWN_READ: "查看镇街和片区",
    Permission.ROSTER_UNIT_EDIT: "维护机构",
    Permission.ROSTER_UNIT_READ: "查看机构",
    Permission.ROSTER_ZONE_ADOPT: "采用片区编组方案",
    Permission.ROSTER_ZONE_DRAFT: "拟订片区编组方案",
}


class Role(StrEnum):
    """What a person is at the workbench."""

    COMMANDER = "commander"
    DEPUTY_COMMANDER = "deputy_commander"
    ASSESSOR = "assessor"
    CLERK = "clerk"
    OFFICER = "officer"
    LEGAL_REVIEWER = "legal_reviewer"
    COUNTY_SUPERVISOR = "county_supervisor"
    LIAISON = "liaison"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"

    @property
    def label(self) -> str:
        """The role as people say it."""
        return {
            "commander": "指挥长",
            "deputy_commander": "副指挥长",
            "assessor": "考核专员",
            "clerk": "内勤",
            "officer": "执法队员",
            "legal_reviewer": "法制审核",
            "county_supervisor": "县区主管",
            "liaison": "镇街/部门联络员",
            "system_admin": "系统管理员",
            "security_admin": "安全管理员",
            "audit_admin": "审计管理员",
        }[self]


_READ = frozenset(
    {
        Permission.DOCUMENTS_PAPER_READ,
        Permission.PLATFORM_DESK_USE,
        Permission.POWERS_AFFAIR_READ,
        Permission.POWERS_ASSESSMENT_READ,
        Permission.ROSTER_PERSON_READ,
        Permission.ROSTER_RATIO_READ,
        Permission.ROSTER_TOWN_READ,
        Permission.ROSTER_UNIT_READ,
    }
)
_ADMIN = frozenset(
    {
        Permission.PLATFORM_ACCOUNT_READ,
        Permission.PLATFORM_BACKUP_READ,
        Permission.PLATFORM_DESK_USE,
    }
)
_DRAFT = frozenset(
    {Permission.DOCUMENTS_PAPER_COMPOSE, Permission.DOCUMENTS_PAPER_REVIEW}
)
_COMMAND = _READ | {
    Permission.DOCUMENTS_PAPER_COMPOSE,
    Permission.DOCUMENTS_PAPER_DISPATCH,
    Permission.DOCUMENTS_PAPER_ISSUE,
    Permission.DOCUMENTS_PAPER_REVIEW,
    Permission.POWERS_ASSESSMENT_DECIDE,
    Permission.POWERS_ASSESSMENT_REVIEW,
    Permission.POWERS_COMMAND_ANSWER,
    Permission.POWERS_COMMAND_DECIDE,
    Permission.POWERS_COMMAND_HANDLE,
    Permission.POWERS_DUTY_EDIT,
    Permission.POWERS_INCOMING_EDIT,
    Permission.POWERS_PERSONNEL_ANSWER,
    Permission.POWERS_PERSONNEL_DECIDE,
    Permission.POWERS_PERSONNEL_HANDLE,
    Permission.POWERS_PERSONNEL_READ,
    Permission.ROSTER_CENTRE_CONFIRM,
    Permission.ROSTER_CENTRE_EDIT,
    Permission.ROSTER_MONTH_LOCK,
    Permission.ROSTER_PERSON_EXPORT,
    Permission.ROSTER_PERSON_REVEAL,
    Permission.ROSTER_POSTING_EDIT,
    Permission.ROSTER_ZONE_DRAFT,
}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.COMMANDER: _COMMAND,
    Role.DEPUTY_COMMANDER: _COMMAND - {Permission.ROSTER_MONTH_LOCK},
    Role.ASSESSOR: _READ
    | _DRAFT
    | {Permission.POWERS_ASSESSMENT_EDIT, Permission.POWERS_SCHEME_EDIT},
    Role.CLERK: _READ
    | {
        Permission.DOCUMENTS_PAPER_COMPOSE,
        Permission.DOCUMENTS_PAPER_DISPATCH,
        Permission.DOCUMENTS_WORDING_EDIT,
        Permission.PLATFORM_BACKUP_MAKE,
        Permission.PLATFORM_BACKUP_READ,
        Permission.PLATFORM_CALENDAR_EDIT,
        Permission.PLATFORM_SETUP_EDIT,
        Permission.POWERS_COMMAND_ANSWER,
        Permission.POWERS_COMMAND_HANDLE,
        Permission.POWERS_DUTY_EDIT,
        Permission.POWERS_INCOMING_EDIT,
        Permission.POWERS_PERSONNEL_ANSWER,
        Permission.POWERS_PERSONNEL_HANDLE,
        Permission.POWERS_PERSONNEL_READ,
        Permission.ROSTER_CENTRE_EDIT,
        Permission.ROSTER_PERSON_EDIT,
        Permission.ROSTER_PERSON_EXPORT,
        Permission.ROSTER_PERSON_IMPORT,
        Permission.ROSTER_PERSON_REVEAL,
        Permission.ROSTER_POSTING_EDIT,
        Permission.ROSTER_TOWN_EDIT,
        Permission.ROSTER_UNIT_EDIT,
        Permission.ROSTER_ZONE_DRAFT,
    },
    Role.OFFICER: _READ | {Permission.POWERS_COMMAND_ANSWER},
    Role.LEGAL_REVIEWER: _READ | _DRAFT | {Permission.DOCUMENTS_WORDING_EDIT},
    Role.COUNTY_SUPERVISOR: _COMMAND
    | {
        Permission.DOCUMENTS_WORDING_EDIT,
        Permission.PLATFORM_POLICY_EDIT,
        Permission.POWERS_GRANT_EDIT,
        Permission.POWERS_SCHEME_EDIT,
        Permission.ROSTER_ZONE_ADOPT,
    },
    Role.LIAISON: _READ | {Permission.POWERS_COMMAND_ANSWER},
    Role.SYSTEM_ADMIN: _ADMIN
    | {
        Permission.PLATFORM_ACCOUNT_MANAGE,
        Permission.PLATFORM_BACKUP_MAKE,
        Permission.PLATFORM_CALENDAR_EDIT,
        Permission.PLATFORM_SETUP_EDIT,
    },
    Role.SECURITY_ADMIN: _ADMIN
    | {Permission.PLATFORM_ACCOUNT_GRANT, Permission.PLATFORM_KEY_PRINT},
    Role.AUDIT_ADMIN: _ADMIN | {Permission.PLATFORM_AUDIT_READ},
}

ADMINS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
"""The three administrators; nobody is two of them."""

OVERSEERS = frozenset({Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
"""Without whom the deciding powers stay closed."""

COUNTY_WIDE = ADMINS | {Role.COUNTY_SUPERVISOR}
"""Roles that see the whole county, whatever unit the account belongs to."""

DECIDING = frozenset(
    {
        Permission.DOCUMENTS_PAPER_ISSUE,
        Permission.PLATFORM_POLICY_EDIT,
        Permission.POWERS_ASSESSMENT_DECIDE,
        Permission.POWERS_COMMAND_DECIDE,
        Permission.POWERS_GRANT_EDIT,
        Permission.POWERS_PERSONNEL_DECIDE,
        Permission.ROSTER_CENTRE_CONFIRM,
        Permission.ROSTER_MONTH_LOCK,
        Permission.ROSTER_ZONE_ADOPT,
    }
)
"""Permissions that stay closed until both overseers have been named."""


@dataclass(frozen=True)
class Actor:
    """The signed-in person on whose behalf work is done.

    Attributes:
        account_id: The account, or 0 for nobody in particular.
        name: The person's name, as the audit trail will keep it.
        permissions: What the person may do.
        unit_id: The unit the account belongs to; its rows are all the person sees.
        county_wide: Whether the person sees every unit's rows.
    """

    account_id: int
    name: str
    permissions: frozenset[Permission]
    unit_id: int | None = None
    county_wide: bool = True

    def may(self, permission: Permission) -> bool:
        """Tell whether this person holds ``permission``."""
        return permission in self.permissions


SYSTEM = Actor(0, "系统", frozenset(Permission))
"""The workbench itself: founding a home, scheduled backups, the sample county."""

VISITOR = Actor(0, "未登录", frozenset({Permission.PLATFORM_DOOR_KNOCK}))
"""Whoever stands at the sign-in page."""


def permissions_of(roles: Iterable[Role], *, overseen: bool) -> frozenset[Permission]:
    """Return what a holder of ``roles`` may do.

    Args:
        roles: The roles of one account.
        overseen: Whether a 安全管理员 and a 审计管理员 have been named.
    """
    held = frozenset().union(*(GRANTS[role] for role in roles))
    return held if overseen else held - DECIDING
