"""Starts the desktop, or a command: ``python main.py --help``."""

import os
import sys


def main() -> int:
    """Open the desktop where no command is given, else carry the command out."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--demo"]:
        from workbench import cli  # noqa: PLC0415 - the window needs no commands

        code = cli.keep_demo()
        if code or not has_screen():
            if not code:
                sys.stdout.write("本机没有屏幕，示例已备好，未打开桌面。\n")
            return code
        arguments = ["--home", cli.DEMO_HOME]
    if not arguments or (arguments[0] == "--home" and len(arguments) == 2):  # noqa: PLR2004 - the word and the folder
        from workbench import app  # noqa: PLC0415 - a command needs no window

        return app.main(arguments)
    from workbench import cli  # noqa: PLC0415

    return cli.main(arguments)


def has_screen() -> bool:
    """Tell whether a window could be shown."""
    if sys.platform in {"win32", "darwin"}:
        return True
    shown = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in shown)


if __name__ == "__main__":
    sys.exit(main())
