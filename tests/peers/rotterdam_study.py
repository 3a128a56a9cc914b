# SPDX-License-Identifier: EUPL-1.2
"""Rotterdam's study, counted anew in plain Python: rotterdam_study.py WHAT CITY [NAME...]. CITY holds the sources; what
was made of them, in Dutch, stands in the working folder under the names that rotterdam_study.bats gives. WHAT:
  forecast, bands, outflow, sources, realised, coverage;
  partners, came: makes the tables that the city does not have (its forecasts by partners, and what came);
  map NAME LEAST: a PNG holds at least so many colours that each cover some of it.
Prints how many things were counted; exit code 1 when one is not so."""
import csv
import json
import math
import random
import re
import struct
import sys
import zlib

what, city, *names = sys.argv[1:]
csv.field_size_limit(10**8)
counted, wrong = 0, []


def expect(holds, *said):
    global counted
    counted += 1
    if not holds:
        wrong.append(" ".join(str(word) for word in said))


def near(a, b, within=1e-9):
    return abs(a - b) <= within * max(1, abs(a), abs(b))


def table(path, mark=","):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=mark))


def source(name):
    return table(f"{city}/{name}_synthetisch.csv", ";")


def number(text):
    return float(text.replace(",", "."))


def write(path, head, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";", lineterminator="\n").writerows([head, *rows])


# ---- the forecast: scenarios, forms and chances as given ----

years = range(2025, 2036)
stock = {r["woonvorm"]: number(r["personen"]) for r in source("vraag_2024")}
inflow = {(r["scenario"], int(r["jaar"]), r["woonvorm"]): number(r["personen"]) for r in source("instroom")}
chance = {(r["scenario"], r["van"], r["naar"]): number(r["kans_per_jaar"]) for r in source("doorstroom")}
forms, scenarios = list(stock), ("behoud", "gematigd", "versneld")
ends = [*forms, "regulier"]


def course(scenario, begin=None, given=None, move=None):
    """Per year: who was there, moves from form to form, who is there, as real numbers."""
    now, steps = dict(begin or stock), []
    move = move or {(i, j): chance.get((scenario, i, j), 0) for i in forms for j in ends}
    for year in years:
        before = now
        went = {(i, j): before[i] * move[i, j] for i in forms for j in ends if i != j}
        now = {i: before[i] + (given or inflow)[scenario, year, i] - sum(went[i, j] for j in ends if j != i)
               + sum(went[j, i] for j in forms if j != i) for i in forms}
        steps.append((year, before, went, now))
    return steps


def check_forecast():
    made = {(r["scenario"], int(r["jaar"]), r["woonvorm"]): r for r in table("raming.csv")}
    moves = {}
    for r in table("doorstroom.csv"):
        moves[r["scenario"], int(r["jaar"]), r["van"], r["naar"]] = int(r["personen"])
    expect(set(made) == {(s, y, f) for s in scenarios for y in (2024, *years) for f in forms}, "rows of the forecast")
    places = {}
    for r in source("voorzieningen"):
        for year in (2024, *years):
            day = f"{year}-12-31"
            if r["status"] == "bestaand" and (r["geldig_van"] or day) <= day <= (r["geldig_tot"] or day):
                places[year, r["woonvorm"]] = places.get((year, r["woonvorm"]), 0) + int(r["capaciteit"])
    for scenario in scenarios:
        people = {form: int(stock[form]) for form in forms}
        for form in forms:
            expect(int(made[scenario, 2024, form]["vraag"]) == people[form], scenario, 2024, form, "is not as counted")
        for year, before, went, now in course(scenario):
            at = f"{scenario} {year}"
            move = lambda i, j: moves.get((scenario, year, i, j), 0)
            cells = {form: {k: int(made[scenario, year, form][k]) for k in ("beginstand", "instroom", "doorstroom_in",
                     "doorstroom_uit", "uitstroom", "geblokkeerd", "vraag", "plaatsen", "tekort")} for form in forms}
            for form, c in cells.items():
                expect(c["beginstand"] == people[form], at, form, "opens with", c["beginstand"], "not", people[form])
                expect(c["beginstand"] + c["instroom"] + c["doorstroom_in"] == c["vraag"] + c["doorstroom_uit"]
                       + c["uitstroom"], at, form, "does not balance", c)
                expect(c["geblokkeerd"] == 0 and min(c[k] for k in c if k != "tekort") >= 0, at, form, "below 0", c)
                expect(c["doorstroom_uit"] == sum(move(form, j) for j in forms), at, form, "moves out")
                expect(c["doorstroom_in"] == sum(move(i, form) for i in forms), at, form, "moves in")
                expect(c["uitstroom"] == move(form, "regulier"), at, form, "leaves")
                expect(c["instroom"] == move("", form), at, form, "comes in")
                expect(abs(c["instroom"] - inflow[scenario, year, form]) < 1, at, form, "inflow", c["instroom"])
                expect(abs(c["vraag"] - now[form]) < 1, at, form, "demand", c["vraag"], now[form])
                expect(c["plaatsen"] == places[year, form], at, form, "places", c["plaatsen"])
                expect(c["tekort"] == c["vraag"] - c["plaatsen"], at, form, "gap", c["tekort"])
                people[form] = c["vraag"]
            for pair, many in went.items():
                expect(abs(move(*pair) - many) < 1, at, pair, "move", move(*pair), many)
            expect(abs(sum(people.values()) - sum(now.values())) < 1, at, "people", sum(people.values()))
            expect(sum(c["doorstroom_in"] - c["doorstroom_uit"] for c in cells.values()) == 0, at, "moves")
    expect(len({tuple(made[s, 2035, f]["vraag"] for f in forms) for s in scenarios}) == 3, "scenarios are the same")
    least = [sum(int(made[s, 2035, f]["vraag"]) for f in forms) for s in scenarios]
    expect(least == sorted(least, reverse=True), "the faster people move on, the fewer need a place", least)


def check_bands():
    """Chance of our own: the same model by Python's generator; bands agree to within the noise of both."""
    made = {(r["scenario"], int(r["jaar"]), r["woonvorm"]): r for r in table("banden.csv")}
    plain = {(r["scenario"], int(r["jaar"]), r["woonvorm"]): r for r in table("raming.csv")}
    draws, weight, level, chances = 2000, 200, 0.1, random.Random(2024)
    gamma = lambda mean, variance: chances.gammavariate(mean * mean / variance, variance / mean) if mean > 0 else mean
    for scenario in scenarios:
        drawn = {}
        for _ in range(draws):
            move = {}
            for i in forms:
                given = {j: chance.get((scenario, i, j), 0) for j in ends if j != i}
                row = {j: gamma(weight * c, weight * c) for j, c in given.items()}
                whole = sum(row.values()) + gamma(weight * (1 - sum(given.values())), weight * (1 - sum(given.values())))
                move.update({(i, j): row[j] / whole for j in row})
            high = {form: gamma(1, level * level) for form in forms}
            given = {(scenario, y, f): gamma(inflow[scenario, y, f] * high[f], inflow[scenario, y, f] * high[f])
                     for y in years for f in forms}
            for year, _, _, now in course(scenario, given=given, move=move):
                for form in forms:
                    drawn.setdefault((year, form), []).append(now[form])
        for (year, form), values in drawn.items():
            values.sort()
            row = made[scenario, year, form]
            low, middle, top = (float(row[f"vraag_p{p}"]) for p in (10, 50, 90))
            spread = (values[draws * 9 // 10] - values[draws // 10]) / 2.56
            expect(low < middle < top, scenario, year, form, "bands", low, middle, top)
            expect(row["vraag"] == plain[scenario, year, form]["vraag"], scenario, year, form, "demand by draws")
            for share, ours in ((0.1, low), (0.5, middle), (0.9, top)):
                theirs = values[int(share * draws)]
                expect(abs(ours - theirs) <= 0.4 * spread + 1, scenario, year, form, share, ours, theirs, spread)


# ---- the outflow of eleven regions, row by row ----

def check_outflow():
    given = {}
    for r in source("uitstroom_regio"):
        given.setdefault(r["regio"], []).append(r)
    made, whole = table("uitstroom.csv"), {}
    rows = {(r["regio"], int(r["jaar"])): r for r in made}
    expect(len(given) == 11 and len(made) == len(rows) == 36, "eleven regions in three years, and all of them", len(made))
    kinds = (("uitstromers", "leavers"), ("woningen", "homes"))
    for region, agreed in given.items():
        carried = {"uitstromers": 0, "woningen": 0}
        for r in sorted(agreed, key=lambda r: int(r["jaar"])):
            year, row = int(r["jaar"]), rows[region, int(r["jaar"])]
            total = whole.setdefault(year, {})
            expect(row["convenant"] == r["convenant"], region, year, "covenant", row["convenant"])
            figures = {}
            for kind, _ in kinds:
                target, came = number(r[f"{kind}_afgesproken"]), number(r[f"{kind}_gerealiseerd"])
                short = max(0, carried[kind] + target - came)
                figures.update({f"{kind}_afgesproken": target, f"{kind}_meegenomen": carried[kind],
                                f"{kind}_opgave": carried[kind] + target, f"{kind}_gerealiseerd": came,
                                f"{kind}_tekort": short})
                carried[kind] = short
            homes, guided = number(r["woningen_gerealiseerd"]), number(r["woningen_met_begeleiding"])
            housed = homes * number(r["personen_per_woning"])
            figures.update({"woningen_met_begeleiding": guided, "gehuisvest": housed, "door_delen": housed - homes})
            for name, value in figures.items():
                expect(near(float(row[name]), value, 1e-6), region, year, name, row[name], value)
                total[name] = total.get(name, 0) + value
            expect(near(float(row["begeleiding_aandeel"]), guided / homes), region, year, "guidance")
    for year, total in whole.items():
        row = rows["", year]
        for name, value in total.items():
            expect(near(float(row[name]), value, 1e-6), "all regions", year, name, row[name], value)
        expect(near(float(row["begeleiding_aandeel"]), total["woningen_met_begeleiding"] / total["woningen_gerealiseerd"]),
               "all regions", year, "guidance")
        expect(row["convenant"] == "", "all regions", year, "covenant", row["convenant"])


# ---- the municipality beside two partners, and plans beside what came ----

partners = {"gemeente": (0, 0), "aanbieder A": (30, 0), "aanbieder B": (-20, 7)}  # more people now, more inflow a year


def by_partner(partner):
    more, more_inflow = partners[partner]
    return ({form: people + more * k for k, (form, people) in enumerate(stock.items())},
            {key: people + more_inflow for key, people in inflow.items()})


def make_partners():
    people, came = [], []
    for partner in partners:
        begin, given = by_partner(partner)
        people += [(partner, form, round(many)) for form, many in begin.items()]
        came += [(partner, *key, round(many)) for key, many in given.items()]
    write("vraag_bronnen.csv", ("bron", "woonvorm", "personen"), people)
    write("instroom_bronnen.csv", ("bron", "scenario", "jaar", "woonvorm", "personen"), came)


def check_sources():
    own = {(r["scenario"], int(r["jaar"]), r["woonvorm"]): int(r["vraag"]) for r in table("raming.csv")}
    made = {(r["bron"], r["scenario"], int(r["jaar"]), r["woonvorm"]): r for r in table("bronnen.csv")}
    others = [partner for partner in partners if partner != "gemeente"]
    expect(set(made) == {(p, *key) for p in others for key in own}, "each partner beside the municipality, once")
    for partner in others:
        begin, given = by_partner(partner)
        for scenario in scenarios:
            for year, _, _, now in ((2024, 0, 0, begin), *course(scenario, begin, given)):
                for form in forms:
                    row, at = made[partner, scenario, year, form], (partner, scenario, year, form)
                    expect(abs(int(row["vraag"]) - now[form]) < 1, *at, row["vraag"], now[form])
                    expect(int(row["vraag_gemeente"]) == own[scenario, year, form], *at, "the municipality")
                    expect(int(row["verschil"]) == int(row["vraag"]) - int(row["vraag_gemeente"]), *at, row["verschil"])


def make_came():
    """Two years of the moderate scenario, with more inflow than was foreseen."""
    given = {key: people * 1.08 for key, people in inflow.items()}
    rows = [("gematigd", year, form, round(now[form])) for year, _, _, now in course("gematigd", given=given)[:2]
            for form in forms]
    write("kwam.csv", ("scenario", "jaar", "woonvorm", "personen"), rows)


def check_realised():
    planned = {(r["scenario"], r["jaar"], r["woonvorm"]): int(r["vraag"]) for r in table("raming.csv")}
    came = {(r["scenario"], r["jaar"], r["woonvorm"]): int(r["personen"]) for r in table("kwam.csv", ";")}
    made = {(r["scenario"], r["jaar"], r["woonvorm"]): r for r in table("gerealiseerd.csv")}
    expect(set(made) == set(came) and len(made) == 10, "what came, each once", len(made))
    for key, row in made.items():
        expect(int(row["geraamd"]) == planned[key] and int(row["gerealiseerd"]) == came[key], key, row)
        expect(int(row["verschil"]) == came[key] - planned[key], key, "differs", row["verschil"])
        expect(near(float(row["verschil_aandeel"]), (came[key] - planned[key]) / planned[key]), key, "share")
    expect(any(row["verschil"] != "0" for row in made.values()), "nothing differs")


# ---- wijkverbinders ----

def inside(rings, x, y):
    odd = False
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring, ring[1:]):
            if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
                odd = not odd
    return odd


def check_coverage():
    caseload, zones = 12, {}
    for r in table("buurten.csv", ";"):
        rings = [[tuple(map(float, point.split()[:2])) for point in ring.split(",")]
                 for ring in re.findall(r"\(([^()]+)\)", r["WKT"])]
        xs, ys = zip(*(point for ring in rings for point in ring))
        zones[r["BU_CODE"]] = rings, min(xs), min(ys), max(xs), max(ys)
    live = {key: [] for key in zones}
    for r in source("inwoners_100m"):
        x, y, many = number(r["x"]), number(r["y"]), number(r["inwoners"])
        for key, (rings, west, south, east, north) in zones.items():
            if west <= x <= east and south <= y <= north and inside(rings, x, y):
                live[key].append((x, y, many))
                break
    centre, away = {}, {}
    for key, people in live.items():
        weight = sum(many for _, _, many in people)
        if weight:
            centre[key] = tuple(sum(p[axis] * p[2] for p in people) / weight for axis in (0, 1))

    def metres(base, home):
        if (base, home) not in away:
            people = live[home]
            away[base, home] = sum(math.dist(centre[base], p[:2]) * p[2] for p in people) / sum(p[2] for p in people)
        return away[base, home]

    homes = {r["buurtcode"]: int(r["huishoudens"]) for r in source("multiprobleem_huishoudens")}
    flows, bases = table("wijkverbinders_stromen.csv"), {r["base_id"]: r for r in table("wijkverbinders.csv")}
    city_of = {v["id"]: v["value"] for v in json.load(open("wijkverbinders.json", encoding="utf-8"))["city"]}
    served, trips = {}, {}
    for flow in flows:
        many, base, home = int(flow["households_count"]), flow["from_id"], flow["to_id"]
        expect(many > 0 and near(float(flow["distance_m"]), metres(base, home), 1e-6), base, home, metres(base, home), flow)
        served[home] = served.get(home, 0) + many
        trips.setdefault(base, []).append((many, metres(base, home)))
    for home in set(homes) | set(served):
        expect(served.get(home, 0) == homes.get(home, 0), home, "households", served.get(home), homes.get(home))
    expect(set(trips) == set(bases), "bases without a household, or the other way round", set(trips) ^ set(bases))
    for base, row in bases.items():
        here = trips[base]
        many, workers = sum(n for n, _ in here), int(row["workers_count"])
        expect(int(row["households_count"]) == many <= caseload * workers, base, "caseload", many, workers)
        expect(int(row["zones_count"]) == len(here), base, "zones", len(here))
        expect(near(float(row["caseload_share"]), many / (caseload * workers)), base, "share of the caseload")
        expect(near(float(row["distance_mean_m"]), sum(n * m for n, m in here) / many, 1e-6), base, "mean way")
        expect(near(float(row["distance_max_m"]), max(m for _, m in here), 1e-6), base, "longest way")
        expect(math.dist((float(row["x"]), float(row["y"])), centre[base]) < 1e-3, base, "lies elsewhere")
        expect(inside(zones[row["zone_key"]][0], float(row["x"]), float(row["y"])) or row["zone_key"] == base, base, "zone")
    every = [trip for here in trips.values() for trip in here]
    total, households = sum(n * m for n, m in every), sum(homes.values())
    workers = sum(int(row["workers_count"]) for row in bases.values())
    expect(households > 0 and workers == -(-households // caseload), "workers", workers, households)
    for name, value in {"households_count": households, "served_count": households, "unserved_count": 0,
                        "workers_count": workers, "caseload_share": households / (caseload * workers),
                        "distance_mean_m": total / households, "distance_max_m": max(m for _, m in every),
                        "goal_metres": total}.items():
        expect(near(city_of[name], value, 1e-6), "of the city", name, city_of[name], value)
    expect(0 < city_of["goal_metres_bound"] <= total * (1 + 1e-9) and total <= 1.006 * city_of["goal_metres_bound"],
           "the least metres", city_of["goal_metres_bound"], total)


# ---- a map is not empty ----

def check_map(path, least):
    data = open(path, "rb").read()
    expect(data[:8] == b"\x89PNG\r\n\x1a\n", path, "is no PNG")
    at, packed = 8, b""
    while at < len(data):
        size, = struct.unpack(">I", data[at:at + 4])
        if data[at + 4:at + 8] == b"IHDR":
            width, height, depth, kind, _, _, twined = struct.unpack(">IIBBBBB", data[at + 8:at + 21])
        if data[at + 4:at + 8] == b"IDAT":
            packed += data[at + 8:at + 8 + size]
        at += 12 + size
    step = {2: 3, 6: 4}.get(kind)
    expect(step and depth == 8 and not twined, path, "is of another kind", kind, depth)
    raw, line, colours = zlib.decompress(packed), bytearray(width * step), {}
    for y in range(height):
        start = y * (width * step + 1)
        how, row = raw[start], bytearray(raw[start + 1:start + 1 + width * step])
        for i, value in enumerate(row):
            left, up = row[i - step] if i >= step else 0, line[i]
            corner = line[i - step] if i >= step else 0
            if how == 4:
                guess = left + up - corner
                a, b, c = abs(guess - left), abs(guess - up), abs(guess - corner)
                value += left if a <= b and a <= c else up if b <= c else corner
            else:
                value += (0, left, up, (left + up) // 2)[how]
            row[i] = value & 255
        for i in range(0, len(row), step):
            colour = bytes(row[i:i + 3])
            colours[colour] = colours.get(colour, 0) + 1
        line = row
    # Colours of at least a thousandth of the page; letters and their edges are of many, each of less.
    much = {c for c, n in colours.items() if n >= width * height / 1000 and max(c) - min(c) > 8}
    expect(len(much) >= int(least), path, "holds", len(much), "colours")


match what:
    case "forecast": check_forecast()
    case "bands": check_bands()
    case "outflow": check_outflow()
    case "partners": make_partners()
    case "sources": check_sources()
    case "came": make_came()
    case "realised": check_realised()
    case "coverage": check_coverage()
    case "map": check_map(*names)
    case _: sys.exit(f"what is {what}?")
print(f"{counted} things counted, {len(wrong)} not so")
print("\n".join(wrong[:20]))
sys.exit(1 if wrong else 0)
