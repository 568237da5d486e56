"""Why a server let nobody in: it says so in a sentence alone, in its own language."""

from __future__ import annotations

import re
from typing import Any

_SAID = (
    ("wrong_password", r"password authentication failed|Password ?认证失败|密码.*失败"),
    ("wrong_password", r"no password supplied|fe_sendauth"),
    ("no_such_database", r"database \"[^\"]*\" does not exist|数据库.*不存在"),
    ("wrong_password", r"role \"[^\"]*\" does not exist|角色.*不存在|not permitted to log in|进行登录"),
    ("certificate_file", r"root certificate file .* does not exist|could not read root certificate"),
    ("no_encryption", r"server does not support SSL|SSL off|no encryption"),
    ("certificate_host", r"server certificate for .* does not match host"),
    ("certificate_unknown", r"certificate verify failed|self.signed|unable to get local issuer"),
    ("not_let_in", r"pg_hba\.conf"),
    ("no_member", r"permission denied for database|数据库.*权限不够"),
    ("no_more_let_in", r"not currently accepting connections|当前不接受联接"),
    ("server_busy", r"too many (clients|connections)|太多|connection slots are reserved|保留的连接位置"),
    ("server_starting", r"starting up|shutting down|recovery mode|not yet accepting connections"),
    ("server_starting", r"系统(启动|停止|在恢复模式)中"),
    ("server_encrypts", r"SSL|certificate"),
    ("no_server", r"could not translate host name|Name or service not known|failed to resolve host"),
    ("no_server", r"Connection refused|timeout expired|timed out|No route|unreachable"),
    ("no_server", r"No such file or directory"),
)  # fmt: skip


def refused_connection(error: Any) -> str:  # noqa: ANN401 - the driver's error
    """The reason behind an error that came before there was a connection."""
    said = str(error)
    for reason, pattern in _SAID:
        if re.search(pattern, said, re.IGNORECASE):
            return reason
    asked = getattr(getattr(error, "pgconn", None), "needs_password", False)
    return "wrong_password" if asked else "server_away"
