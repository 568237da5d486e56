"""Why a server let nobody in: it says so in a sentence alone, in its own language."""

from __future__ import annotations

import re
from typing import Any

_SAID = (
    ("wrong_password", r"password authentication failed|Password ?认证失败|密码.*失败"),
    ("wrong_password", r"no password supplied|fe_sendauth"),
    ("no_such_database", r"database \"[^\"]*\" does not exist|数据库.*不存在"),
    ("wrong_password", r"role \"[^\"]*\" does not exist|角色.*不存在|not permitted to log in|不允许登录"),
    ("certificate_file", r"root certificate file .* does not exist|could not read root certificate"),
    ("no_encryption", r"server does not support SSL|SSL off|no encryption"),
    ("certificate_host", r"server certificate for .* does not match host"),
    ("certificate_unknown", r"certificate verify failed|self.signed|unable to get local issuer"),
    ("not_let_in", r"no pg_hba\.conf entry|pg_hba\.conf|permission denied for database|对数据库.*权限不够"),
    ("server_busy", r"too many (clients|connections)|太多"),
    ("server_starting", r"starting up|shutting down|recovery mode|正在启动|正在关闭"),
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
