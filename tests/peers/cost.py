# SPDX-License-Identifier: EUPL-1.2
"""Business cases anew, in exact fractions and closed forms.
cost.py make SHAPES ACTIONS RATES: writes a table of actions on the invented city, and its rates with all columns.
cost.py check SHAPES ACTIONS RATES RATE YEARS INDEX CASES SWINGS: computes them and compares with what wijk-cost made, in
English. Prints how many figures agree; exit code 1 when one does not."""
import csv
import sys
from fractions import Fraction as F


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def number(text):
    return F(text.replace(",", ".")) if text else None


def make(shapes, actions, rates):
    forms = ["opvang", "verblijf", "beschermd", "begeleid", "zelfstandig"]
    rows = []
    for i, b in enumerate(table(f"{shapes}/leegstand.csv")[:20]):
        rows.append([f"o{i}", "opent", b["id"], "", forms[i % 5], "", 4 + i, "", "", f"{2025 + i % 7}-03-01", ""])
    for i in range(10):
        rows.append([f"n{i}", "opens", f"new {i}", "", forms[i % 5], "", 3 + 2 * i, "", "", f"{2026 + i % 3}-09-01", 100000 * i or ""])
    for i in range(8):
        rows.append([f"c{i}", "sluit", f"old {i}", forms[i % 5], "", 6 + 3 * i, "", "", "", f"{2027 + i % 4}-01-01", ""])
        rows.append([f"b{i}", "bouwt om", f"there {i}", forms[i % 5], forms[(i + 2) % 5], 10 + i, 9 + 2 * i, "", "", "", ""])
        rows.append([f"m{i}", "verhuist", f"old {i}", forms[i % 5], forms[i % 5], "", "", 5 + i, f"new {i}", "2026-12-01", ""])
    head = "action_id action location_id form_before form_after places_before places_after people_count to_id opens_on cost_eur"
    with open(actions, "w", newline="") as file:
        csv.writer(file, delimiter=";").writerows([head.split(), *rows])
    extra = {"opvang": (1200, 95, 31000), "verblijf": (2100, "", 64000), "beschermd": ("", 88, ""), "begeleid": (800, 81, 1), "zelfstandig": (150, "", 9900)}
    with open(rates, "w", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        known = table(f"{shapes}/tarieven.csv")
        writer.writerow([*known[0], "exploitatie_eur_plaats_jaar", "huur_eur_m2_jaar", "inkomsten_eur_plaats_jaar"])
        writer.writerows([*r.values(), *extra[r["woonvorm"]]] for r in known)


class Case:
    """Amounts of one action; money of places is (before, after)."""

    def __init__(self, row, rates, buildings):
        self.kind = {"opent": "opens", "opens": "opens", "sluit": "closes", "bouwt om": "converts", "verhuist": "moves"}[row["action"]]
        self.delay = int(row["opens_on"][:4]) - 2025 if row["opens_on"] else 0
        b = buildings.get(row["location_id"]) if self.kind == "opens" else None
        self.places = (number(row["places_before"]) or F(0), number(row["places_after"]) or F(0))
        before, after = rates.get(row["form_before"]), rates.get(row["form_after"])
        main = after or before
        self.people = number(row["people_count"]) or F(0)
        self.move = F("812.5") if self.kind == "moves" else F(0)
        stands = before if self.places[0] else after
        self.floor = F(0) if self.kind == "moves" else b["floor"] if b else (self.places[0] or self.places[1]) * stands["m2"]
        self.new = main["new"] if self.kind == "opens" and not b else F(0)
        self.conversion = F(0)
        if b or self.kind == "converts":
            self.conversion = b["price"] if b and b["price"] is not None else after["conversion"]
        self.once = number(row["cost_eur"]) or F(0)
        if self.once:
            self.new = self.conversion = F(0)
        self.begins = {"opens": 1, "closes": -1}.get(self.kind, 0)
        self.rent = (b or {}).get("rent")
        self.rent = main["rent"] if self.rent is None else self.rent
        pick = lambda name: (before[name] if before else None, after[name] if after else None)
        self.care, self.operation, self.income = pick("care"), pick("operation"), pick("income")
        if row["form_after"] == "begeleid":
            self.income = (self.income[0], F(28000))
        if row["form_before"] == "begeleid":
            self.income = (F(28000), self.income[1])

    def change(self, price):
        sums = [0, 0]
        for side in (0, 1):
            if self.places[side]:
                if price[side] is None:
                    return None
                sums[side] = self.places[side] * price[side]
        return sums[1] - sums[0]

    def figures(self, rate, years, index):
        q = (1 + index) / (1 + rate)
        annuity = F(years) if q == 1 else q * (1 - q**years) / (1 - q)
        once = self.floor * (self.new + self.conversion) + self.once + self.people * self.move
        rent = None if self.begins and self.rent is None else self.begins * self.floor * (self.rent or 0)
        parts = {"rent": rent, "care": self.change(self.care), "operation": self.change(self.operation), "income": self.change(self.income)}
        yearly = sum(v for k, v in parts.items() if v is not None and k != "income") - (parts["income"] or 0)
        npv = -(once + yearly * annuity) * q**self.delay
        places = self.places[1] or self.places[0]
        made = {"investment_eur": once, "net_eur_year": yearly, "npv_eur": npv}
        made.update({f"{k}_eur_year": v for k, v in parts.items()})
        made["place_eur"] = -npv / places if places else None
        made["place_year_eur"] = (once / annuity + yearly) / places if places else None
        m2 = self.begins * self.floor
        known = places and parts["income"] is not None and m2
        made["break_even_eur_m2"] = -(once / annuity + yearly - (rent or 0)) / m2 if known else None
        return made

    def swing(self, name, f, rate, years, index):
        """Net present value with one input f times as large."""
        other = Case.__new__(Case)
        other.__dict__.update(self.__dict__)
        both = lambda price: tuple(None if p is None else p * f for p in price)
        if name == "places":
            other.places = both(self.places)
        elif name == "floor area":
            other.floor *= f
        elif name == "building price":
            other.new *= f
        elif name == "conversion price":
            other.conversion *= f
        elif name == "sum of its own":
            other.once *= f
        elif name == "rent":
            other.rent *= f
        elif name in ("care", "operation", "income"):
            setattr(other, name, both(getattr(self, name)))
        elif name == "people who move":
            other.people *= f
        elif name == "cost of a move":
            other.move *= f
        elif name == "years":
            years = max(1, int(years * f + F(1, 2)))
        elif name == "discount rate":
            rate *= f
        elif name == "price rise":
            index *= f
        else:
            raise ValueError(name)
        return other.figures(rate, years, index)["npv_eur"]


def check(shapes, actions, rates_path, rate, years, index, cases, swings):
    rate, years, index = F(rate), int(years), F(index)
    names = {"care": "zorg_eur_plaats_jaar", "m2": "bvo_m2_per_plaats", "new": "nieuwbouw_eur_m2", "conversion": "ombouw_eur_m2",
             "operation": "exploitatie_eur_plaats_jaar", "rent": "huur_eur_m2_jaar", "income": "inkomsten_eur_plaats_jaar"}
    rates = {r["woonvorm"]: {k: number(r[n]) for k, n in names.items()} for r in table(rates_path)}
    buildings = {b["id"]: {"floor": number(b["bvo_m2"]), "price": number(b["verbouw_eur_m2"]), "rent": number(b["huur_eur_m2_jaar"])}
                 for b in table(f"{shapes}/leegstand.csv")}
    made = {r["action_id"]: Case(r, rates, buildings) for r in table(actions)}
    compared = wrong = 0

    def same(what, ours, theirs):
        nonlocal compared, wrong
        compared += 1
        agrees = ours == "" if theirs is None else ours != "" and abs(F(ours) - theirs) <= F(1, 199) + abs(theirs) / 10**12
        if not agrees:
            wrong += 1
            print(f"{what}: {ours or 'null'} here, {None if theirs is None else float(theirs)} there")

    with open(cases, newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(made)
    for row in rows:
        for name, value in made[row["action_id"]].figures(rate, years, index).items():
            same(f"{row['action_id']} {name}", row[name], value)
    heaviest = {}
    with open(swings, newline="") as file:
        for row in csv.DictReader(file):
            case = made[row["action_id"]]
            low, high = (case.swing(row["input"], f, rate, years, index) for f in (F(4, 5), F(6, 5)))
            same(f"{row['action_id']} {row['input']} low", row["npv_low_eur"], low)
            same(f"{row['action_id']} {row['input']} high", row["npv_high_eur"], high)
            last = heaviest.get(row["action_id"])
            compared += 1
            if last is not None and abs(high - low) > last + F(1, 50):
                wrong += 1
                print(f"{row['action_id']} {row['input']} stands below a lighter one")
            heaviest[row["action_id"]] = abs(high - low)
    print(f"{compared - wrong} of {compared} figures agree")
    sys.exit(wrong > 0 or compared < 500)


if __name__ == "__main__":
    {"make": make, "check": check}[sys.argv[1]](*sys.argv[2:])
