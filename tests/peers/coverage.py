#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The wijkverbinders of a city: what was written, counted anew; and the least metres by HiGHS with fewer pairs."""
import csv
import json
import sys

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix
from shapely import wkt
from shapely.geometry import Point
from shapely.prepared import prep

CASELOAD = 12
NEAREST = 15
folder, zones_file, workers_file, flows_file, report_file = sys.argv[1:]
csv.field_size_limit(10**8)


def rows(path, mark):
    with open(path, encoding="utf-8-sig") as file:
        return list(csv.DictReader(file, delimiter=mark))


zones = {row["BU_CODE"]: wkt.loads(row["WKT"]) for row in rows(zones_file, ";")}
keys = sorted(zones)
households = {r["buurtcode"]: int(r["huishoudens"]) for r in rows(f"{folder}/multiprobleem_huishoudens_synthetisch.csv", ";")}
people = rows(f"{folder}/inwoners_100m_synthetisch.csv", ";")
xy = np.array([[float(p["x"]), float(p["y"])] for p in people])
weight = np.array([float(p["inwoners"]) for p in people])
taken = np.zeros(len(xy), bool)
inside = {}
for key in keys:  # a point on a border is of the lowest key
    zone, (west, south, east, north) = prep(zones[key]), zones[key].bounds
    near = (xy[:, 0] >= west) & (xy[:, 0] <= east) & (xy[:, 1] >= south) & (xy[:, 1] <= north) & ~taken
    hit = np.array([k for k in np.flatnonzero(near) if zone.intersects(Point(xy[k]))], int)
    taken[hit] = True
    inside[key] = hit[weight[hit] > 0]

# Zones without residents: where the program put their base does not matter as long as nobody uses it.
lived_in = [key for key in keys if len(inside[key])]
centre = {key: np.average(xy[inside[key]], axis=0, weights=weight[inside[key]]) for key in lived_in}


def metres(base, home):
    away = np.hypot(*(xy[inside[home]] - centre[base]).T)
    return np.average(away, weights=weight[inside[home]])


# ---- what was written ----
city = {v["id"]: v["value"] for v in json.load(open(report_file))["city"]}
flows, workers = rows(flows_file, ","), {r["base_id"]: int(r["workers_count"]) for r in rows(workers_file, ",")}
served, load, total = {}, {}, 0
for flow in flows:
    many = int(flow["households_count"])
    served[flow["to_id"]] = served.get(flow["to_id"], 0) + many
    load[flow["from_id"]] = load.get(flow["from_id"], 0) + many
    away = metres(flow["from_id"], flow["to_id"])
    assert abs(away - float(flow["distance_m"])) < 1e-6 * max(1, away), flow
    total += many * away
assert served == {k: v for k, v in households.items() if v}, "a zone is not served as it should be"
assert all(load[base] <= CASELOAD * workers[base] for base in load), "a caseload is exceeded"
assert sum(workers.values()) == city["workers_count"] == -(-sum(households.values()) // CASELOAD)
assert abs(total - city["goal_metres"]) < 1e-6 * total
assert city["goal_metres_gap_share"] <= 0.005 * (1 + 1e-9) and city["goal_metres_proved"]

# ---- the least metres ----
homes = [key for key in lived_in if households.get(key, 0)]
away = np.array([[metres(base, home) for base in lived_in] for home in homes])
pairs = [(i, j) for i in range(len(homes)) for j in np.argsort(away[i], kind="stable")[:NEAREST]]
bases, count = len(lived_in), len(lived_in) + len(pairs)
cells, low, high = [], [], []


def rule(terms, least, most):
    cells.extend((len(low), column, factor) for column, factor in terms)
    low.append(least)
    high.append(most)


for i, home in enumerate(homes):
    own = [(bases + k, 1) for k, pair in enumerate(pairs) if pair[0] == i]
    rule(own, households[home], households[home])
for j in range(bases):
    rule([(bases + k, 1) for k, pair in enumerate(pairs) if pair[1] == j] + [(j, -CASELOAD)], -np.inf, 0)
rule([(j, 1) for j in range(bases)], 0, sum(workers.values()))
for k, (i, j) in enumerate(pairs):  # of h households no more than the rest, and the caseload of each other worker
    h = households[homes[i]]
    rest = h % CASELOAD
    if rest:
        rule([(bases + k, 1), (j, -rest)], -np.inf, h - rest * -(-h // CASELOAD))
r, c, v = zip(*cells)
answer = milp(
    np.concatenate([np.zeros(bases), [away[i, j] for i, j in pairs]]),
    constraints=LinearConstraint(coo_matrix((v, (r, c)), shape=(len(low), count)).tocsr(), low, high),
    integrality=np.concatenate([np.ones(bases), np.zeros(len(pairs))]),
    bounds=Bounds(np.zeros(count), np.concatenate([np.full(bases, 500), [households[homes[i]] for i, _ in pairs]])),
    options={"mip_rel_gap": 0.002, "time_limit": 300},
)
assert answer.x is not None, answer.message
print(f"HiGHS {answer.fun:.0f} m, ours {total:.0f} m, no less than {city['goal_metres_bound']:.0f} m")
assert city["goal_metres_bound"] <= answer.fun * (1 + 1e-9), "what is said to be the least is not"
assert total <= answer.fun * 1.005, "another solver finds a much shorter way"
