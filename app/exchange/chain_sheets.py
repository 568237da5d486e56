"""What the workbook of a chain is called by: its sheets, its version, what stands between words."""

from __future__ import annotations

FORMAT = "链谱产业链数据 1"
ABOUT, STAGES, SEGMENTS, LINKS, NOTES = "说明", "阶段", "环节", "供应关系", "链级事项"
VERSION_WORDS = ("工作区", "变更记录号", "记录时间")
BETWEEN = "；"
