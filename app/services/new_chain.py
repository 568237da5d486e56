"""A chain made from nothing: its stages, and segments typed or pasted as a table, in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chains.chain import Chain, Stage
from chains.clips import clip_from_text, pasting
from chains.commands import Composite
from chains.kinds import Tier
from chains.structure import AddChain, AddStage, fresh_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chains.commands import Command

STAGE_TEMPLATES: tuple[tuple[str, tuple[tuple[str, Tier], ...]], ...] = (
    (
        "原材料 → 零部件 → 整机 → 应用",
        (
            ("原材料", Tier.UPSTREAM),
            ("零部件", Tier.MIDSTREAM),
            ("整机", Tier.MIDSTREAM),
            ("应用", Tier.DOWNSTREAM),
        ),
    ),
    (
        "同上，另设制造装备、检测与平台两个支撑阶段",
        (
            ("原材料", Tier.UPSTREAM),
            ("零部件", Tier.MIDSTREAM),
            ("整机", Tier.MIDSTREAM),
            ("应用", Tier.DOWNSTREAM),
            ("制造装备", Tier.SUPPORT),
            ("检测与平台", Tier.SUPPORT),
        ),
    ),
    ("上游 → 中游 → 下游", (("上游", Tier.UPSTREAM), ("中游", Tier.MIDSTREAM), ("下游", Tier.DOWNSTREAM))),
    ("不预设阶段", ()),
)
"""Ready sets of stages to begin a chain with: (what it is called, (stage, tier) in order)."""

_ONLY_STAGE = ("环节", Tier.MIDSTREAM)


def new_chain_command(
    name: str, cluster: str = "", stages: Sequence[tuple[str, Tier]] = (), table: str = ""
) -> tuple[str, Composite]:
    """The new chain's code, and the command that makes it with its stages and the segments of the table."""
    code = fresh_code("chain")
    clip = clip_from_text(table)
    if not stages and any(not one.stage for one in clip.segments):
        stages = (_ONLY_STAGE,)
    made = tuple(Stage(fresh_code("stage"), stage, tier) for stage, tier in dict(stages).items())
    commands: list[Command] = [AddChain(code, name, cluster)]
    commands += [AddStage(code, one.code, one.name, one.tier) for one in made]
    planned = pasting(Chain(code, name, stages=made), clip, made[0].code if made else "")
    if planned.command is not None:
        commands += planned.command.commands
    return code, Composite("add_chain", name, tuple(commands))
