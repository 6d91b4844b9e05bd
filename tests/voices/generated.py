"""Made-up accounts with marked identifiers, to measure redaction by: frames that were never used to write a rule.

A frame is a sentence with slots. Names come from Faker's en_GB lists, from a list of names that people in English
cities bear and those lists lack, and from names that are ordinary words too. The frames and the lists were fixed before
the rules were first tried on them; the seeds are for this measurement alone.
"""

import random
import re
from dataclasses import dataclass

from faker import Faker

SEEDS = (811, 812, 813)
A_SEED = 700  # accounts

# Forename and surname as people of many communities write them; none is anybody in particular.
WORLD = """
Oluwaseun Adeyemi;Chidinma Nwosu;Tendai Moyo;Rumbidzai Chikwanha;Thandiwe Ndlovu;Kwabena Owusu;Akosua Boateng;
Abimbola Fashola;Ngozi Eze;Folasade Ogunleye;Wanjiru Kamau;Makena Mwangi;Hodan Warsame;Abdirahman Farah;Sahra Jama;
Yonas Tesfaye;Selam Gebremedhin;Mamadou Diallo;Fatoumata Traoré;Isatou Ceesay;Małgorzata Wójcik;Zbigniew Kowalczyk;
Katarzyna Zielińska;Grzegorz Szymański;Łucja Dąbrowska;Ionuț Popescu;Ștefania Dumitrescu;Andreea Munteanu;
Vytautas Kazlauskas;Agnė Petrauskienė;Jānis Bērziņš;Zsófia Nagy;Dániel Szabó;Željko Petrović;Ayşe Yılmaz;Gülşen Çelik;
Oğuzhan Demir;Parveen Akhtar;Shazia Mahmood;Imran Chaudhry;Zubaida Begum;Rukhsana Bibi;Tariq Hussain;Farzana Choudhury;
Harpreet Dhillon;Gurdeep Sandhu;Manjit Kaur;Jaswinder Gill;Kiranjit Bains;Bhavna Solanki;Hitesh Parmar;Nilesh Thakkar;
Sunitha Varghese;Jincy Thomas;Biju Kurian;Lakshmi Narayanan;Thilini Perera;Nadeesha Fernando;Suresh Tamang;
Maricel Santos;Rowena Bautista;Jhoanna Dela Cruz;Arnel Villanueva;Nguyễn Thị Hoa;Xiaoling Zhang;Wing-Yan Cheung;
Siu-Ming Lau;Jia Hui Tan;Min-jung Park;Haruka Yamamoto;Oksana Kovalenko;Volodymyr Shevchuk;Natalya Ivanova;
Nasrin Hosseini;Behrouz Karimi;Zarghona Ahmadzai;Najibullah Noori;Hêvî Barzani;Shilan Rasul;Haidar Al-Khatib;
Maysa Haddad;Yusra El-Sayed;Conceição Ferreira;João Carvalho;Inês Magalhães;Begoña Ibáñez;Siân Prydderch;Llinos Ifans;
Caoimhe Ní Bhriain;Pádraig Ó Súilleabháin;Oonagh MacAllister;Aoife O'Shaughnessy;Eilidh Drummond;Deshawn Gayle;
Shanice Pinnock;Winsome McKoy;Delroy Bogle;Claudette Lewin
""".replace("\n", "").split(";")

ALSO_WORDS = """
Jack Mark Blessing June Heather Lily Grace Joy Hope Patience Faith Rose Violet Ivy Daisy Olive Dawn Eve Amber Ruby
Pearl Iris Hazel Holly Jasmine Poppy May April Summer Robin Will Bill Bob Rob Nick Pat Sue Ray Frank Dean Dale Glen
Cliff Miles Max Rich Gene Drew Precious Comfort Mercy Gift Charity Prudence Constance Melody Crystal Penny Sandy Jade
""".split()

TITLES = "Mr Mrs Ms Miss Dr Sister Nurse Mr. Mrs. Dr.".split()

# {full} forename and surname; {first} forename; {titled} title and surname; {word} a forename that is a word too;
# {lower} a forename in small letters; the structured ones by kind. Everything else must stay.
FRAMES = (
    "It was {full} who noticed that the tablets had not been given.",
    "On Fridays we get {first} and on Saturdays it could be anybody.",
    "I wrote to {titled} twice and heard nothing back.",
    "We have had the same face since Easter, {full}, and Dad asks after her.",
    "The night staff, mainly {first} and {first}, sit with him until he settles.",
    "{first} came at twenty past nine when she was due at eight.",
    "{first} always knocks before coming in.",
    "Please thank {full} and {full} at Beechcroft Homecare.",
    "When {titled} retired nobody took over the Tuesday calls.",
    "My neighbour {first} {last} rang the council for me.",
    "Her daughter {first} lives in Leeds and can only visit once a month.",
    "{first}'s rota was changed again without a word to us.",
    "They sent {first}, then {first}, then a man who did not say what he was called.",
    "I am {full} and I look after my husband.",
    "My name is {full}. I am 84.",
    "Signed, {full}",
    "Ask for {first} at the desk, she will sort it.",
    "The social worker ({full}) promised a review by March.",
    "Nobody but {last} knew how the hoist worked.",
    "{titled} said the care plan would be rewritten, and it was not.",
    "Thanks to {first}-{first} and the rest of the team.",
    "A care worker called {word} sat down with me and listened.",
    "My carer {word} brought the shopping in.",
    "Our lovely carer, {word}, left in June and we miss her.",
    "{word} came late again and did not stop.",
    "{word} told me to ring the office.",
    "I asked if {word} could come back in the mornings.",
    "Mum keeps asking for {word}, who used to do her hair.",
    "The manager is {word} {last} and she does not answer.",
    "the carer called {lower} never washes her hands",
    "my carer {lower} is always on time and has a laugh with me",
    "a lady named {lower} used to come but she left",
    "his name is {lower} and he shouts at my mum",
    "We live at {address} and the van cannot find us.",
    "Post it to {address}, {postcode}.",
    "My mother moved out of {address} in the spring.",
    "The key safe is at {flat}, round the back.",
    "Ring {phone} after six, it is my son's number.",
    "You can get me on {phone} or {email}.",
    "E-mail {email} and copy in {first}.",
    "Her NHS number is {nhs} and they still sent the wrong notes.",
    "NHS no {nhs}, national insurance {nino}.",
    "They asked for his NI number, {nino}, over the telephone.",
    "He was born on {dob} and has lived here ever since.",
    "DOB {dob}. Diabetic. Needs two people.",
    "The postcode is {postcode} but the sat nav takes them to the wrong road.",
    "Date of birth: {dob}, {full}, {postcode}.",
    # Nothing to remove.
    "The Tuesday call is late every week and the Sunday one never happens.",
    "He takes Paracetamol and Gabapentin, and the blister pack came from Boots.",
    "Since Christmas the bus to Hallamford has stopped at six.",
    "She speaks Urdu and a little English, so the Polish lady and the Somali lady both help with signing.",
    "The NHS and the Council blame each other. The CQC came in October.",
    "Oakroyd House smells of cabbage but the garden at Weaver Court is lovely.",
    "I had a fall in the Co-op and A&E kept me nine hours.",
    "Will they tell us before August? May we see the report?",
    "The hope was that it would get better. Grace under pressure, I call it.",
    "Mark my words, it will be a frank report. Dawn was breaking when they came.",
    "Good grief. Fifteen minutes! Nobody even took their coat off.",
    "My mum has Parkinson's and diabetes and my dad has Alzheimer's.",
    "Rowan Care Co-operative have been marvellous; Swiftline Care have not.",
    "A Care Home is not a hospital. Day Centre closed, Home Care cut.",
    "I said to the GP that the Zimmer frame was too tall. She laughed.",
    "They are supposed to cream her legs, empty the bag and log it in the app.",
    "We went to Blackpool once with the day centre, and to York.",
    "NOT GOOD ENOUGH. I pay £24.10 an hour for this.",
    "Lovely staff. Warm room. Cold dinners. No choice at weekends.",
    "Before Covid there were two of them; now one does the double-up alone.",
)


@dataclass(frozen=True)
class Made:
    """One account, and where each identifier stands in it: (start, end, kind)."""

    text: str
    marked: tuple[tuple[int, int, str], ...]


KINDS = {
    "full": "name", "first": "name", "last": "name", "titled": "name", "word": "name", "lower": "name",
    "address": "address", "flat": "address", "postcode": "postcode", "phone": "telephone", "email": "e-mail",
    "nhs": "NHS number", "nino": "number", "dob": "date",
}  # fmt: skip


def accounts(seed: int, how_many: int = A_SEED) -> list[Made]:
    """Accounts of one to three sentences each."""
    chance, faker = random.Random(seed), Faker("en_GB")
    faker.seed_instance(seed)
    return [_account(chance, faker) for _ in range(how_many)]


def _account(chance: random.Random, faker: Faker) -> Made:
    text, marked = "", []
    for frame in chance.sample(FRAMES, chance.choice((1, 2, 2, 3))):
        text += " " if text else ""
        for part in re.split(r"(\{\w+\})", frame):
            if not part.startswith("{"):
                text += part
                continue
            value = _value(part[1:-1], chance, faker)
            marked.append((len(text), len(text) + len(value), KINDS[part[1:-1]]))
            text += value
    return Made(text, tuple(marked))


def _value(slot: str, chance: random.Random, faker: Faker) -> str:
    world = chance.choice(WORLD).split(" ")
    if slot == "full":
        return faker.name() if chance.random() < 0.6 else " ".join(world)
    if slot == "first":
        return faker.first_name() if chance.random() < 0.6 else world[0]
    if slot == "last":
        return faker.last_name() if chance.random() < 0.6 else " ".join(world[1:])
    if slot == "titled":
        return f"{chance.choice(TITLES)} {_value('last', chance, faker)}"
    if slot == "lower":
        return _value("first", chance, faker).lower()
    return {
        "word": lambda: chance.choice(ALSO_WORDS),
        "address": lambda: faker.street_address().replace("\n", ", "),
        "flat": lambda: f"Flat {chance.randint(1, 60)}, {faker.building_number()} {faker.street_name()}",
        "postcode": faker.postcode,
        "phone": faker.phone_number,
        "email": faker.email,
        "nhs": lambda: _nhs(chance),
        "nino": lambda: _nino(chance),
        "dob": lambda: _date(chance, faker),
    }[slot]()


def _nhs(chance: random.Random) -> str:
    """Ten digits with the check digit of the NHS Data Dictionary: 11 less the weighted sum modulo 11; 11 is 0."""
    while True:
        nine = [chance.randint(0, 9) for _ in range(9)]
        check = 11 - sum(digit * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            digits = "".join(map(str, [*nine, check % 11]))
            return digits if chance.random() < 0.4 else f"{digits[:3]} {digits[3:6]} {digits[6:]}"


def _nino(chance: random.Random) -> str:
    letters = chance.choice("ABCEGHJKLMPRSTWXYZ") + chance.choice("ABCEGHJKLMPRSTWXYZ")
    if letters in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ"):
        letters = "AB"
    pairs = [f"{chance.randint(0, 99):02}" for _ in range(3)]
    return letters + (" " if chance.random() < 0.5 else "").join(["", *pairs]) + chance.choice("ABCD")


def _date(chance: random.Random, faker: Faker) -> str:
    day = faker.date_of_birth(minimum_age=20, maximum_age=99)
    shape = chance.choice(("%d/%m/%Y", "%d.%m.%y", "%d %B %Y", "%d-%m-%Y", "%B %d, %Y", "%dth %b %Y"))
    return day.strftime(shape)
