"""A password in the address of a database: told of, and never shown, wherever it stands."""

from __future__ import annotations

import pytest

from app.cli import main
from app.messages import tell
from chains.errors import WorkspaceRefused
from db.places import place_text, without_password, workspace_place

_URL = "postgresql+psycopg://wang:{}@127.0.0.1:1/lianpu"


@pytest.mark.parametrize("password", ["ge@heim", "1/ge@heim", "1?ge@heim"])
def test_signs_of_a_password_that_cut_the_address_are_refused_without_it(password: str) -> None:
    with pytest.raises(WorkspaceRefused) as refused:
        workspace_place(_URL.format(password))

    assert refused.value.facts["reason"] == "bad_url"
    assert "heim" not in tell(refused.value) + str(refused.value)
    assert "%40" in tell(refused.value)


def test_a_password_among_the_settings_goes_nowhere_else() -> None:
    place = workspace_place("postgresql://wang@db/lianpu?password=geheim&sslmode=require")

    assert not isinstance(place, str)
    assert "geheim" not in without_password(place) + place_text(place) + str(place)
    assert "sslmode=require" in without_password(place)
    assert getattr(place, "password", None) == "geheim"


def test_a_password_on_the_command_line_is_warned_of(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "-w", _URL.format("geheim"), "--json"]) == 2

    told = capsys.readouterr()
    assert "PGPASSFILE" in told.err and "geheim" not in told.err + told.out
    assert main(["log", "-w", "postgresql+psycopg://wang@127.0.0.1:1/lianpu"]) == 2
    assert "PGPASSFILE" not in capsys.readouterr().err
