"""The audit trail's page of one home, scrolled from end to end; prints its memory.

``python -m benchmarks.audit_page HOME`` prints the resident memory in megabytes once
the page holds every number and has shown its first, middle and last lines.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer

from workbench import app, database, home_folder, house
from workbench.access import GRANTS, Actor, Role
from workbench.desk import Desk
from workbench.services.platform.accounts import SignedIn

PATIENCE_MS = 60_000


def resident_megabytes() -> float:
    """Return this process's resident memory."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


def wait_for(signal: object) -> None:
    """Run the screen's loop until a signal comes."""
    loop = QEventLoop()
    signal.connect(lambda *_given: loop.quit())
    QTimer.singleShot(PATIENCE_MS, loop.quit)
    loop.exec()


def main() -> None:
    """Show the page and print the memory."""
    from workbench.views.bench import Bench, Outside
    from workbench.views.rooms import pages

    application = app.application()
    app.preload()
    home = database.open_home(Path(sys.argv[1]))
    auditor = Actor(1, "审计员", GRANTS[Role.AUDIT_ADMIN])
    signed_in = SignedIn(auditor, frozenset({Role.AUDIT_ADMIN}), False, 0, 90, 10, ())
    outside = Outside(
        write=home_folder.write_safely,
        restore=lambda _file: None,
        restyle=lambda _large: None,
        leave=lambda: None,
        logs=home.folder,
    )
    bench = Bench(
        Desk(house.parts_of(home), auditor),
        signed_in,
        kept={},
        settings={},
        outside=outside,
    )
    info = next(page for page in pages() if page.key == "audit")
    page = info.build(bench)
    page.resize(1366, 768)
    page.show()
    page.refresh()
    wait_for(page.listed)
    rows = page.model.rowCount()
    for line in (0, rows // 2, rows - 1):
        if line >= 0 and rows:
            page.table.scrollTo(page.model.index(line, 0))
            settle = QEventLoop()
            QTimer.singleShot(500, settle.quit)
            settle.exec()
    print(rows, resident_megabytes())
    page.close()
    application.processEvents()
    home.close()
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
