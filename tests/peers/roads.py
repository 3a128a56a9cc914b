# SPDX-License-Identifier: EUPL-1.2
"""Ways over roads against SciPy: reads the Shapefile by itself, cuts edges where our places are, and compares.

  roads.py points TABLE.csv OUT            x and y of a table's rows, a line each
  roads.py compare ROADS.shp FROM TO LIMIT_M ANSWERS

Of the places it checks that nothing lies nearer; the nodes and one-way streets are those of van, naar and eenricht, and
metres are those of the shape."""
import csv
import struct
import sys

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

NOTHING = 1e-9  # SciPy takes a cost of 0 for no edge


def points(table, out):
    with open(table, encoding="utf-8-sig") as source, open(out, "w") as target:
        mark = ";" if ";" in source.readline() else ","
        source.seek(0)
        for row in csv.DictReader(source, delimiter=mark):
            x, y = (row[name].replace(",", ".") for name in "xy")
            target.write(f"{x} {y}\n")


def read_table(path):
    data = open(path, "rb").read()
    rows, header, width = struct.unpack("<IHH", data[4:12])
    fields, at = {}, 1
    for place in range(32, header - 1, 32):
        name = data[place:place + 11].split(b"\0")[0].decode()
        fields[name.lower()] = (at, at + data[place + 16])
        at += data[place + 16]
    records = [data[header + i * width:header + (i + 1) * width] for i in range(rows)]
    return {name: [record[a:b].decode().strip() for record in records] for name, (a, b) in fields.items()}


def read_lines(path):
    data = open(path, "rb").read()
    lines, at = [], 100
    while at < len(data):
        length = 2 * struct.unpack(">i", data[at + 4:at + 8])[0]
        parts, count = struct.unpack("<ii", data[at + 44:at + 52])
        assert parts == 1
        lines.append(np.frombuffer(data, "<f8", 2 * count, at + 52 + 4 * parts).reshape(-1, 2))
        at += 8 + length
    return lines


def lowest(a, b, cost, size):
    """A sparse matrix that keeps the cheapest of parallel edges."""
    order = np.lexsort((cost, b, a))
    a, b, cost = np.asarray(a)[order], np.asarray(b)[order], np.asarray(cost)[order]
    first = np.ones(len(a), bool)
    first[1:] = (a[1:] != a[:-1]) | (b[1:] != b[:-1])
    return csr_matrix((np.maximum(cost[first], NOTHING), (a[first], b[first])), shape=(size, size))


def graph(table, lengths, places, factor):
    """Every edge cut at its places; nodes first, then places."""
    ids = {name: i for i, name in enumerate(dict.fromkeys(table["van"] + table["naar"]))}
    on = {}
    for number, (row, share) in enumerate(places):
        if row >= 0:
            on.setdefault(int(row), []).append((share, len(ids) + number))
    a, b, cost = [], [], []

    def add(one, other, price):
        a.append(one), b.append(other), cost.append(price)

    for e, length in enumerate(lengths):
        start, end, oneway = ids[table["van"][e]], ids[table["naar"][e]], table["eenricht"][e] == "1"
        chain = [(0.0, start)] + sorted(on.get(e, [])) + [(1.0, end)]
        for (s, p), (t, q) in zip(chain, chain[1:]):
            price = (t - s) * length * factor[e]
            add(p, q, price)
            if not oneway or s == t:
                add(q, p, price)
    return lowest(a, b, cost, len(ids) + len(places)), len(ids)


def nearest_by_looking(lines, spots):
    """The distance from each spot to the nearest stretch of any line."""
    a = np.concatenate([line[:-1] for line in lines])
    d = np.concatenate([line[1:] - line[:-1] for line in lines])
    squares = np.maximum((d * d).sum(1), 1e-300)
    best = []
    for spot in spots:
        t = np.clip(((spot - a) * d).sum(1) / squares, 0, 1)
        best.append(np.sqrt((((a + t[:, None] * d) - spot) ** 2).sum(1).min()))
    return np.array(best)


def differ(what, ours, theirs, within):
    wrong = np.isnan(ours) != np.isnan(theirs)
    wrong |= np.abs(np.nan_to_num(ours) - np.nan_to_num(theirs)) > within
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        print(f"DIFFERS {what}: {wrong.sum()} of {len(ours)}; first {first}: {ours[first]!r}, SciPy {theirs[first]!r}")
    return int(wrong.sum())


def compare(roads, from_path, to_path, limit, answers):
    lines, table = read_lines(roads), read_table(roads[:-4] + ".dbf")
    spots = [np.loadtxt(path, ndmin=2) for path in (to_path, from_path)]
    rows = [[float("nan") if word == "-" else float(word) for word in line.split()] for line in open(answers)]
    to, ours = np.array(rows[:len(spots[0])]), np.array(rows[len(spots[0]):])
    places = np.concatenate([to[:, :2], ours[:, :2]])
    places[np.isnan(places)] = -1
    lengths = np.array([np.sqrt((np.diff(line, axis=0) ** 2).sum(1)).sum() for line in lines])
    kmh = np.array([float(word) for word in table["kmh"]])
    wrong = 0
    counts = []
    for kind, factor in enumerate((np.ones(len(lines)), 0.06 / kmh)):
        costs, node_count = graph(table, lengths, places, factor)
        targets = node_count + np.arange(len(to))[~np.isnan(to[:, 0])]
        found = dijkstra(costs.T.tocsr(), indices=targets, min_only=True)
        own = found[node_count + len(to):]
        own[np.isinf(own) | np.isnan(ours[:, 0])] = np.nan
        wrong += differ(("metres", "minutes")[kind], ours[:, 3 + 2 * kind], own, (1e-4, 1e-7)[kind])
        counts.append(int((~np.isnan(own)).sum()))
        if kind == 0:
            far = dijkstra(costs.T.tocsr(), indices=targets, limit=limit)[:, node_count + len(to):]
            near = (far <= limit) & ~np.isnan(ours[:, 0])
            # which are the nearest must cost what the nearest costs
            which = {place: i for i, place in enumerate(targets - node_count)}
            for i, name in enumerate(ours[:, 4]):
                if not np.isnan(name) and ours[i, 3] < limit - 1 and abs(far[which[int(name)], i] - ours[i, 3]) > 1e-3:
                    print(f"DIFFERS the nearest of {i}")
                    wrong += 1
            wrong += differ("count within", ours[:, 7], near.sum(0).astype(float), 0)
            wrong += differ("sum within", ours[:, 8], np.where(near, far, 0).sum(0), 1e-2)
    sample = np.linspace(0, len(ours) - 1, min(len(ours), 300)).astype(int)
    looked = nearest_by_looking(lines, spots[1][sample])
    looked[looked > 250] = np.nan
    wrong += differ("metres off the road", ours[sample, 2], looked, 1e-6)
    nodes = csr_matrix((np.ones(len(lines)), tuple(np.unique(table["van"] + table["naar"], return_inverse=True)[1]
                                                   .reshape(2, -1))))
    size = max(nodes.shape)
    nodes.resize(size, size)
    parts = connected_components(nodes, directed=False)[0]
    print(f"{size} nodes and {len(lines)} edges in {parts} components")
    print(f"{len(ours)} places, {counts[0]} with a way; {wrong} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    if sys.argv[1] == "points":
        points(*sys.argv[2:4])
    else:
        sys.exit(compare(sys.argv[2], sys.argv[3], sys.argv[4], float(sys.argv[5]), sys.argv[6]))
