"""The sample county and the commands, as IT staff and tests use them.

The share of every day of the fourteen months is counted a second time here, from the
exported sheet alone, by code that shares nothing with the program's.
"""

import contextlib
import csv
import io
import json
import subprocess
import sys
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from workbench import cli, database, demo, demo_papers, home_folder, house
from workbench.access import SYSTEM
from workbench.desk import Desk
from workbench.listing import Ordering
from workbench.models.platform import AuditEntry
from workbench.rules.roster.deployment import percent
from workbench.services.documents import register
from workbench.services.platform import audit
from workbench.services.roster import deployment, ledger, papers

ROOT = Path(__file__).parents[1]
FIRST, LAST = demo.FIRST, demo.LAST


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """The sample county, built once, and what was said meanwhile."""
    out = tmp_path_factory.mktemp("demo")
    said = []
    demo.build(out, said.append).close()
    return out, said


@pytest.fixture
def accounts(sample):
    out, _said = sample
    text = (out / demo.ACCOUNTS_FILE).read_text("utf-8-sig")
    return {row["账号"]: row for row in csv.DictReader(io.StringIO(text))}


@pytest.fixture
def county(sample):
    """The sample county's own desk."""
    out, _said = sample
    home = database.open_home(out / "home")
    yield Desk(house.parts_of(home), SYSTEM)
    home.close()


@pytest.fixture
def run(sample, accounts, monkeypatch, capsys):
    """Run a command on the sample county and return its code and words."""
    out, _said = sample

    def command(*words, user=None, password=None):
        if user is not None:
            given = accounts[user]["密码"] if password is None else password
            monkeypatch.setenv(cli.PASSWORD_VARIABLE, given)
            words = ("--user", user, *words)
        code = cli.main(["--home", str(out / "home"), *map(str, words)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return command


class TestDemo:
    def test_it_leaves_papers_and_names_each_file(self, sample):
        out, said = sample
        written = sorted((out / "papers").iterdir())
        assert len(written) == 8 + len(demo_papers.samples())
        for path in written:
            assert str(path) in said
            assert path.stat().st_size > 5_000
        kinds = {path.suffix for path in written}
        assert kinds == {".docx", ".xlsx"}

    def test_it_does_not_build_over_what_is_there(self, sample, capsys):
        out, _said = sample
        assert cli.main(["demo", "--out", str(out)]) == 1
        assert "不会覆盖" in capsys.readouterr().err

    def test_every_role_has_an_account_with_a_password_of_its_own(self, accounts):
        roles = {row["角色"] for row in accounts.values()}
        assert {"系统管理员", "安全管理员", "审计管理员", "县区主管", "内勤"} <= roles
        passwords = [row["密码"] for row in accounts.values()]
        assert len(set(passwords)) == len(passwords)

    def test_everybody_made_up_is_marked(self, county):
        rows = county.ask(ledger.ledger, on=LAST)
        assert len(rows) == 438
        assert all("示例" in zone.name for zone in zones_of(county))

    def test_numbers_of_papers_run_on_from_what_was_used(self, county):
        rows = county.ask(
            register.paper_rows, ids=county.ask(register.find_papers)
        ).values()
        found = {}
        for row in rows:
            if row.number_text:
                head, _sign, number = row.number_text.partition("〕")
                found.setdefault(head, []).append(int(number.removesuffix("号")))
        for numbers in found.values():
            first = min(numbers)
            assert sorted(numbers) == list(range(first, first + len(numbers)))
        assert min(found["东综执〔2026"]) == 24


def zones_of(desk):
    return [
        place
        for place in desk.ask(deployment.share_on, on=LAST).zones
        if place.id is not None
    ]


# The share once more, from the exported sheet alone.


@pytest.fixture(scope="session")
def exported(sample, tmp_path_factory):
    """The exported workbook as plain records, by sheet."""
    out, _said = sample
    home = database.open_home(out / "home")
    from workbench.services.roster import exports

    content = Desk(house.parts_of(home), SYSTEM).do(exports.people_workbook)
    home.close()
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheets = {}
    for page in book.worksheets:
        lines = [[cell.value for cell in line] for line in page.iter_rows()]
        head = next(
            at for at, line in enumerate(lines) if "起日" in line or "姓名" in line
        )
        titles = lines[head]
        sheets[page.title] = [
            dict(zip(titles, line, strict=True))
            for line in lines[head + 1 :]
            if line[0] is not None
        ]
    return sheets


def day_of(value):
    return value.date() if hasattr(value, "date") else value


def in_force(row, day):
    last = day_of(row["止日"])
    return day_of(row["起日"]) <= day and (last is None or day <= last)


def count(exported, day):
    """Return N and D of a day, straight from the words of the definition."""
    units = {row["机构编号"]: row for row in exported["机构"] if in_force(row, day)}
    hosts = {row["人员编号"]: row for row in exported["派驻"] if in_force(row, day)}
    certified = {row["人员编号"] for row in exported["执法证"] if in_force(row, day)}
    away = {
        row["人员编号"]
        for row in exported["离岗"]
        if in_force(row, day) and takes_off(row, day)
    }
    strength = frontline = 0
    for home in exported["编制"]:
        if not in_force(home, day) or home["编制类型"] == "编外辅助":
            continue
        if units.get(home["机构编号"], {}).get("计入下沉口径") != "是":
            continue
        strength += 1
        host = hosts.get(home["人员编号"])
        if (
            host is not None
            and units[host["机构编号"]]["类别"] in ("镇街综合执法局", "片区队伍")
            and host["岗位"] == "一线执法"
            and home["人员编号"] in certified
            and home["人员编号"] not in away
        ):
            frontline += 1
    return frontline, strength


def takes_off(leave, day):
    if leave["离岗类别"] == "借调回流":
        return True
    if leave["离岗类别"] not in ("病假", "脱产学习"):
        return False
    first, named = day_of(leave["起日"]), day_of(leave["批准至"])
    if named is not None and (named - first).days + 1 > 30:
        return True
    return (day - first).days + 1 >= 31


def all_days():
    return [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]


EDGES = (
    date(2026, 10, 14),  # 30th day of an illness
    date(2026, 10, 15),  # 31st day: out
    date(2026, 3, 31),  # 30th day of another
    date(2026, 4, 1),
    date(2026, 5, 20),  # its last day
    date(2026, 5, 21),  # back
    date(2026, 9, 1),  # study whose paper names a longer term: out from the first day
    date(2010, 1, 1),  # nobody yet: D = 0
    FIRST,
    LAST,
)


class TestEveryDay:
    def test_every_day_of_fourteen_months_is_counted_alike(self, county, exported):
        found = county.ask(deployment.trend, first=FIRST, last=LAST)
        again = [count(exported, day) for day in all_days()]
        assert [(day.frontline, day.strength) for day in found.days] == again
        assert len(set(again)) > 10, "the share does move"

    def test_a_certificate_counts_on_its_last_day(self, county, exported):
        ends = sorted(
            day_of(row["止日"])
            for row in exported["执法证"]
            if row["止日"] and FIRST < day_of(row["止日"]) < LAST
        )
        assert ends
        for last in ends:
            for day in (last, last + timedelta(days=1)):
                found = county.ask(deployment.share_on, on=day).headline
                assert (found.frontline, found.strength) == count(exported, day)

    def test_page_report_and_sheet_agree_on_twelve_days_with_every_edge(
        self, county, exported
    ):
        last = min(
            day_of(row["止日"])
            for row in exported["执法证"]
            if row["止日"] and FIRST < day_of(row["止日"]) < LAST
        )
        days = (*EDGES, last, last + timedelta(days=1))
        assert len(set(days)) == 12
        from workbench.reports import kinds as reports

        for day in days:
            counted = count(exported, day)
            page = county.ask(deployment.share_on, on=day).headline
            assert (page.frontline, page.strength) == counted
            told = {}
            for draft in (papers.draft_frontline_report, papers.draft_force_ledger):
                paper_id = county.do(draft, on=day)
                told[draft] = stored_record(county, paper_id)
                county.do(register.void_paper, paper_id=paper_id, reason="测试")
            report = reports.from_json(
                "frontline_report", told[papers.draft_frontline_report]
            )
            sheet = reports.from_json("force_ledger", told[papers.draft_force_ledger])
            assert report.headline.tally == sheet.tally == page
            assert counted == (
                sum(line.on_frontline for line in sheet.lines),
                sum(line.in_strength for line in sheet.lines),
            )

    def test_the_months_mean_is_the_mean_of_its_days(self, county, exported):
        months = defaultdict(list)
        for day in all_days():
            months[day.replace(day=1)].append(Fraction(*count(exported, day)))
        locked = {row.month: row for row in county.ask(ledger.locked_months)}
        assert sorted(locked) == sorted(months)
        for month, shares in months.items():
            assert locked[month].mean == percent(sum(shares) / len(shares))


def stored_record(desk, paper_id):
    from workbench.models.documents import Paper

    with desk.parts.sessions() as session:
        return session.get_one(Paper, paper_id).record


class TestCommands:
    def test_the_ratio_is_told_as_json(self, run):
        code, out, _err = run("ratio", "--on", "2026-10-15", "--json", user="neiqin")
        said = json.loads(out)
        assert code == 0
        assert said["share"] == "338/398"
        assert said["percent"] == "84.9"
        assert (said["reached"], said["locked"]) == (False, True)
        assert (said["frontline"], said["strength"], said["shortfall"]) == (338, 398, 1)
        assert sum(zone["frontline"] for zone in said["zones"]) == 338
        assert sum(zone["strength"] for zone in said["zones"]) == 398

    def test_a_day_with_nobody_reads_as_a_dash(self, run):
        code, out, _err = run("ratio", "--on", "2010-01-01", "--json", user="neiqin")
        said = json.loads(out)
        assert (code, said["share"], said["percent"]) == (0, "—", "—")
        assert said["shortfall"] == 0

    @pytest.mark.parametrize(
        ("words", "user", "says"),
        [
            (("ratio", "--on", "2026-02-30"), "neiqin", "没有“2026-02-30”这一天"),
            (("ratio", "--on", "2026-02-01"), None, "--user"),
            (("export", "people", "--out", "x.xlsx"), "zhenjie", "权限"),
            (("export", "nothing", "--out", "x.xlsx"), "neiqin", "可用"),
            (("import", "people", "no.xlsx"), "neiqin", "打不开"),
            (("import", "nothing", "no.xlsx"), "neiqin", "可用"),
            (("month-end", "--month", "2026-13", "--out", "x"), "zhuguan", "没有"),
        ],
    )
    def test_what_is_wrong_is_one_chinese_sentence(self, run, words, user, says):
        found, out, err = run(*words, user=user)
        assert found == 1
        assert says in err
        assert "Traceback" not in err
        assert out == ""

    def test_a_wrong_password_is_refused(self, run):
        code, out, err = run(
            "ratio", "--on", "2026-02-01", user="neiqin", password="wrong"
        )
        assert (code, out) == (1, "")
        assert "登录名或口令不正确" in err

    def test_a_misunderstood_command_says_its_usage(self, run, capsys):
        for words in (("nonsense",), ("ratio",), ("ratio", "--on")):
            with pytest.raises(SystemExit) as caught:
                run(*words)
            assert caught.value.code == 2
            told = capsys.readouterr().err
            assert told.startswith("用法：")
            assert "命令或参数不对" in told

    def test_lists_are_exported_and_it_is_noted_how_many_rows(
        self, run, county, tmp_path
    ):
        for name, user in (
            ("units", "neiqin"),
            ("audit", "shenji"),
            ("towns", "neiqin"),
        ):
            path = tmp_path / f"{name}.xlsx"
            code, _out, err = run("export", name, "--out", path, user=user)
            assert (code, err) == (0, "")
            assert openpyxl.load_workbook(path).active.max_row > 10
        (number,) = county.ask(
            audit.find_entries,
            text="导出或打印",
            ordering=Ordering("id", descending=True, limit=1),
        )
        said = dict(audit.said(county.ask(audit.entry_rows, ids=[number])[number]))
        assert (said["列表"], said["条数"]) == ("镇街", "19")

    def test_a_zone_exports_its_own_people_only(self, run, tmp_path):
        counts = {}
        for user in ("neiqin", "pianqu"):
            path = tmp_path / f"{user}.xlsx"
            assert run("export", "people", "--out", path, user=user)[0] == 0
            counts[user] = openpyxl.load_workbook(path)["人员"].max_row
        assert 0 < counts["pianqu"] < counts["neiqin"]

    def test_a_checked_sheet_is_not_imported(self, run, tmp_path):
        path = tmp_path / "考勤.csv"
        path.write_text("身份证号,月份,应到天数,实到天数\n123,2026-10,20,21\n", "utf-8")
        code, out, err = run("import", "attendance", path, "--check", user="neiqin")
        assert (code, out) == (1, "")
        assert err.startswith("第2行“身份证号”")

    def test_a_backup_goes_where_it_is_told(self, run, tmp_path):
        code, out, _err = run("backup", tmp_path / "U盘", user="guanli")
        assert code == 0
        assert "已备份并校验" in out
        assert len(list((tmp_path / "U盘").glob("*.wbk"))) == 1

    def test_month_end_issues_once_and_writes_the_same_again(self, run, tmp_path):
        month = ("month-end", "--month", "2026-08", "--out")
        code, first, _err = run(*month, tmp_path / "a", user="zhuguan")
        assert code == 0
        _code, second, _err = run(*month, tmp_path / "b", user="zhuguan")
        names = [Path(line).name for line in first.splitlines()]
        assert names == [Path(line).name for line in second.splitlines()]
        for name in names:
            one, other = tmp_path / "a" / name, tmp_path / "b" / name
            assert one.read_bytes() == other.read_bytes()

    def test_an_older_home_is_upgraded_by_any_command(self, sample, tmp_path, capsys):
        import shutil

        out, _said = sample
        shutil.copytree(out / "home", tmp_path / "home")
        home = database.open_home(tmp_path / "home")
        database.migrate(home.engine, "-1")
        home.close()
        code = cli.main(["--home", str(tmp_path / "home"), "upgrade"])
        assert (code, capsys.readouterr().err) == (0, "")

    def test_a_zone_sees_its_own_papers_and_no_county_list(self, run, tmp_path):
        seen = {}
        for user in ("zhuguan", "zhihui"):
            path = tmp_path / f"{user}.xlsx"
            assert run("export", "papers", "--out", path, user=user)[0] == 0
            page = openpyxl.load_workbook(path).active
            lines = [[cell.value for cell in line] for line in page.iter_rows()]
            at = next(line.index("种类") for line in lines if "种类" in line)
            seen[user] = [line[at] for line in lines if "〔" in (line[0] or "")]
        assert seen["zhuguan"].count("指挥中心组成人员名单") == 5
        powers = {"调度指令单", "吹哨报到单", "推荐提名意见", "反向否决意见书"}
        powers |= {"月度考核通报和考核表", "联合行动方案"}
        own = sorted({*seen["zhihui"]} - powers)
        assert own == ["指挥中心组成人员名单", "片区设置方案"]
        assert seen["zhihui"].count("调度指令单") == 44

    def test_a_clerk_may_not_issue(self, run, tmp_path):
        code, _out, err = run(
            "month-end", "--month", "2026-07", "--out", tmp_path, user="neiqin"
        )
        assert code == 1
        assert "签发公文" in err


class TestAuditCommand:
    @pytest.fixture
    def copied(self, sample, tmp_path):
        import shutil

        out, _said = sample
        shutil.copytree(out / "home", tmp_path / "home")
        return tmp_path / "home"

    def verify(self, folder, capsys):
        code = cli.main(["--home", str(folder), "audit", "verify"])
        told = capsys.readouterr()
        return code, told.out, told.err

    def tamper(self, folder, *statements):
        """Change the trail by hand, as somebody with the key could."""
        identity = home_folder.read_identity(folder)
        keys = database.vault.load(folder, identity.home_id)
        path = folder / identity.database
        with contextlib.closing(home_folder.connect(path, keys.file_key)) as connection:
            for event in ("update", "delete"):
                connection.execute(f"DROP TRIGGER audit_entry_keeps_{event}")
            for statement in statements:
                connection.execute(statement)

    def test_a_whole_trail_exits_with_zero(self, copied, capsys):
        code, out, err = self.verify(copied, capsys)
        assert (code, err) == (0, "")
        assert "完整" in out

    def test_a_field_changed_by_hand_exits_with_one_and_names_the_place(
        self, copied, capsys
    ):
        self.tamper(
            copied, "UPDATE audit_entry SET account_name = '某人' WHERE id = 17"
        )
        code, _out, err = self.verify(copied, capsys)
        assert code == 1
        assert err.startswith("第17条")

    def test_newest_rows_cut_off_exit_with_one_and_name_the_place(self, copied, capsys):
        self.tamper(
            copied,
            "DELETE FROM audit_entry WHERE id > (SELECT max(id) - 3 FROM audit_entry)",
        )
        code, _out, err = self.verify(copied, capsys)
        assert code == 1
        assert "最新的日志被截去" in err

    def test_the_table_is_the_one_the_models_declare(self):
        assert AuditEntry.__tablename__ == "audit_entry"


def test_without_a_screen_the_demo_is_built_and_says_so(tmp_path):
    """As the README's first command does it on a server."""
    import os

    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    for attempt in range(2):
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, str(ROOT / "main.py"), "--demo"],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        assert "没有屏幕" in done.stdout
        built = "正在建立示例县" in done.stdout
        assert built is (attempt == 0), "an existing demo is kept"
    assert (tmp_path / "demo" / "papers").is_dir()
