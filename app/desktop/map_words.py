"""What a map's export says in words: where it is, how many pages, what could not be printed or read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.desktop.map_export import MapWritten
    from widgets.map.page import PagePlan

_MOST_SIGNS = 10


def written_sentence(written: MapWritten) -> str:
    """What to say after the export, without a full stop at its end."""
    parts = [f"已导出图谱到 {written.path}"]
    if written.plan is not None and written.plan.pages > 1:
        parts.append(f"共 {written.plan.pages} 页（{written.plan.columns} 列 × {written.plan.rows} 行）")
    if written.plan is not None and not written.plan.is_readable:
        parts.append(small_names(written.plan))
    if written.missing:
        signs = "、".join(written.missing[:_MOST_SIGNS]) + (
            "等" if len(written.missing) > _MOST_SIGNS else ""
        )
        parts.append(f"本机没有这些字的字体，图上显示为空框：{signs}")
    return "；".join(parts)


def small_names(plan: PagePlan) -> str:
    """That names are too small on this page."""
    return f"环节名只有 {plan.name_points:.1f} 磅，难以看清，请换大的纸张或分成几页"
