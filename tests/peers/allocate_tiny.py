# SPDX-License-Identifier: EUPL-1.2
"""Cities so small that every allocation can be tried: allocate_tiny.py PROGRAM COUNT. Makes COUNT of them from a seed,
lets PROGRAM allocate each, and compares what it reached with the best of all, goal by goal; and what it says cannot be
done with whether anything can. Prints how many agree; exit code 1 when one does not."""
import csv
import itertools
import json
import random
import subprocess
import sys

program, count = sys.argv[1], int(sys.argv[2])
GOALS = ["unmet", "heaviest", "overload", "moved", "cost", "opened"]
FORMS = {"opvang": (20, 2000, 1000), "begeleid": (30, 3000, 1500)}  # m2 per place, euro per m2 new and converted
CLASSES = ["kwetsbaar", "draagkrachtig"]


def write(name, header, rows):
    with open(name, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([header] + rows)


def make_city(dice):
    """Two squares of a kilometre, three locations, a proposal and a building."""
    city = {"residents": [dice.choice([500, 1000, 2000]) for _ in CLASSES],
            "norms": [dice.randint(4, 14) for _ in CLASSES], "sites": {},
            "demand": {form: dice.randint(0, 14) for form in FORMS}, "least": {form: dice.randint(1, 4) for form in FORMS},
            "budget": dice.choice([None, None, 100000, 400000]), "spacing": dice.choice([None, 400, 900]),
            "unmet_most": dice.choice([None, None, 3])}
    for i in range(5):
        form, places = dice.choice(list(FORMS)), dice.randint(2, 9)
        x, y = 100000 + dice.randrange(50, 2000, 100), 400000 + dice.randrange(50, 1000, 100)
        area = places * FORMS[form][0] if i < 4 else dice.randint(60, 260)
        could = {f: (int(area / m2 + 1e-9), area * (convert if i != 3 else 0)) for f, (m2, _, convert) in FORMS.items()}
        if i < 3:
            could[form] = (places, 0)
        elif i == 3:
            could = {form: (places, area * FORMS[form][1])}
        city["sites"][f"{'LLLNP'[i]}{i}"] = {
            "form": form if i < 3 else None, "proposed": form, "places": places if i < 3 else 0, "x": x, "y": y, "area": area,
            "people": dice.randint(0, places) if i < 3 else 0, "zone": int(x >= 101000), "could": could,
            "must": dice.choice(["", "", "", "keep", "close"]) if i < 3 else ""}
    return city


def write_city(city):
    squares = [{"type": "Feature", "properties": {"wijkcode": f"W{z}", "wijknaam": f"Wijk {z}", "aantal_inwoners": n},
                "geometry": {"type": "Polygon", "coordinates": [[
                    [100000 + 1000 * z, 400000], [101000 + 1000 * z, 400000], [101000 + 1000 * z, 401000],
                    [100000 + 1000 * z, 401000], [100000 + 1000 * z, 400000]]]}}
               for z, n in enumerate(city["residents"])]
    with open("zones.geojson", "w", encoding="utf-8") as file:
        json.dump({"type": "FeatureCollection", "features": squares}, file)
    write("zoning.csv", ["id", "zone_class"], [[f"W{z}", name] for z, name in enumerate(CLASSES)])
    sites = list(city["sites"].items())
    write("now.csv", ["id", "woonvorm", "capaciteit", "bezet", "x", "y"],
          [[i, s["form"], s["places"], s["people"], s["x"], s["y"]] for i, s in sites[:3]])
    write("proposals.csv", ["id", "woonvorm", "capaciteit", "x", "y"],
          [[i, s["proposed"], next(iter(s["could"].values()))[0], s["x"], s["y"]] for i, s in sites[3:4]])
    write("buildings.csv", ["id", "bvo_m2", "x", "y"], [[i, s["area"], s["x"], s["y"]] for i, s in sites[4:]])
    write("rates.csv", ["woonvorm", "bvo_m2_per_plaats", "nieuwbouw_eur_m2", "ombouw_eur_m2", "min_plaatsen"],
          [[f, *FORMS[f], city["least"][f]] for f in FORMS])
    write("forecast.csv", ["jaar", "woonvorm", "vraag"], [[2030, f, n] for f, n in city["demand"].items()])


def keeps_rules(city, forms):
    sites = list(city["sites"].values())
    for site, form in zip(sites, forms):
        if form and site["could"].get(form, (0, 0))[0] <= 0:
            return False
        if form and form != site["form"] and site["could"][form][0] < city["least"][form]:
            return False
        if (site["must"] == "keep" and form != site["form"]) or (site["must"] == "close" and form):
            return False
    for (a, f), (b, g) in itertools.combinations(zip(sites, forms), 2):
        both_there = a["form"] == f and b["form"] == f
        if city["spacing"] and f == "opvang" == g and not both_there:
            if ((a["x"] - b["x"]) ** 2 + (a["y"] - b["y"]) ** 2) ** 0.5 < city["spacing"]:
                return False
    return True


def weigh(city, forms):
    """The goals of one choice of forms; None where a zone, the budget or the people cannot have it."""
    sites = list(city["sites"].values())
    places = [site["could"][form][0] if form else 0 for site, form in zip(sites, forms)]
    cost = sum(site["could"][form][1] for site, form in zip(sites, forms) if form and form != site["form"])
    if city["budget"] is not None and cost > city["budget"]:
        return None
    heaviest = overload = unmet = moved = 0
    for z, residents in enumerate(city["residents"]):
        norm = city["norms"][z] * residents / 1000
        after = sum(n for n, site in zip(places, sites) if site["zone"] == z)
        if after > max(norm, sum(site["places"] for site in sites if site["zone"] == z)) + 1e-9:
            return None
        heaviest = max(heaviest, after / norm)
        overload += max(0, after - norm) if z == 0 else 0
    for form, demand in city["demand"].items():
        room = sum(n for n, f in zip(places, forms) if f == form)
        without = demand - min(demand, room)
        if form == "opvang" and city["unmet_most"] is not None and without > city["unmet_most"]:
            return None
        now = sum(site["people"] for site in sites if site["form"] == form)
        may_stay = sum(min(site["people"], n) for site, n, f in zip(sites, places, forms) if site["form"] == f == form)
        unmet += without
        moved += max(0, min(now, demand) - may_stay)  # they move, or are displaced where there is no room
    opened = sum(form is not None and site["form"] is None for site, form in zip(sites, forms))
    return unmet, heaviest, overload, moved, cost, opened


def best_of_all(city):
    choices = itertools.product([None, *FORMS], repeat=len(city["sites"]))
    found = [weigh(city, forms) for forms in choices if keeps_rules(city, forms)]
    return min((goals for goals in found if goals), default=None)


def ask(city):
    options = [f"--{site['must']}={name}" for name, site in city["sites"].items() if site["must"]]
    options += [f"--norm={name}:{norm}" for name, norm in zip(CLASSES, city["norms"])]
    options += [f"--budget={city['budget']}"] if city["budget"] is not None else []
    options += [f"--unmet-most=opvang:{city['unmet_most']}"] if city["unmet_most"] is not None else []
    options += [f"--spacing=opvang:{city['spacing']}"] if city["spacing"] else []
    done = subprocess.run(
        [program, "--zones=zones.geojson", "--zoning=zoning.csv", "--facilities=now.csv", "--proposals=proposals.csv",
         "--buildings=buildings.csv", "--rates=rates.csv", "--forecast=forecast.csv", "--nodes=0", "--gap=0", "--overwrite",
         f"--goals={','.join(GOALS)}", "--report=report.json", "-q", "-o", "plan.csv", *options],
        capture_output=True, text=True, check=False)
    if done.returncode == 1:
        return None
    if done.returncode:
        sys.exit(done.stderr)
    with open("report.json", encoding="utf-8") as file:
        values = {v["id"]: v["value"] for v in json.load(file)["city"] if v["id"].startswith("goal_")}
    assert all(values[f"goal_{name}_proved"] for name in GOALS)
    return tuple(values[f"goal_{name}"] for name in GOALS)


agree, none = 0, 0
for seed in range(count):
    city = make_city(random.Random(seed))
    write_city(city)
    best, reached = best_of_all(city), ask(city)
    none += best is None
    same = best is reached is None or (best and reached and all(abs(a - b) < 1e-6 for a, b in zip(best, reached)))
    agree += bool(same)
    if not same:
        print(f"city {seed}: of all {best}, of the program {reached}", json.dumps(city))
print(f"{agree} of {count} cities agree, {none} of which have no allocation")
sys.exit(agree < count)
