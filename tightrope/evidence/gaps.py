"""What a folder of one council's tables lacks, in words: whole strands of evidence, and columns of those it has."""

from pathlib import Path

from tightrope.evidence.adapters import published

# What no publication holds, by the tables that would hold it. Named as missing, never made up.
STRANDS = {
    "contracts": ("contract",),
    "contract terms": ("contract_term",),
    "providers' returns against their measures": ("contract_measure", "measure_return"),
    "visits logged electronically": ("visit",),
    "packages, placements and waiting": ("package", "placement", "waiting"),
    "budget": ("budget",),
    "payments by contract": ("payment",),
    "published spending": ("spend_line",),
    "contracts handed back": ("hand_back",),
    "stories and other accounts": ("story",),
    "routes by which people are heard": ("voice_route",),
    "meetings": ("meeting",),
    "bus routes and journeys to visit": ("route_stop", "journey"),
    "small areas": ("area",),
    "care homes and home-care offices": ("location",),
    "outcomes": ("outcome",),
    "neighbouring councils": ("council_neighbour",),
    "bus stops": ("stop",),
}
COLUMNS = {
    "area": {
        "boundary": "outlines", "imd_score": "deprivation scores", "imd_decile": "deprivation deciles",
        "population": "population", "older_income_deprivation": "low income among older people",
        "no_car_share": "households without a car", "lives_alone_65_share": "older people living alone",
        "female_life_expectancy": "life expectancy of women", "male_life_expectancy": "life expectancy of men",
    },
    "location": {
        "area_code": "areas of places", "cqc_rating": "ratings of places", "beds": "beds", "vacancies": "vacancies",
        "weekly_fee": "fees", "manager_since_on": "registered managers",
    },
}  # fmt: skip


def missing(folder: Path) -> list[str]:
    """Sentences on what is missing: strands without a table in the folder, columns that are empty in every row."""
    there = {path.stem for path in folder.glob("*.csv")}
    lost = [words for words, names in STRANDS.items() if not there & set(names)]
    said = [f"Missing, and not made up: {', '.join(lost)}."] if lost else []
    for name, columns in COLUMNS.items():
        if name not in there:
            continue
        frame = published.table(folder / f"{name}.csv")
        empty = [words for one, words in columns.items() if one not in frame or frame[one].isna().all()]
        said += [f"Missing for every {name}: {', '.join(empty)}."] if empty else []
    return said
