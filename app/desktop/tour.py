"""The five stops of the tour through the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.tour import Tour, TourStop

if TYPE_CHECKING:
    from app.desktop.session import Session


def begin_tour(session: Session) -> Tour:
    """Show the tour over the session's window."""
    window = session.window
    stops = (
        TourStop(
            "产业链",
            "每条链一行：本地配套率和缺口数随标注变化。点一条链，中间就是它的图谱",
            session.chain_list,
            lambda: window.show_panel("chains"),
        ),
        TourStop(
            "图谱",
            "红色是缺失，黄色是薄弱，紫色角标是卡脖子。点一个环节即可评估；滚轮缩放，拖动平移",
            session.page,
        ),
        TourStop(
            "环节",
            "在这里评估本地供给、写明依据，标注本地供应商，查看能补上它的企业。每一条都记下是谁、何时",
            session.panel,
            lambda: window.show_panel("segment"),
        ),
        TourStop(
            "清单",
            "缺口清单按缺口指数排序；旁边是补链优先级、企业库、目标企业和变更记录。"
            "图谱、清单、报告同出一处，总是一致",
            session.gap_table,
            lambda: window.show_panel("gaps"),
        ),
        TourStop(
            "导入与导出",
            "先在“导入企业”带入企查查、天眼查等名单；“清单与导出”菜单里有图谱、清单和报告。做错了按 Ctrl+Z",
            window.bar_button("import"),
        ),
    )
    tour = Tour(window, stops)
    tour.begin()
    return tour
