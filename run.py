"""Starts Lianpu from a bare checkout: `python3 run.py` opens the program, `python3 run.py test` checks it.

Standard library alone. Says each step in a line, in Chinese; anything after the first word is handed on, so
`python3 run.py new 工作区.lianpu` is `lianpu new 工作区.lianpu`.
"""

import ctypes
import ctypes.util
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "lianpu-installed.txt"
OLDEST_PYTHON = (3, 11)
REFUSED = 2

# What Qt's libraries load (found with ldd over the wheel): shared object → Debian package, Red Hat package.
LIBRARIES = {
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libGL.so.1": ("libgl1", "libglvnd-glx"),
    "libEGL.so.1": ("libegl1", "libglvnd-egl"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype"),
    "libX11.so.6": ("libx11-6", "libX11"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb"),
}
VENV_PACKAGE = ("python3-venv", "python3")
FONT_PACKAGE = ("fonts-noto-cjk", "google-noto-sans-cjk-fonts")
CHINESE_FONTS = (
    "noto*cjk*",
    "sourcehan*",
    "wqy*",
    "droidsansfallback*",
    "uming*",
    "ukai*",
    "*lxgw*",
    "simsun*",
    "msyh*",
)
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")


def say(text):
    """One line for the user; a terminal that cannot show Chinese gets question marks, not an error."""
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding), flush=True)


def main(arguments):
    """Prepare what is missing, then test, examine or run the program. Returns the exit status."""
    if sys.version_info < OLDEST_PYTHON:
        say("需要 Python 3.11 或更高版本，当前是 %d.%d。请安装后重试。" % sys.version_info[:2])
        return REFUSED
    word = arguments[0] if arguments else ""
    if word == "doctor":
        return doctor()
    wants_window = opens_window(arguments)
    if wants_window and not has_screen():
        return refuse_without_screen()
    if not prepare_system() or not prepare_environment():
        return REFUSED
    if word == "test":
        return test(arguments[1:])
    return subprocess.call(
        [str(python_in(VENV)), "-m", "app", *arguments], cwd=os.getcwd(), env=environment()
    )


def opens_window(arguments):
    """Whether the call opens the window: no verb, a workspace file, or `open`."""
    verbs = {
        "test",
        "doctor",
        "new",
        "catalogue",
        "chain",
        "mark",
        "place",
        "import",
        "gaps",
        "match",
        "target",
        "measures",
        "export",
        "log",
        "undo",
        "--help",
        "-h",
        "--version",
    }
    if "--help" in arguments or "-h" in arguments:
        return False
    return not arguments or arguments[0] not in verbs


def has_screen():
    """Whether a window can be shown."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def refuse_without_screen():
    """Say that there is no screen, and what works without one."""
    say("没有可用的屏幕（DISPLAY 未设置），打不开窗口。")
    say("不用窗口也能工作，例如：python3 run.py new 工作区.lianpu；全部命令见 python3 run.py --help")
    return REFUSED


def doctor():
    """Say what is there and what is missing; changes nothing."""
    missing = missing_packages()
    say("Python %s：%s" % (sys.version.split()[0], sys.executable))
    say("系统软件包：" + ("齐备" if not missing else "缺 " + " ".join(names[0] for names in missing)))
    say("运行环境：" + ("已就绪" if is_installed() else "尚未安装（运行 python3 run.py 时自动安装）"))
    say("屏幕：" + ("有" if has_screen() else "无（只能用命令行）"))
    return REFUSED if missing else 0


def prepare_system():
    """Install what the system lacks when we may; else print the one line to run. True when all is there."""
    missing = missing_packages()
    if not missing:
        return True
    say("系统缺少：" + " ".join(names[0] for names in missing))
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        return install_packages(missing)
    say("请以管理员身份运行下面这一行，然后重试：")
    say(install_line(missing))
    return False


def missing_packages():
    """(Debian name, Red Hat name) of each system package that is lacking, found by trying."""
    if not sys.platform.startswith("linux"):
        return []
    missing = [] if can_make_environments() or is_installed() else [VENV_PACKAGE]
    missing += [packages for library, packages in LIBRARIES.items() if not loads(library)]
    if not has_chinese_font():
        missing.append(FONT_PACKAGE)
    return list(dict.fromkeys(missing))


def can_make_environments():
    """Whether this Python can make an environment with pip in it: Debian ships venv without ensurepip."""
    try:
        import ensurepip
        import venv
    except ImportError:
        return False
    return bool(ensurepip and venv)


def loads(library):
    """Whether the shared library can be loaded."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_chinese_font():
    """Whether a font with Chinese signs is installed."""
    for folder in FONT_FOLDERS:
        for path in Path(folder).expanduser().rglob("*.[to]t[fc]"):
            if any(
                path.match(pattern) or Path(path.name.lower()).match(pattern) for pattern in CHINESE_FONTS
            ):
                return True
    return False


def install_line(missing):
    """The one line that installs the packages here."""
    if shutil.which("apt-get"):
        names = " ".join(names[0] for names in missing)
        return "sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends %s'" % names
    tool = shutil.which("dnf") or shutil.which("yum")
    names = " ".join(dict.fromkeys(names[1] for names in missing))
    return "sudo %s install -y %s" % (Path(tool).name if tool else "dnf", names)


def install_packages(missing):
    """Install with apt-get, as root. True when all are there afterwards."""
    names = [names[0] for names in missing]
    calm = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    say("正在安装系统软件包（%d 个）…" % len(names))
    for step in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", *names]):
        done = subprocess.run(
            ["apt-get", *step], env=calm, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        if done.returncode:
            say(done.stdout.decode("utf-8", "replace")[-2000:])
            say("系统软件包安装失败，请检查网络或软件源后重试。")
            return False
    return not missing_packages()


def prepare_environment():
    """Make .venv with the locked dependencies; a finished one is left alone, a broken one is made anew."""
    if is_installed():
        return True
    if not LOCK.exists():
        say("缺少 %s，请重新获取完整的程序目录。" % LOCK.name)
        return False
    say("正在建立运行环境 .venv …")
    shutil.rmtree(VENV, ignore_errors=True)
    pip = [str(python_in(VENV)), "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    steps = (
        ("", [sys.executable, "-m", "venv", str(VENV)]),
        (
            "正在下载并安装依赖（约 300 MB，首次需几分钟）…",
            [*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(LOCK)],
        ),
        ("正在安装链谱命令 …", [*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)]),
    )
    for text, command in steps:
        if text:
            say(text)
        if subprocess.call(command, cwd=str(ROOT)):
            say("安装没有完成，请检查网络后重试；已装的部分下次会重新安装。")
            return False
    STAMP.write_text(stamp(), encoding="utf-8")
    say("运行环境已就绪。")
    return True


def is_installed():
    """Whether .venv was finished for this lock, this project file and this Python."""
    try:
        return STAMP.read_text(encoding="utf-8") == stamp() and python_in(VENV).exists()
    except OSError:
        return False


def stamp():
    """Changes whenever the environment has to be made anew."""
    digest = hashlib.sha256()
    for path in (LOCK, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes() if path.exists() else b"")
    digest.update(("%d.%d %s %s" % (*sys.version_info[:2], sys.prefix, VENV)).encode())
    return digest.hexdigest()


def python_in(venv):
    """The environment's interpreter."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def environment():
    """What the program is started with."""
    values = dict(os.environ)
    # Qt's wheels bring no fcitx plug-in; fcitx answers to ibus too, else nobody can type Chinese.
    if values.get("QT_IM_MODULE") in ("fcitx", "fcitx5"):
        values["QT_IM_MODULE"] = "ibus"
    values["PYTHONUTF8"] = "1"
    return values


def test(arguments):
    """Style, imports, types, then the tests; every check runs, the first failure decides the status."""
    python = str(python_in(VENV))
    scripts = python_in(VENV).parent
    calls = (
        ("检查代码风格", [python, "-m", "ruff", "check", "--quiet", "."]),
        ("检查代码格式", [python, "-m", "ruff", "format", "--check", "--quiet", "."]),
        ("检查导入规则", [str(scripts / "lint-imports"), "--no-cache"]),
        ("检查类型", [python, "-m", "mypy"]),
        ("运行测试", [python, "-m", "pytest", "-q", "-n", "auto", *arguments]),
    )
    settings = dict(environment(), QT_QPA_PLATFORM="offscreen")
    status = 0
    for text, command in calls[-1:] if arguments else calls:
        say(text + " …")
        found = subprocess.call(command, cwd=str(ROOT), env=settings)
        if found:
            say(text + "：未通过")
        status = status or found
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
