"""`lianpu scenario`: before and after of what is supposed, and scenarios kept by name."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from app.cli_io import as_json, in_workspace, opened, put, say_done, segment_ref, signed
from app.cli_words import ChineseCommand
from app.services.deciding import find_outcome
from app.services.finding import find_company
from chains import words
from chains.countries import countries_in
from chains.errors import NotFound
from chains.import_origins import import_marks, imports_by_country
from chains.kinds import Source
from chains.scenario import Fill, Gone, Settle, Stop
from chains.scenario_commands import RemoveScenario, SaveScenario
from chains.scenario_text import as_text, segment_names, sentence

if TYPE_CHECKING:
    from app.services.workspace import Workspace
    from chains.chain import SegmentRef
    from chains.scenario import Scenario, Supposition
    from chains.scenario_outcome import ChainOutcome, ScenarioOutcome

_SOURCES = {
    "abroad": Source.ABROAD,
    "domestic": Source.DOMESTIC,
    "provincial": Source.PROVINCIAL,
    "all": None,
}
_SEGMENT = "产业链/环节"


@click.command("scenario", cls=ChineseCommand)
@in_workspace
@click.option("--fill", "fills", multiple=True, metavar=_SEGMENT, help="补上缺口")
@click.option("--settle", "settlers", multiple=True, nargs=2, metavar=f"{_SEGMENT} 企业", help="企业落户")
@click.option("--gone", "gone", multiple=True, metavar="企业", help="企业退出")
@click.option("--stop", "stops", multiple=True, type=click.Choice(list(_SOURCES)), help="全部环节的来源断供")
@click.option("--stop-country", "countries", multiple=True, metavar="国家", help="从该国（地区）进口断供")
@click.option("--stop-at", "stops_at", multiple=True, metavar=_SEGMENT, help="一个环节的市外来源断供")
@click.option("--use", metavar="方案", help="用已保存的方案")
@click.option("--save", metavar="方案", help="把假设保存为方案")
@click.option("--remove", metavar="方案", help="删除方案")
@click.option("--countries", "origins", is_flag=True, help="列出标注中的来源国（地区）和环节数")
@click.option("--list", "listed", is_flag=True, help="列出已保存的方案")
@signed
@as_json
def scenario(workspace_name: str, author: str | None, as_json: bool, **asked: Any) -> None:  # noqa: ANN401 - options
    """推演：假设之下每条链各项指标的前后，不改动任何标注。"""
    with opened(workspace_name, author) as workspace:
        if asked["listed"]:
            _list(workspace, as_json)
        elif asked["origins"]:
            _list_countries(workspace, as_json)
        elif asked["remove"]:
            say_done(workspace.execute(RemoveScenario(_kept(workspace, asked["remove"]).id)))
        else:
            _run(workspace, asked, as_json)


def _run(workspace: Workspace, asked: dict[str, Any], as_json: bool) -> None:
    supposed = _supposed(workspace, asked)
    if asked["use"]:
        supposed = (*_kept(workspace, asked["use"]).suppositions, *supposed)
    outcome = find_outcome(workspace, supposed)
    if asked["save"]:
        workspace.execute(SaveScenario(asked["save"], supposed))
    with workspace.read() as reader:
        names = segment_names(reader.chain_states())
    whole = {"supposed": [as_text(one) for one in supposed], **_outcome(outcome)}
    lines = [sentence(one, names) for one in supposed] or ["没有假设。"]
    lines += [f"没有环节填写来源国（地区）：{name}" for name in _unnamed(outcome)]
    if outcome.imports is not None:
        lines.append(words.import_marks_text(outcome.imports))
    lines += [line for one in outcome.chains if one.changed for line in _lines(one)]
    put(whole, as_json, lines)


def _supposed(workspace: Workspace, asked: dict[str, Any]) -> tuple[Supposition, ...]:
    found: list[Supposition] = [Fill(_ref(workspace, text)) for text in asked["fills"]]
    for text, name in asked["settlers"]:
        with workspace.read() as reader:
            known = reader.companies_named(name)
        found.append(
            Settle(_ref(workspace, text), known[0].id if len(known) == 1 else 0, " ".join(name.split()))
        )
    for name in asked["gone"]:
        with workspace.read() as reader:
            company = find_company(reader, name)
        found.append(Gone(company.id, company.name))
    found += [Stop(_SOURCES[name]) for name in asked["stops"]]
    found += [Stop(None, _ref(workspace, text)) for text in asked["stops_at"]]
    found += [Stop(Source.ABROAD, None, name) for name in countries_in("；".join(asked["countries"]))]
    return tuple(found)


def _ref(workspace: Workspace, text: str) -> SegmentRef:
    chain, separator, segment = text.partition("/")
    if not separator:
        raise click.BadParameter(text, param_hint=_SEGMENT)
    return segment_ref(workspace, chain, segment)


def _kept(workspace: Workspace, name: str) -> Scenario:
    with workspace.read() as reader:
        kept = reader.scenarios()
    found = next((one for one in kept if one.name == name.strip()), None)
    if found is None:
        raise NotFound(kind="scenario", name=name, near=tuple(one.name for one in kept)[:5])
    return found


def _list(workspace: Workspace, as_json: bool) -> None:
    with workspace.read() as reader:
        kept, names = reader.scenarios(), segment_names(reader.chain_states())
    whole = [{"name": one.name, "supposed": [as_text(each) for each in one.suppositions]} for one in kept]
    lines = [f"{one.name}\t{'；'.join(sentence(each, names) for each in one.suppositions)}" for one in kept]
    put(whole, as_json, lines or ["没有保存的推演方案。"])


def _list_countries(workspace: Workspace, as_json: bool) -> None:
    with workspace.read() as reader:
        states = reader.chain_states()
    found, marks = imports_by_country(states), import_marks(states)
    whole = {"countries": [{"name": name, "segments": number} for name, number in found], **asdict(marks)}
    lines = [f"{name}\t{number} 个环节" for name, number in found]
    put(whole, as_json, [*lines, words.import_marks_text(marks)])


def _unnamed(outcome: ScenarioOutcome) -> list[str]:
    """Countries that were supposed to stop and that no mark names."""
    return [one.country for one in outcome.unknown if isinstance(one, Stop) and one.country]


def _outcome(outcome: ScenarioOutcome) -> dict[str, Any]:
    return {
        "unknown": [as_text(one) for one in outcome.unknown],
        "imports": None if outcome.imports is None else asdict(outcome.imports),
        "chains": [
            {
                "chain": one.code,
                "name": one.name,
                "changed": one.changed,
                "before": asdict(one.before),
                "after": asdict(one.after),
                "steps": [
                    {
                        "segment": step.ref.segment,
                        "name": step.name,
                        "turn": step.turn,
                        "order": step.order,
                        "before": step.before,
                        "after": step.after,
                    }
                    for step in one.steps
                ],
            }
            for one in outcome.chains
        ],
    }


def _lines(one: ChainOutcome) -> list[str]:
    before, after = one.before, one.after
    figures = [
        ("本地配套率", words.rate_text(before.local_supply_rate), words.rate_text(after.local_supply_rate)),
        ("完整度", words.rate_text(before.completeness), words.rate_text(after.completeness)),
        ("缺失", str(before.missing), str(after.missing)),
        ("薄弱", str(before.weak), str(after.weak)),
        ("卡脖子", str(before.chokepoints), str(after.chokepoints)),
        ("缺口指数合计", words.index_text(before.index_sum), words.index_text(after.index_sum)),
        ("缺口牵连", words.rate_text(before.exposure), words.rate_text(after.exposure)),
        ("停摆", words.rate_text(before.standstill), words.rate_text(after.standstill)),
    ]
    moved = [f"{word} {old} → {new}" for word, old, new in figures if old != new]
    lines = [f"{one.name}\t{'；'.join(moved) or '数值不变'}"]
    lines += [
        f"\t第 {step.order + 1} 步\t{'点亮' if step.turn == 'lit' else '停摆'}\t{step.name}\t"
        f"{step.before:.0%} → {step.after:.0%}"
        for step in one.steps
    ]
    return lines
