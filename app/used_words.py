"""What stays when an import is taken back, in the user's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chains.events import Outcome
    from chains.used_companies import UsedCompanies, UsedCompany

ALL_USED = "这次更改新增的企业之后都已被使用，没有可以撤销的。请先撤销用到它们的更改。"


def kept_text(outcome: Outcome) -> str:
    """What of a change that was taken back stayed as it was; "" when nothing did."""
    said = []
    if outcome.kept_back:
        said.append(f"其中 {outcome.kept_back:,} 家企业刚被他人修改，保留他们的内容，没有改回。")
    if outcome.kept_used:
        said.append(
            f"其中 {outcome.kept_used:,} 家企业导入之后已被使用（标注、列为目标或修改过），保留没有撤销。"
        )
    return "".join(said)


def use_text(company: UsedCompany) -> str:
    """What was done with a company since it came."""
    said = [f"标注 {company.placements} 处"] if company.placements else []
    said += [f"列为目标 {company.targets} 次"] if company.targets else []
    return "，".join([*said, *(["内容改过"] if company.changed else [])])


def question_text(found: UsedCompanies) -> str:
    """What would stay and what would go."""
    return (
        f"这次更改新增的 {found.added:,} 家企业中，{found.total:,} 家之后已被使用，"
        f"撤销时保留这些企业和用到它们的内容，其余 {found.unused:,} 家撤销。之后仍可重做。"
    )


def used_lines(found: UsedCompanies) -> list[str]:
    """The same for the command line, company by company."""
    lines = [f"{one.name}\t{use_text(one)}" for one in found.named]
    more = [f"…共 {found.total:,} 家"] if found.total > len(found.named) else []
    return [*lines, *more, f"{question_text(found)}要这样撤销请加 --keep-used。"]
