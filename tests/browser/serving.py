"""The real server in a process of its own, asked as a browser and over a bare websocket."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import TimeoutError as NotInTime
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from tightrope import paths

START_SECONDS = 60
SIZES = {"projector": (1920, 1080), "laptop": (1280, 800), "phone": (390, 844)}
FLAGS = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--no-proxy-server",
    "--disable-component-update", "--disable-sync", "--disable-gpu", "--enable-unsafe-swiftshader",
]  # fmt: skip
DONE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
HARMLESS = re.compile(r"_stcore/(health|host-config)|favicon")  # two 404s that Streamlit logs on every deep link
TRIES, LIST_SECONDS = 6, 4_000  # milliseconds: to open a list, which closes by itself while the page still moves
MOST_SECONDS = 25_000  # milliseconds: for waiting on a slow computer, never to judge speed


class Server:
    """The app on a free port with a home of its own; what it printed is in `printed()`."""

    def __init__(self, folder: Path, **environment: str):
        """`folder` holds home/ and keys/, as the fixture `built` leaves them."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder, self.address = folder, f"http://localhost:{self.port}"
        self._log = (folder / "server.log").open("wb")
        told = {name: value for name, value in os.environ.items() if not name.startswith(("TIGHTROPE_", "STREAMLIT_"))}
        told |= {"TIGHTROPE_HOME": str(folder / "home"), "TIGHTROPE_KEY_FILE": str(folder / "keys" / "master.key")}
        told |= {"PYTHONUNBUFFERED": "1", **environment}
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port)]
        command += ["--server.address", "localhost"]
        self.process = subprocess.Popen(
            command, cwd=paths.ROOT, env=told, stdin=subprocess.DEVNULL, stdout=self._log, stderr=subprocess.STDOUT
        )
        self._wait()

    def printed(self) -> str:
        """Everything the server wrote so far."""
        return (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        """End it at once: its home is thrown away."""
        self.process.kill()
        self.process.wait()
        self._log.close()

    def _wait(self) -> None:
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with direct.open(f"{self.address}/p/health", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        printed = self.printed()
        self.stop()
        raise AssertionError(f"The server did not start:\n{printed}")


def copied(built: Path, target: Path) -> Path:
    """A copy of a built council for one server."""
    return Path(shutil.copytree(built, target))


def over_websocket(server: Server, page: str = "", script_hash: str = "", query: str = "") -> list[ForwardMsg]:
    """Every message a bare client gets for one run of the script."""
    asked = BackMsg()
    asked.rerun_script.page_name = page
    asked.rerun_script.query_string = query
    if script_hash:
        asked.rerun_script.page_script_hash = script_hash
    found = []
    address = f"ws://localhost:{server.port}/_stcore/stream"
    with connect(address, subprotocols=["streamlit"], max_size=None, compression=None, proxy=None) as socket_:
        socket_.send(asked.SerializeToString())
        while not found or found[-1].WhichOneof("type") != "script_finished":
            found.append(ForwardMsg.FromString(socket_.recv(timeout=60)))
    return found


class Watch:
    """What a page asks of other hosts, and what it complains of."""

    def __init__(self, page, address):
        self.outside, self.errors = set(), []
        host = urlsplit(address).netloc

        def asked(request):
            if request.url.startswith("http") and urlsplit(request.url).netloc != host:
                self.outside.add(request.url[:120])

        def said(message):
            if message.type == "error" and not HARMLESS.search(message.location.get("url", "") + message.text):
                self.errors.append(message.text[:300])

        page.on("request", asked)
        page.on("websocket", lambda one: urlsplit(one.url).netloc != host and self.outside.add(one.url[:120]))
        page.on("console", said)
        page.on("pageerror", lambda error: self.errors.append(str(error)[:300]))


def settled(page):
    """Wait until the script has finished and our own component has drawn."""
    page.wait_for_selector(DONE, timeout=MOST_SECONDS)
    page.wait_for_timeout(150)
    page.evaluate("new Promise(done => requestIdleCallback(done, {timeout: 2000}))")  # a busy computer needs longer
    page.wait_for_selector(DONE, timeout=MOST_SECONDS)
    return page


def go(page, address):
    """Open an address and wait until it has settled."""
    page.goto(address, timeout=MOST_SECONDS)
    page.wait_for_selector("h1", timeout=MOST_SECONDS)
    return settled(page)


def choose(page, box, option):
    """Open a list and take an option of it, by its text or a pattern."""
    box.scroll_into_view_if_needed()
    for _ in range(TRIES):
        page.wait_for_timeout(500)
        box.click()
        try:
            page.get_by_role("option", name=option).first.click(timeout=LIST_SECONDS)
            return
        except NotInTime:
            continue
    raise AssertionError(f"{option} could not be chosen")


def pick(page, label, option):
    """Choose in the box of that label: the label is the box's whole name, or the end of it once something is chosen."""
    choose(page, page.get_by_role("combobox", name=re.compile(rf"(^|\W){re.escape(label)}$")).first, option)
    settled(page)
