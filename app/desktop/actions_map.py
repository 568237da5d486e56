"""The actions on what is picked on the map: segments, links, stages, and the map itself."""

from __future__ import annotations

from chains import words
from chains.kinds import Coverage
from widgets.actions import ActionSpec

MAP, CHAIN = "图谱(&M)", "产业链(&C)"
MARKS = f"{MAP}/本地供给"
STAGES = f"{MAP}/阶段"
UNPIN = f"{MAP}/恢复自动布局"
FOLDING = f"{MAP}/折叠与展开"

TO_STAGE = "/stages"
"""Where a box's menu lists the stages that it can be moved to."""

MARK_ACTION = "mark_"
"""An action that says 本地供给 of what is picked: the coverage's value stands behind it."""

SEGMENT_ACTIONS = (
    ActionSpec("new_segment", "新增环节", MAP, "N", at_centre=True, tip="在所选环节之后或所在阶段末尾新增"),
    ActionSpec("rename_segment", "重命名", MAP, "F2", at_centre=True),
    ActionSpec("edit_segment", "环节属性…", MAP, "Alt+Return", at_centre=True),
    *(
        ActionSpec(f"{MARK_ACTION}{one.value}", words.COVERAGE[one], MARKS, str(number), at_centre=True)
        for number, one in enumerate(Coverage, 1)
    ),
    ActionSpec("segment_log", "这个环节的变更记录", MAP, tip="它的评估、企业标注、目标企业等每一次更改"),
    ActionSpec("split_segment", "拆分环节…", MAP, separated=True),
    ActionSpec("merge_segments", "合并所选环节…", MAP),
    ActionSpec("move_left", "移到前一阶段", MAP, "Ctrl+Left", at_centre=True),
    ActionSpec("move_right", "移到后一阶段", MAP, "Ctrl+Right", at_centre=True),
    ActionSpec("remove_picked", "删除", MAP, "Del", at_centre=True),
    ActionSpec(
        "draw_link", "画供应关系", MAP, "L", at_centre=True, separated=True, tip="方向键选下游环节，回车确定"
    ),
    ActionSpec("edit_link", "供应关系的份额与替代…", MAP),
    ActionSpec("select_all", "全选", MAP, "Ctrl+A", at_centre=True, separated=True),
    ActionSpec(
        "copy_segments", "复制环节", MAP, "Ctrl+C", at_centre=True, tip="可粘贴到其他产业链或 Excel、WPS"
    ),
    ActionSpec(
        "paste_segments", "粘贴环节", MAP, "Ctrl+V", at_centre=True, tip="也可粘贴 Excel、WPS 里的环节名"
    ),
    ActionSpec("copy_picture", "复制图谱图片", MAP, "Ctrl+Shift+C", tip="整张图谱；选了多个环节时只复制所选"),
    ActionSpec("copy_visible", "复制屏幕所见", MAP, "Ctrl+Alt+C"),
    ActionSpec("fold", "折叠或展开下级环节", FOLDING, "Space", at_centre=True),
    ActionSpec("fold_all", "全部折叠", FOLDING),
    ActionSpec("unfold_all", "全部展开", FOLDING),
    ActionSpec("unpin_picked", "所选环节", UNPIN),
    ActionSpec("unpin_stage", "所在阶段", UNPIN),
    ActionSpec("unpin_all", "整张图谱", UNPIN),
    ActionSpec("new_stage", "新增阶段…", STAGES, "Shift+N", at_centre=True),
    ActionSpec("edit_stage", "阶段名称与层级…", STAGES),
    ActionSpec("stage_left", "阶段左移", STAGES, "Ctrl+Shift+Left", at_centre=True),
    ActionSpec("stage_right", "阶段右移", STAGES, "Ctrl+Shift+Right", at_centre=True),
    ActionSpec("remove_stage", "删除阶段", STAGES),
    ActionSpec("tier_names", "层级名称…", STAGES),
)

CHAIN_ACTIONS = (
    ActionSpec("new_chain", "新建产业链…", CHAIN, "Ctrl+Shift+N"),
    ActionSpec("edit_chain", "产业链属性…", CHAIN),
    ActionSpec("remove_chain", "删除产业链…", CHAIN),
)

BOX_MENU = (
    "rename_segment", "edit_segment", MARKS, "",
    "new_segment", "draw_link", "split_segment", "merge_segments", "move_left", "move_right", TO_STAGE, "",
    "copy_segments", "paste_segments", "fold", UNPIN, "segment_log", "", "remove_picked",
)  # fmt: skip
LINK_MENU = ("edit_link", "remove_picked")
STAGE_MENU = (
    "new_segment", "paste_segments", "",
    "edit_stage", "new_stage", "stage_left", "stage_right", UNPIN, "", "remove_stage",
)  # fmt: skip
CANVAS_MENU = (
    "new_segment", "new_stage", "paste_segments", "", "select_all", "copy_picture", "copy_visible", "fit", "",
    "fold_all", "unfold_all", UNPIN, "tier_names", "", "new_chain",
)  # fmt: skip
"""What the context menus offer, by action id; "" draws a line, a menu's path brings its submenu."""
