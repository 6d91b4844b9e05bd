"""Commands about people's words: themes suggested, the order of reading, and whether the sentence model is here."""

import argparse

from tightrope.commands.base import DONE, FOUND_SOMETHING, Command, Result
from tightrope.errors import Refusal
from tightrope.evidence import harm_model, harm_words
from tightrope.evidence.themes import load_themes
from tightrope.voices import suggest
from tightrope.voices.lexicon import Phrases
from tightrope.voices.triage import order

NOTHING = "none suggested"


def _lines(given: str) -> list[str]:
    # Only a line feed ends a line: others that Python knows may stand inside a text, and each would add a line.
    lines = given.split("\n")
    if lines[-1] == "":
        lines.pop()
    return lines


def _code(arguments: argparse.Namespace, given: str) -> Result:
    themes = load_themes()
    books = [Phrases(one.theme_id, one.lexicon, one.not_lexicon) for one in themes.values()]
    found = [suggest.by_lexicon(books, line) for line in _lines(given)]
    plain = ["; ".join(f"{one.theme_id} ({one.word})" for one in some) or NOTHING for some in found]
    data = [
        [
            {"theme": one.theme_id, "name": themes[one.theme_id].name, "word": one.word, "found": one.found}
            for one in some
        ]
        for some in found
    ]
    return Result(plain, data)


def _triage(arguments: argparse.Namespace, given: str) -> Result:
    patterns = harm_words.patterns()
    found = [order(line, patterns, likeness=harm_model.likeness(line)) for line in _lines(given)]
    data = [{"place": one.place, "sorts": one.sorts, "by_meaning": one.by_meaning} for one in found]
    return Result([one.place for one in found], data)


def _words_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["check", "learn"], help="say what works here; learn the triage model again")


def _words(arguments: argparse.Namespace, given: str) -> Result:
    if arguments.what == "learn":
        made = harm_model.learn_again()
        try:
            harm_model.keep(made)
        except OSError as error:
            raise Refusal(f"{harm_model.MODEL} cannot be written: {error}") from error
        return Result([f"Learnt again; kept in {harm_model.MODEL}."], {"learnt_from": made.learnt_from})
    off = harm_model.why_off()
    said = "The sentence model is installed and is the file we know."
    return Result([off or said], {"on": not off, "why": off}, FOUND_SOMETHING if off else DONE)


COMMANDS = (
    Command("code", "suggest themes, standard input to standard output", _code),
    Command("triage", "say what must be read first, standard input to standard output", _triage),
    Command("words", "say whether the sentence model works here; learn the triage model again", _words, False,
            _words_arguments),
)  # fmt: skip
