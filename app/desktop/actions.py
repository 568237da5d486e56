"""Every action of the window in one table: menus, tool bar and shortcuts are made from it."""

from __future__ import annotations

from app.desktop.actions_map import CHAIN_ACTIONS, SEGMENT_ACTIONS
from chains.shade_classes import MODE_WORD, Mode
from widgets.actions import ActionSpec, BarPlace

FILE, EDIT, VIEW, CHAIN = "文件(&F)", "编辑(&E)", "视图(&V)", "产业链(&C)"
ANALYSIS = "分析(&A)"
COMPANIES, LISTS, HELP = "企业库(&B)", "清单与导出(&X)", "帮助(&H)"

SHADING = f"{VIEW}/着色方式"
MODE_ACTION = "mode_"
"""An action that colours the map: the mode's value stands behind it."""

ACTIONS = (
    ActionSpec("new", "新建工作区…", FILE, "Ctrl+N"),
    ActionSpec("open", "打开工作区…", FILE, "Ctrl+O"),
    ActionSpec("open_shared", "打开共享数据库…", FILE, tip="几个人同时编辑的 PostgreSQL 数据库"),
    ActionSpec("copy", "另存副本…", FILE, "Ctrl+Shift+S", tip="把工作区完整复制到另一个文件"),
    ActionSpec("author", "署名…", FILE, separated=True, tip="每次更改都以此署名"),
    ActionSpec("backups", "备份与恢复…", FILE, separated=True, tip="查看、生成备份，换回以前的状态"),
    ActionSpec("check", "完整检查工作区", FILE, tip="检查数据结构、引用关系、检索索引，变更记录是否被改动"),
    ActionSpec("quit", "退出", FILE, "Ctrl+Q", separated=True),
    ActionSpec("undo", "撤销", EDIT, "Ctrl+Z", tool_bar=True, place=BarPlace.START, short="↶ 撤销"),
    ActionSpec("redo", "重做", EDIT, "Ctrl+Y", tool_bar=True, place=BarPlace.START, short="↷ 重做"),
    ActionSpec("search", "搜索（Ctrl+K）", EDIT, separated=True),
    ActionSpec("fit", "显示全图", VIEW, "Ctrl+0"),
    ActionSpec("zoom_picked", "放大到所选环节", VIEW, "Ctrl+9"),
    ActionSpec("zoom_in", "放大", VIEW, "Ctrl++"),
    ActionSpec("zoom_out", "缩小", VIEW, "Ctrl+-"),
    *(
        ActionSpec(f"{MODE_ACTION}{mode.value}", MODE_WORD[mode], SHADING, f"Alt+{number}")
        for number, mode in enumerate(Mode, 1)
    ),
    ActionSpec("overview", "产业链总览", VIEW, "F8", separated=True),
    ActionSpec("legend", "显示或隐藏图例", VIEW, "Ctrl+L"),
    ActionSpec("way", "到另一环节的路径", VIEW, "Ctrl+T", tip="先选一个环节，再点击另一个"),
    ActionSpec("clear_seeing", "清除筛选与标出", VIEW, "Ctrl+Shift+F"),
    ActionSpec("focus_map", "转到图谱", VIEW, "F6", separated=True),
    ActionSpec("focus_segment", "转到环节", VIEW, "F7"),
    ActionSpec("dark", "深色主题", VIEW, checkable=True, separated=True),
    ActionSpec("places", "恢复默认布局", VIEW),
    ActionSpec("back", "后退", VIEW, "Alt+Left", separated=True, tip="回到刚才看的地方"),
    ActionSpec("forward", "前进", VIEW, "Alt+Right"),
    ActionSpec(
        "log", "查看变更记录", VIEW, "Ctrl+H", separated=True, tip="谁在何时把什么从什么改成什么；可恢复旧值"
    ),
    *CHAIN_ACTIONS,
    ActionSpec("chain_log", "这条链的变更记录", CHAIN),
    ActionSpec(
        "notes", "链级事项…", CHAIN, "Ctrl+I", separated=True, tip="规划写到的整条链的问题、方向、园区、平台"
    ),
    ActionSpec("figures", "本地配套率的构成…", CHAIN, "Ctrl+M"),
    ActionSpec("snapshot", "生成快照…", CHAIN, tip="给现在的状态命名，以后可按“较快照的变化”着色"),
    ActionSpec("compare", "快照比较", CHAIN, tip="任意两个快照，或快照与现在：补上的、新增的缺口，企业进出"),
    ActionSpec(
        "import_chain",
        "导入产业链…",
        CHAIN,
        separated=True,
        tip="产业链、环节、代表公司的表格，或改过的产业链数据",
    ),
    *SEGMENT_ACTIONS,
    ActionSpec(
        "charts", "总览图表…", ANALYSIS, tip="各产业链的配套率、完整度、缺口严重度、变化，可复制或另存为图片"
    ),
    ActionSpec("priorities", "补链优先级", ANALYSIS, tip="补上哪个缺口，各链本地配套率合计提升最多"),
    ActionSpec("matches", "链间配套", ANALYSIS, tip="一条链的缺口，另一条链本地有的"),
    ActionSpec("verdicts", "推荐准确率…", ANALYSIS, tip="推荐的企业有多少被确认、多少被剔除，为什么"),
    ActionSpec("checks", "待核对", ANALYSIS, tip="标注冲突、过期的评估、单点供应"),
    ActionSpec(
        "scenario",
        "推演",
        ANALYSIS,
        "Ctrl+Shift+T",
        separated=True,
        tip="假设补上、退出、落户、断供，看各链前后",
    ),
    ActionSpec("suppose_filled", "假设补上当前环节", ANALYSIS),
    ActionSpec("suppose_stopped", "假设当前环节的市外来源断供", ANALYSIS),
    ActionSpec(
        "weights", "口径与权重…", ANALYSIS, separated=True, tip="本地配套率的口径、严重度和缺口指数的权重"
    ),
    ActionSpec("import", "导入企业…", COMPANIES, "Ctrl+Shift+I", tool_bar=True),
    ActionSpec("companies", "查看企业库", COMPANIES, "Ctrl+B"),
    ActionSpec("find_company", "在企业库中查找", COMPANIES, "Ctrl+F"),
    ActionSpec("filter_companies", "筛选企业…", COMPANIES, "Ctrl+Shift+L"),
    ActionSpec("new_company", "新建企业…", COMPANIES),
    ActionSpec("export_companies", "导出企业名单…", LISTS, tip="企业库当前筛选出的全部企业"),
    ActionSpec("duplicates", "查找重复企业…", COMPANIES),
    ActionSpec(
        "erase_personal",
        "清除全部个人信息…",
        COMPANIES,
        separated=True,
        tip="清除全部企业的联系人、电话、邮箱",
    ),
    ActionSpec("export_gaps", "导出缺口清单…", LISTS, "Ctrl+Shift+G"),
    ActionSpec(
        "export_map", "导出图谱…", LISTS, "Ctrl+Shift+M", tool_bar=True, place=BarPlace.END, short="导出图谱"
    ),
    ActionSpec("export_chain", "导出产业链数据…", LISTS, tip="可编辑的 Excel 工作簿、GraphML 或 draw.io 图"),
    ActionSpec(
        "export_targets",
        "导出招商目标企业清单…",
        LISTS,
        "Ctrl+E",
        tool_bar=True,
        place=BarPlace.END,
        short="导出目标企业清单",
        primary=True,
    ),
    ActionSpec(
        "export_form", "导出填报表…", LISTS, separated=True, tip="给区市或部门填报的表，带说明和下拉列表"
    ),
    ActionSpec("import_forms", "导入填报表…", LISTS, tip="交回的填报表，可一次多份；双方都改过的格逐格决定"),
    ActionSpec("import_form_folder", "导入文件夹中的填报表…", LISTS),
    ActionSpec(
        "package",
        "一图N清单…",
        LISTS,
        "Ctrl+Shift+E",
        separated=True,
        tip="图谱、清单工作簿、报告一次导出到文件夹；清单方案可自定",
    ),
    ActionSpec(
        "records",
        "清单资料…",
        LISTS,
        tip="重点项目、创新平台、技术攻关、政策、园区、外部资源：新增、修改、导入、导出",
    ),
    ActionSpec("tour", "五步导览", HELP, tip="用五步看一遍窗口里有什么"),
    ActionSpec(
        "sample", "打开示例工作区", HELP, separated=True, tip="虚构的企业和评估，单独一个文件，供试用"
    ),
    ActionSpec("remove_sample", "删除示例工作区", HELP),
    ActionSpec("about", "关于链谱", HELP, separated=True),
)
