"""Look-ups that stand between published codes: small area to ward and council, 2011 to 2021, postcode to area."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from tightrope.errors import Refusal
from tightrope.evidence.adapters import published
from tightrope.evidence.adapters.base import Told

WARD_RULE = {
    True: "where an area lies in several wards, the ward with the largest share is taken",
    False: "where an area lies in several wards, the ward with the lowest code is taken, as no share is published",
}
SHARE = r"share|percent(age)?|proportion|population|households|area"


@dataclass(frozen=True)
class Lookups:
    """The look-up files among those given, by kind; each is read once, when it is asked for."""

    files: dict[str, list[Path]]

    @cached_property
    def wards(self) -> pd.DataFrame | None:
        """One row a small area of 2021: area_code, area_name, ward_code, ward_name, council_code, council_name."""
        found = self._table("ward_lookup")
        if found is None:
            return None
        parts = {"area": r"lsoa\d\d", "ward": r"(ward|wd)\d\d", "council": r"(ltla|lad)\d\d"}
        frame = pd.DataFrame({
            f"{name}_{what}": published.text(found, pattern + ending)
            for name, pattern in parts.items()
            for what, ending in (("code", "(code|cd)"), ("name", "(name|nm)"))
        })  # fmt: skip
        frame["share"] = published.numbers(found, SHARE).fillna(0)
        frame = frame.sort_values(["area_code", "share", "ward_code"], ascending=[True, False, True])
        return frame.drop_duplicates("area_code").drop(columns="share").reset_index(drop=True)

    @cached_property
    def ward_rule(self) -> str:
        """Which ward an area gets that lies in several, in words."""
        found = self._table("ward_lookup")
        return WARD_RULE[found is not None and published.column(found, SHARE) is not None]

    @cached_property
    def pairs(self) -> pd.DataFrame | None:
        """Distinct pairs of small areas: code11, code21, council_code, council_name (of the 2021 area)."""
        found = self._table("lsoa_lookup")
        if found is None:
            return None
        frame = pd.DataFrame({
            "code11": published.text(found, r"lsoa11(code|cd)"), "code21": published.text(found, r"lsoa21(code|cd)"),
            "council_code": published.text(found, r"(ltla|lad)\d\d(code|cd)"),
            "council_name": published.text(found, r"(ltla|lad)\d\d(name|nm)"),
        })  # fmt: skip
        return frame.drop_duplicates(["code11", "code21"]).reset_index(drop=True)

    @cached_property
    def postcodes(self) -> pd.DataFrame | None:
        """One row a postcode: postcode, code (small area or empty), vintage (11 or 21), council_code, lon, lat."""
        found = self._table("postcodes")
        if found is None:
            return None
        vintage = 21 if published.column(found, r"lsoa21(code|cd)?") else 11
        frame = pd.DataFrame({
            "postcode": published.text(found, r"pcds?2?|pcd[78]").map(postcode),
            "code": published.text(found, rf"lsoa{vintage}(code|cd)?"), "vintage": vintage,
            "council_code": published.text(found, r"(lad|ltla|oslaua)(\d\d)?(code|cd)?"),
            "lon": published.numbers(found, r"lon(g|gitude)?"), "lat": published.numbers(found, r"lat(itude)?"),
        })  # fmt: skip
        return frame.drop_duplicates("postcode").reset_index(drop=True)

    @cached_property
    def ours(self) -> pd.DataFrame | None:
        """The area table that stands in the folder already, where it was given among the files."""
        return self._table("our_areas")

    def wanted(self, told: Told) -> set[str] | None:
        """Codes of 2021 small areas to take: the council's, or all that are known; None where nothing tells.

        Raises Refusal when a look-up does not know the council.
        """
        for frame, code in ((self.wards, "area_code"), (self.pairs, "code21")):
            if frame is not None:
                return set(frame.loc[_of_council(frame, told), code])
        return None if self.ours is None else set(published.text(self.ours, "areacode"))

    def _table(self, kind: str) -> pd.DataFrame | None:
        files = self.files.get(kind, [])
        return pd.concat([published.table(one) for one in files], ignore_index=True) if files else None


def council(told: Told) -> str:
    """The council in words: its name, or its code."""
    return told.council_name or told.council_code or "the council"


def postcode(value: str) -> str:
    """A postcode in upper case with one space before its last three characters; empty stays empty."""
    bare = "".join(str(value).split()).upper()
    return f"{bare[:-3]} {bare[-3:]}" if len(bare) > 3 else bare


def _of_council(frame: pd.DataFrame, told: Told) -> pd.Series:
    if told.council_code:
        mask = frame["council_code"] == told.council_code
    elif told.council_name:
        mask = frame["council_name"].str.casefold() == told.council_name.casefold()
    else:
        return pd.Series(True, index=frame.index)
    if not mask.any():
        raise Refusal(f"The look-up knows no council {council(told)}. Check the code or the name, or its year.")
    return mask
