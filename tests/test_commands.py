"""The command line: exit codes, JSON, and the same answers with the app running and without."""

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from shell import shell

from tightrope import commands, paths

ROOT = Path(__file__).resolve().parents[1]
GOOD = "plum river ladder seven"
START_SECONDS = 90
posix = pytest.mark.skipif(os.name == "nt", reason="signals and file modes are POSIX")


def run(*arguments, given="", **environment):
    """One command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "tightrope", *arguments],
        input=given.encode() if isinstance(given, str) else given,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        timeout=120,
    )


def carried(*arguments, given="", house=None):
    """One command in this process: exit code, standard output, standard error."""
    return commands.carry_out(list(arguments), given, lambda: house)


# what every command has


def test_the_whole_line_and_each_command_explain_themselves():
    whole = run("--help")
    assert whole.returncode == 0 and b"--" not in whole.stderr
    for command in commands.COMMANDS:
        assert command.name in whole.stdout.decode()


@pytest.mark.parametrize("name", [command.name for command in commands.COMMANDS])
def test_each_command_has_help_and_json(name, capsys):
    with pytest.raises(SystemExit) as ended:
        commands.parser().parse_args([name, "--help"])
    assert ended.value.code == 0
    assert "--json" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [[], ["conjure"], ["query"], ["account", "rename", "ann"], ["build", "--visits", "x"]]
)
def test_a_mistyped_command_ends_with_2_and_opens_nothing(home, arguments):
    ended = shell(*arguments)
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert b"usage" in ended.stderr and not home.exists()


def test_a_defect_is_no_finding(home, monkeypatch):
    ended = run("query", "data/loaded", TIGHTROPE_HOME=str(home), TIGHTROPE_RECORDS="/dev/null/records")
    assert ended.returncode == 2


# redact


@pytest.mark.parametrize(
    "given",
    [
        "",
        "\n",
        "one",
        "one\n",
        "one\n\nthree\n\n",
        "a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g\n",
        "a\r\nb\rc\r\n",
        "ring 07700 900123\nor\n07700 900124",
        b"broken \xff\xfe\nutf-8\n",
    ],
)
def test_redact_gives_as_many_lines_as_it_was_given(home, given):
    sent = given.encode() if isinstance(given, str) else given
    ended = shell("redact", given=sent, encoding="ascii")
    whole = sent if sent.endswith(b"\n") or not sent else sent + b"\n"
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.count(b"\n") == whole.count(b"\n")
    assert b"0770" not in ended.stdout


def test_redact_keeps_the_order_and_every_letter(home):
    ended = run("redact", given="বাংলা 07700 900123\nzwei\n", PYTHONIOENCODING="ascii")
    assert ended.stdout.decode() == "বাংলা [telephone]\nzwei\n"
    code, out, _ = carried("redact", "--json", given="SW1A 1AA\nx\n")
    assert (code, json.loads(out)) == (0, ["[postcode]", "x"])


def test_a_reader_that_goes_away_is_no_error(home):
    lines = "word\n" * 200_000
    piped = subprocess.Popen(
        [sys.executable, "-m", "tightrope", "redact"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    piped.stdin.write(lines.encode())
    piped.stdin.close()
    assert piped.stdout.readline() == b"word\n"
    piped.stdout.close()
    assert piped.stderr.read() == b""
    piped.stderr.close()
    piped.wait()


# accounts


def test_accounts_are_added_listed_changed_and_closed(house):
    assert carried("account", "list", house=house) == (0, "There are no accounts.\n", "")
    code, out, _ = carried("account", "add", "ann", "--display-name", "Ann", "--json", given=GOOD + "\n", house=house)
    assert code == 0 and json.loads(out)["role"] == "viewer"
    assert carried("account", "list", house=house) == (0, "ann\tviewer\n", "")
    assert carried("account", "role", "ann", "--role", "admin", house=house)[0] == 0
    code, out, _ = carried("account", "list", "--json", house=house)
    (row,) = json.loads(out)
    assert (row["name"], row["role"], row["closed_at"]) == ("ann", "admin", None) and "password_hash" not in row
    assert carried("account", "password", "ann", given="other river ladder nine", house=house)[0] == 0
    assert carried("account", "close", "ann", house=house)[0] == 0
    assert json.loads(carried("account", "list", "--json", house=house)[1])[0]["closed_at"]


@pytest.mark.parametrize(
    ("arguments", "given", "words"),
    [
        (["add"], GOOD, "needs a name"),
        (["add", "ann"], "short", "at least 12"),
        (["add", "1"], GOOD, "sign-in name"),
        (["role", "nobody", "--role", "admin"], "", "no account nobody"),
        (["role", "nobody"], "", "needs --role"),
        (["close", "nobody"], "", "no account nobody"),
        (["password", "nobody"], GOOD, "no account nobody"),
    ],
)
def test_what_cannot_be_done_ends_with_2_and_says_why(house, arguments, given, words):
    code, out, err = carried("account", *arguments, given=given, house=house)
    assert (code, out) == (2, "") and words in err


# queries


def test_a_query_answers_in_words_and_in_json(house):
    code, out, _ = carried("query", "data/facts", house=house)
    assert code == 0 and out.startswith("name\tvalue\n") and "council\tHallamford\n" in out
    code, out, _ = carried("query", "data/facts", "--json", house=house)
    assert {"name": "council", "value": "Hallamford"} in json.loads(out)
    assert json.loads(carried("query", "data/rejected", "most=1", "--json", house=house)[1]) is not None
    ledger = json.loads(carried("query", "data/ledger", "year=2026-27", "--json", house=house)[1])
    assert ledger and all(isinstance(row["gross"], float) for row in ledger)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["data/none"], "There is no query data/none. There are: "),
        (["../account/all"], "There is no query"),
        (["account/all"], "There is no query"),
        (["account/by_name", "sign_in_name=ann"], "There is no query"),
        (["story/words", "audience=officers"], "There is no query"),
        (["door/story_shown"], "There is no query"),
        (["data/ledger"], "data/ledger needs year=…"),
        (["data/ledger", "year=2026-27", "colour=red"], "does not take 'colour=red'"),
        (["data/ledger", "2026-27"], "does not take '2026-27'"),
        (["data/rejected", "most=many"], "could not be answered"),
        (["story/totals"], "needs audience=…"),
        (["story/totals", "audience=everybody"], "no audience 'everybody'"),
    ],
)
def test_a_query_that_cannot_be_asked_ends_with_2(house, arguments, words):
    code, out, err = carried("query", *arguments, house=house)
    assert (code, out) == (2, "") and words in err


def test_each_audience_counts_what_it_may(house):
    officers, counts = (
        json.loads(carried("query", "story/totals", f"audience={one}", "--json", house=house)[1])[0]
        for one in ("officers", "counts")
    )
    assert counts["readable"] == 0 and counts["accounts"] == officers["accounts"]


# building


def test_a_build_of_a_folder_that_is_not_there_ends_with_2(home):
    ended = shell("build", "--from", str(home / "none"))
    assert ended.returncode == 2 and b"There is no folder" in ended.stderr
    assert not paths.master_key_file().exists()


def test_a_day_that_is_none_ends_with_2_before_anything_is_made(home):
    for written in (["--as-at", "yesterday"], ["--as-at=2026-13-01"]):
        ended = shell("build", *written)
        assert ended.returncode == 2 and b"YYYY-MM-DD" in ended.stderr
    assert not home.exists()


# the app running and not


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class App:
    """The real server in a process of its own."""

    def __init__(self, *arguments, **environment):
        self.port = free_port()
        self.lines = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
        )

    def get(self, path, port=None, **told):
        with httpx.Client(trust_env=False) as client:
            return client.get(f"http://127.0.0.1:{port or self.port}{path}", timeout=10, **told)

    def ready(self):
        """Wait until it answers."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            try:
                if self.get("/p/health").status_code == 200:
                    return self
            except httpx.HTTPError:
                time.sleep(0.1)
        raise AssertionError(f"the app did not start: {self.stop()}")

    def ended(self):
        """Wait until it ends by itself: exit code and what it printed."""
        printed = self.process.communicate(timeout=START_SECONDS)[0]
        return self.process.returncode, printed

    def stop(self):
        """End it as a person would and return what it printed."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
        try:
            return self.process.communicate(timeout=30)[0]
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.communicate()[0]


@pytest.fixture
def serving():
    """Starts apps; whatever still runs is ended."""
    started = []

    def start(*arguments, **environment):
        started.append(App(*arguments, **environment))
        return started[-1]

    yield start
    for one in started:
        one.stop()


@posix
@pytest.mark.slow
def test_the_command_line_works_with_the_app_running_and_without(demo, serving):
    before = run("account", "add", "ann", "--role", "manager", "--password-stdin", given=GOOD)
    assert before.returncode == 0, before.stderr
    app = serving().ready()
    note = paths.runtime_file()
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert json.loads(note.read_text())["pid"] == app.process.pid
    through = run("account", "list")
    assert (through.returncode, through.stdout, through.stderr) == (0, b"ann\tmanager\n", b"")
    added = run("account", "add", "bob", "--password-stdin", "--json", given=GOOD)
    assert added.returncode == 0 and json.loads(added.stdout)["name"] == "bob"
    facts = run("query", "data/facts", "--json")
    assert {"name": "council", "value": "Hallamford"} in json.loads(facts.stdout)
    refused = run("query", "data/none")
    assert refused.returncode == 2 and b"There is no query data/none" in refused.stderr
    second = serving().ended()
    assert second[0] == 2
    assert f"already running here (process {app.process.pid}, port {app.port})" in second[1]
    assert "Traceback" not in second[1]
    assert run("account", "list").returncode == 0, "the second app took the first one's note away"
    app.stop()
    assert not note.exists()
    after = run("account", "list")
    assert (after.returncode, after.stdout) == (0, b"ann\tmanager\nbob\tviewer\n")


@posix
@pytest.mark.slow
def test_after_a_crash_the_command_line_works_and_loses_nothing(demo, serving):
    app = serving().ready()
    assert run("account", "add", "ann", "--password-stdin", given=GOOD).returncode == 0
    app.process.kill()
    app.process.wait()
    assert paths.runtime_file().exists()
    assert run("account", "list").stdout == b"ann\tviewer\n"
    # The same where another program has the number by now: this test's own process, on a port nobody listens on.
    note = {"pid": os.getpid(), "address": "127.0.0.1", "port": free_port(), "token": "x"}
    paths.runtime_file().write_text(json.dumps(note))
    assert run("account", "list").stdout == b"ann\tviewer\n"


@pytest.mark.slow
def test_the_app_does_not_listen_to_others_before_there_is_an_account(demo, serving):
    code, printed = serving("--server.address", "0.0.0.0").ended()
    assert code == 2, printed
    assert "will not listen on 0.0.0.0" in printed and "account add NAME --role admin" in printed
    assert "Traceback" not in printed
    assert not paths.runtime_file().exists()


@posix
@pytest.mark.slow
def test_with_an_account_it_listens_to_others_and_the_command_line_still_works(demo, serving):
    assert run("account", "add", "ann", "--role", "admin", "--password-stdin", given=GOOD).returncode == 0
    app = serving("--server.address", "0.0.0.0").ready()
    assert app.get("/sign-in", headers={"host": "council.example.org"}).status_code == 200
    assert run("account", "list").stdout == b"ann\tadmin\n"


@posix
@pytest.mark.slow
def test_the_first_administrator_gets_a_link_that_works_once(demo, serving):
    app = serving(TIGHTROPE_SIGN_IN="required").ready()
    printed = ""
    while "/invite/" not in printed:
        printed = app.process.stdout.readline()
        assert printed, "no link was printed"
    found = re.search(r"http://localhost:(\d+)(/invite/\S+)", printed)
    assert int(found[1]) == app.port
    assert "Administrator" in app.get(found[2]).text
    with httpx.Client(trust_env=False, base_url=f"http://127.0.0.1:{app.port}") as client:
        made = client.post(found[2], data={"name": "ann", "password": GOOD})
        assert (made.status_code, made.headers["location"]) == (303, "/")
        assert client.get(found[2]).status_code == 404
    assert run("account", "list").stdout == b"ann\tadmin\n"
    app.stop()
    again = serving(TIGHTROPE_SIGN_IN="required").ready()
    assert "/invite/" not in again.stop()


@posix
@pytest.mark.slow
def test_the_public_port_serves_the_door_and_nothing_else(demo, serving):
    port = free_port()
    app = serving(TIGHTROPE_PUBLIC_PORT=str(port)).ready()
    assert app.get("/p/health", port).json() == {"status": "ok", "data": True}
    for path in ("/", "/data", "/sign-in", "/local/command", "/_stcore/health", "/static/index.html"):
        assert app.get(path, port).status_code == 404
        assert "server" not in app.get(path, port).headers
    assert app.get("/data").status_code == 200
    taken = serving(TIGHTROPE_PUBLIC_PORT=str(port), TIGHTROPE_HOME=str(demo) + "-other")
    code, printed = taken.ended()
    assert code == 2 and f"port {port}" in printed and "Traceback" not in printed


@pytest.mark.parametrize("told", ["abc", "0", "99999", "-1", "80 80"])
def test_a_public_port_that_is_none_ends_with_2(home, told):
    from tightrope.errors import Refusal
    from tightrope.public import listener

    with pytest.MonkeyPatch.context() as patch, pytest.raises(Refusal, match="between 1 and 65535"):
        patch.setenv(listener.PORT, told)
        listener.reserve()
