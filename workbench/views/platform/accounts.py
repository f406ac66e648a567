"""Accounts: who may come in, as what."""

from collections.abc import Mapping
from typing import Any

from workbench.access import ADMINS, OVERSEERS, Role
from workbench.desk import Topic
from workbench.rules.calendar import CHINA
from workbench.services.platform import accounts
from workbench.services.platform.accounts import ACCOUNTS, AccountRow
from workbench.views.bench import Bench
from workbench.views.fields import Choice, Field, FieldKind
from workbench.views.forms import Form
from workbench.views.lists import ListPage, ListPlan
from workbench.views.pages import Line, Sheet, Takes, does, fills
from workbench.views.rooms import PageInfo

_PASSWORD = Field(
    "password",
    "初始口令",
    FieldKind.PASSWORD,
    required=True,
    suggests=True,
    hint="点“生成”得到随机口令，当面告诉本人；首次登录须改成自己的。",
)
_WHO = (
    Field("person_name", "姓名", required=True, half=True),
    Field("name", "登录名", required=True, half=True, ghost="如：姓名拼音"),
)

ADD = Form(
    "accounts.add",
    "新增账号",
    accounts.add_account,
    (
        *_WHO,
        Field(
            "unit_id",
            "所属机构",
            FieldKind.CHOICE,
            asks=accounts.units_to_choose,
            ghost="不填为全县",
            hint="决定能看到哪些机构的人员和数据；指挥中心的账号看本片区。",
        ),
        _PASSWORD,
    ),
    done="账号已建立，请安全管理员授予角色后登录。",
)
OVERSEER = Form(
    "accounts.overseer",
    "任命安全或审计管理员",
    accounts.name_overseer,
    (
        Field(
            "role",
            "任命为",
            FieldKind.CHOICE,
            required=True,
            choices=tuple(
                Choice(role, role.label) for role in Role if role in OVERSEERS
            ),
            hint="安全管理员管授权和恢复单，审计管理员看日志；须由不同的人担任。",
        ),
        *_WHO,
        _PASSWORD,
    ),
    save="任命",
    done="已任命。本人登录并改口令后即可履职。",
)
ROLES = Form(
    "accounts.roles",
    "授予角色",
    accounts.grant_roles,
    (
        Field(
            "roles",
            "角色",
            FieldKind.MANY,
            choices=tuple(Choice(role, role.label) for role in Role),
            hint="三个管理员互不兼任；安全、审计管理员不兼其他角色。收回的马上失效，新授的重新登录后生效。",
        ),
    ),
    done="角色已更新：收回的马上失效，新授的本人重新登录后生效。",
)
RESET = Form(
    "accounts.reset",
    "重设口令并解锁",
    accounts.reset_password,
    (_PASSWORD,),
    save="重设",
    done="口令已重设，请当面告诉本人，首次登录须修改。",
)


def _about(row: AccountRow) -> Mapping[str, Any]:
    return {"account_id": row.id}


def _name(row: AccountRow) -> str:
    return row.person_name


_GRANT = fills(
    ROLES,
    takes=Takes.ONE,
    icon="user-cog",
    fixed=_about,
    start=lambda row: {"roles": row.roles},
    subject=_name,
)
_RESET = fills(
    RESET,
    title="重设口令",
    takes=Takes.ONE,
    icon="key-round",
    fixed=_about,
    subject=_name,
)
_DISABLE = does(
    "停用",
    accounts.set_disabled,
    lambda rows: {"account_id": rows[0].id, "disabled": True},
    takes=Takes.ONE,
    icon="user-x",
    hurts=True,
    when=lambda row: row.state != "已停用",
    question=lambda rows: (
        f"停用“{rows[0].person_name}”的账号？",
        "停用后不能登录；账号和记录都保留，可以再启用。",
    ),
    done="账号已停用。",
)
_ENABLE = does(
    "启用",
    accounts.set_disabled,
    lambda rows: {"account_id": rows[0].id, "disabled": False},
    takes=Takes.ONE,
    icon="rotate-ccw",
    when=lambda row: row.state == "已停用",
    done="账号已启用。",
)


def _detail(_page: Any, row: AccountRow) -> Sheet:
    at = row.signed_in_at
    return Sheet(
        row.person_name,
        (
            (
                "",
                (
                    Line("登录名", row.name, code=True),
                    Line("状态", row.state, tone=row.tone),
                    Line("所属机构", row.unit),
                    Line(
                        "最近登录",
                        f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}" if at else "从未登录",
                    ),
                ),
            ),
            (
                "角色",
                tuple(
                    Line("管理员" if role in ADMINS else "业务", role.label)
                    for role in row.roles
                )
                or (Line("角色", "还没有，请安全管理员授予"),),
            ),
        ),
        (_GRANT, _RESET, _ENABLE, _DISABLE),
        row,
    )


PLAN = ListPlan(
    ACCOUNTS,
    frozenset({Topic.ACCOUNTS, Topic.UNITS}),
    filters=(Field("text", "账号", ghost="登录名、姓名或拼音首字母", wide=True),),
    actions=(
        fills(ADD, icon="user-plus", primary=True),
        fills(OVERSEER, title="任命安全、审计管理员", icon="shield-check"),
        _GRANT,
        _RESET,
        _ENABLE,
        _DISABLE,
    ),
    detail=_detail,
    empty="还没有账号。",
)


class AccountsPage(ListPage[AccountRow]):
    """The list of accounts."""

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info, PLAN)
