"""What was acknowledged survives kill -9; a full disk is said and loses nothing that was saved."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tightrope import paths
from tightrope.database import Stores
from tightrope.records import schema

ROOT = Path(__file__).resolve().parents[2]
WRITES, KILLS = 1000, 20


def start(*arguments):
    return subprocess.Popen(
        [sys.executable, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def saved():
    stores = Stores(paths.records_file(), paths.warehouses(), schema.statements())
    found = {row["id"] for row in stores.raw("SELECT audit_event_id AS id FROM records.audit_event")}
    stores.close()
    return found


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="kill -9 is POSIX")
def test_kill_9_loses_nothing_that_was_acknowledged(home):
    chance = random.Random(11)
    acknowledged: set[str] = set()
    for kill in range(KILLS):
        process = start("tests/store/writes_until_killed.py", str(WRITES), f"k{kill}")
        assert process.stdout.readline() == "open\n"
        time.sleep(chance.uniform(0.05, 0.5))
        process.send_signal(signal.SIGKILL)
        printed = process.stdout.read()  # what readline read ahead is in it too; communicate would drop it
        process.communicate()
        # The last line may be cut off in the middle by the kill; only whole lines were acknowledged.
        acknowledged |= set(printed[: printed.rfind("\n") + 1].split())
    found = saved()
    assert len(acknowledged) > KILLS * 5, "too few writes happened for the test to mean anything"
    assert acknowledged <= found
    # An unacknowledged write may have landed too, at most one for each kill: one thread wrote.
    assert len(found - acknowledged) <= KILLS


FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from tightrope import paths
from tightrope.database import Stores
from tightrope.errors import Refusal
from tightrope.records import schema
stores = Stores(paths.records_file(), paths.warehouses(), schema.statements())
def note(name, size):
    row = [name, "2026-11-03 09:00:00", None, "noted", None, "x" * size]
    stores.write(lambda c: c.execute("INSERT INTO records.audit_event VALUES (?, ?, ?, ?, ?, ?)", row))
note("before", 10)
limit = 400_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    for number in range(100):
        note(f"big-{number}", 100_000)
        print(f"big-{number}", flush=True)
    print("never refused")
except Refusal as refusal:
    print("REFUSED", refusal, flush=True)
import os
os._exit(0)
"""


@pytest.mark.skipif(os.name == "nt", reason="file size limits are POSIX")
def test_a_full_disk_is_said_and_what_was_saved_stays(home):
    process = start("-c", FULL)
    out, err = process.communicate(timeout=60)
    lines = out.splitlines()
    assert lines[-1].startswith("REFUSED Nothing was saved"), (out, err)
    found = saved()
    assert {"before", *lines[:-1]} <= found


def test_a_second_app_on_the_same_records_is_told_who_holds_them(home):
    holder = start("tests/store/writes_until_killed.py", "100000", "first")
    try:
        assert holder.stdout.readline() == "open\n"
        second = subprocess.run(
            [sys.executable, "-m", "tightrope", "account", "list"],
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=dict(os.environ),
            timeout=60,
        )
    finally:
        holder.kill()
        holder.communicate()
    assert second.returncode == 2
    assert "Another program holds the records file" in second.stderr
    assert str(holder.pid) in second.stderr
