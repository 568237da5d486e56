"""Which verbs there are and where each lives: a verb's module is loaded when the verb is used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from app.cli_words import ChineseGroup

if TYPE_CHECKING:
    from collections.abc import Mapping

    import click

VERBS = {
    "backup": "cli_trust:backup",
    "catalogue": "cli_asking:catalogue",
    "chain": "cli_asking:chain",
    "check": "cli_trust:check",
    "compare": "cli_snapshots:compare_command",
    "copy": "cli_db:copy_command",
    "db": "cli_db:db_group",
    "erase-personal": "cli_personal:erase",
    "export": "cli_exporting:export_group",
    "gaps": "cli_asking:gaps",
    "import": "cli_changes:import_group",
    "judge": "cli_judging:judge",
    "log": "cli_log:log",
    "mark": "cli_changes:mark",
    "match": "cli_asking:match",
    "matches": "cli_deciding:matches",
    "measures": "cli_asking:measures",
    "new": "cli_changes:new",
    "open": "cli_window:open_window",
    "place": "cli_changes:place",
    "presets": "cli_lists:presets_command",
    "priorities": "cli_deciding:priorities",
    "records": "cli_records:records_command",
    "rescue": "cli_trust:rescue_command",
    "restore": "cli_trust:restore_command",
    "restore-value": "cli_log:restore_value",
    "scenario": "cli_scenario:scenario",
    "search": "cli_registry:search",
    "selftest": "cli_trust:self_test",
    "snapshot": "cli_snapshots:snapshot",
    "target": "cli_changes:target_group",
    "undo": "cli_changes:undo",
    "verdicts": "cli_judging:verdicts",
}
EXPORTS = {
    "chain": "cli_exporting:export_chain_command",
    "companies": "cli_companies:export_companies_command",
    "form": "cli_forms:export_form_command",
    "gaps": "cli_exporting:export_gaps_command",
    "lists": "cli_lists:export_lists_command",
    "map": "cli_map:export_map_command",
    "matches": "cli_deciding:export_matches_command",
    "package": "cli_package:export_package_command",
    "priorities": "cli_deciding:export_priorities_command",
    "records": "cli_records:export_records_command",
    "report": "cli_package:export_report_command",
    "targets": "cli_exporting:export_targets_command",
    "visit": "cli_targets:export_visit",
}
IMPORTS = {
    "chain": "cli_chains:import_chain",
    "companies": "cli_companies:import_companies",
    "forms": "cli_forms:import_forms",
    "records": "cli_records:import_records_command",
}
TARGETS = {
    "add": "cli_changes:target_add",
    "follow-up": "cli_targets:target_follow_up",
    "history": "cli_targets:target_history",
    "list": "cli_targets:target_list",
    "set": "cli_targets:target_set",
    "template": "cli_targets:template_group",
}
"""Verb → module of `app` and the command in it. To load all of them takes a second, to load one a part."""


class VerbGroup(ChineseGroup):
    """A group that knows its verbs by name; `verbs` says where each is."""

    def __init__(self, *arguments: Any, verbs: Mapping[str, str], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*arguments, **options)
        self.verbs = verbs

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every verb, in alphabetical order."""
        return sorted(self.verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of that name, loaded now; None when there is none."""
        place = self.verbs.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        found: click.Command = getattr(import_module(f"app.{module}"), name)
        return found
