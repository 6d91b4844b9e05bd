"""Every page, at three widths, light and dark: nothing from elsewhere, no error, nothing cut off, open to everybody."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from serving import SIZES, Watch, go

from tightrope.screens.register import PAGES

ADDRESSES = {page.key: [page.address] for page in PAGES}
ADDRESSES["overview"] += ["/?show=all"]
ADDRESSES["weigh"] += [
    "/weigh?kind=contract&of=HC-01&look=pair:rushed",
    "/weigh?kind=contract&of=CH-03&look=all:",
    "/weigh?kind=contract&of=RS-01&look=payments:unsuitable_break",
    "/weigh?kind=contract&of=HC-01&with=HC-02",
    "/weigh?kind=line&of=home_care",
]
ADDRESSES["renewals"] += [
    *(f"/renewals?of=HC-01&part={part}" for part in ("options", "difference", "flags")),
    "/renewals?of=HC-01&part=change&item=theme:rushed",
]
ADDRESSES["decisions"] += ["/decisions?view=consult", "/decisions?find=homes&service=care_home"]
ADDRESSES["decisions"] += ["/decisions?view=providers", "/decisions?view=register"]
ADDRESSES["decisions"] += ["/decisions?view=register&item=contract:HC-01"]
ADDRESSES["replies"] += [f"/replies?view={view}" for view in ("write", "calls", "ages", "swarm", "said")]
HEARD = ("themes", "between", "quotes", "find")
ADDRESSES["voices"] += [f"/voices?part={part}&contract=HC-01" for part in HEARD]
ADDRESSES["missing"] += [f"/missing?view={view}&kind=contract&of=CH-03" for view in ("silence", "steps", "survey")]
ADDRESSES["missing"] += ["/missing?kind=contract&of=HC-01", "/missing?kind=line&of=home_care&by=proxy"]
ADDRESSES["places"] += [f"/places?view={view}" for view in ("line", "travel", "equity", "gaps")]
ADDRESSES["places"] += ["/places?simple=yes&measure=tellers&area=HF0054"]
PARTS = ("measures", "visits", "terms", "staff", "money")
MOVED = "home_care:-250000;respite:250000"
ADDRESSES["what-if"] += [f"/what-if?changes={MOVED}", "/what-if?view=pot", "/what-if?view=saved", "/what-if?view=room"]
ADDRESSES["board"] += [f"/board?view={view}" for view in ("links", "packs", "digest")]
ADDRESSES["board"] += ["/board?step=agenda", "/board?step=item&item=HC-01&room_is=officers"]
ADDRESSES["contracts"] += [f"/contracts?part={part}&of=HC-01" for part in PARTS]
ADDRESSES["data"] += [f"/data?part={part}" for part in ("coverage", "money", "dictionary", "figures")]
EVERY = [(key, address) for key, found in ADDRESSES.items() for address in found]
PLAIN = ["/p/", "/p/speak", "/p/follow", "/p/nothing", "/sign-in", "/invite/none"]
PLAIN += ["/p/note?service=home_care&place=North+East", "/p/take-down", "/p/print/form", "/p/print/card"]
PLAIN += ["/p/invite", "/p/print/took-part"]
PLAIN += ["/p/said", "/p/said?service=home_care&easy=yes", "/p/offer", "/p/offer/follow", "/p/answer"]

FEW = [(key, found[min(1, len(found) - 1)]) for key, found in ADDRESSES.items()]  # where only the look differs

# Streamlit's own frame, which is not ours to change: each part that breaks a rule, with what it breaks.
CHROME = {
    '[data-testid="stSidebarNavItems"]': "its menu puts headings between the items of a list (list, listitem)",
}


def wide(page):
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def violations(page):
    """What axe finds outside Streamlit's own frame: rule, what it asks, and the first places."""
    context = {"exclude": [[selector] for selector in CHROME if page.locator(selector).count()]}
    found = Axe().run(page, context=context if context["exclude"] else None).response["violations"]
    return [(one["id"], one["help"], [str(node["target"]) for node in one["nodes"]][:3]) for one in found]


def wide_on_a_projector(page):
    """The same page in the widest window, drawn anew by the browser alone; then as it was."""
    before, (width, height) = page.viewport_size, SIZES["projector"]
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(200)
    found = wide(page)
    page.set_viewport_size(before)
    return found


@pytest.mark.parametrize(("size", "scheme"), [("laptop", "light"), ("phone", "light"), ("phone", "dark")])
def test_every_page_stays_here_is_quiet_stays_inside_and_is_open_to_everybody(server, window, size, scheme):
    page, wrong = window(size, color_scheme=scheme), {}
    watch = Watch(page, server.address)
    for _, address in EVERY if scheme == "light" and size == "phone" else FEW:  # on a phone things first get too wide
        go(page, server.address + address)
        page.get_by_text("Hallamford, a fictional council.").first.wait_for()
        assert wide(page) <= 0, f"{address} is {wide(page)} px too wide"
        if size == "laptop":
            assert wide_on_a_projector(page) <= 0, f"{address} is too wide on a projector"
        assert (sorted(watch.outside), watch.errors) == ([], []), address
        if size == "phone":  # what axe looks at is the same in every width but for what a phone folds away
            wrong[address] = violations(page)
    for address in PLAIN if size == "phone" and scheme == "light" else PLAIN[:3]:
        page.goto(server.address + address)
        assert wide(page) <= 0, address
        assert size != "laptop" or wide_on_a_projector(page) <= 0, address
        wrong[address] = violations(page)
    assert watch.outside == set()
    assert not [one for one in watch.errors if "404" not in one]  # two of PLAIN are nothing, and say so
    assert {address: found for address, found in wrong.items() if found} == {}
