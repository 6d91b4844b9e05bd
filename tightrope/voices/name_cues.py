"""What in a sentence gives a name away, or shows that a word is none. All in small letters."""

TITLES = frozenset("mr mrs ms mx miss dr doctor prof professor rev reverend sir dame sister nurse father imam".split())
# In small letters only these make a name of what follows: "miss her", "the nurse said", "sister came".
SMALL_TITLES = frozenset("mr mrs ms mx dr".split())
AWAY = frozenset("from you me this that it us them all to for him her the".split())  # "Love from"
CALLED = frozenset("called named".split())  # and "name is", "name was", "name's"
# Who somebody is: what follows may be a name ("my carer Grace", "our neighbour, Lily, came").
ROLES = frozenset(
    """carer careworker worker helper nurse sister brother daughter son wife husband partner mum mam mom mother dad
    father nan nana gran grandma granny grandad grandpa aunt auntie aunty uncle niece nephew cousin friend neighbour
    mate manager supervisor coordinator co-ordinator doctor gp physio therapist ot lady girl lad lass man woman chap
    bloke boy fella gentleman sitter driver cook chef cleaner keyworker senior advocate volunteer granddaughter
    grandson grandmother grandfather consultant warden boss assessor officer receptionist dentist pharmacist
    hairdresser chiropodist befriender landlord counsellor student assistant porter paramedic matron deputy child
    kid twin baby stepson stepdaughter fiance fiancee girlfriend boyfriend resident tenant patient colleague
    councillor person lead seniors carers staff""".split()
)
# Before a name with a capital in a greeting, a thank-you or a signature.
TOWARDS = frozenset("dear hi hello hiya thank thanks cheers regards sincerely faithfully love signed ask".split())
PREPOSITIONS = frozenset("for to with by from and or & of about".split())
# What people do, said of one person.
DOES = frozenset(
    """came comes said says told tells rang rings phoned phones visited visits arrived arrives knocks knocked helped
    helps asked asks brought brings listened listens stayed stays cooked cooks washed washes gave gives stopped made
    makes took takes sat sits went goes explained explains promised promises smiled smiles laughed laughs talked
    talks sings sang dances walked cleaned cleans answered answers shouted shouts forgot forgets remembered
    remembers noticed notices checked checks lifted turned""".split()
)
OFTEN = frozenset("always never often usually sometimes still".split())
IS = frozenset(
    "is was has had does did doesn't didn't isn't wasn't hasn't knows knew looks looked works worked".split()
)
# Names that begin a sentence as words more often than as people: "Hope is", "Dawn was", "May has".
AS_WORDS = frozenset(
    """hope faith dawn joy mercy charity patience comfort may will grace peace love memory chance art honey summer
    autumn winter spring sky star storm success progress promise praise pat trust victory virtue justice kindness
    goodness happiness harmony wisdom talent eve gene gift glory melody nova stone rob mark bill rich chase chuck
    grant drew rose lance miles lane page king queen prince princess sunny stormy lovely lucky precious happy golden
    dusty misty sandy rusty rosy merry gay innocent marvellous guy kit frank dean win sue peg pepper ginger cherry
    berry lavender pearl crystal ivory opal olive heath dale dell cliff glen forest brook temple curt max sunday
    april august june favour prosper blessing prudence""".split()
)
# In small letters these are verbs after a role, not names: "the carer will", "the nurse may", "mum drew".
SMALL_WORDS = frozenset(
    """will may might can rose drew mark grant rob chase chuck pat trust hope love win sue bill frank guy miles lane
    rich dean prince princess king queen art chance comfort promise praise merit peg page star storm stone
    august""".split()
)
# Months and days: they go on with no name before them.
CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december christmas easter""".split()
)
PARTICLES = frozenset("de la del dela der den van von bin bint ibn al el da dos du di ap ben abu ul".split())
PLACES = frozenset(
    """house court lodge home ward unit centre center road street lane avenue close drive park hall hospital surgery
    school church clinic hotel arms gardens green hill view grange manor cottage mews place way terrace square
    college university project trust team service services care street's farm bridge ridge""".split()
)
SMALL_PLACES = frozenset("ward house court lodge unit close centre hospital surgery clinic hall suite".split())
THE = frozenset("the a an this that these those some any each every no local".split())
# Endings of medicines, illnesses and plain English words that a list of words may lack.
WORD_ENDINGS = tuple(
    """tion tions sion pathy itis ology ologist ogram opathy ectomy ostomy plasty grapher graphy zole pril statin
    olol cillin mycin idine sartan gliptin oxin ating ising izing ness ment ments ally ously fully""".split()
)
NO_SURNAMES = TITLES | frozenset("bank day holiday eve week fair ball day-care long short new more".split())
# Small words of English that nobody is called, even after "Mrs".
NEVER = frozenset(
    """a i an and are as at be but by can did do does for from had has have he her here him his how if in is it its me
    mine my no nor not of off on or our out over she so than that the their them then there they this those to too
    up us was we were what when where which who whose why with would you your yes said says told tells came come
    comes so-and-so whatsit thingy somebody someone nobody everybody""".split()
)
SHORTENED = frozenset(
    """i'm i've i'd i'll don't can't won't didn't doesn't isn't wasn't aren't weren't haven't hasn't hadn't wouldn't
    couldn't shouldn't mustn't needn't mightn't shan't ain't you're you've you'd you'll he'd he'll she'd she'll
    we're we've we'd we'll they're they've they'd they'll it'd it'll that'd that'll there'd there'll who'd who'll
    who've what'll what're should've could've would've might've must've o'clock ma'am y'know 'em o'er""".split()
)
PLAINLY_WORDS = SHORTENED | NEVER | TITLES
# English words with a mark; others in small letters are looked up without it.
ACCENTED = frozenset("café cafés cliché décor crèche façade pâté rosé entrée soufflé purée crème brûlée noël".split())
