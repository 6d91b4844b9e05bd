"""Places of our own tables out of the register: care homes and home-care offices, their providers and services."""

import re

import pandas as pd

from tightrope.evidence.adapters import lines

HOMES, COMMUNITY = "Residential social care", "Community based adult social care services"
LINE = {"care_home": "care_home", "nursing_home": "nursing_home", "office": "home_care"}  # service line of each kind
# Names that leave no doubt. Nothing else in the register says who owns a provider.
SECTORS = (
    ("council", re.compile(r"\b(council|metropolitan borough)\b", re.I)),
    ("nhs", re.compile(r"\bNHS\b")),
    ("community", re.compile(r"\bC\.?I\.?C\.?(\W|$)|community interest company|co-?operative", re.I)),
)


def tables(register: pd.DataFrame, notes: list[str]) -> dict[str, pd.DataFrame]:
    """Frames of `service`, `provider` and `location` for the two categories of adult social care; adds to `notes`.

    `register` has the columns of registered_location, with beds and nursing. Empty where no location is of the two.
    """
    category = register["inspection_category"].fillna("")
    home = category.eq(HOMES) | (category.eq("") & register["is_care_home"].eq(True))
    ours = register[home | category.eq(COMMUNITY)]
    if ours.empty:
        notes.append("No location is a care home or of community social care: providers and places stay as they are.")
        return {}
    home = home[ours.index]
    kind = home.map({True: "care_home", False: "office"}).mask(home & ours["nursing"].eq(True), "nursing_home")
    location = pd.DataFrame({
        "location_id": ours["location_id"], "location_name": ours["location_name"],
        "provider_id": ours["provider_id"],
        "service_id": kind.map(LINE), "kind": kind,
        "area_code": ours["area_code"], "beds": ours["beds"],
        "cqc_rating": ours["overall_rating"], "cqc_rated_on": ours["rated_on"], "lon": ours["lon"], "lat": ours["lat"],
    })  # fmt: skip
    location = location.drop(columns=[one for one in ("beds", "lon", "lat") if location[one].isna().all()])
    _say(location, notes)
    service = lines.rows(location["service_id"].unique())
    return {"service": service, "provider": _providers(ours, notes), "location": location}


def _providers(ours: pd.DataFrame, notes: list[str]) -> pd.DataFrame:
    frame = ours[["provider_id", "provider_name"]].drop_duplicates("provider_id").reset_index(drop=True)
    told = [next((sector for sector, sign in SECTORS if sign.search(name)), "") for name in frame["provider_name"]]
    frame["sector"] = [one or None for one in told]
    frame["is_vcse"] = [True if one == "community" else None for one in told]
    notes.append(
        f"{len(frame)} providers. The register does not say who owns them: {sum(map(bool, told))} are told by name "
        "(council, NHS, community interest company); for the others it stays empty until the council says."
    )
    return frame


def _say(location: pd.DataFrame, notes: list[str]) -> None:
    kinds = location["kind"].value_counts()
    joined = int(location["area_code"].notna().sum())
    notes.append(
        f"{len(location)} locations of adult social care: {int(kinds.get('care_home', 0))} care homes, "
        f"{int(kinds.get('nursing_home', 0))} nursing homes, {int(kinds.get('office', 0))} offices of community "
        f"services (home care, supported living and others, all filed under home care); {joined} joined a small area."
    )
    if not kinds.get("nursing_home", 0):
        notes.append("Whether a home has nursing is not in these files; every home stands as a care home.")
    if "beds" not in location:
        notes.append("Beds are not in these files and stay empty.")
