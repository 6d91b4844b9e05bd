"""The open house: both stores, the master key and what is wrong with either. One per process."""

import json
import os
import threading
from dataclasses import dataclass, field
from pathlib import Path

from tightrope import database, paths, sealing, settings
from tightrope.database import Stores
from tightrope.errors import Refusal
from tightrope.evidence import warehouses
from tightrope.records import intake, schema
from tightrope.sealing import CHECK, Master

KEY_ABOUT = "key_check"


@dataclass
class House:
    """Everything a page, route or command needs to ask and to write."""

    stores: Stores
    master: Master | None
    key_problem: str = ""  # why people's words cannot be opened; empty when they can
    data_problem: str = ""  # why an older warehouse, or none, is served
    taken_in: intake.Taken = field(default_factory=intake.Taken)
    unusable: set[Path] = field(default_factory=set)  # warehouses that did not open: not offered again
    council: str = ""  # whose records these are, as in the warehouse's name; empty for the demo council

    @property
    def has_data(self) -> bool:
        """True when a warehouse is being served."""
        return self.stores.warehouse is not None

    def newer_data(self) -> Path | None:
        """A warehouse that was built since the one in use was attached, to offer on the page."""
        newest = warehouses.current()
        if newest is None or newest == self.stores.warehouse or newest in self.unusable or not newest.is_file():
            return None
        return newest

    @property
    def intake_problem(self) -> str:
        """Why accounts that were delivered are not in the records yet; empty when all are."""
        return " ".join(self.taken_in.problems)

    def use_newest(self) -> None:
        """Serve the newest warehouse and take in the stories it brought. Raises Refusal and keeps the old one.

        Another council's data need its own records: then this house is closed and house() opens the other.
        """
        newest = self.newer_data()
        if newest is not None and warehouses.council_of(newest) != self.council:
            leave()
            return
        if newest is not None:
            try:
                _attach(self.stores, newest)
            except Refusal as refusal:
                self.unusable.add(newest)
                self.data_problem = f"{refusal} Until then the data in use stay in use."
                raise
            self.data_problem = ""
        self.take_in()

    def take_in(self) -> None:
        """Move sealed stories that wait in the intake folder into the records."""
        if self.master is not None:
            self.taken_in = intake.take_in(self.stores, self.master, self.council)

    def close(self) -> None:
        """Finish writing and let go of both stores."""
        self.stores.close()


def open_house() -> House:
    """Open both stores of this home. Raises Refusal when another process holds the records."""
    # Who told, when and of what stands there in plain, beside password hashes: nobody else on this computer reads it.
    paths.home().mkdir(parents=True, exist_ok=True)
    council = warehouses.council_of(warehouses.current())
    records = paths.records_file(council)
    records.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        stores = Stores(records, paths.warehouses(), schema.statements())
    except Refusal as refusal:
        holder = who_holds()
        if holder:
            raise Refusal(
                f"Tightrope is already running here (process {holder['pid']}, port {holder['port']}). "
                "Use that one, or close it first."
            ) from refusal
        raise
    try:
        records.chmod(0o600)
        _same_shape(stores)
        _same_council(stores, council)
        master, problem = _master(stores)
        house = House(stores, master, problem, council=council)
        _serve(house)
        house.take_in()
    except BaseException:
        stores.close()  # else this process would hold a records file that nothing uses
        raise
    return house


_lock = threading.Lock()
_open: House | None = None


def house() -> House:
    """The one house of this process, opened on first use."""
    global _open
    with _lock:
        if _open is None:
            _open = open_house()
        return _open


def leave() -> None:
    """Close the house of this process, if it is open."""
    global _open
    with _lock:
        if _open is not None:
            _open.close()
            _open = None
            settings.use("")  # what a council brought with its data goes with them


def is_open() -> bool:
    """True when this process holds the stores."""
    return _open is not None


def who_holds() -> dict[str, object] | None:
    """What the running app left in its runtime file, when that process is still alive; else None."""
    try:
        found = json.loads(paths.runtime_file().read_text(encoding="utf-8"))
        alive = _alive(int(found["pid"]))
        found["port"] = int(found["port"])
        found["address"], found["token"] = str(found["address"]), str(found["token"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if alive else None


def _alive(pid: int) -> bool:
    """True while a process of that number runs. On Windows os.kill would end it instead of asking."""
    if os.name == "nt":
        import ctypes

        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
        if handle:
            kernel.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # it runs, under another user
    return True


def _same_shape(stores: Stores) -> None:
    """Refuse records that another version of Tightrope wrote in another shape."""
    found = stores.raw("SELECT value FROM records.store_state WHERE name = 'schema'")[0]["value"]
    if found != str(schema.SCHEMA):
        raise Refusal(
            f"These records have shape {found}; this Tightrope knows shape {schema.SCHEMA}. "
            "Start the version that wrote them, or restore a copy that fits."
        )


def _same_council(stores: Stores, council: str) -> None:
    """Refuse records of one council beside the data of another: their references would mean something else."""
    found = stores.raw("SELECT value FROM records.store_state WHERE name = 'council'")
    if not found:
        stores.write(lambda c: c.execute("INSERT INTO records.store_state VALUES ('council', $c)", {"c": council}))
    elif found[0]["value"] != council:
        of, data = (one or "the demo council" for one in (found[0]["value"], council))
        raise Refusal(
            f"The records in {stores.records_path.name} are those of {of}; the data are those of {data}. "
            "Give each its own TIGHTROPE_RECORDS, or leave that out: then each has its own file."
        )


def _attach(stores: Stores, path: Path) -> None:
    """Serve a warehouse under the settings its council brought with it."""
    stores.attach(path)
    try:
        found = stores.raw("SELECT value FROM warehouse.build_fact WHERE name = 'settings'")
    except database.Error:
        found = []  # made by hand or by an earlier version: the file's settings hold
    settings.use(found[0]["value"] if found else "")


def _master(stores: Stores) -> tuple[Master | None, str]:
    """The master key that fits these records, or why people's words cannot be opened."""
    check = stores.raw("SELECT value FROM records.store_state WHERE name = 'key_check'")
    try:
        master = sealing.find_master()
    except Refusal as refusal:
        return None, str(refusal)
    if not check:
        if stores.raw("SELECT 1 FROM records.story_key LIMIT 1"):
            return None, "These records do not say which master key they were sealed with, so people's words stay shut."
        if master is None:
            try:
                master = sealing.make_master()
            except Refusal as refusal:
                return None, str(refusal)
        sealed = master.seal(CHECK, KEY_ABOUT).hex()
        stores.write(lambda c: c.execute("INSERT INTO records.store_state VALUES ('key_check', $s)", {"s": sealed}))
        return master, ""
    where = f"Put it back as {paths.master_key_file()} or in TIGHTROPE_KEY."
    if master is None:
        return None, f"The master key is missing, so people's words cannot be opened. {where} Numbers are not affected."
    try:
        master.open(bytes.fromhex(check[0]["value"]), KEY_ABOUT)
    except Refusal:
        return None, (
            "The master key is not the one these records were sealed with, so people's words cannot be opened. "
            f"{where} Numbers are not affected."
        )
    return master, ""


def _serve(house: House) -> None:
    """Attach the warehouse the pointer names, or the last one that opens, and say which."""
    wanted = warehouses.current()
    same = [path for path in warehouses.all_files() if warehouses.council_of(path) == house.council]
    for path in dict.fromkeys([wanted, *same] if wanted else same):
        try:
            _attach(house.stores, path)
        except (Refusal, database.Error) as error:
            house.unusable.add(path)
            house.data_problem = house.data_problem or str(error)
            continue
        if house.data_problem:
            house.data_problem += f" Until then the data of {path.stem[:10]} are shown."
        return
    if not house.data_problem:
        house.data_problem = "No data have been built yet. Run: python3 run.py build"
