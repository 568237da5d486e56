"""Asks for known holes in the locked libraries: `python -m resources.packaging.audit LOCK`."""

from __future__ import annotations

import json
import re
import subprocess
import sys

_SECONDS = "10"
_NOBODY_THERE = re.compile(r"connect|timed? ?out|unreachable|proxy|resolve|Max retries", re.IGNORECASE)
"""What it says where the service of known holes cannot be reached; anything else is a fault of the call."""


def main(arguments: list[str]) -> int:
    """Print what was found; 1 when there is a hole or it could not be done, 0 when nobody could be asked."""
    auditing = [sys.executable, "-m", "pip_audit", "-r", arguments[0], "--disable-pip", "--require-hashes"]
    auditing += ["--progress-spinner", "off", "--timeout", _SECONDS, "-f", "json"]
    done = subprocess.run(auditing, capture_output=True, text=True, encoding="utf-8", check=False)
    try:
        parts = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        _say(f"没有查成，{done.stderr.strip().rpartition(chr(10))[2]}")
        return 0 if _NOBODY_THERE.search(done.stderr) else 1
    asked = [part for part in parts if "skip_reason" not in part]
    if not asked:
        _say("跳过，漏洞库里查不到任何组件（离线，或用的是镜像）")
        return 0
    holes = [f"{one['name']} {one['version']} {hole['id']}" for one in asked for hole in one["vulns"]]
    _say(f"{len(asked)} 个组件，{'、'.join(holes) or '没有已知漏洞'}")
    return 1 if holes else 0


def _say(text: str) -> None:
    print(f"检查依赖漏洞：{text}", flush=True)  # noqa: T201 - what it is for


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
