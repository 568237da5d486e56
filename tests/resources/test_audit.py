"""The audit of the libraries can fail: what the auditor finds is told, and decides the status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from resources.packaging.audit import main

_HOLE = {"name": "jinja2", "version": "2.4.1", "vulns": [{"id": "PYSEC-2014-8"}]}
_SOUND = {"name": "click", "version": "8.1.7", "vulns": []}
_UNKNOWN = {"name": "click", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("printed", "status", "told"),
    [
        (json.dumps({"dependencies": [_HOLE, _SOUND]}), 1, "jinja2 2.4.1 PYSEC-2014-8"),
        (json.dumps({"dependencies": [_SOUND]}), 0, "1 个组件，没有已知漏洞"),
        (json.dumps({"dependencies": [_UNKNOWN]}), 0, "跳过"),
        ("ERROR: Max retries exceeded with url", 0, "没有查成"),
        ("pip_audit: error: unrecognized arguments: --disable-pip", 1, "没有查成"),
        ("ERROR: invalid requirements input", 1, "没有查成"),
    ],
)
def test_a_hole_or_a_wrong_call_fails_and_nobody_to_ask_does_not(
    printed: str, status: int, told: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    auditor = tmp_path / "pip_audit.py"
    stream = "stdout" if printed.startswith("{") else "stderr"
    auditor.write_text(f"import sys\nsys.{stream}.write({printed!r})\n", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    assert main(["requirements.lock"]) == status
    assert told in capfd.readouterr().out
