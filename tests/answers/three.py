"""Three files of a made-up council, and the answers that a person would give about them."""

from tightrope import paths
from tightrope.answers import asked, loading, trays
from tightrope.answers.loading import Council

FOLDER = paths.ROOT / "tests" / "data" / "three"
LOG, REGISTER, RETURN = "complaints-log.csv", "contract-register.csv", "kpi-return.csv"
MARKER = "without tea"  # words of an account: they may stand nowhere but sealed
TABLES = {LOG: "story", REGISTER: "contract", RETURN: "measure_return"}
ANSWERS = {
    RETURN: {"dates||": "DD/MM/YYYY"},
    LOG: {
        "column|Complaint|": "words",
        "leave_out|Case no|": "source_id",
        "words|teller_role|Wife/husband": "family",
        "words|severity|Low": "1",
        "words|severity|Medium": "2",
        "words|severity|High": "3",
        "consent||": "1",
    },
}


def put(tray, files=TABLES):
    """The files, as uploaded."""
    for name in files:
        trays.keep(tray, name, (FOLDER / name).read_bytes())


def say_all(tray, files=TABLES):
    """Every answer, and that the files are right."""
    for name in files:
        asked.answer(tray, name, "table||", TABLES[name])
        for key, reply in ANSWERS.get(name, {}).items():
            asked.answer(tray, name, key, reply)
        asked.agree(tray, name)


def ready(house, reader, council="Northbridge"):
    """A tray in which nothing is open."""
    tray = trays.begin(reader)
    put(tray)
    say_all(tray)
    loading.say_council(house, tray, Council(council, "2026-27", 3_000_000))
    return tray
