"""What a check found, what was rescued and which backups there are, in the user's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chains import words
from chains.trust import BackupKind, Rule

if TYPE_CHECKING:
    from chains.trust import Backup, CheckReport, Finding, RescueReport

TABLE = {
    "setting": "设置",
    "product": "产品",
    "chain": "产业链",
    "stage": "阶段",
    "segment": "环节",
    "supply_link": "供应关系",
    "tier_name": "层级名称",
    "box": "图谱位置",
    "snapshot": "快照",
    "company_list": "企业名单",
    "chain_note": "链级事项",
    "assessment": "评估",
    "company": "企业",
    "qualification": "资质",
    "contact": "联系方式",
    "placement": "标注",
    "target": "目标企业",
    "follow_up": "跟进",
    "change_log": "变更记录",
    "change_item": "变更明细",
    "erased_item": "清除的变更",
    "carried_sign_in": "随副本带来的登录名",
    "change_subject": "变更记录的筛选依据",
}
BACKUP_KIND = {
    BackupKind.AUTO: "自动",
    BackupKind.BULK: "大批更改前",
    BackupKind.MANUAL: "手动",
    BackupKind.UPGRADE: "升级前",
    BackupKind.RESTORE: "恢复前",
}
SOUND = "检查通过：数据结构、引用关系、上级环节、供应份额、检索索引、变更记录均无问题。"

SOUND_AS_SEEN = "看得到的内容检查通过：引用关系、上级环节、供应份额、检索索引、变更记录的条目均无问题。"

_BORROWED = "署的是另一个登录名的人：可能是代他录入（如导入交回的填报表），也可能是冒名，请核实。"


def table_word(name: str) -> str:
    """The table's name on screen."""
    return TABLE.get(name, name)


def finding_text(finding: Finding) -> str:
    """One thing that is wrong, with the first examples."""
    examples = f"（{'、'.join(finding.examples)}{'…' if finding.count > len(finding.examples) else ''}）"
    place = table_word(finding.place)
    said = {
        Rule.INTEGRITY: f"数据文件已损坏：{finding.count} 处",
        Rule.REFERENCE: f"{place}：{finding.count} 条指向不存在的内容",
        Rule.PARENT: f"环节：{finding.count} 个的上级不存在或互为上级",
        Rule.SHARE: f"供应关系：{finding.count} 组的份额合计超过 1",
        Rule.INDEX: f"检索索引：与企业库不一致的企业 {finding.count} 家",
        Rule.LOG: f"{place}在程序之外被改动或删除，编号",
        Rule.SUBJECT: f"变更记录按产业链、环节、企业筛选的依据与变更不符：{finding.count} 处",
        Rule.BORROWED_NAME: f"署名与登录名不一致的变更 {finding.count} 条，编号、署名 ← 登录名",
    }[finding.rule]
    return f"{said}{examples if finding.examples else ''}"


def check_lines(report: CheckReport) -> list[str]:
    """What a check found, line by line."""
    notes = [f"{finding_text(note)}。{_BORROWED}" for note in report.notes]
    if not report.sound:
        lines = [finding_text(finding) for finding in report.findings]
        not_seen = [_not_seen(report)] if report.hidden else []
        return [f"发现 {len(lines)} 个问题：", *lines, *not_seen, _advice(report), *notes]
    counts = "、".join(
        f"{table_word(name)} {report.rows[name]:,}"
        for name in ("chain", "segment", "company", "target", "change_log")
    )
    if report.hidden:
        return [SOUND_AS_SEEN, _not_seen(report), f"共有{counts}。", *notes]
    return [SOUND, f"共有{counts}。", *notes]


def _not_seen(report: CheckReport) -> str:
    tables = "、".join(table_word(name) for name in report.hidden)
    return f"未能核对：{tables}（“查看”角色看不到联系方式）。请填报、编辑或管理角色的人做完整检查。"


def _advice(report: CheckReport) -> str:
    rules = {finding.rule for finding in report.findings}
    if Rule.INTEGRITY in rules:
        return "请停止在此文件上工作：用“备份与恢复”换回最近的备份，或用 lianpu rescue 另存还能读出的内容。"
    if rules == {Rule.SUBJECT}:
        return "数据和变更记录完好，但筛选变更记录会有遗漏或多出；用 lianpu rescue 另存时会按变更重建。"
    if rules <= {Rule.LOG, Rule.SUBJECT}:
        return "数据本身完好；变更记录不再可作凭据，可与较早的备份比较。"
    return "请用“备份与恢复”换回最近的备份，或用 lianpu rescue 另存为新工作区（会清理这些内容）。"


def rescue_lines(report: RescueReport) -> list[str]:
    """What was saved, and what was not, table by table."""
    lines = []
    for table in report.tables:
        ranges = [_range(first, last) for first, last in table.unreadable]
        gone = [*ranges, *map(str, table.dropped)]
        lost = f"，未能读出或不完整 {table.lost} 行（行号 {'、'.join(gone[:20])}）" if gone else ""
        if table.saved or gone:
            lines.append(f"{table_word(table.table)}：保存 {table.saved:,} 行{lost}")
    return lines


def _range(first: int, last: int) -> str:
    if not last:
        return f"{first} 起"
    return f"{first}–{last}" if first != last else str(first)


def backup_label(backup: Backup) -> str:
    """What was changed last before the backup."""
    if not backup.number:
        return "（不详）"
    return f"{backup.number} 号：{words.action_text(backup.action, backup.subject)}（{backup.author}）"


def size_text(size_bytes: int) -> str:
    """A size for people."""
    return f"{size_bytes / 1_048_576:.1f} MB"
