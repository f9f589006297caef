"""One person has so many sessions at once, and a session that dies holds no place."""

import subprocess
import sys
from contextlib import ExitStack

import pytest

from console.gate.identity import NotLetIn
from console.gate.seating import seated

pytestmark = pytest.mark.rule("reliability T18")


def test_one_session_more_than_may_be_is_not_let_in(tmp_path):
    with ExitStack() as sessions:
        for _ in range(2):
            sessions.enter_context(seated(tmp_path / "seats", "ana", 2))

        with pytest.raises(NotLetIn, match="2 of your sessions are open"):
            sessions.enter_context(seated(tmp_path / "seats", "ana", 2))


def test_somebody_elses_sessions_and_those_that_ended_take_no_place(tmp_path):
    with seated(tmp_path / "seats", "ana", 1):
        pass

    with seated(tmp_path / "seats", "ana", 1), seated(tmp_path / "seats", "../sam", 1):
        names = sorted(path.parent.name for path in tmp_path.rglob("*.0"))

    assert names == ["seats", "seats"]


def test_a_session_that_is_killed_gives_its_place_back(tmp_path):
    code = (
        "import pathlib, sys, time\n"
        "from console.gate.seating import seated\n"
        "with seated(pathlib.Path(sys.argv[1]), 'ana', 1):\n"
        "    print('seated', flush=True)\n"
        "    time.sleep(60)\n"
    )
    words = [sys.executable, "-c", code, str(tmp_path / "seats")]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as session:
        assert session.stdout is not None
        session.stdout.readline()
        with pytest.raises(NotLetIn), seated(tmp_path / "seats", "ana", 1):
            pass

        session.kill()
        session.wait()

    with seated(tmp_path / "seats", "ana", 1):
        pass


def test_no_limit_makes_no_folder(tmp_path):
    with seated(tmp_path / "seats", "ana", 0):
        assert not (tmp_path / "seats").exists()
