"""python -m tightrope COMMAND: carried out here, or by the running app when it holds the records."""

import argparse
import getpass
import os
import sys
import traceback

from tightrope import commands
from tightrope.errors import Refusal
from tightrope.records import house, runtime


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code: 0 done, 1 found something wrong, 2 could not run."""
    parsed = commands.parser().parse_args(arguments)  # a mistyped command ends here, before anything is opened
    try:
        code, out, err = _carry_out(arguments, parsed)
    except Refusal as refusal:
        code, out, err = commands.COULD_NOT, "", f"{refusal}\n"
    except KeyboardInterrupt:
        code, out, err = commands.COULD_NOT, "", "Stopped.\n"
    except Exception:  # a defect: 1 would say that something was found
        code, out, err = commands.COULD_NOT, "", traceback.format_exc()
    finally:
        house.leave()
    _write(sys.stderr, err)
    _write(sys.stdout, out)
    return code


def _carry_out(arguments: list[str], parsed: argparse.Namespace) -> tuple[int, str, str]:
    given = _given(parsed)
    if commands.needs_house(parsed):
        answer = runtime.ask_running_app(arguments, given)
        if answer:
            return answer.code, answer.out, answer.err
    return commands.carry_out(arguments, given, house.house)


def _given(parsed: argparse.Namespace) -> str:
    path = commands.wants_file(parsed)
    if path is not None:
        try:
            return path.read_bytes().decode("utf-8-sig", "replace")
        except OSError as error:
            raise Refusal(f"{path} cannot be read: {error.strerror}.") from error
    if commands.wants_input(parsed):
        # Bytes, so that no line end is changed and nothing depends on the machine's language settings.
        return sys.stdin.buffer.read().decode("utf-8", "replace")
    if not commands.wants_password(parsed):
        return ""
    first = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != first:
        raise Refusal("The two passwords differ. Nothing was changed.")
    return first


def _write(stream, text: str) -> None:
    """UTF-8 whatever the machine's settings; a reader that went away (`| head`) is no error."""
    try:
        stream.flush()
        stream.buffer.write(text.encode("utf-8", "replace"))
        stream.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
