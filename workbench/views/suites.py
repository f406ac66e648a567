"""The office suites of this PC, asked to turn a Word file into a PDF.

Word and WPS are asked through a script of the system's own shell, LibreOffice through
its command line: in either case another process, which may be given up after a while,
whatever dialog it hangs on.
"""

import base64
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from workbench.reports.measures import Suite
from workbench.rules import UnavailableError

PATIENCE_S = 90
_LOOK_S = 0.2
_FILE, _PDF = "paper.docx", "paper.pdf"


@dataclass(frozen=True, slots=True)
class Program:
    """An office suite of this PC.

    Attributes:
        name: What people call it.
        suite: For which a file is written.
        way: Path of its program, or the name by which Windows starts it.
    """

    name: str
    suite: Suite
    way: str


_PLACES = (
    "/usr/bin/soffice",
    "/usr/local/bin/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_SERVED = (("Word", "Word.Application"), ("WPS", "KWPS.Application"))


def programs() -> tuple[Program, ...]:
    """Return the office suites found, the one that opens Word files here first."""
    served = _served()
    path = shutil.which("soffice") or next(filter(os.path.exists, _PLACES), None)
    if path is None:
        return served
    return (*served, Program("LibreOffice", Suite.LIBREOFFICE, path))


if sys.platform == "win32":
    import winreg

    _OPENS = r"Software\Microsoft\Windows\CurrentVersion\Explorer\FileExts\.docx"

    def _value(root: int, key: str, name: str = "") -> str:
        try:
            with winreg.OpenKey(root, key) as opened:
                return str(winreg.QueryValueEx(opened, name)[0])
        except OSError:
            return ""

    def _served() -> tuple[Program, ...]:
        """Return Word and WPS where Windows knows them, by its registry."""
        found = [
            Program(name, Suite.WORD, way)
            for name, way in _SERVED
            if _value(winreg.HKEY_CLASSES_ROOT, rf"{way}\CLSID")
        ]
        choice = _value(winreg.HKEY_CURRENT_USER, rf"{_OPENS}\UserChoice", "ProgId")
        wps = "wps" in choice.lower()
        return tuple(sorted(found, key=lambda one: (one.name == "WPS") != wps))

else:

    def _served() -> tuple[Program, ...]:
        """Return none: Word and WPS are asked through Windows alone."""
        return ()


# ---- turning a file into a PDF ----


def to_pdf(
    program: Program,
    content: bytes,
    waiting: Callable[[], object] = lambda: None,
    patience_s: float = PATIENCE_S,
) -> bytes:
    """Return a Word file as the PDF a program makes of it; for a worker.

    Args:
        program: Which program.
        content: The file.
        waiting: Called a few times a second meanwhile; may raise to stop it.
        patience_s: After how many seconds the program is given up.

    Raises:
        UnavailableError: It did not answer in time, or made no PDF.
    """
    with TemporaryDirectory(prefix="workbench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / _FILE).write_bytes(content)
        command, more = _command(program, folder)
        _run(program, command, {**os.environ, **more}, (waiting, patience_s))
        made = folder / _PDF
        if not made.exists():
            raise UnavailableError(
                f"{program.name}没有把公文转成PDF，请先用它打开一份Word文档，"
                "关掉弹出的窗口后再核对。"
            )
        return made.read_bytes()


@cache
def _profile() -> TemporaryDirectory[str]:
    """Return a profile of our own: one in use, or changed by hand, is no measure."""
    return TemporaryDirectory(prefix="workbench-", ignore_cleanup_errors=True)


def _command(program: Program, folder: Path) -> tuple[list[str], Mapping[str, str]]:
    if program.suite is Suite.LIBREOFFICE:
        profile = Path(_profile().name).as_uri()
        command = [
            program.way,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--norestore",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(folder / _FILE),
        ]
        return command, {}
    encoded = base64.b64encode(_SCRIPT.encode("utf-16-le")).decode("ascii")
    asked = {
        "WORKBENCH_PROGRAM": program.way,
        "WORKBENCH_FILE": str(folder / _FILE),
        "WORKBENCH_PDF": str(folder / _PDF),
    }
    shell = ["powershell", "-NoProfile", "-NonInteractive", "-EncodedCommand", encoded]
    return shell, asked


_SCRIPT = """
$ErrorActionPreference = 'Stop'
$program = New-Object -ComObject $env:WORKBENCH_PROGRAM
try {
    $program.Visible = $false
    $program.DisplayAlerts = 0
    $file = $program.Documents.Open($env:WORKBENCH_FILE, $false, $true)
    $file.ExportAsFixedFormat($env:WORKBENCH_PDF, 17)
    $file.Close(0)
} finally {
    $program.Quit(0)
}
"""
"""Opens a file to be read only and exports it; 17 is PDF, 0 throws changes away."""


def _run(
    program: Program,
    command: Sequence[str],
    environment: Mapping[str, str],
    terms: tuple[Callable[[], object], float],
) -> None:
    waiting, patience = terms
    hidden = 0x08000000 if sys.platform == "win32" else 0  # no window of a console
    quiet = subprocess.DEVNULL
    try:
        running = subprocess.Popen(  # noqa: S603 - found by us, no word of it typed
            command,
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
            env=dict(environment),
            creationflags=hidden,
            start_new_session=True,
        )
    except OSError as error:
        raise UnavailableError(f"{program.name}不能启动，请检查它的安装。") from error
    try:
        waited = 0.0
        while True:
            try:
                running.wait(_LOOK_S)
            except subprocess.TimeoutExpired:
                waited += _LOOK_S
                waiting()
                if waited > patience:
                    raise UnavailableError(
                        f"{program.name}{patience:.0f}秒内没有转完，已停止；"
                        "请关掉它弹出的窗口后再核对。"
                    ) from None
            else:
                return
    finally:
        _end(running)


def _end(running: "subprocess.Popen[bytes]") -> None:
    """End a program that is still running, with the one it started itself."""
    if running.poll() is not None:
        return
    if sys.platform == "win32":
        tree = ["taskkill", "/T", "/F", "/PID", str(running.pid)]
        subprocess.run(tree, check=False, capture_output=True)  # noqa: S603 - our own
    else:
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()
