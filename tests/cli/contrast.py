# SPDX-License-Identifier: EUPL-1.2
"""Every text of an SVG against what is painted below it: WCAG 2.1 AA, 4.5 to 1, measured on the file itself.

usage: contrast.py FILE...    prints how many texts were looked at, and those that cannot be read; exit 1 if there are any
"""
import re
import sys
import xml.etree.ElementTree as tree

LEAST = 4.5
SVG = "{http://www.w3.org/2000/svg}"


def light(part):
    v = part / 255
    return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4


def luminance(colour):
    return sum(w * light(p) for w, p in zip((0.2126, 0.7152, 0.0722), colour))


def contrast(a, b):
    low, high = sorted((luminance(a) + 0.05, luminance(b) + 0.05))
    return high / low


def colour_of(text):
    return tuple(int(text[i : i + 2], 16) for i in (1, 3, 5))


def over(top, opacity, below):
    return tuple(opacity * t + (1 - opacity) * b for t, b in zip(top, below))


def rings(data):
    """Polygons of a path of absolute moves and lines; anything else is none of ours."""
    assert not re.search(r"[^MLZ0-9. \-]", data), data[:80]
    for part in data.split("M")[1:]:
        numbers = [float(n) for n in re.findall(r"-?\d+\.?\d*", part)]
        yield list(zip(numbers[::2], numbers[1::2]))


def inside(polygons, x, y):
    odd = False
    for ring in polygons:
        for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1]):
            if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
                odd = not odd
    return odd


def box_of(polygons):
    xs = [x for ring in polygons for x, _ in ring]
    ys = [y for ring in polygons for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def painted(root, clips):
    """Fills and texts in the order in which they are painted, each with the boxes it is cut to."""
    for node in root:
        tag = node.tag.removeprefix(SVG)
        if tag == "g":
            clip = re.match(r"url\(#(.*)\)", node.get("clip-path", ""))
            yield from painted(node, clips + ([CLIPS[clip[1]]] if clip else []))
        elif tag == "path" and node.get("fill", "none").startswith("#"):
            polygons = list(rings(node.get("d")))
            if polygons:
                yield "fill", node, polygons, box_of(polygons), clips
        elif tag == "text":
            yield "text", node, None, None, clips


def grounds(x, y, below, paper):
    colour = paper
    for _, node, polygons, box, clips in below:
        seen = box[0] <= x <= box[2] and box[1] <= y <= box[3]
        seen = seen and all(c[0] <= x <= c[2] and c[1] <= y <= c[3] for c in clips)
        if seen and inside(polygons, x, y):
            colour = over(colour_of(node.get("fill")), float(node.get("fill-opacity", 1)), colour)
    return colour


def check(path):
    root = tree.parse(path).getroot()
    CLIPS.clear()
    for clip in root.iter(SVG + "clipPath"):
        x, y, width, height = (float(clip[0].get(n)) for n in ("x", "y", "width", "height"))
        CLIPS[clip.get("id")] = (x, y, x + width, y + height)
    paper = colour_of(root.find(SVG + "rect").get("fill"))
    below, texts, faults = [], 0, 0
    for item in painted(root, []):
        if item[0] == "fill":
            below.append(item)
            continue
        node = item[1]
        texts += 1
        size, words = float(node.get("font-size")), node.text or ""
        width = 0.5 * size * len(words)
        left = float(node.get("x")) - {"middle": 0.5, "end": 1}.get(node.get("text-anchor"), 0) * width
        for share in (0.1, 0.5, 0.9):
            ground = grounds(left + share * width, float(node.get("y")) - 0.35 * size, below, paper)
            if node.get("stroke"):
                ground = over(colour_of(node.get("stroke")), float(node.get("stroke-opacity", 1)), ground)
            measured = contrast(colour_of(node.get("fill")), ground)
            if measured < LEAST:
                faults += 1
                print(f"{path}: '{words}' {node.get('fill')} on {tuple(round(g) for g in ground)}: {measured:.2f}")
                break
    print(f"{path}: {texts} texts")
    return texts, faults


CLIPS = {}
results = [check(path) for path in sys.argv[1:]]
sys.exit(any(faults for _, faults in results) or not all(texts for texts, _ in results))
