# SPDX-License-Identifier: EUPL-1.2
# usage: labels.py MAP.svg REPORT.json FONT.ttf ZONE-NAMES
# Where the names on a map stand, by the outlines of the font's glyphs (fontTools) and the paths in the SVG (shapely).
# Complains of every name that meets another, a symbol, an inset, or the border of its zone without a leader; of every leader
# that meets a name or another leader, or ends outside its zone; and of every name that is neither on the map nor in the
# report. A number stands for the name that the key gives it, under the same rules; the key is clear of all else on the
# page. ZONE-NAMES - stands for whoever is seen on a page of an atlas, where no name crosses the frame. Prints how many names there are, how many are on the map, how many of those beside their zone, and in the key.
import json
import re
import sys

from fontTools.ttLib import TTFont
from lxml import etree
from shapely.geometry import LineString, Point, Polygon, box
from shapely.ops import unary_union

SVG = "{http://www.w3.org/2000/svg}"
root = etree.parse(sys.argv[1]).getroot()
report = json.load(open(sys.argv[2]))
font = TTFont(sys.argv[3])
atlas = sys.argv[4] == "-"
names = [] if atlas else [line.rstrip("\n") for line in open(sys.argv[4]) if line.strip()]
fonts = {None: font, "bold": TTFont(sys.argv[3].replace("Regular", "Bold"))}
faults = []


def title(element):
    return element.findtext(SVG + "title")


def runs(path):
    for run in re.findall(r"M([^MZ]*)(Z?)", path.get("d")):
        numbers = [float(n) for n in re.findall(r"-?[0-9.]+", run[0])]
        yield list(zip(numbers[::2], numbers[1::2]))


def shape(path):
    whole = Polygon()
    for points in runs(path):
        if len(points) > 2:
            whole = whole.symmetric_difference(Polygon(points).buffer(0))
    return whole


def ink(text):
    size, x, y = (float(text.get(k)) for k in ("font-size", "x", "y"))
    font = fonts[text.get("font-weight")]
    letters, advances, glyphs, em = font.getBestCmap(), font["hmtx"], font["glyf"], font["head"].unitsPerEm
    width, low, high = 0, 0, 0
    for letter in text.text:
        glyph = letters[ord(letter)]
        outline = glyphs[glyph]
        if outline.numberOfContours:
            low, high = min(low, outline.yMin), max(high, outline.yMax)
        width += advances[glyph][0]
    width, low, high = (v * size / em for v in (width, low, high))
    x -= {"middle": width / 2, "end": width}.get(text.get("text-anchor"), 0)
    return box(x, y - high, x + width, y - low)


def joined(lines):
    found = {lines[0]}
    for line in lines[1:]:
        found = {a + b for part in found for a in (part, part.rstrip("-")) for b in (" " + line, line)}
    return found


def below(text, other):
    """Whether a line of text is the next of the same name."""
    x, y, size, before_x, before_y, before = (float(t.get(k)) for t in (text, other) for k in ("x", "y", "font-size"))
    return x == before_x and size == before and 0.9 < (y - before_y) / size < 1.2


def gather(texts):
    """Lines of text that together are a name."""
    labels = []
    for text in texts:
        if labels and not text.text.isdigit() and below(text, labels[-1][-1]):
            labels[-1].append(text)
        else:
            labels.append([text])
    for lines in labels:
        name = joined([key.get(line.text, line.text) for line in lines]) & set(names)
        shown.extend(line.text for line in lines if line.text.isdigit())
        if name:
            yield name.pop(), unary_union([ink(line) for line in lines])
        else:
            faults.append(f"no zone is called {[line.text for line in lines]}")


def read_key():
    """Names by number, and where each line of the key stands."""
    found, boxes = {}, []
    for group in root.iter(SVG + "g"):
        if title(group) in ("Nummers op de kaart", "Numbers on the map"):
            texts = list(group.iter(SVG + "text"))
            boxes = [ink(text) for text in texts]
            found = {number.text: name.text for number, name in zip(texts[1::2], texts[2::2])}
    return found, boxes


def check_key():
    numbers = [str(i + 1) for i in range(len(key))]
    if list(key) != numbers or sorted(shown, key=int) != numbers:
        faults.append(f"numbers {sorted(shown)} on the map, {list(key)} in the key")
    page = box(*(float(v) for v in root.get("viewBox").split()))
    others = [ink(t) for t in root.iter(SVG + "text") if t.text and not any(ink(t).equals(b) for b in key_boxes)]
    # zones and symbols have titles; pale ones, of the other frame, have none and are cut off where that ends
    paths = [shape(p) for p in root.iter(SVG + "path") if title(p)]
    paths += [shape(p) for g in root.iter(SVG + "g") if title(g) == "legenda" for p in g.iter(SVG + "path")]
    paths += [shape(g.find(SVG + "path")) for g in root.iterchildren(SVG + "g") if (title(g) or "").startswith("Inzet")]
    for number, place in enumerate(key_boxes):
        if not page.buffer(-5).contains(place):
            faults.append("the key runs off the page")
        if any(place.intersects(other) for other in key_boxes[:number] + others):
            faults.append("the key meets a text")
        if any(place.intersects(path) for path in paths):
            faults.append("the key meets a shape")


def check(frame):
    """One frame: the map, or an inset."""
    groups = {title(g): g for g in frame.iterchildren(SVG + "g")}
    zones, symbols, leaders = {}, [], []
    for path in groups[None].iter(SVG + "path"):
        if title(path):
            zones[title(path).rpartition(": ")[0]] = shape(path)
    for path in groups["voorzieningen"].iter(SVG + "path") if "voorzieningen" in groups else []:
        symbols.append(shape(path))
    if atlas:
        names.extend(name for name in zones)
        frame_id = re.search("#([^)]*)", groups[None].get("clip-path")).group(1)
        rect = next(c for c in root.iter(SVG + "clipPath") if c.get("id") == frame_id)[0]
        x, y, width, height = (float(rect.get(k)) for k in ("x", "y", "width", "height"))
        window = box(x, y, x + width, y + height)
    if "verwijslijnen" in groups:
        first = next(groups["verwijslijnen"].iter(SVG + "path"))
        leaders = [LineString(points) for points in runs(first)]
    insets = [shape(g.find(SVG + "path")) for g in root.iterchildren(SVG + "g") if (title(g) or "").startswith("Inzet")]
    labels = list(gather(groups["namen"].iter(SVG + "text")))
    beside = 0
    for number, (name, place) in enumerate(labels):
        zone = zones[name].intersection(window) if atlas else zones[name]
        mine = [line for line in leaders if place.envelope.distance(Point(line.coords[-1])) < 0.75
                and zone.contains(Point(line.coords[0]))]
        beside += len(mine) > 0
        if not mine and not zone.contains(place):
            faults.append(f"{name} meets the border of its zone")
        if mine and any(zone.intersects(place) for zone in zones.values()):
            faults.append(f"{name} has a leader and stands on a zone")
        if atlas and not window.contains(place):
            faults.append(f"{name} crosses the frame")
        for other, there in labels[:number]:
            if place.intersects(there):
                faults.append(f"{name} meets {other}")
        if any(place.intersects(symbol) for symbol in symbols):
            faults.append(f"{name} meets a symbol")
        if frame.getparent() is root and any(place.intersects(inset) for inset in insets):
            faults.append(f"{name} meets the inset")
        if any(line.intersects(place) for line in leaders):
            faults.append(f"a leader meets {name}")
    if beside != len(leaders):
        faults.append(f"{len(leaders)} leaders for {beside} names")
    for number, line in enumerate(leaders):
        if any(line.intersects(other) for other in leaders[:number]):
            faults.append("leaders cross")
    if frame.getparent() is root and any(zone.intersects(inset) for zone in zones.values() for inset in insets):
        faults.append("a zone lies under the inset")
    return [name for name, _ in labels], beside


shown = []
key, key_boxes = read_key()
frames = [group.getparent() for group in root.iter(SVG + "g") if title(group) in ("namen", "names")]
placed, beside = [], 0
for frame in frames:
    here, led = check(frame)
    placed += here
    beside += led
left_out = [f["value"].split("; ") for f in report["findings"] if f["code"] == "names-left-out"]
left_out = left_out[0] if left_out else []
if sorted(placed + left_out) != sorted(names):
    faults.append(f"neither on the map nor left out, or twice: {set(names) ^ set(placed + left_out)}")
check_key()
print(len(names), len(placed), beside, len(key))
for fault in faults:
    print(fault, file=sys.stderr)
sys.exit(1 if faults else 0)
