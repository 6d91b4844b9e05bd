"""The rules of the red flags in what is delivered, paid and told, in words, with where their evidence opens."""

from tightrope.renewals.flag import NOTE, Kind

CONTINUITY_FALL = 0.05  # of the visits: a smaller change is not felt, and months differ by as much

SERIOUS = Kind(
    "serious_accounts",
    "Harm or serious risk was told of",
    "An account of harm or serious risk (4 or 5 of 5) in the last {serious_months} months.",
    "What was done about each account, told to whoever told it.",
    page="weigh",
)
REPLIES = Kind(
    "replies_late",
    "People wait for an answer",
    "An account that asked for a reply has waited more than {answer_days} working days.",
    "A reply to each of them.",
    page="weigh",
)
COMPLAINTS = Kind(
    "complaints",
    "Complaints rising, or gone quiet",
    "Complaints for 100 people rose in two of the last three quarters and lie above the year before by more than "
    "chance explains; or none is left while people tell of worse by more than chance explains (once in twenty).",
    "What the complaints were about and what was done; or a safe way to complain.",
    page="contracts",
    part="measures",
)
HAND_BACK_HOURS = Kind(
    "hand_back_hours",
    "Much support handed back",
    "More than {hand_back_hours:.0%} of the hours a week it holds were handed back in the last twelve months.",
    "A rate and rounds that the provider can staff.",
    page="contracts",
    part="staff",
)
HAND_BACKS = Kind(
    "hand_backs",
    "Support handed back",
    "At least one package of support was handed back in the last twelve months.",
    "Why it was handed back, and who supports these people now.",
    page="contracts",
    part="staff",
    level=NOTE,
)
FIFTEEN = Kind(
    "fifteen_minutes",
    "Personal care in 15 minutes",
    "A visit for personal care was planned for 15 minutes or less (the Care and Support Statutory Guidance calls that "
    "not appropriate).",
    "No personal care planned in 15 minutes.",
    page="contracts",
    part="measures",
)
CONTINUITY = Kind(
    "continuity",
    "More different faces",
    "The share of visits from the three workers seen most that one person in ten did not reach fell by more than "
    f"{CONTINUITY_FALL * 100:.0f} points against the six months before, and by more than chance explains (once in "
    "twenty).",
    "The months after in which people see the same workers again.",
    page="contracts",
    part="measures",
)
MANUAL = Kind(
    "manual_logs",
    "Visits entered by hand",
    "More than {manual_logs:.0%} of the visits delivered were entered by hand, and by more than chance explains (once "
    "in twenty).",
    "Electronic logs, or a check of those entered by hand.",
    page="contracts",
    part="measures",
)
INVOICES = Kind(
    "invoice_gap",
    "Invoices and call monitoring differ",
    "The share delivered of what was bought differs by more than {invoice_gap:.0%}, either way, between invoices and "
    "call monitoring.",
    "Invoices and logs that were reconciled.",
    page="contracts",
    part="cost",
)
NIGHTS = Kind(
    "paid_not_used",
    "Paid for and not used",
    "More than {invoice_gap:.0%} of the nights paid for in the last twelve months were not used.",
    "Fewer nights bought, or nights that people want to use.",
    page="contracts",
    part="cost",
)
STAFF_COST = Kind(
    "fee_below_staff_cost",
    "Fee below what staff cost",
    "The fee for an hour lies below the published direct staff cost at the legal minimum: a warning that it may not "
    "hold, not proof that anybody is paid too little.",
    "The provider's own figures for wages, travel time and miles.",
    page="contracts",
    part="cost",
)
TRADE_PRICE = Kind(
    "fee_below_minimum",
    "Fee below the trade body's minimum",
    "The fee for an hour lies below the minimum price that the providers' trade body sets out: context, no fault.",
    "The council's own account of what an hour has to cover.",
    page="contracts",
    part="cost",
    level=NOTE,
)
RATING = Kind(
    "rating",
    "Rated below good",
    "Rated Requires improvement or Inadequate by the Care Quality Commission.",
    "A later rating of Good or better.",
    page="weigh",
)
RATING_OLD = Kind(
    "rating_old",
    "Rating old or missing",
    "Rated by the Care Quality Commission more than {rating_years} years ago, or never.",
    "A new rating, or a quality visit by the council.",
    page="weigh",
)
MANAGER = Kind(
    "manager_vacant",
    "No registered manager",
    "The post of registered manager is vacant. More than {manager_months} months would count, but the file of places "
    "does not say since when.",
    "The day a registered manager started.",
    page="weigh",
)
