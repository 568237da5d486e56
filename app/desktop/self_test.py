"""What an administrator runs after installing: the whole road once, in a workspace that is thrown away.

Nothing of the user's is opened or written. What fails is said with its cause, and the next station is tried.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QEventLoop, QLibraryInfo, QPoint, Qt, QTimer, qInstallMessageHandler
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtTest import QTest

from app import __version__, messages
from app.chain_imports import plan_of_chains
from app.chain_workbook_imports import WorkbookImport
from app.desktop.application import dress, has_screen, make_application
from app.desktop.bootstrap import HOME_REGION
from app.desktop.package import PackageChoice, write_package_alone
from app.desktop.session import Session
from app.imports import best_sheet, choice_of, look_into, prepare, write
from app.preset_transfers import preset_named
from app.services.jobs import Ticket
from app.services.workspace import Workspace
from app.transfers import export_chain_file
from chains.catalogue_reader import built_in_catalogue
from chains.errors import DomainError
from chains.kinds import Coverage
from db.checking import check_workspace
from db.workspace_file import create_workspace
from widgets.style.sheet import apply_theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desktop.jobs import Jobs
    from db.workspace_file import SqlDatabase

AUTHOR = "安装自检"
_LONGEST_WAIT_MS = 60_000
_SIZE = (1366, 768)
_TABLE = "企业名称,主营产品\n自检甲有限公司,轮胎模具\n自检乙有限公司,碳纤维原丝\n"


class _Failed(Exception):
    """A station did not do what it should; says what was found."""


class _Road:
    """The stations, in their order; each leaves behind what the next needs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "自检.lianpu"
        self.database: SqlDatabase | None = None
        self.session: Session | None = None

    def stations(self) -> tuple[tuple[str, Callable[[], str]], ...]:
        """Words and work of each; the work returns what is worth saying."""
        return (
            ("中文字体", self._font),
            ("新建工作区", self._create),
            ("导入企业（另起进程读取）", self._import),
            ("打开窗口、画出图谱", self._open),
            ("点选环节并评估", self._mark),
            ("一图N清单：PDF、PNG、Excel、Word", self._export),
            ("读回导出的 Excel", self._read_back),
            ("完整检查", self._check),
        )

    def _workspace(self) -> Workspace:
        if self.database is None:
            raise _Failed("没有工作区")
        return Workspace(self.database, AUTHOR)

    def _font(self) -> str:
        families = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
        if not families:
            raise _Failed("没有中文字体，文字会显示为方框。请安装 fonts-noto-cjk 或文泉驿")
        return f"{len(families)} 种"

    def _create(self) -> str:
        catalogue = built_in_catalogue()
        self.database = create_workspace(self.path, catalogue, HOME_REGION, AUTHOR)
        return f"{len(catalogue.chains)} 条产业链"

    def _import(self) -> str:
        table = self.folder / "自检.csv"
        table.write_text(_TABLE, encoding="gb18030")
        look = look_into(table)
        with closing(prepare(self._workspace(), look, choice_of(best_sheet(look)))) as prepared:
            write(self._workspace(), prepared)
            added = prepared.plan().added
        if added != len(_TABLE.splitlines()) - 1:
            raise _Failed(f"应新增 2 家，实为 {added} 家")
        return f"新增 {added} 家"

    def _open(self) -> str:
        session = Session(self._workspace())
        self.session = session
        session.window.resize(*_SIZE)
        session.start("tyre")
        session.window.show()
        settle(session.jobs)
        if session.canvas.screen_box("mould").isEmpty():
            raise _Failed("图上没有环节")
        return f"{QGuiApplication.platformName()} {_SIZE[0]}×{_SIZE[1]}"

    def _mark(self) -> str:
        session = self.session
        if session is None:
            raise _Failed("窗口没有打开")
        session.canvas.select("mould")
        _click(session, session.canvas, session.canvas.screen_box("mould").center().toPoint())
        _click(session, session.panel.assessing.coverage.button(Coverage.WEAK))
        with self._workspace().read() as reader:
            found = reader.chain_state("tyre").assessment("mould").coverage
        if found is not Coverage.WEAK:
            raise _Failed(f"评估没有写入，仍为“{found}”")
        return "已写入工作区"

    def _export(self) -> str:
        choice = PackageChoice("tyre", preset_named(self._workspace(), "山东 1+N"))
        written = write_package_alone(self._workspace(), self.folder / "一图N清单", choice, Ticket())
        return f"{written.files} 个文件"

    def _read_back(self) -> str:
        file = self.folder / "轮胎.xlsx"
        export_chain_file(self._workspace(), "tyre", file)
        plan = plan_of_chains(self._workspace(), file)
        if not isinstance(plan, WorkbookImport):
            raise _Failed("没有认出导出的文件")
        if plan.plan.changes or plan.plan.problems:
            raise _Failed(f"与工作区有 {len(plan.plan.changes) + len(plan.plan.problems)} 处出入")
        return "与工作区没有出入"

    def _check(self) -> str:
        report = check_workspace(self.path)
        if not report.sound:
            raise _Failed("工作区检查没有通过")
        return "通过"

    def close(self) -> None:
        """Let the window and the file go, so that the folder can be deleted."""
        if self.session is not None:
            self.session.close()
            self.session.window.close()
        if self.database is not None:
            self.database.close()


def run_self_test(say: Callable[[str], None]) -> bool:
    """Walk the road, a line for each station through `say`. True when all went well."""
    if not has_screen():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    qInstallMessageHandler(_unsaid)
    application = make_application(sys.argv[:1])
    dress(application)
    apply_theme(application, dark=False)
    qt = QLibraryInfo.version().toString()
    say(f"链谱 {__version__} · {platform.platform()} · Qt {qt} / PySide6 {pyside_version}")
    failed = 0
    with tempfile.TemporaryDirectory(prefix="lianpu-", ignore_cleanup_errors=True) as folder:
        road = _Road(Path(folder))
        for name, station in road.stations():
            failed += not _walked(name, station, say)
        road.close()
    say("自检通过。" if not failed else f"自检有 {failed} 项不通过。")
    return not failed


def _walked(name: str, station: Callable[[], str], say: Callable[[str], None]) -> bool:
    try:
        found = station()
    except _Failed as failure:
        say(f"不通过 {name}：{failure}")
        return False
    except DomainError as error:
        say(f"不通过 {name}：{messages.tell(error)}")
        return False
    except Exception as error:  # noqa: BLE001 - whatever is wrong with this machine is what is asked for
        say(f"不通过 {name}：{type(error).__name__}\n{traceback.format_exc()}")
        return False
    say(f"通过 {name}：{found}")
    return True


def _click(session: Session, widget: object, place: QPoint | None = None) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place or QPoint())  # type: ignore[call-overload]
    settle(session.jobs)


def settle(jobs: Jobs) -> None:
    """Let the window work until nothing is left to do; raises when a minute was not enough."""
    loop, late = QEventLoop(), QTimer()
    late.setSingleShot(True)
    late.timeout.connect(loop.quit)
    late.start(_LONGEST_WAIT_MS)
    look = QTimer()
    look.timeout.connect(lambda: loop.quit() if not jobs.busy else None)
    look.start(20)
    loop.exec()
    # Between the look and the end of the loop one more may have begun.
    while jobs.busy and late.isActive():
        loop.exec()
    if jobs.busy:
        raise _Failed("等了一分钟仍没有完成")


def _unsaid(*_what: object) -> None:
    """What Qt grumbles about a screen that is not there; a fault shows in the stations."""
