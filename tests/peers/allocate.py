# SPDX-License-Identifier: EUPL-1.2
"""An allocation as written, counted anew in plain Python: allocate.py KEY=VALUE... Sources: facilities, proposals,
buildings, rates (CSV), forecast (a table of wijk-forecast, in Dutch), scenario, year, and where given norms
(CLASS:PER_1000,... of all classes; else those that wijk-zoning gives of itself), budget, furthest, spacing
(FORM:METRES,...). Results: locations, flows, zones (GeoPackage), actions, demand, comparison (CSV, in Dutch), report
(JSON). Prints how many things were counted; exit code 1 when one is not so."""
import csv
import json
import math
import sqlite3
import struct
import sys

given = dict(word.split("=", 1) for word in sys.argv[1:])
year, scenario = given["year"], given["scenario"]
last_day = f"{year}-12-31"
counted, wrong = 0, []


def expect(holds, *what):
    global counted
    counted += 1
    if not holds:
        wrong.append(" ".join(str(w) for w in what))


def near(a, b, within=1e-9):
    return abs(a - b) <= within * max(1, abs(a), abs(b))


def source(role):
    if role not in given:
        return []
    with open(given[role], encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def table(role):
    with open(given[role], encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    return float(text.replace(",", "."))


def read_layer(path):
    """Rows of a GeoPackage, each with its rings of points under 'shape'."""
    base = sqlite3.connect(path)
    name, = base.execute("select table_name from gpkg_contents where data_type = 'features'").fetchone()
    cursor = base.execute(f'select * from "{name}"')
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, values)) for values in cursor]
    for row in rows:
        row["shape"] = read_shape(row["geom"])
    return rows


def read_shape(blob):
    if blob is None or blob[3] & 16:
        return []
    at = 8 + {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[blob[3] >> 1 & 7]
    return read_wkb(blob, at)[0]


def read_wkb(blob, at):
    kind, = struct.unpack_from("<I", blob, at + 1)
    at += 5
    if kind == 1:
        return [[struct.unpack_from("<2d", blob, at)]], at + 16
    count, = struct.unpack_from("<I", blob, at)
    at += 4
    if kind == 2:
        points = [struct.unpack_from("<2d", blob, at + 16 * i) for i in range(count)]
        return [points], at + 16 * count
    rings = []
    for _ in range(count):
        if kind == 3:
            points, = struct.unpack_from("<I", blob, at)
            rings.append([struct.unpack_from("<2d", blob, at + 4 + 16 * i) for i in range(points)])
            at += 4 + 16 * points
        else:
            part, at = read_wkb(blob, at)
            rings += part
    return rings, at


def inside(rings, x, y):
    odd = False
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring, ring[1:]):
            if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
                odd = not odd
    return odd


def pairs(key):
    return {name: float(value) for name, value in (word.split(":") for word in given.get(key, "").split(",") if word)}


# ---- what there is: sites by id, with places and cost per form ----

rates = {r["woonvorm"]: {k: number(v) for k, v in r.items() if k != "woonvorm"} for r in source("rates")}
demand = {}
for r in table("forecast"):
    if r["jaar"] == year and r["scenario"] == scenario:
        demand[r["woonvorm"]] = demand.get(r["woonvorm"], 0) + float(r["vraag"])
sites = {}


def convertible(area, cost_m2=None):
    return {form: (math.floor(area / rate["bvo_m2_per_plaats"] + 1e-9), area * (cost_m2 or rate["ombouw_eur_m2"]))
            for form, rate in rates.items()}


for r in source("facilities"):
    if r["status"] != "bestaand" or (r["geldig_van"] or "") > last_day:
        continue
    places = number(r["capaciteit"])
    could = convertible(places * rates[r["woonvorm"]]["bvo_m2_per_plaats"])
    could[r["woonvorm"]] = (places, None)
    sites[r["id"]] = {"x": number(r["x"]), "y": number(r["y"]), "form": r["woonvorm"], "places": places,
                      "people": number(r["bezet"]), "could": could, "opens": "",
                      "closes": bool(r["geldig_tot"]) and r["geldig_tot"] < last_day}
for r in source("proposals"):
    rate = rates[r["woonvorm"]]
    places = number(r["capaciteit"])
    sites[r["id"]] = {"x": number(r["x"]), "y": number(r["y"]), "form": None, "places": 0, "people": 0,
                      "could": {r["woonvorm"]: (places, places * rate["bvo_m2_per_plaats"] * rate["nieuwbouw_eur_m2"])},
                      "opens": r["geldig_van"] or "", "closes": False}
for r in source("buildings"):
    units = int(r.get("eenheden") or 1)
    for unit in range(units):
        id = f"{r['id']}/{unit + 1}" if units > 1 else r["id"]
        sites[id] = {"x": number(r["x"]), "y": number(r["y"]), "form": None, "places": 0, "people": 0,
                     "could": convertible(number(r["bvo_m2"]) / units, number(r["verbouw_eur_m2"])),
                     "opens": r["beschikbaar_per"] or "", "closes": False}

# ---- what is said of them ----

locations = {row["id"]: row for row in read_layer(given["locations"])}
flows, zones = read_layer(given["flows"]), read_layer(given["zones"])
actions, forms = table("actions"), table("demand")
key = next(name for name in zones[0] if name.lower() in ("wk_code", "wijkcode", "bu_code", "buurtcode"))
expect(set(locations) == set(sites), "sites", set(locations) ^ set(sites))
expect(list(locations) == sorted(locations), "the order of the locations")
cost, opened, changes = 0, 0, {}
for id, site in sites.items():
    row = locations[id]
    before, after = row["form_before"], row["form_after"]
    places, price = site["could"].get(after, (0, None)) if after else (0, None)
    (x, y), = row["shape"][0]
    expect(math.hypot(x - site["x"], y - site["y"]) < 1e-6, id, "lies elsewhere")
    expect(before == site["form"] and row["places_before"] == site["places"], id, "before")
    expect(row["occupied_before"] == site["people"] or not before, id, "people before")
    expect(row["places_after"] == places and (places > 0 or not after), id, "places", row["places_after"], places)
    expect(0 <= row["occupied_after"] <= places and row["occupied_after"] % 1 == 0, id, "people after")
    expect(row["stayed_count"] + row["left_count"] + row["gone_count"] == row["occupied_before"], id, "who was there")
    expect(row["stayed_count"] + row["came_count"] + row["new_count"] == row["occupied_after"], id, "who is there")
    expect(min(row[k] for k in row if k.endswith("_count")) >= 0, id, "fewer than nobody")
    expect(row["stayed_count"] == 0 or before == after, id, "stay in another form")
    expect(not (site["closes"] and before == after), id, "has to close")
    expect(not (after and not before and site["opens"] > last_day), id, "opens too late")
    word = ("blijft" if before else "niet gebruikt") if before == after else (
        "opent" if not before else "sluit" if not after else "bouwt om")
    expect(row["action"] == word, id, row["action"], word)
    if before == after or not after:
        expect(row["cost_eur"] is None, id, "costs", row["cost_eur"])
    else:
        expect(abs(row["cost_eur"] - price) <= 0.5000001, id, "cost", row["cost_eur"], price)
        expect(places >= rates[after]["min_plaatsen"], id, "is too small for", after)
        cost += row["cost_eur"]
        opened += not before
    if before != after:
        changes[id] = row
    home = [zone[key] for zone in zones if inside(zone["shape"], x, y)]
    expect(not home or row["zone_key"] == home[0], id, "lies in", home, row["zone_key"])
expect(cost <= float(given.get("budget", "inf")), "budget", cost)

# ---- spacing ----

for form, metres in pairs("spacing").items():
    there = [row for row in locations.values() if row["form_after"] == form]
    for i, a in enumerate(there):
        for b in there[:i]:
            both = a["form_before"] == form and b["form_before"] == form
            expect(both or math.dist(a["shape"][0][0], b["shape"][0][0]) >= metres, a["id"], "is too near", b["id"])

# ---- zones: norm, load, and how even ----

norms, loads, overload = pairs("norms"), {}, {"before": 0, "after": 0}
times = {"draagkrachtig": 1.5, "aandacht": 1}  # the city's places per 1000, for a class that is given no norm
people_of = {zone[key]: zone.get("AANT_INW", zone.get("aantal_inwoners")) or 0 for zone in zones}
land = {zone[key] for zone in zones if people_of[zone[key]] and zone.get("H2O") != "JA"}
per_1000 = 1000 * sum(row["places_before"] for row in locations.values() if row["zone_key"] in land) \
    / sum(people_of[zone] for zone in land)
for zone in zones:
    here = [row for row in locations.values() if row["zone_key"] == zone[key]]
    residents = people_of[zone[key]]
    norm = norms.get(zone["zone_class"], times.get(zone["zone_class"], 0) * per_1000) * residents / 1000
    if not norms and residents and zone["zone_class"] not in times:  # no growth
        norm = min(sum(row["places_before"] for row in here), per_1000 * residents / 1000)
    expect(zone["norm_places"] is None or near(zone["norm_places"], norm), zone[key], "norm", zone["norm_places"], norm)
    for when in ("before", "after"):
        places = sum(row[f"places_{when}"] for row in here)
        expect(zone[f"places_{when}"] == places, zone[key], when, places)
        expect(zone[f"occupied_{when}"] == sum(row[f"occupied_{when}"] for row in here), zone[key], "people", when)
        if residents:
            expect(near(zone[f"places_per_1000_{when}"], 1000 * places / residents), zone[key], "per 1000", when)
        if norm:
            expect(near(zone[f"load_{when}"], places / norm), zone[key], "load", when)
            expect(near(zone[f"headroom_{when}"], norm - places, 1e-6), zone[key], "headroom", when)
            loads.setdefault(when, {})[zone[key]] = places / norm
        else:
            expect(zone[f"load_{when}"] is None, zone[key], "load without norm")
        overload[when] += max(0, places - norm) if zone["zone_class"] == "kwetsbaar" else 0
    expect(zone["places_after"] <= max(norm, zone["places_before"]) + 1e-9, zone[key], "is over its norm")


def gini(values):
    """Mean difference over twice the mean."""
    return sum(abs(a - b) for a in values for b in values) / (2 * len(values) * sum(values))


# ---- who moves ----

left, came, moved, metres = {}, {}, 0, 0
for flow in flows:
    a, b = locations[flow["from_id"]], locations[flow["to_id"]]
    way = math.dist(a["shape"][0][0], b["shape"][0][0])
    expect(a["form_before"] == b["form_after"] == flow["form"] and a is not b, "a move to another form", flow["from_id"])
    expect(flow["people_count"] > 0 and near(flow["distance_m"], way), "a move", flow["from_id"], way)
    expect(way <= float(given.get("furthest", "inf")), "a move too far", way)
    expect(not way or flow["shape"] == [[a["shape"][0][0], b["shape"][0][0]]], "a line", flow["from_id"])
    left[a["id"]] = left.get(a["id"], 0) + flow["people_count"]
    came[b["id"]] = came.get(b["id"], 0) + flow["people_count"]
    moved += flow["people_count"]
    metres += flow["people_count"] * way
for id, row in locations.items():
    expect(row["left_count"] == left.get(id, 0) and row["came_count"] == came.get(id, 0), id, "moves")

# ---- forms ----

unmet, unchanged, displaced = 0, 0, 0
for row in forms[:-1]:
    form = row["form"]
    was = [r for r in locations.values() if r["form_before"] == form]
    now = [r for r in locations.values() if r["form_after"] == form]
    housed, people = sum(r["occupied_after"] for r in now), sum(r["occupied_before"] for r in was)
    gone = sum(r["gone_count"] for r in was)
    without = demand[form] - housed
    unmet += without
    unchanged += max(0, demand[form] - sum(r["places_before"] for r in was))
    expect(float(row["demand"]) == demand[form] and float(row["housed"]) == housed, form, "demand and housed")
    expect(float(row["unmet_count"]) == without >= 0, form, "without a place", without)
    lose = max(0, gone - max(0, people - demand[form]))
    displaced += lose
    expect(float(row["gone_count"]) == gone, form, "gone", gone)
    expect(float(row["displaced_count"]) == lose <= without, form, "displaced", lose)
    expect(float(row["places_after"]) == sum(r["places_after"] for r in now), form, "places")
    expect(people == sum(float(row[k]) for k in ("stayed_count", "moved_count", "gone_count")), form, "before")
    expect(housed == sum(float(row[k]) for k in ("stayed_count", "moved_count", "new_count")), form, "after")
expect([row["form"] for row in forms[:-1]] == list(demand) and not forms[-1]["form"], "forms")
for name in ("demand", "places_before", "places_after", "occupied_before", "housed", "unmet_count", "stayed_count",
             "moved_count", "new_count", "gone_count", "displaced_count"):
    expect(float(forms[-1][name]) == sum(float(row[name]) for row in forms[:-1]), "all forms", name)

# ---- actions ----

expect([int(row["action_id"]) for row in actions] == list(range(1, len(actions) + 1)), "numbers of actions")
days = [row["opens_on"] for row in actions]
expect(days == sorted(days), "the order of the actions")
done = [row for row in actions if row["action"] != "verhuist"]
expect(sorted(row["location_id"] for row in done) == sorted(changes), "an action for each change")
for row in done:
    change = changes.get(row["location_id"], {})
    expect(row["action"] == change.get("action") and row["form_after"] == (change["form_after"] or ""), "action", row)
    expect(row["action"] != "opent" or row["opens_on"] >= sites[row["location_id"]]["opens"], "opens too early", row)
steps = sorted((r["location_id"], r["to_id"], float(r["people_count"])) for r in actions if r["action"] == "verhuist")
expect(steps == sorted((f["from_id"], f["to_id"], f["people_count"]) for f in flows), "moves among the actions")
expect(near(sum(float(row["cost_eur"] or 0) for row in actions), cost), "cost of the actions")

# ---- goals, and the scenario beside now ----

city = {(v["id"], v["by"]): v["value"] for v in json.load(open(given["report"], encoding="utf-8"))["city"]}
xs, ys = zip(*(row["shape"][0][0] for row in locations.values()))
diagonal = math.hypot(max(xs) - min(xs), max(ys) - min(ys))
goals = {"unmet": unmet, "heaviest": max(loads["after"].values()), "overload": overload["after"],
         "moved": moved + displaced, "metres": metres + displaced * diagonal, "cost": cost}
for name, value in goals.items():
    if (f"goal_{name}", f"scenario={scenario}") not in city:
        continue  # it was not asked for
    stated, bound = (city[f"goal_{name}{end}", f"scenario={scenario}"] for end in ("", "_bound"))
    expect(near(stated, value, 1e-6), "goal", name, stated, value)
    expect(bound <= stated + 1e-6 * max(1, stated), "bound of", name, bound, stated)
beside = {row["scenario"]: row for row in table("comparison")}
for when, row in (("before", beside["nu"]), ("after", beside[scenario])):
    places = {zone[key]: zone[f"places_{when}"] for zone in zones}
    every = sum(r[f"places_{when}"] for r in locations.values())
    dry = [zone for zone in zones if zone.get("H2O") != "JA"]
    vulnerable = sum(places[zone[key]] for zone in zones if zone["zone_class"] == "kwetsbaar")
    expect(near(float(row["places"]), every), when, "places")
    expect(near(float(row["heaviest_load"]), max(loads[when].values())), when, "heaviest")
    expect(loads[when][row["heaviest_zone_key"]] == max(loads[when].values()), when, "heaviest zone")
    expect(near(float(row["overload_places"]), overload[when], 1e-6), when, "overload")
    expect(near(float(row["vulnerable_places_share"]), vulnerable / every), when, "share of vulnerable zones")
    expect(near(float(row["gini"]), gini([places[zone[key]] for zone in dry])), when, "gini", row["gini"])
row = beside[scenario]
expected = {"unmet_count": unmet, "unchanged_unmet_count": unchanged, "moved_count": moved, "displaced_count": displaced,
            "moved_m": metres,
            "cost_eur": cost, "opened_count": opened, "demand": sum(demand.values())}
for name, value in expected.items():
    expect(near(float(row[name]), value), "comparison", name, row[name], value)

print(f"{counted} things counted, {len(wrong)} not so")
print("\n".join(wrong[:20]))
sys.exit(1 if wrong else 0)
