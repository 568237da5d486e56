"""The field's words for the values of the code: screen, workbook and picture share them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chains.kinds import (
    Coverage,
    Decision,
    Degree,
    EntityKind,
    NoteKind,
    Phase,
    RegistrationState,
    Role,
    Source,
    Tier,
)

if TYPE_CHECKING:
    from chains.import_origins import ImportMarks
    from chains.rows import ChangeRow

TIER = {Tier.UPSTREAM: "上游", Tier.MIDSTREAM: "中游", Tier.DOWNSTREAM: "下游", Tier.SUPPORT: "支撑"}
COVERAGE = {
    Coverage.STRONG: "优势",
    Coverage.ADEQUATE: "具备",
    Coverage.WEAK: "薄弱",
    Coverage.MISSING: "缺失",
    Coverage.UNASSESSED: "未评估",
}
SOURCE = {
    Source.LOCAL: "市内",
    Source.PROVINCIAL: "省内",
    Source.DOMESTIC: "国内",
    Source.ABROAD: "国外",
    Source.UNKNOWN: "不详",
}
DEGREE = {Degree.PARTLY: "部分", Degree.MAINLY: "主要", Degree.WHOLLY: "完全"}
ROLE = {Role.LEAD: "链主", Role.SUPPLIER: "供应商", Role.CANDIDATE: "候选"}
DECISION = {Decision.CONFIRMED: "确认", Decision.TO_REVIEW: "待复核", Decision.REJECTED: "剔除"}
PHASE = {
    Phase.LEAD: "线索",
    Phase.TO_CONTACT: "待接触",
    Phase.TALKING: "洽谈",
    Phase.SIGNED: "签约",
    Phase.LANDED: "落地",
    Phase.LOST: "流失",
}
NOTE = {
    NoteKind.ISSUE: "链级问题",
    NoteKind.DIRECTION: "发展方向",
    NoteKind.PARK: "园区",
    NoteKind.LEAD: "链主企业",
    NoteKind.PLATFORM: "创新平台",
    NoteKind.TARGET: "目标",
}
STATE = {
    RegistrationState.ACTIVE: "存续",
    RegistrationState.CANCELLED: "注销",
    RegistrationState.REVOKED: "吊销",
    RegistrationState.WITHDRAWN: "撤销",
    RegistrationState.MOVED_OUT: "迁出",
    RegistrationState.SUSPENDED: "停业",
    RegistrationState.LIQUIDATING: "清算",
    RegistrationState.UNKNOWN: "不详",
}
ENTITY = {
    EntityKind.CHAIN: "产业链",
    EntityKind.SEGMENT: "环节",
    EntityKind.ASSESSMENT: "评估",
    EntityKind.PLACEMENT: "标注",
    EntityKind.COMPANY: "企业",
    EntityKind.TARGET: "目标企业",
    EntityKind.FOLLOW_UP: "跟进",
    EntityKind.CHAIN_NOTE: "链级事项",
    EntityKind.COMPANY_LIST: "企业名单",
    EntityKind.RECORD: "清单资料",
    EntityKind.WORKSPACE: "工作区",
}
ACTION = {
    "create_workspace": "新建工作区",
    "assess": "评估",
    "place": "标注",
    "unplace": "取消标注",
    "confirm_match": "确认匹配",
    "strike_match": "剔除匹配",
    "unjudge_match": "取消匹配判断",
    "save_template": "保存清单模板",
    "remove_template": "删除清单模板",
    "add_target": "加入目标",
    "update_target": "更新目标",
    "remove_target": "移出目标",
    "follow_up": "跟进",
    "import_companies": "导入企业",
    "import_chains": "导入产业链",
    "sample": "放入",
    "import_form": "导入填报",
    "set_structure": "更新产业链结构",
    "save_company_list": "保存企业名单",
    "remove_company_list": "删除企业名单",
    "rename_company_list": "企业名单改名",
    "export_contacts": "导出联系方式",
    "erase_personal": "清除个人信息",
    "add_company": "新建企业",
    "edit_company": "修改企业",
    "merge_companies": "合并企业",
    "add_qualification": "新增资质",
    "edit_qualification": "修改资质",
    "remove_qualification": "删除资质",
    "add_contact": "新增联系人",
    "edit_contact": "修改联系人",
    "remove_contact": "删除联系人",
    "add_chain": "新建产业链",
    "edit_chain": "修改产业链",
    "remove_chain": "删除产业链",
    "rename_tier": "层级改名",
    "add_stage": "新增阶段",
    "edit_stage": "修改阶段",
    "move_stage": "移动阶段",
    "remove_stage": "删除阶段",
    "add_segment": "新增环节",
    "rename_segment": "重命名环节",
    "edit_segment": "修改环节",
    "move_segments": "移动环节",
    "remove_segments": "删除环节",
    "move_marks": "转移标注",
    "split_segment": "拆分环节",
    "merge_segments": "合并环节",
    "add_link": "新增供应关系",
    "edit_link": "修改供应关系",
    "remove_links": "删除供应关系",
    "pin_boxes": "固定位置",
    "unpin_boxes": "恢复自动布局",
    "fold": "折叠",
    "unfold": "展开",
    "paste": "粘贴",
    "take_snapshot": "生成快照",
    "remove_snapshot": "删除快照",
    "set_measures": "修改口径与权重",
    "remember_columns": "记住列的对应",
    "save_scenario": "保存推演方案",
    "remove_scenario": "删除推演方案",
    "save_preset": "保存清单方案",
    "remove_preset": "删除清单方案",
    "add_record": "新增",
    "edit_record": "修改",
    "remove_record": "删除",
    "import_records": "导入",
    "rescue": "抢救损坏的工作区",
    "restore_value": "恢复旧值",
    "restore_backup": "用备份换回",
    "copy_workspace": "另存副本",
    "undo": "撤销",
    "redo": "重做",
}
"""What an entry of the change log did."""

CHOKEPOINT = "卡脖子"
IMPORTED_BADGE = "进"
CHOKEPOINT_BADGE = "卡"
ALONE = "单独"
"""The group of an input that nothing can replace: it needs no name."""


def source_text(source: Source, degree: Degree | None, countries: tuple[str, ...] = ()) -> str:
    """`主要国外（日本、德国）`, `完全国内` … ; the bare source when no degree and no country is stated."""
    bare = f"{DEGREE[degree]}{SOURCE[source]}" if degree is not None else SOURCE[source]
    return f"{bare}（{countries_text(countries)}）" if countries else bare


def countries_text(countries: tuple[str, ...]) -> str:
    """`日本、德国`; "" for none."""
    return "、".join(countries)


def import_marks_text(marks: ImportMarks) -> str:
    """What stands beside every figure that goes by countries: of how many imports nobody said from where."""
    if not marks.without_country:
        return f"国外来源的环节 {marks.imported} 个，都填了来源国（地区）"
    return (
        f"国外来源的环节 {marks.imported} 个，其中 {marks.without_country} 个未填来源国（地区），"
        "不计入任何一国"
    )


def rate_text(value: float | None) -> str:
    """A rate (0–1) as whole percent; a dash where there is no figure."""
    return "—" if value is None else f"{value:.0%}"


def points_text(before: float | None, after: float | None) -> str:
    """How far a rate (0–1) moved, in 个百分点 with a sign; 不变 for no move, a dash without both figures."""
    if before is None or after is None:
        return "—"
    points = round((after - before) * 100, 1)
    return f"{points:+.1f} 个百分点" if points else "不变"


def index_text(value: float | None) -> str:
    """An index (0–1) with two decimals; a dash where there is no figure."""
    return "—" if value is None else f"{value:.2f}"


def action_text(action: str, subject: str) -> str:
    """What an entry of the change log says: `评估 轮胎模具`."""
    return f"{ACTION.get(action, action)} {subject}".strip()


def signed_text(change: ChangeRow) -> str:
    """Who made an entry: `李四（登录名 lisi，电脑 PC-07）`, with what is known of it."""
    known = [f"登录名 {change.login}"] if change.login else []
    known += [f"电脑 {change.computer}"] if change.computer else []
    return f"{change.author}（{'，'.join(known)}）" if known else change.author
