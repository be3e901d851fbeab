"""Invented names for schools of the kinds that Hamburg has."""

from random import Random

from eduport.ops.demo_city.plan import Kind


def _split(names: str) -> tuple[str, ...]:
    return tuple(name.replace("_", " ") for name in names.split())


_PLACES = _split(
    "Altenwiek Birkenloh Brookhafen Buchsweg Deichhorst Eilermoor Elbhöhe Erlenbrook "
    "Fährkamp Finkenau Flethörn Geestrand Grevenbüttel Hagenhörn Hasselbrook "
    "Heidkoppel Hinschweg Hohenwerder Immenhof Jenkamp Kattrepel Kiebitzmoor "
    "Kleinfleth Krähenbrook Kuhmühlen Langenfleet Lindenwerder Lohkoppel Marschkamp "
    "Möwenstieg Moorhörn Neuenwiek Niederloh Norderhafen Ohlwerder Osterkoppel "
    "Papenbrook Poggenmoor Querfleth Reiherstieg Rodenkamp Rönnhörn Rübenhof "
    "Sandwerder Schäferkoppel Schlickhafen Schöneloh Seehörn Stellwiek Süderfleth "
    "Swattenmoor Tannenbrook Tiefenstaken Uhlenkoppel Vierbergen Voßmoor Wakenhof "
    "Weidenloh Wellingshafen Westerwiek Wittkoppel Wulfsmoor Ziegelfleth Zollhörn "
)
_PERSONS = _split(
    "Henriette-Ahlers Johann-Brockes-Lüth Tilde-Carstens Alma-Dührkop Erna-Evers "
    "Gesa-Feddern Jonas-Gehrt Elise-Harmsen Otto-Ihde Klara-Jessen-Loh Emil-Kahl "
    "Minna-Lüders Hinrich-Möhle Ida-Nottebohm Paul-Ohle Meta-Petersen-Voß Anton-Quast "
    "Rosa-Rickmann Carl-Sievers Toni-Thode Berta-Uhlig Friedrich-Vahl Lene-Wichers "
    "Max-Zeidler "
)
_TRADES = _split(
    "Bau_und_Farbe Metall_und_Mechatronik Hafen_und_Logistik Pflege Sozialpädagogik "
    "Medien Elektrotechnik Handel Gastronomie Fahrzeugtechnik Informationstechnik "
    "Chemie Holz Körperpflege Gartenbau Luftfahrttechnik Versicherungen Verwaltung "
)
_WAYS = ("straße", "weg", "allee", "chaussee", "damm", "stieg", "platz", "ring")
_NAMED_AFTER_SOMEBODY = 0.3
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def school_name(kind: Kind, index: int, random: Random) -> str:
    """What stands over the door; two schools never have the same name."""
    place = _PLACES[index * 7 % len(_PLACES)]
    person = _PERSONS[index * 5 % len(_PERSONS)]
    round_trip = index // len(_PLACES)
    if round_trip:
        ring, way = divmod(round_trip - 1, len(_WAYS))
        place += _WAYS[way] + (f" {ring + 1}" if ring else "")
    if kind is Kind.VOCATIONAL:
        trade = _TRADES[index % len(_TRADES)]
        return f"Berufliche Schule {trade} {place} (BS {index:02d})"
    if kind is Kind.SPECIAL:
        return f"ReBBZ {place}"
    if kind is not Kind.PRIMARY and random.random() < _NAMED_AFTER_SOMEBODY:
        return f"{person}-{kind.value} {place}"
    return f"{kind.value} {place}"


def school_code(index: int) -> str:
    """A short code of 2 to 5 letters, different for every school."""
    code, rest = "", index * 37 + 700
    while rest:
        rest, letter = divmod(rest, len(_LETTERS))
        code += _LETTERS[letter]
    return code[:5]
