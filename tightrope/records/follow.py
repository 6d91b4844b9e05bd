"""The six words by which whoever told us something follows it: made from the master key, kept only as a hash."""

import hashlib
import secrets
from functools import cache

from mnemonic import Mnemonic

from tightrope.errors import NotFound, Refusal
from tightrope.records.house import House
from tightrope.sealing import Master

WORDS = 6
BITS = 11  # a word: one of 2,048. Six are 66 bits, more than anybody can try at the door or against the hash
COST, BLOCK = 2**12, 8  # of scrypt, 4 MB and about 10 ms each time: beside 66 drawn bits, and fifty may tell at once
FEWEST_DIFFERENT = 4  # six drawn words have fewer once in 95 million cards; words somebody makes up, often
USED = "The code on this card follows another account already. Leave it empty, or take a new card."
ANOTHER = "This was sent before, and is followed by another code."
SALT = b"tightrope follow code"  # the same for all: the code itself is the secret, and it has to be looked up


@cache
def words() -> tuple[str, ...]:
    """2,048 short English words, no two of which begin with the same four letters (BIP 39)."""
    return tuple(Mnemonic("english").wordlist)


def code(master: Master, source_id: str) -> str:
    """The code of one account: the same each time it is asked for with the same reference, so that an answer that
    was lost on the way can be given again."""
    number = int.from_bytes(master.token(f"follow|{source_id}"), "big")
    return " ".join(words()[number >> (BITS * place) & (2**BITS - 1)] for place in range(WORDS))


def card_code() -> str:
    """Six words for a printed card, drawn anew each time (66 bits) and kept nowhere before an account is told by it."""
    return " ".join(secrets.choice(words()) for _ in range(WORDS))


def on_card(given: str) -> str:
    """The six words read out from a card, as they are printed. Raises Refusal where they are no such code."""
    found = _plain(given).split()
    unknown = [one for one in found if one not in words()]
    if unknown:
        raise Refusal(f"Not words of a code: {', '.join(unknown)}. Ask for the card to be read out again.")
    if len(found) != WORDS or len(set(found)) < FEWEST_DIFFERENT:
        raise Refusal(f"The code on a card has {WORDS} words. Ask for it to be read out again, or leave it empty.")
    return " ".join(found)


def hashed(given: str) -> str:
    """What is kept of a code. Capitals, hyphens and spaces do not matter."""
    return hashlib.scrypt(_plain(given).encode(), salt=SALT, n=COST, r=BLOCK, p=1, dklen=32).hex()


def _plain(given: str) -> str:
    return " ".join(given.casefold().replace("-", " ").split())


def story_of(house: House, given: str) -> str:
    """The account behind a code. Raises NotFound: one answer for a wrong, a mistyped and a made-up one."""
    row = house.stores.one("follow/by_code", code_hash=hashed(given[:200]))
    if row is None:
        raise NotFound("No account has this code. Check the six words; capitals do not matter.")
    return row["story_id"]
