"""The first administrator of a council whose data are served and where nobody has an account yet."""

from tightrope.public import binding
from tightrope.records import accounts
from tightrope.records.house import House
from tightrope.records.roles import ACCOUNTS, Reader


def first_link(house: House) -> str:
    """Path of a one-time link that makes the first administrator; "" where somebody could sign in, or need not."""
    if not binding.sign_in_needed() or accounts.any_account(house.stores):
        return ""
    return f"/invite/{accounts.invite(house.stores, 'admin')}"


def say(link: str, port: int) -> None:
    """Print the link where Tightrope was started."""
    if link:
        print(f"\nMake the first administrator here, once: http://localhost:{port}{link}\n", flush=True)


def may_see(reader: Reader, asked_to_sign_in: bool) -> bool:
    """True when the link may stand on the page of whoever loaded the data, and not only where Tightrope was started.

    Nobody but this computer reaches the app, and either nobody had to sign in before or the reader makes accounts.
    """
    return binding.local_only() and (not asked_to_sign_in or reader.may(ACCOUNTS))
