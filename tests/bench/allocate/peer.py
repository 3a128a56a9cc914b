# SPDX-License-Identifier: EUPL-1.2
"""The allocation as a plain integer program, from the tables, solved goal by goal by HiGHS (SciPy): peer.py KEY=VALUE...
Sources as in tests/peers/allocate.py (facilities, proposals, buildings, rates, forecast, scenario, year, budget, spacing)
and zones: a GeoPackage of wijk-zoning with residents. Of the search: goals (all six), gap (0.005), seconds (60, a goal),
ways (12, of a location, of those that people may move along), and held: a report of wijk-allocate, whose values
the goals before the one that is solved may not exceed; without it those that were found here may not. Prints a row for each
goal: value, bound, gap, seconds; with held, those of the report beside it. Exit code 1 where one of the two bounds is
above a value of the other."""
import csv
import json
import math
import sqlite3
import struct
import sys
import time

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

given = dict(word.split("=", 1) for word in sys.argv[1:])
year = given["year"]
last_day = f"{year}-12-31"
GOALS = ["unmet", "heaviest", "overload", "moved", "metres", "cost"]
UNITS = {"unmet": 100, "heaviest": 1, "overload": 100, "moved": 100, "metres": 1e5, "cost": 1e5}
goals = given.get("goals", ",".join(GOALS)).split(",")
gap, seconds, ways = float(given.get("gap", 0.005)), float(given.get("seconds", 60)), int(given.get("ways", 12))


def rows_of(role):
    if role not in given:
        return []
    with open(given[role], encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter="," if role == "forecast" else ";"))


def number(text):
    return float(text.replace(",", "."))


# ---- sites: x, y, present form, places, people, whether it has to close, {form: (places, cost)} ----

rates = {r["woonvorm"]: {k: number(v) for k, v in r.items() if k != "woonvorm"} for r in rows_of("rates")}
demand = {}
for r in rows_of("forecast"):
    if r["jaar"] == year and r["scenario"] == given["scenario"]:
        demand[r["woonvorm"]] = demand.get(r["woonvorm"], 0) + float(r["vraag"])
forms = list(demand)
sites = []


def could_be(area, price=None):
    return {f: (math.floor(area / rates[f]["bvo_m2_per_plaats"] + 1e-9),
                round(area * (rates[f]["ombouw_eur_m2"] if price is None else price))) for f in forms}


for r in rows_of("facilities"):
    if r["status"] == "bestaand" and (r["geldig_van"] or "") <= last_day:
        own, places = r["woonvorm"], number(r["capaciteit"])
        could = could_be(places * rates[own]["bvo_m2_per_plaats"])
        closes = bool(r["geldig_tot"]) and r["geldig_tot"] < last_day
        if closes:  # to nobody's use any more
            could = {}
        else:
            could[own] = (places, 0)
        sites.append((number(r["x"]), number(r["y"]), own, places, number(r["bezet"]), could))
for r in rows_of("proposals"):
    if (r["geldig_van"] or "") <= last_day:
        f, places = r["woonvorm"], number(r["capaciteit"])
        euros = round(places * rates[f]["bvo_m2_per_plaats"] * rates[f]["nieuwbouw_eur_m2"])
        sites.append((number(r["x"]), number(r["y"]), None, 0, 0, {f: (places, euros)}))
for r in rows_of("buildings"):
    if (r["beschikbaar_per"] or "") <= last_day:
        units = int(r.get("eenheden") or 1)
        for unit in range(units):
            could = could_be(number(r["bvo_m2"]) / units, number(r["verbouw_eur_m2"]))
            sites.append((number(r["x"]), number(r["y"]), None, 0, 0, could))
X = np.array([s[0] for s in sites])
Y = np.array([s[1] for s in sites])
sites = [s[:5] + ({f: c for f, c in s[5].items() if c[0] > 0 and (f == s[2] or c[0] >= rates[f]["min_plaatsen"])},)
         for s in sites]

# ---- zones: which sites lie in them, and what their norm allows ----


def read_rings(blob):
    at = 8 + {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[blob[3] >> 1 & 7]

    def read(at):
        kind, = struct.unpack_from("<I", blob, at + 1)
        count, = struct.unpack_from("<I", blob, at + 5)
        at += 9
        rings = []
        for _ in range(count):
            if kind == 3:
                points, = struct.unpack_from("<I", blob, at)
                rings.append(np.frombuffer(blob, "<f8", 2 * points, at + 4).reshape(-1, 2))
                at += 4 + 16 * points
            else:
                part, at = read(at)
                rings += part
        return rings, at

    return read(at)[0]


def inside(rings):
    odd = np.zeros(len(X), bool)
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring, ring[1:]):
            if ay != by:
                odd ^= ((ay > Y) != (by > Y)) & (X < ax + (Y - ay) / (by - ay) * (bx - ax))
    return odd


base = sqlite3.connect(given["zones"])
name, = base.execute("select table_name from gpkg_contents where data_type = 'features'").fetchone()
cursor = base.execute(f'select * from "{name}"')
names = [column[0] for column in cursor.description]
zones = [dict(zip(names, values)) for values in cursor]
present = np.array([s[3] for s in sites])
zone_of = np.full(len(sites), -1)
for z, zone in enumerate(zones):
    here = inside(read_rings(zone["geom"])) & (zone_of < 0)
    zone_of[here] = z
    zone["residents"] = zone.get("AANT_INW", zone.get("aantal_inwoners"))
    zone["places"] = present[here].sum()
dry = [z for z in zones if z.get("H2O") != "JA" and z["residents"]]
city = sum(z["places"] for z in dry) / sum(z["residents"] for z in dry) * 1000
norms = dict(word.split(":") for word in given.get("norms", "").split(",") if word)
for zone in zones:
    if zone["residents"] is None:
        zone["norm"] = math.nan
    elif zone not in dry:
        zone["norm"] = 0
    else:
        now = 1000 * zone["places"] / zone["residents"]
        per_1000 = (float(norms[zone["zone_class"]]) if zone["zone_class"] in norms else zone["norm_per_1000"]
                    if zone["norm_rule"] == "vast" else zone["norm_factor"] * city
                    if zone["norm_rule"] == "maal stad" else min(now, city))
        zone["norm"] = per_1000 * zone["residents"] / 1000

# ---- the program: columns, rows ----

cost_of, low, high, whole = [], [], [], []
terms, row_low, row_high = [], [], []


def column(least, most, is_whole):
    low.append(least)
    high.append(most)
    whole.append(is_whole)
    return len(low) - 1


def rule(least, most, *parts):
    for at, factor in parts:
        terms.append((len(row_low), at, factor))
    row_low.append(least)
    row_high.append(most)


used = {(i, f): column(0, 1, True) for i, s in enumerate(sites) for f in s[5]}
unmet = {f: column(0, demand[f], False) for f in forms}
leave = {f: column(0, math.inf, False) for f in forms}
heaviest = column(0, math.inf, False)
people = {f: sum(s[4] for s in sites if s[2] == f) for f in forms}
stayers = [min(s[4], s[5][s[2]][0]) if s[2] in s[5] else 0 for s in sites]
for i, s in enumerate(sites):
    rule(-math.inf, 1, *((used[i, f], 1) for f in s[5]))
for f in forms:
    rule(demand[f], math.inf, (unmet[f], 1), *((used[i, f], s[5][f][0]) for i, s in enumerate(sites) if f in s[5]))
    still = min(demand[f], people[f])  # who is there and still needs a place: cannot stay, has to leave
    rule(still, math.inf, (leave[f], 1),
         *((used[i, f], stayers[i]) for i, s in enumerate(sites) if s[2] == f and f in s[5]))
goal_terms = {"unmet": [(at, 1) for at in unmet.values()], "heaviest": [(heaviest, 1)],
              "moved": [(at, 1) for at in leave.values()], "overload": [], "metres": [],
              "cost": [(used[i, f], s[5][f][1]) for i, s in enumerate(sites) for f in s[5] if f != s[2]]}
for z, zone in enumerate(zones):
    parts = [(used[i, f], sites[i][5][f][0]) for i in np.flatnonzero(zone_of == z) for f in sites[i][5]]
    if not parts or math.isnan(zone["norm"]):
        continue
    rule(-math.inf, max(zone["norm"], zone["places"]) + 1e-7, *parts)
    if zone["norm"] > 0:
        rule(-math.inf, 0, (heaviest, -zone["norm"]), *parts)
    if zone["zone_class"] == "kwetsbaar":
        over = column(0, math.inf, False)
        rule(-math.inf, zone["norm"], (over, -1), *parts)
        goal_terms["overload"].append((over, 1))
if "budget" in given:
    rule(-math.inf, float(given["budget"]), *goal_terms["cost"])
for word in given.get("spacing", "").split(","):
    f, metres = word.split(":") if word else ("", "0")
    some = [i for i, s in enumerate(sites) if f in s[5]]
    for at, i in enumerate(some):
        for k in some[:at]:
            if math.hypot(X[i] - X[k], Y[i] - Y[k]) < float(metres) and not sites[i][2] == sites[k][2] == f:
                rule(-math.inf, 1, (used[i, f], 1), (used[k, f], 1))


def add_ways():
    """Who loses the place moves along one of the nearest ways, or, at least as far as the first of the others, further."""
    diagonal = math.hypot(X.max() - X.min(), Y.max() - Y.min())
    coming, leaving = {}, {f: [] for f in forms}
    displaced = {f: column(0, math.inf, False) for f in forms}
    for i, s in enumerate(sites):
        f = s[2]
        if not f or not s[4]:
            continue
        left = column(0, s[4], False)
        leaving[f].append((left, 1))
        rule(-math.inf, s[4], (left, 1), *([(used[i, f], stayers[i])] if f in s[5] else []))
        metres = np.hypot(X - X[i], Y - Y[i])
        parts, found = [], 0
        for k in np.argsort(metres, kind="stable"):
            room = sites[k][5][f][0] - (stayers[k] if sites[k][2] == f else 0) if f in sites[k][5] else 0
            if k == i or room <= 0:
                continue
            if len(parts) >= ways and found >= s[4] * ways / 2:
                way = column(0, s[4], False)
                parts.append((way, 1))
                goal_terms["metres"].append((way, metres[k]))
                break
            found += room
            way = column(0, min(s[4], room), False)
            rule(-math.inf, 0, (way, 1), (used[k, f], -min(s[4], room)))
            coming.setdefault((k, f), []).append((way, 1))
            parts.append((way, 1))
            goal_terms["metres"].append((way, metres[k]))
        rule(0, 0, (left, -1), *parts)
    for (k, f), parts in coming.items():
        rule(-math.inf, 0, (used[k, f], -(sites[k][5][f][0] - (stayers[k] if sites[k][2] == f else 0))), *parts)
    for f in forms:
        rule(0, 0, (leave[f], -1), (displaced[f], 1), *leaving[f])
        goal_terms["metres"].append((displaced[f], diagonal))


def count_metres(values):
    """Metres of the sites as they are in `values`, of all ways: a transport problem for each form."""
    diagonal = math.hypot(X.max() - X.min(), Y.max() - Y.min())
    total = 0
    for f in forms:
        has = {i: sites[i][5][f][0] for i in range(len(sites)) if f in sites[i][5] and values[used[i, f]] > 0.5}
        lose = {i: s[4] - (stayers[i] if i in has else 0) for i, s in enumerate(sites) if s[2] == f}
        room = {i: places - (stayers[i] if sites[i][2] == f else 0) for i, places in has.items()}
        must = max(0, min(demand[f], people[f]) - sum(stayers[i] for i in has if sites[i][2] == f))
        moving = min(must, sum(room.values()))
        a, b = [i for i in lose if lose[i] > 0], [i for i in room if room[i] > 0]
        total += (must - moving) * diagonal
        if moving <= 0:
            continue
        n = len(a) * len(b)
        far = np.hypot(X[a][:, None] - X[b], Y[a][:, None] - Y[b])
        at = np.arange(n)
        matrix = csr_matrix((np.ones(2 * n), (np.concatenate([at // len(b), len(a) + at % len(b)]),
                                              np.concatenate([at, at]))), (len(a) + len(b), n))
        most = [lose[i] for i in a] + [room[i] for i in b]
        answer = milp(far.ravel(), bounds=Bounds(0, np.inf), constraints=[
            LinearConstraint(matrix, 0, most), LinearConstraint(np.ones((1, n)), moving, moving)])
        total += answer.fun
    return total


def solve(goal):
    size = len(low)
    aim = np.zeros(size)
    for at, factor in goal_terms[goal]:
        aim[at] += factor
    i, j, v = zip(*terms)
    matrix = csr_matrix((v, (i, j)), (len(row_low), size))
    unit = 1e3 if goal in ("metres", "cost") else 1
    start = time.time()
    answer = milp(aim / unit, integrality=np.array(whole, float), bounds=Bounds(low, high),
                  constraints=LinearConstraint(matrix, row_low, row_high),
                  options={"mip_rel_gap": gap, "time_limit": seconds})
    value, bound = math.inf, -math.inf
    if answer.x is not None:
        value = count_metres(answer.x) if goal == "metres" else float(aim @ answer.x)
        found[:] = [answer.x]
    elif goal == "metres" and found and "held" not in given:
        value = count_metres(found[0])  # of the goal before
    if getattr(answer, "mip_dual_bound", None) is not None:
        bound = answer.mip_dual_bound * unit
    if not math.isfinite(bound):
        answer = milp(aim / unit, bounds=Bounds(low, high), constraints=LinearConstraint(matrix, row_low, row_high))
        bound = answer.fun * unit if answer.x is not None else bound
    return value, bound, time.time() - start


# ---- goal after goal ----

theirs, found = {}, []
if "held" in given:
    for value in json.load(open(given["held"], encoding="utf-8"))["city"]:
        if value["id"].startswith("goal_") and value["by"] == f"scenario={given['scenario']}":
            theirs[value["id"][5:]] = value["value"]
wrong = 0
print(f"{len(sites)} sites, {len(zones)} zones, {len(forms)} forms, {len(low)} columns, {len(row_low)} rules", flush=True)
for goal in goals:
    if goal == "metres":
        add_ways()
    value, bound, took = solve(goal)
    shown = f"{goal:9} {value:16.6f} bound {bound:16.6f} gap {100 * (value - bound) / max(UNITS[goal], abs(value)):7.3f} % {took:7.1f} s"
    if goal in theirs:
        ours, ours_bound = theirs[goal], theirs[goal + "_bound"]
        slack = 1e-5 * max(1, abs(ours))
        bad = bound > ours + slack or ours_bound > value + slack
        wrong += bad
        shown += f" | ours {ours:16.6f} bound {ours_bound:16.6f}" + (" CONTRADICTION" if bad else "")
    print(shown, flush=True)
    held = theirs.get(goal, value)
    if not math.isfinite(held):
        break
    rule(-math.inf, held + 1e-6 * max(1, abs(held)), *goal_terms[goal])
sys.exit(1 if wrong else 0)
