"""The command line's own words in Chinese: help pages and wrong calls; click's are English."""

from __future__ import annotations

import click

_HELP_WORDS = (
    ("Usage:", "用法："),
    ("Options:", "选项："),
    ("Commands:", "命令："),
    ("[OPTIONS]", "[选项]"),
    ("COMMAND [ARGS]...", "命令 …"),
    ("Show this message and exit.", "显示本说明"),
    ("Show the version and exit.", "显示版本"),
    ("[required]", "（必填）"),
    ("[default:", "[默认："),
)


class ChineseCommand(click.Command):
    """A verb whose help page is in Chinese."""

    def get_help(self, ctx: click.Context) -> str:
        """The help page."""
        return _chinese(super().get_help(ctx))


class ChineseGroup(click.Group):
    """A group of verbs whose help pages are in Chinese."""

    command_class = ChineseCommand
    group_class = type

    def get_help(self, ctx: click.Context) -> str:
        """The help page."""
        return _chinese(super().get_help(ctx))


def _chinese(text: str) -> str:
    for english, chinese in _HELP_WORDS:
        text = text.replace(english, chinese)
    return text


def usage_sentence(error: click.ClickException) -> str:
    """The error of a wrong call as a sentence."""
    if isinstance(error, click.NoSuchOption):
        return f"没有“{error.option_name}”这个选项。"
    if isinstance(error, click.MissingParameter):
        return f"缺少{_parameter(error)}。"
    if isinstance(error, click.BadOptionUsage):
        return f"选项“{error.option_name}”缺少取值。"
    if isinstance(error, click.BadParameter):
        return f"{_parameter(error)}的取值不对{_choices(error.param)}。"
    if isinstance(error, click.UsageError):
        return "命令的参数不对，多了或少了内容。"
    return error.format_message()


def _parameter(error: click.BadParameter) -> str:
    parameter = error.param
    if isinstance(parameter, click.Option):
        return f"选项“{parameter.opts[0]}”"
    name = getattr(parameter, "metavar", None) or getattr(parameter, "name", None) or ""
    return f"参数“{str(name).upper()}”"


def _choices(parameter: click.Parameter | None) -> str:
    kind = getattr(parameter, "type", None)
    return f"，可用：{'、'.join(map(str, kind.choices))}" if isinstance(kind, click.Choice) else ""
