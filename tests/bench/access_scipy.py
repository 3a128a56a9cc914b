# SPDX-License-Identifier: EUPL-1.2
# Two-step floating catchment with SciPy's tree: FACILITIES POPULATION RADIUS. Prints the seconds of reading and of the
# two steps, places per 1,000 residents in all, and those residents.
import sys
import time

import numpy as np
from osgeo import ogr
from scipy.spatial import cKDTree


def read(path, field):
    source = ogr.Open(path)
    layer = source.GetLayer(0)
    places, values = np.empty((layer.GetFeatureCount(), 2)), np.empty(layer.GetFeatureCount())
    at = layer.GetLayerDefn().GetFieldIndex(field)
    for k, feature in enumerate(layer):
        shape = feature.GetGeometryRef()
        places[k] = shape.GetX(), shape.GetY()
        values[k] = feature.GetField(at)
    return places, values


start = time.time()
facility, places = read(sys.argv[1], "capacity")
home, people = read(sys.argv[2], "residents")
home, people = home[people > 0], people[people > 0]
print("read", round(time.time() - start, 3))
start = time.time()
tree = cKDTree(home)
access = np.zeros(len(home))
for first in range(0, len(facility), 200):
    near = tree.query_ball_point(facility[first : first + 200], float(sys.argv[3]), workers=2)
    for k, rows in enumerate(near):
        rows = np.asarray(rows, dtype=np.intp)
        shared = people[rows].sum()
        if shared > 0:
            access[rows] += places[first + k] / shared
print("steps", round(time.time() - start, 3))
print("mean", 1000 * (access * people).sum() / people.sum(), people.sum())
