"""Errors of the domain as sentences in the user's words: what happened, where, and what to do next."""

from __future__ import annotations

import errno
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.exchange.reasons import room_text
from app.exchange.reasons import sentence as exchange_sentence
from app.server_words import SERVER_SENTENCES
from app.trust_words import table_word
from chains import errors, field_words
from chains.record_shapes import RECORD_WORD

if TYPE_CHECKING:
    from collections.abc import Callable

_KIND = {
    "chain": "产业链",
    "segment": "环节",
    "stage": "阶段",
    "link": "供应关系",
    "product": "产品",
    "snapshot": "快照",
    "scenario": "推演方案",
    "template": "清单模板",
    "settings": "设置",
    "preset": "清单方案",
    "gap": "缺口",
    "company": "企业",
    "company_list": "企业名单",
    "target": "目标企业",
    "placement": "标注",
    "qualification": "资质",
    **{kind.value: word for kind, word in RECORD_WORD.items()},
    "change": "变更记录",
    "sheet": "工作表",
    "member": "登录名",
    "header_row": "表头行",
    "column": "列",
    "field": "字段",
}
_WORKSPACE = {
    "missing": "找不到工作区文件“{file}”。可先用“新建工作区”生成一个。",
    "not_a_workspace": "“{file}”不是链谱工作区文件。",
    "other_program": "“{file}”是其他软件的数据库，不是链谱工作区。",
    "damaged": "工作区文件“{file}”已损坏，为免再受损没有打开。请用最近的备份恢复（lianpu restore），"
    "或把还能读出的内容另存为新工作区（lianpu rescue）。",
    "foreign_parts": "“{file}”里有不属于链谱的触发器或视图，可能被人动过手脚，没有打开。请用备份恢复。",
    "unreadable": "“{file}”损坏严重，连数据表的目录也读不出来。请用最近的备份恢复。",
    "older": "工作区“{file}”是旧版格式（{found}，当前为 {known}）。请先打开一次以完成升级，再检查。",
    "backup_changed": "备份“{file}”的内容与备份时的校验和不符，没有用它恢复。请换一份备份。",
    "newer": "工作区“{file}”由更新版本的链谱创建（文件为 {found}，本程序支持到 {known}）。请升级本程序。",
    "exists": "“{file}”已存在，没有覆盖。请换一个文件名。",
    "cannot_remove": "“{file}”删除不了：{detail}。请关闭正在使用它的程序后重试。",
    "cannot_create": "不能在此处新建“{file}”：{detail}。请换一个文件夹。",
    "cannot_open": "打不开“{file}”：没有读取权限，或文件被移走。",
    "locked": "工作区“{file}”正被其他程序占用，等待 20 秒仍未释放。请稍后重试。",
    "read_only": "工作区“{file}”是只读的，不能保存更改。请复制到可写的文件夹后再打开。",
    "share_in_use": "工作区“{file}”在网络共享上，{who}（{host}）自 {at} 起正在写入；为免两边同时写坏文件，"
    "这里没有保存。请等对方退出后重新打开；确认对方已退出仍这样提示时，删除旁边的 {lock} 再打开。",
    "cut_off": "“{file}”上次写入时被中断，要先复原；这里是只读的，或是别人的网络共享，不能复原。"
    "请在能写入的地方打开一次；要复制它时，连同旁边名为 -journal 的文件一起复制。",
    "read_only_and_old": "工作区“{file}”是旧版格式且只读，需先复制到可写的文件夹再打开。",
    "disk_full": "磁盘已满{room}，“{file}”没有保存。请清出空间后重试。",
    "temporary_full": "临时文件夹“{file}”所在的磁盘已满{room}，没有写入任何内容。请清出空间后重试。",
    "check_ended": "完整检查没有做完就中断了（可能是内存不足）。",
    "disk_fault": "读写“{file}”时磁盘出错，没有保存。请检查磁盘后重试。",
    **SERVER_SENTENCES,
}
_SYSTEM = {
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOENT: "文件夹不存在",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EISDIR: "那里有一个同名的文件夹",
    errno.ENAMETOOLONG: "名称太长",
    errno.EBUSY: "正被其他程序占用",
    errno.EIO: "磁盘出错",
}
"""What the system says, where it would say it in English."""
_RESTORING = {
    "no_command": "“{name}”不能单独恢复，可以撤销整条更改。",
    "gone": "“{name}”所在的内容已被删除，不能恢复旧值。可以先撤销那次删除。",
    "no_value": "“{name}”当时还没有值，没有可恢复的内容。",
}
_FIELD = {
    "share": "份额",
    "investment_yi": "意向投资(亿元)",
    "text": "跟进内容",
    "region": "地区代码",
    "name_length": "名称的字数",
    "names": "名称",
    "others": "环节",
    "weight": "权重",
    "parent": "上级环节",
    "link": "供应关系",
    "preset.name": "方案名称",
    "preset.lists": "清单数",
    "preset.kind": "清单的种类",
    "preset.column": "列",
    "preset.map": "图",
    "preset.file": "方案文件",
}
_ALLOWED = {
    "no_cycle": "上级环节不能是自己或自己的下级",
    "storable": "□ 处是不能保存的字符（NUL 或残缺的字符），请删去后重试",
    "no_self": "环节不能供应自己",
    "abroad": "来源国（地区）只在当前来源为国外时填写",
    "same_code": "两家企业的代码不同，不是同一家，不能合并",
}
_CATALOGUE = {
    "syntax": "格式有误：{value}",
    "unknown_field": "没有“{value}”这个字段",
    "missing_field": "缺少字段“{value}”",
    "unknown_stage": "没有编号为“{value}”的阶段",
    "unknown_segment": "没有编号为“{value}”的环节",
    "unknown_value": "不认识的取值“{value}”",
    "repeated": "“{value}”重复",
    "unlinked": "环节“{value}”没有任何供应关系",
    "link_to_itself": "环节“{value}”不能供应自己",
    "share": "份额应在 0 到 1 之间，实为 {value}",
    "shares_over_one": "“{value}”组的份额合计超过 1",
    "place_or_general": "环节“{value}”要么写出处 place，要么标 general = true",
    "assessed_without_evidence": "环节“{value}”有评估却没有依据 evidence",
    "code": "编号“{value}”只能用小写字母、数字和下划线",
    "not_text": "字段“{value}”应为文字",
    "not_words": "字段“{value}”应为一列词语",
}


def sentence(error: errors.DomainError) -> str:
    """What to tell the user of the error."""
    for kind, tell in _TELL.items():
        if isinstance(error, kind):
            return tell(error.facts)
    return f"操作被拒绝（{error.code}）。"


def _not_found(facts: dict[str, Any]) -> str:
    if facts["kind"] == "contact":
        return f"“{facts['name']}”的这位联系人已被改动或删除，请查看最新内容后重试。"
    kind = _KIND.get(facts["kind"], facts["kind"])
    near = facts.get("near") or ()
    hint = f"相近的有：{'、'.join(near)}。" if near else ""
    return f"没有找到{kind}“{facts['name']}”。{hint}"


def _ambiguous(facts: dict[str, Any]) -> str:
    kind = _KIND.get(facts["kind"], facts["kind"])
    return f"“{facts['name']}”对应多个{kind}，请写全或用编号：{'、'.join(facts['fits'])}。"


def _conflict(facts: dict[str, Any]) -> str:
    who = f"已被 {facts['by']} 改动" if facts.get("by") else "已被改动"
    return f"{_KIND.get(facts['kind'], '')}“{facts['name']}”{who}，您的更改没有保存。请查看最新内容后重试。"


def _already_there(facts: dict[str, Any]) -> str:
    if facts["kind"] == "contact":
        return f"“{facts['name']}”已登记这位联系人。"
    return f"{_KIND.get(facts['kind'], '')}“{facts['name']}”已存在。"


def _invalid(facts: dict[str, Any]) -> str:
    if facts["allowed"] in _ALLOWED:
        return f"“{facts['value']}”：{_ALLOWED[facts['allowed']]}。"
    name = _FIELD.get(facts["field"]) or field_words.FIELD.get(facts["field"], facts["field"])
    if facts["value"] == "":
        return f"{name}不合要求（应为 {facts['allowed']}）。"
    return f"{name}的值“{facts['value']}”不合要求（应为 {facts['allowed']}）。"


def _still_in_use(facts: dict[str, Any]) -> str:
    names = "、".join(facts["names"][:5])
    if facts["kind"] == "stage":
        return f"阶段“{names}”里还有 {facts['segments']} 个环节，请先移走或删除。"
    marks = f"{facts['placements']} 条企业标注、{facts['targets']} 家目标企业"
    return f"环节“{names}”上还有{marks}，没有删除。可先移到别的环节，或选择一并删除。"


def _nothing_to_undo(_facts: dict[str, Any]) -> str:
    return "没有可以撤销的更改。"


def _not_undoable(facts: dict[str, Any]) -> str:
    if facts.get("cause") == "erased":
        return "不能撤销：其中的个人信息已被清除，无法恢复。"
    if facts.get("cause") == "in_use":
        return "不能撤销：这次更改带来的内容已被其他记录使用。请先撤销后来的更改。"
    if facts.get("cause") == "many_in_use":
        return "不能撤销：这次导入的企业已有一万多家被使用。请先撤销后来的更改。"
    return "不能撤销：这次更改之后，相同内容又被改动过。请先撤销后来的更改。"


def _not_restorable(facts: dict[str, Any]) -> str:
    name = field_words.FIELD.get(facts["field"], facts["field"])
    return _RESTORING.get(facts["cause"], _RESTORING["no_command"]).format(name=name)


def _catalogue(facts: dict[str, Any]) -> str:
    reason = _CATALOGUE.get(facts["reason"], facts["reason"]).format(**facts)
    return f"产业链文件“{facts['file']}”第 {facts['line']} 行：{reason}。"


def _workspace(facts: dict[str, Any]) -> str:
    named = {"table": table_word(facts["table"])} if "table" in facts else {}
    named["room"] = room_text(facts)
    if facts["reason"] == "share_in_use":
        named |= {
            "who": facts["who"] or "有人",
            "host": facts["host"] or "另一台电脑",
            "at": _since(facts["at"]),
        }
    if facts.get("errno") in _SYSTEM:
        named["detail"] = _SYSTEM[facts["errno"]]
    return _WORKSPACE.get(facts["reason"], "工作区“{file}”打不开（{reason}）。").format(**facts | named)


def _not_backed_up(facts: dict[str, Any]) -> str:
    return f"写入之前没能备份工作区，所以没有开始写入。{sentence(facts['cause'])}"


def _since(at: str) -> str:
    try:
        return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return at or "不知何时"


_TELL: dict[type[errors.DomainError], Callable[[dict[str, Any]], str]] = {
    errors.NotFound: _not_found,
    errors.Ambiguous: _ambiguous,
    errors.Conflict: _conflict,
    errors.AlreadyThere: _already_there,
    errors.InvalidValue: _invalid,
    errors.StillInUse: _still_in_use,
    errors.NothingToUndo: _nothing_to_undo,
    errors.NotUndoable: _not_undoable,
    errors.NotRestorable: _not_restorable,
    errors.CatalogueError: _catalogue,
    errors.WorkspaceRefused: _workspace,
    errors.NotBackedUp: _not_backed_up,
}


def tell(error: errors.DomainError) -> str:
    """What to tell the user of any error, those of files in and out included."""
    if isinstance(error, errors.FileRefused | errors.ExportRefused):
        return exchange_sentence(error)
    return sentence(error)
