#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Writes a small Shapefile of zones by hand, so that tests can then damage bytes that they know.

usage: shapefile.py NAME <rows     writes NAME.shp, NAME.shx, NAME.dbf (no .prj, no .cpg)

A row is "CODE NAME RESIDENTS WATER | RING / RING ...", a ring "x,y x,y ..." as it stands, or square:X,Y,SIDE (clockwise:
a shell), or hole:X,Y,SIDE (the other way). Names are written byte for byte. A row of squares of one ring has 136 bytes:
record i, from 1, starts at byte 100 + 136 (i - 1); 8 bytes further its type, 44 its parts, 48 its points, 52 the first
part's start, 56 the points.
"""
import struct
import sys

FIELDS = ((b"WK_CODE", b"C", 10), (b"WK_NAAM", b"C", 12), (b"AANT_INW", b"N", 12), (b"H2O", b"C", 4))


def ring_of(text):
    kind, _, numbers = text.partition(":")
    if kind not in ("square", "hole"):
        return [tuple(float(n) for n in pair.split(",")) for pair in text.split()]
    x, y, side = (float(n) for n in numbers.split(","))
    ring = [(x, y), (x, y + side), (x + side, y + side), (x + side, y), (x, y)]
    return ring if kind == "square" else ring[::-1]


def record_of(rings):
    if not rings:
        return struct.pack("<i", 0)
    points = [point for ring in rings for point in ring]
    starts = [sum(len(ring) for ring in rings[:r]) for r in range(len(rings))]
    box = [f(point[i] for point in points) for f in (min, max) for i in (0, 1)] if points else [0.0] * 4
    return struct.pack(f"<i4d2i{len(starts)}i", 5, *box, len(rings), len(points), *starts) + b"".join(
        struct.pack("<2d", *point) for point in points)


def header_of(length):
    return struct.pack(">7i", 9994, 0, 0, 0, 0, 0, length // 2) + struct.pack("<2i8d", 1000, 5, *[0.0] * 8)


def cell_of(value, kind, width):
    value = b"" if value == b"-" else value
    return value.rjust(width) if kind == b"N" else value.ljust(width)


def main():
    shp, shx, rows = b"", b"", b""
    lines = [line for line in sys.stdin.buffer.read().splitlines() if line.strip()]
    for number, line in enumerate(lines, 1):
        cells, _, shape = line.partition(b"|")
        record = record_of([ring_of(ring.strip()) for ring in shape.decode().split("/") if ring.strip()])
        shx += struct.pack(">2i", (100 + len(shp)) // 2, len(record) // 2)
        shp += struct.pack(">2i", number, len(record) // 2) + record
        rows += b" " + b"".join(cell_of(c, kind, width) for c, (_, kind, width) in zip(cells.split(), FIELDS))
    width = 1 + sum(field[2] for field in FIELDS)
    dbf = struct.pack("<4BI2H20x", 3, 124, 1, 1, len(lines), 33 + 32 * len(FIELDS), width)
    for name, kind, size in FIELDS:
        dbf += struct.pack("<11sc4x2B14x", name, kind, size, 0)
    for extension, data in ((".shp", header_of(100 + len(shp)) + shp), (".shx", header_of(100 + len(shx)) + shx),
                            (".dbf", dbf + b"\r" + rows + b"\x1a")):
        with open(sys.argv[1] + extension, "wb") as file:
            file.write(data)


main()
