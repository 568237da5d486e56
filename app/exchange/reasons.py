"""Why a file was refused or not written, in words for the person who chose it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chains.errors import DomainError

_SAVE_AS = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。"

REFUSED = {
    "missing": "找不到文件“{file}”。请检查它是否已被移动或改名。",
    "folder": "“{file}”是文件夹，不是文件。请选择其中的表格文件。",
    "unreadable": "无法读取文件“{file}”：它正被其他程序占用，或者没有读取权限。请关闭打开它的程序后重试。",
    "empty": "文件“{file}”是空的（0 字节）。请重新导出或重新复制后再导入。",
    "no_rows": "文件“{file}”里没有任何内容。请检查是否选错了文件或工作表。",
    "pdf": "文件“{file}”实际是 PDF，不是表格。请选择 Excel、WPS 或 CSV 文件。",
    "picture": "文件“{file}”实际是图片，不是表格。请选择 Excel、WPS 或 CSV 文件。",
    "archive": "文件“{file}”实际是压缩包。请先解压，再选择其中的表格文件。",
    "web_table": "文件“{file}”实际是网页或 XML 格式的表格，并非真正的 Excel 文件。" + _SAVE_AS,
    "not_table": "文件“{file}”不是能识别的表格。请选择 .xlsx、.xls 或 .csv 文件。",
    "not_workbook": "文件“{file}”不是 Excel 工作簿（缺少工作簿内容）。" + _SAVE_AS,
    "damaged": (
        "文件“{file}”已损坏，读不出内容。"
        "请用 Excel 或 WPS 打开并修复，另存后再导入，或向提供者重新索取。"
    ),
    "password": "文件“{file}”有打开密码。请用 Excel 或 WPS 输入密码打开，取消密码另存后再导入。",
    "too_large": "文件“{file}”过大（{size_mb} MB，上限 {limit_mb} MB）。请拆成几个文件后分别导入。",
    "unpacks_too_large": (
        "文件“{file}”解开后异常庞大（疑似压缩炸弹），未予读取。"
        "请确认来源；确有需要时，" + _SAVE_AS
    ),
    "forbidden_xml": (
        "文件“{file}”内含不允许的 XML 声明（DTD 或非 UTF-8 编码），可能不安全，未予读取。"
        "请确认来源；" + _SAVE_AS
    ),
    "far_cells": "文件“{file}”的表格范围异常大（到 {cell}）。请删除数据区以外的行和列，保存后再导入。",
    "merges": "文件“{file}”的合并单元格过多（{count} 处）。请取消合并，保存后再导入。",
    "timeout": "读取文件“{file}”超过 {seconds} 秒，已停止。请删去多余的工作表和格式，另存后再导入。",
    "memory": "读取文件“{file}”时内存不足或程序异常，已停止。请拆成几个文件，另存为 .xlsx 后再导入。",
    "reader_failed": (
        "读取文件“{file}”时程序出错，未导入任何内容。"
        "请另存为新的 .xlsx 后重试；仍不成功请联系维护人员。"
    ),
    "encoding": (
        "文件“{file}”的文字编码无法确定（可能是繁体 Big5 或 UTF-16）。"
        "请用 Excel 或 WPS 打开核对，另存为 .xlsx 后再导入。"
    ),
    "broken_text": (
        "文件“{file}”第 {row} 行有不完整的字符，文件可能被截断。"
        "请重新导出；或用 Excel、WPS 打开核对后另存为 .xlsx。"
    ),
    "quotes": (
        "文件“{file}”从第 {row} 行起引号没有配对。"
        "请改正该行的引号（\"），或用 Excel、WPS 打开核对后另存为 .xlsx。"
    ),
    "columns": "文件“{file}”第 {row} 行有 {count} 列，超过 {limit} 列。请删去多余的列后再导入。",
    "too_many_rows": "文件“{file}”超过 {limit} 行。请拆成几个文件后分别导入。",
    "no_header": (
        "文件“{file}”的前 30 行里没有找到表头。"
        "请在第一行写上列名，至少要有“企业名称”；可识别的列名有：{known}。"
    ),
    "not_form": (
        "文件“{file}”不是链谱的填报表（缺少隐藏的“链谱校验”工作表）。"
        "请交回下发的原表，不要把内容复制到新文件里。"
    ),
    "form_mangled": (
        "填报表“{file}”的“链谱校验”工作表被改动过，无法确认它是由哪一版下发的。"
        "请重新导出填报表，把填写的内容抄到新表后再导入。"
    ),
    "form_foreign": (
        "填报表“{file}”不是由这个工作区下发的（填报单位：{unit}）。请用下发它的工作区导入。"
    ),
    "form_sheet": "填报表“{file}”缺少工作表“{sheet}”。请恢复该工作表后再导入。",
    "form_column": "填报表“{file}”的工作表“{sheet}”缺少“{column}”一列。请恢复列名后再导入。",
    "chain_sheet": "产业链数据“{file}”缺少工作表“{sheet}”。请恢复该工作表后再导入。",
    "chain_column": "产业链数据“{file}”的工作表“{sheet}”缺少“{column}”一列。请恢复列名后再导入。",
    "no_record_header": (
        "文件“{file}”里没有找到表头。请在第一行写上列名，至少要有“{name}”；可识别的列名有：{known}。"
    ),
    "no_chain_header": (
        "文件“{file}”里没有找到产业链表的表头。"
        "请在第一行写上列名，至少要有“环节”和另一列；可识别的列名有：{known}。"
    ),
}  # fmt: skip
"""By reason of FileRefused; the fields in braces are facts of the error."""

NOT_WRITTEN = {
    "read_only": "不能写入“{file}”：文件夹是只读的，或没有写入权限。请换一个文件夹保存。",
    "picture_kind": "不能导出“{file}”：图谱只能存为 .png、.svg 或 .pdf。",
    "change_kind": "不能导出“{file}”：变更记录只能存为 .xlsx 或 .csv。",
    "other_kind": "不能导出“{file}”：这里只能存为 {suffix} 文件，请改文件名。",
    "company_kind": "不能导出“{file}”：企业名单只能存为 .xlsx 或 .csv。",
    "chain_kind": "不能导出“{file}”：产业链数据只能存为 .xlsx、.graphml 或 .drawio。",
    "too_many_pages": "不能导出“{file}”：要分成 {pages} 页，最多 {most} 页。请调小比例或换大的纸张。",
    "no_folder": "不能写入“{file}”：文件夹不存在。请换一个文件夹保存。",
    "open_elsewhere": (
        "不能替换“{file}”：它正被其他程序（如 Excel、WPS）打开，或者是只读文件。"
        "请关闭后重试，或换一个文件名。"
    ),
    "disk_full": "磁盘空间不足{room}，“{file}”没有写成，原有文件未变。请清理磁盘或换一个磁盘保存。",
    "is_folder": "“{file}”是一个文件夹。请换一个文件名。",
    "not_verified": "“{file}”写出后核对不一致，已放弃，原有文件未变。请重试；仍不成功请换一个文件夹保存。",
    "failed": "“{file}”没有写成，原有文件未变。请换一个文件夹或文件名重试。",
}
"""By reason of ExportRefused."""


class _Facts(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "—"


def sentence(error: DomainError) -> str:
    """The refusal as one or two Chinese sentences: which file, what is wrong, what to do next."""
    table = NOT_WRITTEN if error.code == "export_refused" else REFUSED
    fallback = "failed" if error.code == "export_refused" else "not_table"
    template = table.get(str(error.facts.get("reason")), table[fallback])
    facts = {
        key: "、".join(map(str, v)) if isinstance(v, tuple | list) else v for key, v in error.facts.items()
    }
    return template.format_map(_Facts(facts | {"room": room_text(error.facts)}))


def room_text(facts: Mapping[str, Any]) -> str:
    """Which disk is full, what is left on it, and what is missing where that is known; "" without facts."""
    if "disk" not in facts:
        return ""
    missing = f"，还差 {_size(facts['missing_bytes'])}" if "missing_bytes" in facts else ""
    return f"（{facts['disk']} 只剩 {_size(facts['free_bytes'])}{missing}）"


def _size(count: int) -> str:
    return f"{count / 1_000_000:,.1f} MB"
