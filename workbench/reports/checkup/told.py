"""What a check found, told: as lines to read, as values for other programs."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any

from workbench.reports.checkup import Checkup, inspect, repair
from workbench.reports.checkup.opening import LARGEST_FILE, refuse
from workbench.rules import Refusal


@dataclass
class Told:
    """What became of one file.

    Attributes:
        path: The file.
        found: What the check found; None for a file that could not be read.
        refusal: Why it could not be read, in words; else empty.
        ways: What may be done about that.
        mended: The mended file; None where there is nothing to mend.
        copy: Where the mended file was written; None where it was not.
        left: How many deviations the mended file still has.
    """

    path: Path
    found: Checkup | None = None
    refusal: str = ""
    ways: tuple[str, ...] = ()
    mended: bytes | None = None
    copy: Path | None = None
    left: int = 0

    @property
    def wrong(self) -> bool:
        """Whether it deviates, or could not be read."""
        return self.found is None or bool(self.found.deviations)

    def text(self) -> str:
        """Return the lines that a person reads."""
        if self.found is None:
            return "".join((self.refusal, *(f"\n　办法：{way}" for way in self.ways)))
        found = self.found
        kind = f"，{found.kind}" if found.kind else ""
        head = f"{self.path}　{found.format}{kind}（{found.how}）"
        if not found.deviations:
            return f"{head}　符合，没有发现偏差。"
        count = f"{len(found.deviations)}处偏差，其中{found.repairable}处可自动修复"
        lines = [f"{head}　{count}。"]
        for at, one in enumerate(found.deviations, start=1):
            how = "可修复" if one.repairable else "需人工改"
            lines += [
                f"　{at}．{one.place}　［{how}］",
                f"　　　现状：{one.found}",
                f"　　　应为：{one.required}（{one.clause}）",
            ]
        if self.copy is not None:
            rest = f"还有{self.left}处需人工改" if self.left else "已全部符合"
            lines.append(f"　修复后的副本：{self.copy}（{rest}）")
        return "\n".join(lines)

    def keep_in(self, folder: Path, write: Callable[[Path, bytes], object]) -> None:
        """Write the mended file into a folder, over nothing that is there.

        Args:
            folder: Where to; the name stays, with a number behind it if it is taken.
            write: Writes a file safely.
        """
        if self.mended is None:
            return
        path = folder / f"{self.path.stem}.docx"
        others = (path.with_stem(f"{path.stem}（{n}）") for n in count(2))
        self.copy = next(one for one in chain((path,), others) if not one.exists())
        write(self.copy, self.mended)

    def plain(self) -> dict[str, Any]:
        """Return plain values, for JSON."""
        found = self.found
        return {
            "file": str(self.path),
            "readable": found is not None,
            "error": self.refusal or None,
            "format": found.format if found else None,
            "kind": found.kind if found else None,
            "how": found.how if found else None,
            "deviations": [asdict(one) for one in found.deviations] if found else [],
            "repaired": str(self.copy) if self.copy else None,
            "left": self.left if self.copy else None,
        }


def content_of(path: Path) -> bytes:
    """Return a file's bytes.

    Args:
        path: Where it lies.

    Raises:
        Refusal: There is none, it is a folder, too large, or may not be read.

    Clause: documents/checkup
    """
    try:
        if path.is_dir():
            refuse(f"“{path}”是文件夹，请指定其中的文件。")
        if path.stat().st_size > LARGEST_FILE:
            refuse(f"“{path.name}”超过{LARGEST_FILE >> 20} MB，不能检查。")
        return path.read_bytes()
    except FileNotFoundError:
        refuse(f"没有找到文件“{path}”。")
    except (OSError, ValueError):
        refuse(f"“{path}”读不出来，可能正被占用或没有权限。")


def look_into(path: Path, *, mend: bool = False) -> Told:
    """Check a file; nothing is written.

    Args:
        path: Where it lies.
        mend: Whether to mend what can be mended, too.
    """
    try:
        content = content_of(path)
        found = inspect(content, path.name)
        told = Told(path, found)
        if mend and found.repairable:
            mended = repair(content, path.name)
            told.mended = None if mended is content else mended
            told.left = len(inspect(mended, path.name).deviations)
    except Refusal as refusal:
        return Told(path, refusal=str(refusal), ways=refusal.ways)
    return told
