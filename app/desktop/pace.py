"""How far a long job is: rows, rate and time left, in words."""

from __future__ import annotations

import time


class Pace:
    """Begins when it is made; the rate is that of the whole job so far."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def text(self, doing: str, done: int, total: int) -> str:
        """读取并比对：12,000 / 100,000 行，每秒 15,200 行，约剩 6 秒."""
        passed = time.monotonic() - self._start
        if done <= 0:
            return f"{doing}…"
        parts = [f"{doing}：{done:,} / {total:,} 行" if total else f"{doing}：{done:,} 行"]
        if passed >= 1:
            rate = done / passed
            parts.append(f"每秒 {rate:,.0f} 行")
            if total > done:
                parts.append(f"约剩{_duration((total - done) / rate)}")
        return "，".join(parts)


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f" {max(1, round(seconds))} 秒"
    return f" {round(seconds / 60)} 分钟" if seconds >= 90 else " 1 分钟"
