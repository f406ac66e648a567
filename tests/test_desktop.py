"""The desktop from its start to its end: signing in, recovering, going."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.on_screen import GOOD, ON_SCREEN
from workbench import app, database, home_folder, house
from workbench.access import SYSTEM, Actor, Permission, Role
from workbench.desk import Desk
from workbench.rules import UnavailableError
from workbench.services.platform import (
    accounts,
    audit,
    preferences,
    setup,
)
from workbench.views import actions, style
from workbench.views.first_run import FirstRunPage, RecoveryPage
from workbench.views.password import PasswordPage
from workbench.views.sign_in import SignInPage, TroublePage

pytestmark = ON_SCREEN


@pytest.fixture
def folder(tmp_path, founded_folder):
    """A home with its first account, not open."""
    place = tmp_path / "home"
    shutil.copytree(founded_folder, place)
    home = database.open_home(place)
    parts = house.parts_of(home)
    Desk(parts, SYSTEM).do(
        setup.first_account, name="li", person_name="李明", password=GOOD
    )
    home.close()
    return place


@pytest.fixture
def desktop(qtbot):
    """Open the desktop on a folder; close it at the end."""
    opened = []

    def open_on(place):
        made = app.Desktop(place)
        opened.append(made)
        made.resize(1366, 768)
        made.show()
        return made

    yield open_on
    for one in opened:
        actions.finish_all()
        one._closing = True
        one.close()
        one.deleteLater()


def sign_in(qtbot, desktop, name="li", password=GOOD):
    desktop.page.name.editor.put(name)
    desktop.page.password.editor.put(password)
    with qtbot.waitSignal(desktop.entered):
        desktop.page.submit()


class TestDesktop:
    def test_nothing_heavy_is_loaded_before_the_first_paint(self, folder):
        code = f"""
import sys
from pathlib import Path
from workbench import app
running = app.application()
desktop = app.Desktop(Path({str(folder)!r}))
desktop.first_painted.disconnect()
def tell():
    heavy = ("sqlalchemy", "pyqtgraph", "alembic", "docx", "xlsxwriter", "keyring",
             "argon2", "numpy", "workbench.desk", "workbench.models")
    print([name for name in heavy if name in sys.modules], type(desktop.page).__name__)
    running.quit()
desktop.first_painted.connect(tell)
desktop.show()
running.exec()
"""
        done = subprocess.run(  # noqa: S603 - ourselves
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
            timeout=60,
            cwd=Path(__file__).parents[1],
        )
        assert done.stdout.split() == ["[]", "SignInPage"]

    def test_the_first_run_founds_a_home_and_lets_the_person_in(
        self, qtbot, desktop, tmp_path
    ):
        window = desktop(tmp_path / "新家")
        page = window.page
        assert isinstance(page, FirstRunPage)
        page.go_on()
        assert page.boxes["title"].amiss()
        page.boxes["title"].editor.put("赣榆区指挥中心")
        page.boxes["county"].editor.put("320707")
        page.go_on()
        for name, value in (("person_name", "李明"), ("name", "li")):
            page.boxes[name].editor.put(value)
        secret = page.boxes["password"].editor
        for one in (secret.line, secret.again):
            one.setText("weak")
        page.go_on()
        assert page.step == 1
        assert "至少10位" in page.boxes["password"].amiss()
        for one in (secret.line, secret.again):
            one.setText("Longer-Horse-77")
        page.go_on()
        assert page.step == 2
        page.go_on()
        qtbot.waitUntil(lambda: page.next.text() == "开始使用", timeout=30_000)
        with qtbot.waitSignal(window.entered):
            page.next.click()
        settings = window.bench.desk.ask(setup.settings)
        assert (settings["county"], settings["county_code"]) == ("赣榆区", "320707")
        assert window.windowTitle() == "赣榆区指挥中心"
        assert window.bench.signed_in.roles == {Role.SYSTEM_ADMIN, Role.CLERK}

    def test_a_county_may_be_typed(self, qtbot):
        page = FirstRunPage(Path("x"))
        qtbot.addWidget(page)
        page.boxes["title"].editor.put("某中心")
        page.boxes["county"].editor.put("other")
        page.boxes["county_name"].editor.put("某县")
        page.boxes["county_code"].editor.put("12")
        page.go_on()
        assert "6位数字" in page.boxes["county_code"].amiss()
        page.boxes["county_code"].editor.put("320999")
        page.go_on()
        assert page.step == 1
        assert page._founding().county == "某县"

    def test_a_wrong_password_is_said_below_and_the_right_one_enters(
        self, qtbot, desktop, folder
    ):
        window = desktop(folder)
        page = window.page
        assert isinstance(page, SignInPage)
        assert page.title.text() == "东海县综合行政执法指挥中心"
        page.submit()
        assert "请填写" in page.message.text()
        page.name.editor.put("li")
        page.password.editor.put("wrong")
        page.submit()  # before the home is open: it waits
        qtbot.waitUntil(lambda: "再错4次" in page.message.text())
        assert page.password.editor.value() == ""
        sign_in(qtbot, window)
        assert window.window_of_work.now_shown == "home"

    def test_too_many_failures_lock_with_a_way_out(self, qtbot, desktop, folder):
        window = desktop(folder)
        with qtbot.waitSignal(window.opened):
            pass
        page = window.page
        for _ in range(5):
            page.name.editor.put("li")
            page.password.editor.put("wrong")
            page.message.setText("")
            page.submit()
            qtbot.waitUntil(lambda: bool(page.message.text()))
        assert "锁定" in page.message.text()
        assert "安全管理员" in page.message.text()

    def test_a_password_set_by_somebody_else_is_changed_first(
        self, qtbot, desktop, folder
    ):
        home = database.open_home(folder)
        desk = Desk(house.parts_of(home), SYSTEM)
        number = desk.do(
            accounts.name_overseer,
            name="an",
            person_name="安全员",
            password=GOOD,
            role=Role.SECURITY_ADMIN,
        )
        home.close()
        window = desktop(folder)
        window.page.name.editor.put("an")
        window.page.password.editor.put(GOOD)
        window.page.submit()
        qtbot.waitUntil(lambda: isinstance(window.page, PasswordPage))
        panel = window.page.panel
        panel.boxes["old"].editor.put(GOOD)
        for one in panel.boxes["new"].editor.inputs:
            one.setText("Third-Horse-888")
        with qtbot.waitSignal(window.entered):
            panel.save()
        assert window.bench.desk.actor.account_id == number
        assert "audit" not in window.window_of_work.rail.entries

    def test_leaving_makes_a_backup_and_keeps_the_drafts(self, qtbot, desktop, folder):
        window = desktop(folder)
        sign_in(qtbot, window)
        window.bench.memory.keep("x/filter", {"text": "半截"})
        with qtbot.waitSignal(window.gone):
            window.close()
        home = database.open_home(folder)
        assert [one.cause for one in home.backups()] == ["退出时"]
        desk = Desk(house.parts_of(home), Actor(1, "李明", frozenset(Permission)))
        assert desk.ask(preferences.remembered)["x/filter"] == {"text": "半截"}
        home.close()

    def test_a_backup_that_fails_at_the_end_lets_the_person_choose(
        self, qtbot, desktop, folder, monkeypatch
    ):
        window = desktop(folder)
        sign_in(qtbot, window)

        def full(*_args):
            raise UnavailableError("磁盘空间不足。")

        monkeypatch.setattr(window, "_make_backup", full)
        window.close()
        qtbot.waitUntil(lambda: isinstance(window.page, TroublePage))
        with qtbot.waitSignal(window.gone):
            window.page.buttons[1].click()
        assert window._home is None

    def test_backups_run_on_the_clock_while_something_changes(
        self, qtbot, desktop, folder
    ):
        window = desktop(folder)
        sign_in(qtbot, window)
        qtbot.waitUntil(window._backups.isActive)
        assert window._backups.interval() == 30 * 60_000
        window._changed = False
        window._back_up()
        actions.finish_all()
        assert window._home.backups() == []
        window.bench.desk.do(setup.rename_home, title="改名")
        QApplication.processEvents()
        window._back_up()
        actions.finish_all()
        assert [one.cause for one in window._home.backups()] == ["每30分钟"]

    def test_restoring_closes_opens_and_asks_to_sign_in_again(
        self, qtbot, desktop, folder
    ):
        window = desktop(folder)
        sign_in(qtbot, window)
        made = window._home.back_up("手动")
        window.bench.desk.do(setup.rename_home, title="备份之后")
        with qtbot.waitSignal(window.opened):
            window.bench.outside.restore(made.path)
        assert isinstance(window.page, SignInPage)
        assert "已从" in window.page.message.text()
        sign_in(qtbot, window)
        assert window.bench.title == "东海县综合行政执法指挥中心"
        trail = window.bench.desk
        everyone = Desk(trail.parts, SYSTEM)
        assert len(everyone.ask(audit.find_entries, text="从备份恢复")) == 1
        assert everyone.ask(audit.verify).faults == ()

    def test_a_restore_that_fails_leaves_everything_as_it_was(
        self, qtbot, desktop, folder, tmp_path
    ):
        window = desktop(folder)
        sign_in(qtbot, window)
        (tmp_path / "坏.wbk").write_bytes(b"nothing")
        with qtbot.waitSignal(window.opened):
            window.bench.outside.restore(tmp_path / "坏.wbk")
        assert "没有恢复" in window.page.message.text()
        sign_in(qtbot, window)
        assert window.bench.title == "东海县综合行政执法指挥中心"

    def test_a_backup_is_brought_to_a_new_computer_with_the_code(
        self, qtbot, desktop, folder, tmp_path
    ):
        home = database.open_home(folder)
        made = home.back_up("手动")
        code = home.vault.recovery_code()
        home.close()
        window = desktop(tmp_path / "新电脑")
        window.page.recover.click()
        page = window.page
        assert isinstance(page, RecoveryPage)
        page.boxes["file"].editor.put(made.path)
        page.boxes["code"].editor.put("AAAA-BBBB")
        page.submit()
        qtbot.waitUntil(lambda: "恢复码有误" in page.message.text())
        page.boxes["code"].editor.put(code)
        with qtbot.waitSignal(window.opened, timeout=20_000):
            page.submit()
        sign_in(qtbot, window)
        assert window.bench.desk.actor.name == "李明"

    def test_what_stands_in_the_way_is_said_and_tried_again(
        self, qtbot, desktop, folder
    ):
        path = folder / home_folder.read_identity(folder).database
        path.rename(folder / "elsewhere")
        window = desktop(folder)
        assert isinstance(window.page, TroublePage)
        (folder / "elsewhere").rename(path)
        with qtbot.waitSignal(window.opened):
            window.page.buttons[0].click()
        assert isinstance(window.page, SignInPage)

    def test_nobody_can_replace_the_database_while_the_window_is_open(
        self, qtbot, desktop, folder
    ):
        window = desktop(folder)
        with qtbot.waitSignal(window.opened):
            pass
        with (
            pytest.raises(UnavailableError, match="另一个工作台窗口"),
            home_folder.present(folder, alone=True),
        ):
            pass
        assert window._home is not None

    def test_large_type_comes_back_with_the_person(self, qtbot, desktop, folder):
        window = desktop(folder)
        sign_in(qtbot, window)
        window.window_of_work.large.setChecked(True)
        qtbot.waitUntil(style.is_large)
        qtbot.waitUntil(window.window_of_work.large.isChecked)
        window.sign_out()
        assert not style.is_large()
        sign_in(qtbot, window)
        assert style.is_large()

    def test_what_stands_in_a_form_outlives_a_change_of_type(
        self, qtbot, desktop, folder
    ):
        window = desktop(folder)
        sign_in(qtbot, window)
        work = window.window_of_work
        work.go("accounts")
        work.pages["accounts"].buttons["新增账号"].click()
        work.pages["accounts"].panel.content.boxes["name"].editor.put("wang")
        work.large.setChecked(True)
        qtbot.waitUntil(style.is_large)
        qtbot.waitUntil(lambda: window.window_of_work is not work)
        again = window.window_of_work
        assert again.now_shown == "accounts"
        again.pages["accounts"].buttons["新增账号"].click()
        form = again.pages["accounts"].panel.content
        assert form.boxes["name"].editor.value() == "wang"

    def test_a_fault_before_signing_in_is_saved_and_said(
        self, qtbot, desktop, folder, capsys
    ):
        window = desktop(folder)
        with qtbot.waitSignal(window.opened):
            pass
        fault = ValueError("nobody expected this")
        window.show_fault(ValueError, fault, None)
        assert isinstance(window.page, TroublePage)
        assert "nobody expected" in capsys.readouterr().err
        reports = list((folder / "logs").glob("*.txt"))
        assert "nobody expected" in reports[0].read_text("utf-8")

    def test_signing_out_leads_back_to_the_door(self, qtbot, desktop, folder):
        window = desktop(folder)
        sign_in(qtbot, window)
        window.window_of_work.lock()
        window.window_of_work.lock_page.left.emit()
        assert isinstance(window.page, SignInPage)
        assert window.bench is None
