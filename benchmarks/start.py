"""From process start to the sign-in page, and from the password to the first page.

The floor of the first figure is a bare window that opens the same encrypted file with
the bare driver and sends one query. The second is no ratio: the time from the password
being accepted to the first page being painted, less what an empty window takes.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import Figure, leave
from workbench import demo

ROOT = Path(__file__).parents[1]
START_BOUND, HOME_SECONDS, ROUNDS = 1.6, 0.4, 15

FLOOR = """
import json, os, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlcipher3 import dbapi2
class Window(QWidget):
    def paintEvent(self, event):
        QTimer.singleShot(0, lambda: os._exit(0))
application = QApplication([])
home = sys.argv[1]
said = json.load(open(f"{home}/home.json", encoding="utf-8"))
secret = bytes.fromhex(open(f"{home}/home.key", encoding="ascii").read())
key = HKDF(hashes.SM3(), 32, None, b"file").derive(secret).hex()
connection = dbapi2.connect(f"{home}/{said['database']}")
connection.execute(f'''PRAGMA key = "x'{key}'"''')
(version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
window = Window()
QVBoxLayout(window).addWidget(QLabel(version))
window.show()
application.exec()
"""

OURS = """
import gc, os, sys
gc.disable()
from pathlib import Path
from workbench import app
application = app.application()
desktop = app.Desktop(Path(sys.argv[1]))
desktop.first_painted.disconnect()
desktop.first_painted.connect(lambda: os._exit(0))
desktop.show()
application.exec()
"""

FIRST_PAGE = """
import csv, sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from workbench import app
out = Path(sys.argv[1])
lines = csv.DictReader((out / "演示账号.csv").read_text("utf-8-sig").splitlines())
password = {line["账号"]: line["密码"] for line in lines}["zhuguan"]
application = app.application()
desktop = app.Desktop(out / "home")
moments = {}
gather = desktop._gather
def accepted(signed_in):
    moments["accepted"] = time.perf_counter()
    gather(signed_in)
desktop._gather = accepted
def painted():
    moments["painted"] = time.perf_counter()
    empty()
class Window(QWidget):
    def paintEvent(self, event):
        moments["empty"] = time.perf_counter() - moments["begun"]
        QTimer.singleShot(0, application.quit)
def empty():
    moments["begun"] = time.perf_counter()
    moments["window"] = Window()
    QVBoxLayout(moments["window"]).addWidget(QLabel("工作台"))
    moments["window"].resize(desktop.size())
    moments["window"].show()
def entered():
    page = desktop.window_of_work.pages["home"]
    page.filled.connect(lambda: (desktop.repaint(), painted()))
desktop.entered.connect(entered)
desktop.opened.connect(lambda: desktop.page.given.emit("zhuguan", password))
desktop.show()
QTimer.singleShot(60000, lambda: application.exit(1))
code = application.exec()
print(moments["painted"] - moments["accepted"] - moments["empty"])
sys.exit(code)
"""


def run(code: str, folder: Path) -> str:
    """Run a program on a home and return what it printed."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    done = subprocess.run(  # noqa: S603 - our own programs
        [sys.executable, "-c", code, str(folder)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def measure(rounds: int = ROUNDS) -> list[Figure]:
    """Take both figures."""
    from benchmarks.figures import seconds

    with tempfile.TemporaryDirectory() as name:
        out = Path(name) / "county"
        out.mkdir()
        demo.build(out, lambda _words: None).close()
        home = Path(name) / "home"
        shutil.copytree(out / "home", home)
        run(OURS, home)  # so that both have their compiled files
        floor, ours = [], []
        for _round in range(rounds):  # in turn, so that what else runs weighs on both
            floor.append(seconds(lambda: run(FLOOR, home)))
            ours.append(seconds(lambda: run(OURS, home)))
        first = [float(run(FIRST_PAGE, out)) for _ in range(max(3, rounds // 3))]
    return [
        Figure(
            "启动到登录页绘出",
            statistics.median(ours),
            statistics.median(floor),
            START_BOUND,
        ),
        Figure(
            "口令通过到首页绘出，减去空窗口（基准为上限）",
            statistics.median(first),
            HOME_SECONDS,
            1.0,
        ),
    ]


if __name__ == "__main__":
    leave(measure())
