"""The parts of the page that loads a council's own files: files, questions, whose data, check, load."""

from dataclasses import dataclass, field

import streamlit as st

from tightrope.answers import asked, loading, trays
from tightrope.answers.asked import Taken
from tightrope.answers.findings import Found
from tightrope.answers.loading import Council, Done
from tightrope.answers.trays import Tray
from tightrope.errors import Refusal
from tightrope.evidence.folder import KINDS, MAPPING
from tightrope.evidence.template import ENOUGH
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens import load_questions, load_report, load_steps
from tightrope.screens.note import note
from tightrope.screens.register import page
from tightrope.screens.session import LOADED
from tightrope.screens.words import count

TRAY, UPLOAD, PROBLEMS = "load_tray", "load_upload", "load_problems"
NO_DATA = "No data are loaded yet"
BEGIN = "Load your council's own files"


@dataclass(frozen=True)
class Now:
    """Where somebody stands: their tray, its files, whose data they are, what the last check found."""

    tray: Tray | None
    files: list[Taken] = field(default_factory=list)
    council: Council | None = None
    found: Found | None = None
    same: bool = False

    @property
    def open(self) -> list[Taken]:
        """Files that cannot be read yet."""
        return [one for one in self.files if not one.settled]


def tray_of(reader: Reader) -> Tray | None:
    """The reader's tray: that of this session, or their latest where the page was loaded anew."""
    found = trays.find(reader, st.session_state.get(TRAY))
    st.session_state[TRAY] = found.tray_id if found else None
    return found


def look(house: House, tray: Tray | None) -> Now:
    """Everything that a tray holds."""
    if tray is None:
        return Now(None)
    return Now(
        tray,
        asked.taken(tray),
        loading.council_said(tray),
        loading.checked(tray),
        loading.is_same_council(house, tray),
    )


def title(house: House, now: Now) -> str:
    """The answer in a sentence."""
    if LOADED in st.session_state:
        return f"{st.session_state[LOADED].council}: the new data are in use"
    if not now.files:
        return BEGIN if house.has_data else NO_DATA
    if now.found:
        right = count(now.found.right, "row is", "rows are")
        aside = count(now.found.aside, "would be set aside", "would be set aside")
        return f"{right} right, {aside}" if now.found.aside else f"{right} right, none would be set aside"
    if now.open:
        left = count(len(now.open), "has something to answer", "have something to answer")
        return f"{count(len(now.files), 'file')} here, {left}"
    return f"{count(len(now.files), 'file is', 'files are')} ready to be checked"


def loaded_just_now() -> None:
    """After loading data of the council in use: what came of it, and the way on."""
    done: Done | None = st.session_state.pop(LOADED, None)
    if done is None:
        return
    st.success(done_words(done), icon=":material/check_circle:")
    if done.problem:
        st.warning(done.problem, icon=":material/error:")
    left, right = st.columns(2)
    left.page_link(page("weigh").script, label="Weigh a contract", icon=page("weigh").icon)
    if done.mapping:
        right.download_button(
            f"Keep {MAPPING} for next month", done.mapping, MAPPING, "application/toml", key="load_kept"
        )


def done_words(done: Done) -> str:
    """What loading did, in words."""
    said = f"{count(done.right, 'row is', 'rows are')} in use"
    if done.aside:
        said += f", {count(done.aside, 'row was', 'rows were')} set aside and listed on the Data page"
    if done.stories:
        said += f", {count(done.stories, 'account was', 'accounts were')} sealed and taken in"
    return f"{said}."


def files(reader: Reader, now: Now) -> None:
    """Step 1: the files."""
    st.header("1. Your files")
    if not now.files:
        three = ", ".join(f"{one.replace('_', ' ')}s" for one in ENOUGH[:-1])
        st.text(
            f"Three are enough to weigh a contract: {three.replace('measure returns', 'measure returns (KPIs)')}, "
            "and stories such as an old complaints log. Names, headings, dates and words may be your own."
        )
    nonce = st.session_state.setdefault(UPLOAD, 0)
    given = st.file_uploader(
        f"CSV, Excel (.xlsx) or Parquet, up to {trays.MOST_MEGABYTES} MB each; and {MAPPING} from last month, "
        "if you have one",
        type=[one.lstrip(".") for one in KINDS] + ["toml"],
        accept_multiple_files=True,
        max_upload_size=trays.MOST_MEGABYTES,
        key=f"{UPLOAD}_{nonce}",
    )
    if given:
        _take(reader, now.tray, given)
    _problems("upload")
    with st.expander("Larger files, or a whole folder"):
        st.text("Put the files into one folder and run on this computer:")
        st.code("python3 run.py check FOLDER\n" + trays.FOLDER_WORDS, language=None)
        note("`mapping FOLDER` writes the questions of this page into a file to be answered there.".replace("`", "'"))
    note(
        "Files wait in a private folder on this computer that only you can open. It is emptied when they are loaded, "
        "when you start again, and after a day."
    )


def questions(now: Now) -> None:
    """Step 2: what each file was taken for, and what has to be said about it."""
    if not now.files:
        return
    st.header("2. What they hold")
    if now.tray:
        for one in now.files:
            load_questions.draw(now.tray, one)
        kept = loading.mapping_for_next_time(now.tray)
        if kept and not now.open:
            note("Keep the answers: give this file with next month's files, and nothing is asked twice.")
            st.download_button(f"Download {MAPPING}", kept, MAPPING, "application/toml", key="load_mapping")


def council(house: House, now: Now) -> None:
    """Step 3: whose data these are."""
    if now.files and now.tray:
        st.header("3. Whose data these are")
        load_steps.council(house, now.tray, now.council)


def check(reader: Reader, now: Now) -> None:
    """Step 4: what would be loaded and what would not; nothing is changed by it."""
    if not now.files or not now.tray:
        return
    st.header("4. Check")
    load_steps.check(reader, now.tray)
    if now.found:
        load_report.draw(now.tray, now.found)


def load(house: House, reader: Reader, now: Now) -> None:
    """Step 5: put them to use."""
    if now.found is None or now.council is None or now.tray is None:
        return
    st.header("5. Load")
    done = load_steps.load(house, reader, now.tray, now.council, now.same)
    if done:
        st.session_state[LOADED] = done
        st.session_state.pop(TRAY, None)
        st.rerun()


def start_again(now: Now) -> None:
    """Away with everything that lies here."""
    if now.tray and now.files:
        st.divider()
        if st.button("Start again: delete these files", icon=":material/delete:", key="load_again"):
            trays.empty(now.tray)
            asked.forget()
            st.session_state.pop(TRAY, None)
            st.rerun()


def _take(reader: Reader, tray: Tray | None, given: list) -> None:
    """Put what was uploaded into the tray; the server's own copy is let go."""
    tray = tray or trays.begin(reader)
    problems = []
    for one in given:
        try:
            trays.keep(tray, one.name, one.getvalue())
        except Refusal as refusal:
            problems.append(str(refusal))
    tray.forget_report()
    st.session_state.update({TRAY: tray.tray_id, UPLOAD: st.session_state[UPLOAD] + 1, PROBLEMS: {"upload": problems}})
    st.rerun()


def _problems(about: str) -> None:
    for one in st.session_state.pop(PROBLEMS, {}).get(about, []):
        st.error(one, icon=":material/error:")
