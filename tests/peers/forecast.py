# SPDX-License-Identifier: EUPL-1.2
"""Rotterdam's forecast anew, in plain Python: forecast.py FOLDER TABLE. FOLDER holds the sources, TABLE is what
wijk-forecast made of them, in English. Prints how many figures agree; exit code 1 when one does not."""
import csv
import sys
from math import exp, lgamma, log

folder, table = sys.argv[1:]


def rows(name):
    with open(f"{folder}/{name}_synthetisch.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def number(text):
    return float(text.replace(",", "."))


stock = {r["woonvorm"]: number(r["personen"]) for r in rows("vraag_2024")}
forms = list(stock)
inflow = {(r["scenario"], int(r["jaar"]), r["woonvorm"]): number(r["personen"]) for r in rows("instroom")}
chance = {(r["scenario"], r["van"], r["naar"]): number(r["kans_per_jaar"]) for r in rows("doorstroom")}
facilities = [r for r in rows("voorzieningen") if r["status"] == "bestaand"]


def places(year, form):
    day = f"{year}-12-31"
    return sum(
        int(r["capaciteit"])
        for r in facilities
        if r["woonvorm"] == form
        and (not r["geldig_van"] or r["geldig_van"] <= day)
        and (not r["geldig_tot"] or day <= r["geldig_tot"])
    )


def erlang_b(load, count):
    """As the ratio of Poisson chances, summed in logarithms: not the recursion."""
    terms = [k * log(load) - lgamma(k + 1) for k in range(count + 1)]
    top = max(terms)
    return exp(terms[-1] - top) / sum(exp(t - top) for t in terms)


def solve(a, b):
    n = len(b)
    for k in range(n):
        p = max(range(k, n), key=lambda i: abs(a[i][k]))
        a[k], a[p], b[k], b[p] = a[p], a[k], b[p], b[k]
        for i in range(n):
            if i != k:
                f = a[i][k] / a[k][k]
                a[i] = [x - f * y for x, y in zip(a[i], a[k])]
                b[i] -= f * b[k]
    return [b[i] / a[i][i] for i in range(n)]


made, wrong = {}, 0
with open(table, newline="") as file:
    for r in csv.DictReader(file):
        made[r["scenario"], int(r["year"]), r["form"]] = r

compared = 0


def check(what, ours, theirs, within):
    global wrong, compared
    compared += 1
    if abs(ours - theirs) > within:
        wrong += 1
        print(f"{what}: {ours} here, {theirs} there")


for scenario in dict.fromkeys(key[0] for key in inflow):
    now = dict(stock)
    move = lambda i, j: chance.get((scenario, i, j), 0)
    leave = {i: move(i, "regulier") for i in forms}
    system = [[-move(i, j) if i != j else leave[i] + sum(move(i, k) for k in forms if k != i) for j in forms] for i in forms]
    stays = solve(system, [1.0] * len(forms))
    for year in range(2025, 2036):
        before = dict(now)
        for i in forms:
            now[i] = inflow[scenario, year, i] + before[i] * (1 - leave[i] - sum(move(i, j) for j in forms if j != i))
            now[i] += sum(before[j] * move(j, i) for j in forms if j != i)
        for i, stay in zip(forms, stays):
            r, key = made[scenario, year, i], f"{scenario} {year} {i}"
            count = places(year, i)
            check(f"demand {key}", float(r["demand"]), now[i], 1)
            check(f"outflow {key}", float(r["outflow"]), before[i] * leave[i], 1)
            check(f"places {key}", float(r["places"]), count, 0)
            check(f"stay {key}", float(r["stay_years"]), stay, 1e-9 * stay)
            blocked = erlang_b(now[i], count)
            check(f"Erlang B {key}", float(r["full_share"]), blocked, 1e-6)
            if now[i] < count:
                wait = blocked / (1 - now[i] / count * (1 - blocked))
                visit = 1 / (leave[i] + sum(move(i, j) for j in forms if j != i))
                days = wait * visit * 365.25 / (count - now[i])
                check(f"wait {key}", float(r["wait_days"]), days, 1e-5 * days + 1e-9)
            elif r["wait_days"]:
                check(f"wait {key}", float(r["wait_days"]), 0, -1)
print(f"{compared - wrong} of {compared} figures agree")
sys.exit(wrong > 0)
