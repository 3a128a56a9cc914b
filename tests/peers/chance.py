# SPDX-License-Identifier: EUPL-1.2
"""Numpy's null of dissimilarity, each of the total a member by itself: draws of B(t_i, X/T) per zone.
   chance.py ZONES.csv GROUP TOTAL DRAWS -> index, mean and standard deviation of the draws"""
import csv
import sys

import numpy as np

rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8-sig")))
pairs = [(float(r[sys.argv[2]]), float(r[sys.argv[3]])) for r in rows if r[sys.argv[2]] and r[sys.argv[3]]]
x, t = np.array([p for p in pairs if p[1] > 0]).T


def dissimilarity(group):
    rest = t - group
    return 0.5 * np.abs(group / group.sum() - rest / rest.sum()).sum()


random = np.random.default_rng(1)
share = x.sum() / t.sum()
draws = [dissimilarity(random.binomial(t.astype(int), share)) for _ in range(int(sys.argv[4]))]
print(repr(float(dissimilarity(x))), repr(float(np.mean(draws))), repr(float(np.std(draws, ddof=1))))
