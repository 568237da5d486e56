"""Starts Lianpu from a bare checkout: `python3 run.py` opens the program, `python3 run.py test` checks it.

`python3 run.py trust` tries at length to make it lose something, `dist` makes what users install, `audit`
asks for known holes. Standard library alone. Says each step in a line, in Chinese. Anything else (but
`doctor`) is handed on: `python3 run.py new 工作区` is `lianpu new 工作区`.
"""

import ctypes
import fnmatch
import hashlib
import importlib
import os
import platform
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"
STAMP = VENV / "lianpu-installed.txt"
PACKAGES = ("app", "chains", "db", "widgets", "resources")
OLDEST_PYTHON, NEWEST_PYTHON = (3, 11), (3, 14)
REFUSED = 2
INTERRUPTED = 130

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
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libwayland-cursor.so.0": ("libwayland-cursor0", "libwayland-cursor"),
    "libwayland-egl.so.1": ("libwayland-egl1", "libwayland-egl"),
}
FONT = ("中文字体", "fonts-noto-cjk", "google-noto-sans-cjk-fonts")
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
FONT_ENDINGS = ("ttf", "ttc", "otf", "otc")
# File names in lower case, for systems without fc-list.
FONT_NAMES = ("noto*cjk*", "notosanssc*", "sourcehan*", "wqy*", "droidsansfallback*", "uming*", "ukai*")
FONT_NAMES += ("*lxgw*", "sim*", "msyh*", "st*ti*", "fz*", "*heiti*", "*songti*", "*kaiti*", "*[一-龥]*")


def main(arguments):
    """Prepare what is missing, then check, examine or run the program. Returns the exit status."""
    if sys.version_info < OLDEST_PYTHON:
        return refuse_old_python()
    word = arguments[0] if arguments else ""
    if word == "doctor":
        return doctor()
    if word not in CHECKS and opens_window(arguments) and not has_screen():
        return refuse_without_screen()
    if not prepare_system() or not prepare_environment():
        return REFUSED
    if word in CHECKS:
        return CHECKS[word](arguments[1:])
    return start(arguments)


def say(text):
    """One line for the user; a terminal that cannot show Chinese gets question marks, not an error."""
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding), flush=True)


def refuse_old_python():
    """Say which Python is needed, and which one here would do."""
    newer = ["python3.%d" % minor for minor in range(NEWEST_PYTHON[1], OLDEST_PYTHON[1] - 1, -1)]
    here = [name for name in newer if shutil.which(name)]
    advice = "本机已有 %s，请改用：%s run.py" % (here[0], here[0]) if here else "请安装后重试。"
    say("需要 Python 3.11 或更高版本，当前是 %d.%d。" % sys.version_info[:2] + advice)
    return REFUSED


def opens_window(arguments):
    """Whether the call opens the window: nothing at all, `open`, or a workspace file; verbs hold no dot."""
    words = [word for word in arguments if not word.startswith("-")]
    if {"--help", "-h"} & set(arguments) or (not words and "--version" in arguments):
        return False
    return not words or words[0] == "open" or any(sign in words[0] for sign in "./\\")


def has_screen():
    """Whether a window can be shown."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def refuse_without_screen():
    """Say that there is no screen, and what works without one."""
    say("没有可用的屏幕（DISPLAY、WAYLAND_DISPLAY 均未设置），打不开窗口。")
    say("不用窗口也能工作：python3 run.py --help 列出全部命令，例如 python3 run.py new 工作区.lianpu")
    say("安装后也可以直接用 %s" % command_in(VENV, "lianpu"))
    return REFUSED


def doctor():
    """Say what is there and what is missing; changes nothing."""
    missing = missing_parts()
    say("Python %s：%s" % (sys.version.split()[0], sys.executable))
    say("系统软件：" + ("齐备" if not missing else "缺 " + "、".join(part[0] for part in missing)))
    if missing:
        say("补齐办法：" + remedy(missing))
    say("本机与 Qt：" + (machine_refusal() or "相配"))
    say("运行环境：" + ("已就绪" if is_installed() else "尚未安装（运行 python3 run.py 时自动安装）"))
    fault = qt_fault() if is_installed() else ""
    if fault:
        say("图形库：无法载入，" + fault)
    say("屏幕：" + ("有" if has_screen() else "无（只能用命令行）"))
    return REFUSED if missing or fault or machine_refusal() else 0


def qt_fault():
    """Why Qt cannot be loaded in the environment, in its own words; empty when it can."""
    loading = [str(command_in(VENV, "python")), "-P", "-c", "import PySide6.QtWidgets, PySide6.QtSvg"]
    tried = subprocess.run(loading, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return tried.stdout.decode("utf-8", "replace").strip().rpartition("\n")[2] if tried.returncode else ""


def prepare_system():
    """Install what the system lacks when we may; else print the one line to run. True when all is there."""
    missing = missing_parts()
    if not missing:
        return True
    say("系统缺少：" + "、".join(part[0] for part in missing))
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        return install_packages([part[1] for part in missing])
    say(remedy(missing))
    return False


def missing_parts():
    """(what, Debian package, Red Hat package) of each part that the system lacks, found by trying."""
    if not sys.platform.startswith("linux"):
        return []
    missing = []
    if not (is_installed() or can_make_environments()):
        missing.append(("venv", "python%d.%d-venv" % sys.version_info[:2], "python3"))
    missing += [(library, *packages) for library, packages in LIBRARIES.items() if not loads(library)]
    return missing if has_chinese_font() else [*missing, FONT]


def can_make_environments():
    """Whether this Python can make an environment with pip in it: Debian ships venv without ensurepip."""
    importlib.invalidate_caches()
    try:
        importlib.import_module("venv")
        importlib.import_module("ensurepip")
    except ImportError:
        return False
    return True


def loads(library):
    """Whether the shared library can be loaded."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_chinese_font():
    """Whether a font with Chinese signs is installed: as fontconfig says, else as the files are named."""
    if shutil.which("fc-list"):
        listing = ["fc-list", ":lang=zh-cn", "file"]
        if subprocess.run(listing, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout:
            return True
    for folder in FONT_FOLDERS:
        for _, _, names in os.walk(os.path.expanduser(folder)):
            if any(is_chinese_font(name) for name in names):
                return True
    return False


def is_chinese_font(name):
    """Whether a file of this name is a font with Chinese signs."""
    stem, _, ending = name.lower().rpartition(".")
    return ending in FONT_ENDINGS and any(fnmatch.fnmatch(stem, one) for one in FONT_NAMES)


def remedy(missing):
    """In one line, how to install the missing parts here."""
    if shutil.which("apt-get"):
        names = " ".join(part[1] for part in missing)
        line = "apt-get update && apt-get install -y --no-install-recommends " + names
        shell = "sudo sh -c" if shutil.which("sudo") else "su - -c"
        return "请运行这一行，然后重试：%s '%s'" % (shell, line)
    names = " ".join(dict.fromkeys(part[2] for part in missing))
    for tool in ("dnf", "yum"):
        if shutil.which(tool):
            return "请运行这一行，然后重试：sudo %s install -y %s" % (tool, names)
    return "请用本系统的软件包工具安装（Fedora 系的包名）：" + names


def install_packages(names):
    """Install with apt-get, as root. True when nothing is lacking afterwards."""
    say("正在安装系统软件包（%d 个，可能需要几分钟）…" % len(names))
    # An interrupted installation is finished first; a source that cannot be reached need not matter.
    quietly(["dpkg", "--configure", "-a"])
    quietly(["apt-get", "update", "-q"])
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120"]
    status, output = quietly([*install, *names])
    missing = missing_parts()
    if not missing:
        return True
    if status:
        say(output[-2000:])
    say("系统软件包没有装全，仍缺 %s；请检查网络或软件源后重试。" % "、".join(part[0] for part in missing))
    return False


def quietly(command):
    """Exit status and output of a command that asks nothing."""
    calm = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    done = subprocess.run(
        command,
        env=calm,
        cwd=str(ROOT),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.returncode, done.stdout.decode("utf-8", "replace")


def machine_refusal():
    """Why no Qt of the lock fits this machine; empty when one does. The wheels' tags say which glibc."""
    if not sys.platform.startswith("linux"):
        return ""
    newer = sys.version_info >= (3, 14)
    oldest = {"x86_64": (2, 34) if newer else (2, 28), "aarch64": (2, 39)}.get(platform.machine())
    if oldest is None:
        return "%s 处理器没有现成的 Qt 安装包" % platform.machine()
    library, version = platform.libc_ver()
    here = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
    if library == "glibc" and here >= oldest:
        return ""
    return "Qt 安装包需要 glibc %d.%d 以上，本机是 %s %s" % (*oldest, library or "其他 C 库", version)


def prepare_environment():
    """Make .venv with the locked dependencies; a finished one is left alone, a broken one is made anew."""
    if is_installed():
        return True
    refusal = machine_refusal() or ("" if LOCK.exists() else "缺少 %s" % LOCK.name)
    if refusal:
        say("无法建立运行环境：%s。" % refusal)
        return False
    python = [str(command_in(VENV, "python")), "-m"]
    pip = [*python, "pip", "--disable-pip-version-check", "install", "-qq"]
    steps = [("正在安装链谱命令 …", [*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)])]
    # Whoever starts the program later may not be allowed to write beside it.
    steps.append(("正在预编译程序 …", [*python, "compileall", "-q", *PACKAGES]))
    if not has_dependencies():
        if Path(sys.prefix).resolve() == VENV:
            say("运行环境需要重建：请先退出 .venv（运行 deactivate），再用系统的 Python 运行。")
            return False
        if VENV.is_symlink():  # an environment that somebody else's checkout uses too is left to them
            VENV.unlink()
        shutil.rmtree(VENV, ignore_errors=True)
        lock = [*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(LOCK)]
        steps.insert(0, ("正在下载并安装依赖（约 160 MB，首次可能需要几分钟）…", lock))
        steps.insert(0, ("正在建立运行环境 .venv …", [sys.executable, "-m", "venv", "--clear", str(VENV)]))
    for text, command in steps:
        say(text)
        if subprocess.call(command, cwd=str(ROOT), env=dict(os.environ, PIP_USER="0")):
            say("安装没有完成：原因见上面几行（常见的是网络不通或磁盘已满）。重新运行即会从头安装。")
            return False
    STAMP.write_text(stamp(), encoding="utf-8")
    say("运行环境已就绪。")
    return True


def is_installed():
    """Whether .venv was finished for this lock, this project file and this Python."""
    return has_dependencies() and recorded() == stamp() and command_in(VENV, "lianpu").exists()


def has_dependencies():
    """Whether .venv holds what the lock says; the `lianpu` command may still have to be made."""
    return recorded().split("\n")[0] == stamp().split("\n")[0] and command_in(VENV, "python").exists()


def recorded():
    """What was written when the installation was finished; empty when it never was."""
    try:
        return STAMP.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def stamp():
    """First line: changes when .venv has to be made anew. Second line: when the command has to be."""
    place = "%d.%d %s %s" % (*sys.version_info[:2], sys.base_prefix, VENV)
    lines = (LOCK.read_bytes() + place.encode() if LOCK.exists() else b"", PROJECT.read_bytes())
    return "\n".join(hashlib.sha256(line).hexdigest() for line in lines)


def command_in(venv, name):
    """A program of the environment."""
    return venv / ("Scripts/%s.exe" % name if os.name == "nt" else "bin/%s" % name)


def environment():
    """What the program is started with."""
    return dict(os.environ, PYTHONUTF8="1")


def start(arguments):
    """Run the program; where it can be, in place of this process, so that signals and status are its own."""
    # -P: a folder named `app` where the user stands must not be taken for ours.
    command = [str(command_in(VENV, "python")), "-P", "-m", "app", *arguments]
    if os.name == "nt":
        return subprocess.call(command, env=environment())
    os.execve(command[0], command, environment())
    return None


def check_everything(arguments):
    """Style, imports, types, then the tests; every check runs, the first failure decides the status."""
    python = [str(command_in(VENV, "python")), "-m"]
    checks = (
        ("代码风格", [*python, "ruff", "check", "--quiet", "."]),
        ("代码格式", [*python, "ruff", "format", "--check", "--quiet", "."]),
        ("导入规则", [str(command_in(VENV, "lint-imports")), "--no-cache"]),
        ("类型", [*python, "mypy"]),
        ("类型（Windows）", [*python, "mypy", "--platform=win32", "--cache-dir=.mypy_cache/windows"]),
    )
    failed = []
    with ThreadPoolExecutor() as pool:
        audited = pool.submit(audit, [])  # told, not counted: a hole found today is no fault of this change
        for name, status, output in pool.map(lambda check: (check[0], *quietly(check[1])), checks):
            say("检查%s：%s" % (name, "未通过" if status else "通过"))
            if status:
                say(output.rstrip())
                failed.append((name, status))
        audited.result()
    say("运行测试 …" + ("（此前未通过：%s）" % "、".join(name for name, _ in failed) if failed else ""))
    tests = [*python, "pytest", *parallel(arguments), *(arguments or ["-q"])]
    status = subprocess.call(tests, cwd=str(ROOT), env=dict(environment(), QT_QPA_PLATFORM="offscreen"))
    return failed[0][1] if failed else status


def run_trust(arguments):
    """The long trials of trust: kills, power cuts, bad files, writers at once, upgrades; prints counts."""
    return run_module("tests.trust.report", arguments, QT_QPA_PLATFORM="offscreen")


def make_distribution(arguments):
    """What users install: the bundle, tried, the .deb, the parts list, check sums; into `dist` by default."""
    return run_module("resources.packaging.build", arguments)


def audit(arguments):
    """Ask for known holes in the locked libraries; 1 when there are any. Says when nobody could be asked."""
    return run_module("resources.packaging.audit", [str(LOCK), *arguments])


def run_module(module, arguments, **settings):
    """Run what only a checkout has."""
    command = [str(command_in(VENV, "python")), "-m", module, *arguments]
    return subprocess.call(command, cwd=str(ROOT), env=dict(environment(), PYTHONPATH=str(ROOT), **settings))


CHECKS = {"test": check_everything, "trust": run_trust, "dist": make_distribution, "audit": audit}


def parallel(arguments):
    """The option for pytest to use all cores, unless the call says otherwise, debugs or names one test."""
    alone = ("-n", "--numprocesses", "--pdb", "-s", "--capture", "no:xdist")
    return [] if any(word.startswith(alone) or "::" in word for word in arguments) else ["-n", "auto"]


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        say("已中断；重新运行会接着完成。")
        sys.exit(INTERRUPTED)
