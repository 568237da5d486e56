"""The command line: the same functions as the window, for scripts and for checking.

Exit status 0 done, 1 done in part (rows rejected), 2 refused with a message.
"""

from __future__ import annotations

import click

from app import __version__
from app.cli_verbs import VERBS, VerbGroup
from app.cli_words import usage_sentence
from app.exit_status import DONE, REFUSED
from app.messages import tell
from app.terminal_text import for_terminal
from chains.errors import DomainError, NotBackedUp

_GO_ON_HINT = "确认不备份也要写入的，请加 --no-backup。"


class _OpensByDefault(VerbGroup):
    """`lianpu`, `lianpu FILE` and `lianpu open FILE` all open the window."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        first = next((arg for arg in args if not arg.startswith("-")), None)
        asks_help = bool({"--help", "--version"} & set(args)) and first is None
        if not asks_help and first not in self.verbs:
            args = ["open", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_OpensByDefault, verbs=VERBS, context_settings={"help_option_names": ["--help", "-h"]})
@click.version_option(__version__, message="链谱 %(version)s")
def cli() -> None:
    """链谱：城市产业链图谱与招商目标企业清单。不带命令时打开窗口。"""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    try:
        result = cli.main(arguments, prog_name="lianpu", standalone_mode=False)
    except DomainError as error:
        return _refuse(tell(error) + (_GO_ON_HINT if isinstance(error, NotBackedUp) else ""))
    except click.exceptions.Abort:
        return _refuse("已中断。")
    except click.ClickException as error:
        return _refuse(usage_sentence(error))
    except SystemExit as leaving:
        return int(leaving.code or 0)
    return result if isinstance(result, int) else DONE


def _refuse(text: str) -> int:
    click.echo(for_terminal(text), err=True)
    return REFUSED
