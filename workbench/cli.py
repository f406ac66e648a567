"""The commands, for IT staff, scheduled tasks and tests.

They call the same desk as the desktop: same services, rights and trail. What the
program finds wrong is one Chinese sentence on stderr and exit code 1; a command that
cannot be understood is 2.
"""

import argparse
import contextlib
import getpass
import json
import os
import re
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from typing_extensions import override

from workbench import __version__, database, home_folder, house, vault
from workbench.access import SYSTEM
from workbench.database import Home
from workbench.desk import DeniedError, Desk
from workbench.home_folder import write_safely
from workbench.rules import Refusal, UnavailableError
from workbench.rules.calendar import CHINA, ONE_DAY, parse_day

if TYPE_CHECKING:
    from workbench.rules.roster.deployment import Tally

DONE, FOUND, MISUSED = 0, 1, 2
PASSWORD_VARIABLE = "WORKBENCH_PASSWORD"  # noqa: S105 - a variable's name
DEMO_FOLDER = Path("demo")
DEMO_HOME = str(DEMO_FOLDER / "home")


_WORDS = (
    (r"the following arguments are required: (.+)", r"缺少参数 \1"),
    (r"unrecognized arguments: (.+)", r"多余的参数 \1"),
    (r"argument (.+): invalid choice: (\S+).*", r"\1 不能是 \2"),
    (r"argument (.+): expected one argument", r"\1 后面要写一个值"),
)


class _Help(argparse.HelpFormatter):
    """Help with Chinese headings."""

    @override
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(
            usage, actions, groups, "用法：" if prefix is None else prefix
        )


class _Parser(argparse.ArgumentParser):
    """A parser that says in Chinese what it did not understand."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=_Help, add_help=False, **options)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示用法")

    @override
    def error(self, message: str) -> NoReturn:
        for said, words in _WORDS:
            message = re.sub(said, words, message)
        self.print_usage(sys.stderr)
        sys.stderr.write(f"命令或参数不对：{message}。加 --help 查看用法。\n")
        sys.exit(MISUSED)


@dataclass(frozen=True)
class Command:
    """One command.

    Attributes:
        help: What it does, in words.
        declare: Adds its arguments.
        run: Does it and returns the exit code.
    """

    help: str
    declare: Callable[[argparse.ArgumentParser], object]
    run: Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Args:
        arguments: The words after the program's name; those of the process where
            None.
    """
    for stream in (sys.stdout, sys.stderr):
        # A console may know fewer characters than a name or a paper has.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    asked = _parser().parse_args(arguments)
    command = COMMANDS[asked.command]
    try:
        return command.run(asked)
    except Refusal as refusal:
        ways = "".join(f"\n　办法：{way}" for way in refusal.ways)
        sys.stderr.write(f"{refusal}{ways}\n")
    except (DeniedError, UnavailableError) as error:
        sys.stderr.write(f"{error}\n")
    except OSError as error:
        sys.stderr.write(
            f"{home_folder.cannot_write(Path(error.filename or '.'), error)}\n"
        )
    except KeyboardInterrupt:
        sys.stderr.write("已取消，没有保存。\n")
    except Exception:  # noqa: BLE001 - kept whole in a file, told in a sentence
        kept = _keep_fault(asked.home or home_folder.default_folder())
        sys.stderr.write(f"程序出错，没有保存。详情在“{kept}”，请交给维护人员。\n")
    return FOUND


def _keep_fault(folder: Path) -> Path:
    """Save the traceback of what went wrong and return where."""
    if not folder.is_dir():
        folder = Path(tempfile.gettempdir())
    kept = folder / "logs" / f"{datetime.now(CHINA):%Y%m%d-%H%M%S}.txt"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(traceback.format_exc(), "utf-8")
    return kept


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="main.py", description="执法片区指挥工作台。不带命令时打开桌面。"
    )
    parser.add_argument(
        "--version", action="version", version=__version__, help="显示版本"
    )
    parser.add_argument("--home", type=Path, help="数据文件夹")
    parser.add_argument("--user", help="登录名；口令取自环境变量 WORKBENCH_PASSWORD")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    for name, command in COMMANDS.items():
        one = commands.add_parser(name, help=command.help, description=command.help)
        command.declare(one)
    return parser


# Opening


@contextlib.contextmanager
def _opened(asked: argparse.Namespace) -> Iterator[Home]:
    folder = asked.home or home_folder.default_folder()
    home = database.open_home(folder)  # upgrading it needs to be alone there
    try:
        with home_folder.present(folder):
            yield home
    finally:
        home.close()


@contextlib.contextmanager
def _seated(asked: argparse.Namespace) -> Iterator[Desk]:
    """Open the home and sign somebody in."""
    from workbench.services.platform import accounts  # noqa: PLC0415

    if not asked.user:
        raise Refusal("请用 --user 指定登录名。", clause="platform/accounts")
    with _opened(asked) as home:
        parts = house.parts_of(home)
        found = house.visitor(parts).do(
            accounts.sign_in, name=asked.user, password=_password()
        )
        if found.must_change:
            raise Refusal(
                "首次登录须先在桌面修改口令，再使用命令。", clause="platform/password"
            )
        yield Desk(parts, found.actor)


def _password() -> str:
    given = os.environ.get(PASSWORD_VARIABLE)
    if given is not None:
        return given
    if sys.stdin is not None and sys.stdin.isatty():
        return getpass.getpass("口令：")
    raise Refusal(
        f"请在环境变量 {PASSWORD_VARIABLE} 中给出口令。", clause="platform/accounts"
    )


def _month(text: str) -> date:
    return parse_day(f"{text}-01")


# Commands


def _declare_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, help="放示例的文件夹")


def _demo(asked: argparse.Namespace) -> int:
    from workbench import demo  # noqa: PLC0415

    asked.out.mkdir(parents=True, exist_ok=True)
    demo.build(asked.out, _say).close()
    _say(f"示例已建好：{asked.out}")
    return DONE


def keep_demo() -> int:
    """Build the sample county in ``./demo``, or keep the one that is there."""
    if home_folder.is_home(Path(DEMO_HOME)):
        _say(f"沿用已有的示例：{DEMO_FOLDER}")
        return DONE
    return main(["demo", "--out", str(DEMO_FOLDER)])


def _say(words: str) -> None:
    print(words, flush=True)


def _declare_audit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["verify"], help="verify：校验审计日志")


def _audit(asked: argparse.Namespace) -> int:
    from workbench.services.platform import audit  # noqa: PLC0415

    with _opened(asked) as home:
        verdict = Desk(house.parts_of(home), SYSTEM).ask(audit.verify)
    for fault in verdict.faults:
        sys.stderr.write(f"{fault}\n")
    if verdict.faults:
        return FOUND
    _say(f"审计日志完整，共{verdict.count}条。")
    return DONE


def _declare_ratio(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", required=True, help="统计日，如 2026-10-15")
    parser.add_argument("--json", action="store_true", help="按JSON输出")


def _ratio(asked: argparse.Namespace) -> int:
    from workbench.rules.roster.deployment import percent  # noqa: PLC0415
    from workbench.services.roster import told  # noqa: PLC0415

    on = parse_day(asked.on)
    with _seated(asked) as desk:
        found = desk.ask(told.told_share, on=on)
    if asked.json:
        said = {
            "on": on.isoformat(),
            "share": found.headline.text,
            "percent": percent(found.headline.share),
            "target": str(found.report.target),
            "reached": found.reached,
            "locked": found.locked,
            "frontline": found.headline.frontline,
            "strength": found.headline.strength,
            "shortfall": found.shortfall,
            "zones": [
                {
                    "zone": place.name,
                    "share": place.tally.text,
                    "percent": percent(place.tally.share),
                    "frontline": place.tally.frontline,
                    "strength": place.tally.strength,
                }
                for place in found.report.zones
            ],
        }
        _say(json.dumps(said, ensure_ascii=False))
        return DONE
    state = "达标" if found.reached else f"未达标，差{found.shortfall}人"
    if found.headline.share is None:
        _say(f"{on} 没有计入口径的人员，下沉比例为“—”。")
        return DONE
    locked = "（已锁定）" if found.locked else ""
    _say(f"{on} 下沉比例 {_percent(found.headline)}，{state}{locked}。")
    for zone in found.report.zones:
        _say(f"　{zone.name} {_percent(zone.tally)}")
    return DONE


def _percent(tally: "Tally") -> str:
    from workbench.rules.roster.deployment import percent  # noqa: PLC0415

    if tally.share is None:
        return "—"
    return f"{percent(tally.share)}%（{tally.text}）"


def _declare_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", help="表格种类，如 people、units、postings")
    parser.add_argument("file", type=Path, help="xlsx、xls、et 或 csv 文件")
    parser.add_argument("--check", action="store_true", help="只核对，不导入")
    parser.add_argument("--reason", default="命令行导入", help="补录原因")


def _import(asked: argparse.Namespace) -> int:
    from workbench.services.roster import import_kinds, imports  # noqa: PLC0415

    if asked.kind not in import_kinds.KINDS:
        kinds = "、".join(import_kinds.KINDS)
        raise Refusal(
            f"没有“{asked.kind}”这种表格，可用：{kinds}。", clause="general/sheets"
        )
    content = imports.content_of(asked.file)
    with _seated(asked) as desk:
        given = {"kind": asked.kind, "content": content, "name": asked.file.name}
        if not asked.check:
            count = imports.bring_in(desk, **given, reason=asked.reason)
            _say(f"已导入{count}行。")
            return DONE
        found = desk.ask(imports.preview, **given)
    for title in found.missing:
        sys.stderr.write(f"缺少必填列：{title}。\n")
    for fault in found.faults:
        sys.stderr.write(f"{fault}\n")
    if found.missing or found.wrong:
        return FOUND
    if not found.entered:
        _say(f"共{found.total}行，都已登记，没有新的内容。")
        return DONE
    _say(f"可以导入，共{found.entered}行。")
    return DONE


def _declare_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("list", help="列表名，如 people、units、towns、zones")
    parser.add_argument("--out", type=Path, required=True, help="写到哪个xlsx文件")


def _export(asked: argparse.Namespace) -> int:
    from workbench.services.platform.accounts import ACCOUNTS  # noqa: PLC0415
    from workbench.services.platform.audit import AUDIT_ENTRIES  # noqa: PLC0415
    from workbench.services.platform.exports import note_export  # noqa: PLC0415
    from workbench.services.powers.vehicles import USES, VEHICLES  # noqa: PLC0415
    from workbench.services.roster import exports  # noqa: PLC0415

    lists = exports.LISTS | {
        one.key: one for one in (ACCOUNTS, AUDIT_ENTRIES, VEHICLES, USES)
    }
    listing = lists.get(asked.list)
    if listing is None:
        raise Refusal(
            f"没有“{asked.list}”这个列表，可用：{'、'.join(lists)}。",
            clause="general/sheets",
        )
    with _seated(asked) as desk:
        if asked.list == "people":
            content = desk.do(exports.people_workbook)
        else:
            ids = desk.ask(listing.find)
            rows = desk.ask(listing.rows, ids=ids)
            content = desk.ask(
                exports.list_sheet,
                title=listing.title,
                columns=[(one.title, one.kind) for one in listing.columns],
                rows=[
                    [one.text(rows[key]) for one in listing.columns]
                    for key in ids
                    if key in rows
                ],
            )
            desk.do(
                note_export,
                listing=listing.title,
                way="导出",
                count=len(rows),
                scope="全部，命令行",
            )
    write_safely(asked.out, content)
    _say(f"已导出：{asked.out}")
    return DONE


def _declare_month_end(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--month", help="月份，如 2026-09；不写时出异议期内考核的草稿，没有的出上月公文"
    )
    parser.add_argument("--out", type=Path, required=True, help="放公文的文件夹")


def _month_end(asked: argparse.Namespace) -> int:
    from workbench.services.powers.assessment import papers  # noqa: PLC0415

    month = _month(asked.month) if asked.month else None
    with _seated(asked) as desk:
        if month is None:
            told = desk.ask(papers.months_to_print)
            for one in told:
                _say(f"{one.words}的考核在异议期，以下都是草稿，没有编号。")
                _write_month(desk, asked.out, one.id)
            if told:
                return DONE
            month = (desk.today().replace(day=1) - ONE_DAY).replace(day=1)
        assessed = desk.ask(papers.months_to_print, month=month)
        locked = [one for one in assessed if one.locked]
        _issue_share(desk, asked.out, month, alone=not locked)
        for one in locked:
            paper_id = desk.do(papers.issue_circular, affair_id=one.id)
            _write_paper(desk, asked.out, paper_id)
            _write_month(desk, asked.out, one.id)
        for one in assessed:
            if not one.locked:
                _say(f"{one.words}的考核还没有锁定，没有出具。")
    return DONE


def _issue_share(desk: Desk, out: Path, month: date, *, alone: bool) -> None:
    """Issue and write what the month says about the frontline share.

    Args:
        desk: Whose.
        out: The folder.
        month: First day of the month.
        alone: Whether the month has nothing else to issue, so that it is refused where
            its share is not locked.
    """
    from workbench.services.roster import ledger, papers  # noqa: PLC0415

    if not alone and desk.ask(ledger.locked_figures, month=month) is None:
        _say(f"{month.year}年{month.month}月的下沉比例还没有锁定，只出具考核公文。")
        return
    for paper_id in desk.do(papers.issue_month, month=month):
        _write_paper(desk, out, paper_id)


def _write_paper(desk: Desk, out: Path, paper_id: int) -> None:
    from workbench.services.documents import register  # noqa: PLC0415

    content = desk.ask(register.paper_content, paper_id=paper_id)
    _write(out, content.name, content.content)


def _write_month(desk: Desk, out: Path, affair_id: int) -> None:
    from workbench.services.powers.assessment import papers  # noqa: PLC0415

    for file in desk.ask(papers.month_files, affair_id=affair_id):
        _write(out, file.name, file.content)


def _write(out: Path, name: str, content: bytes) -> None:
    out.mkdir(parents=True, exist_ok=True)
    write_safely(out / name, content)
    _say(str(out / name))


def _declare_backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="备份到哪个文件夹")


def _backup(asked: argparse.Namespace) -> int:
    from workbench.services.platform import backups  # noqa: PLC0415

    with _seated(asked) as desk:
        made = desk.do(backups.make_backup, cause="命令", folder=asked.folder)
    _say(f"已备份并校验：{made.path}")
    return DONE


def _declare_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="备份文件（.wbk）")
    parser.add_argument("--code", action="store_true", help="在新位置用恢复码恢复")


def _restore(asked: argparse.Namespace) -> int:
    from workbench.services.platform import backups  # noqa: PLC0415

    folder = asked.home or home_folder.default_folder()
    made_at = database.made_at(asked.file)
    if asked.code:
        keys = vault.vault_from_code(getpass.getpass("恢复码："))
        database.restore(asked.file, folder, keys)
        _say(f"已恢复到：{folder}")
        return DONE
    with _seated(asked) as desk:
        if not desk.may(backups.record_restore):
            raise DeniedError("您没有“备份数据”的权限，请联系系统管理员。")
        actor = desk.actor
    identity = database.restore(asked.file, folder)
    with _opened(asked) as home:
        Desk(house.parts_of(home), actor).do(
            backups.record_restore, file=asked.file.name, made_at=made_at
        )
    _say(f"已恢复到新文件：{identity.database}；原数据文件仍在。")
    return DONE


def _declare_check_docx(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", type=Path, nargs="+", metavar="file", help="要检查的docx文件"
    )
    parser.add_argument(
        "--repair", type=Path, metavar="DIR", help="把修复后的副本写到哪个文件夹"
    )
    parser.add_argument("--json", action="store_true", help="按JSON输出")


def _check_docx(asked: argparse.Namespace) -> int:
    """Check Word files against the standard; any that deviates is a finding."""
    from workbench.reports.checkup import told  # noqa: PLC0415

    if asked.repair:
        asked.repair.mkdir(parents=True, exist_ok=True)
    results = [told.look_into(path, mend=bool(asked.repair)) for path in asked.files]
    for one in results:
        if one.mended is not None:
            one.keep_in(asked.repair, write_safely)
    if asked.json:
        _say(json.dumps([one.plain() for one in results], ensure_ascii=False, indent=1))
    else:
        for one in results:
            stream = sys.stderr if one.refusal else sys.stdout
            print(one.text(), file=stream, flush=True)
    return FOUND if any(one.wrong for one in results) else DONE


def _declare_nothing(parser: argparse.ArgumentParser) -> None:
    del parser


def _upgrade(asked: argparse.Namespace) -> int:
    with _opened(asked) as home:
        _say(f"数据版本{database.revision_of(home)}，已是最新。")
    return DONE


def _selfcheck(asked: argparse.Namespace) -> int:
    """Say whether everything the workbench needs is there and works."""
    del asked
    import platform  # noqa: PLC0415

    _say(f"工作台 {__version__}，Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        home, parts = house.found(
            Path(folder) / "home", title="自检", county="自检", county_code="000000"
        )
        backup = home.back_up("自检")
        from workbench.services.platform import audit  # noqa: PLC0415

        verdict = Desk(parts, SYSTEM).ask(audit.verify)
        place = home.identity.place.label
        home.close()
    if verdict.faults or not backup.sound:
        sys.stderr.write("自检未通过：日志或备份不完整。\n")
        return FOUND
    _say(f"建库、加密、备份、审计日志正常；密钥位置：{place}。")
    return DONE


COMMANDS: dict[str, Command] = {
    "demo": Command("建立示例县并完成一次月末", _declare_demo, _demo),
    "audit": Command("校验审计日志", _declare_audit, _audit),
    "ratio": Command("查看某日下沉比例", _declare_ratio, _ratio),
    "import": Command("导入表格", _declare_import, _import),
    "export": Command("导出列表", _declare_export, _export),
    "check-docx": Command("公文格式体检", _declare_check_docx, _check_docx),
    "month-end": Command("出具月末公文", _declare_month_end, _month_end),
    "backup": Command("备份到文件夹", _declare_backup, _backup),
    "restore": Command("从备份恢复到新文件", _declare_restore, _restore),
    "upgrade": Command("升级数据版本", _declare_nothing, _upgrade),
    "selfcheck": Command("自检", _declare_nothing, _selfcheck),
}
