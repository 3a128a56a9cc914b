#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Shapes of zones that cannot be as they are given: what is mended is said with the area before and after and is an error
# to wijk-inspect; what cannot be mended is a fault of its row; what is odd but sound gives the right figures. Areas are
# by hand: facility F1 has 5 places, in a square of 1 km2.

load silent

setup() { enter_folder; }

east='O Oost 200 NEE | square:101000,400000,1000'

# mended SOURCE PLACES_PER_KM2 WORDS...: zone A is an error to wijk-inspect; wijk-metrics says it too and goes on with
# the mended shape.
mended() {
  inspected 1 "$1" "${@:3}"
  run -0 wijk-metrics --zones "$1" --facilities facilities.csv --metrics places_per_km2 -o out.csv --overwrite
  says "${@:3}"
  [ "$(sed -n '2s/.*,//p' out.csv)" = "$2" ]
}

# Half of the square is left: two triangles of 0.25 km2 each.
@test "bow-tie" {
  printf '%s\n' 'A West 100 NEE | 100000,400000 101000,401000 101000,400000 100000,401000 100000,400000' "$east" | zones a
  mended a.shp 10 "'a.shp' row 1: zone 'A': self-intersection at 100500, 400500; made valid; area was 0 m2, is 500000 m2"
}

@test "a hole outside its shell becomes a part of its own, and says so" {
  printf '%s\n' 'A West 100 NEE | square:100000,400000,1000 / hole:105000,400000,500' "$east" | zones a
  mended a.shp 4 "'a.shp' row 1: zone 'A': hole lies outside shell at 105000, 400000" \
    "area was 750000 m2, is 1250000 m2 (40 % changed)"
}

@test "a ring given twice" {
  printf '%s\n' 'A West 100 NEE | square:100000,400000,1000 / square:100000,400000,1000' "$east" | zones a
  mended a.shp 5 "'a.shp' row 1: zone 'A': self-intersection" "area was 2000000 m2, is 1000000 m2 (50 % changed)"
}

@test "unclosed ring: closed, which changes nothing" {
  printf '%s\n' 'A West 100 NEE | 100000,400000 100000,401000 101000,401000 101000,400000' "$east" | zones a
  printf '%s\n' 'A West 100 NEE | square:100000,400000,1000' "$east" | zones b
  inspected 1 a.shp "error: 'a.shp' row 1: zone 'A': 1 ring closed"
  run -0 wijk-metrics -v --zones a.shp --facilities facilities.csv -o out.csv
  says "note: 'a.shp' row 1: zone 'A': 1 ring closed"
  same_figures a.shp b.shp
}

@test "rings of two points or fewer, and flat ones: each row is named; the others count" {
  { printf '%s\n' 'T2 Lijn 1 NEE | 100000,400000 100000,401000' \
    'T3 Heenweer 1 NEE | 100000,400000 100000,401000 100000,400000' \
    'T4 Punt 1 NEE | 100000,400000 100000,400000 100000,400000 100000,400000' \
    'T5 Plat 1 NEE | 100000,400000 100000,401000 100000,402000 100000,400000'; four; } | zones a
  refused a.shp "'a.shp' row 1: zone 'T2': there is no shape" "row 2: zone 'T3': there is no shape" \
    "row 3: zone 'T4': there is no shape" "row 4: zone 'T5': the shape is invalid and cannot be made valid" \
    "give --skip-faulty to leave the row out"
  left_out a.shp sound.shp "row 1:" "row 2:" "row 3:" "row 4:"
}

@test "a ring of two points beside a sound one: it goes, the zone stays" {
  sed '1s/$/ \/ 100100,400100 100200,400200 100100,400100/' <(four) | zones a
  inspected 1 a.shp "error: 'a.shp' row 1: zone 'WK000001': 1 ring with fewer than three points dropped"
  run -0 wijk-metrics --zones a.shp --facilities facilities.csv -o out.csv
  says "warning: 'a.shp' row 1: zone 'WK000001': 1 ring with fewer than three points dropped"
  same_figures a.shp sound.shp
}

@test "empty polygons and no geometry at all, in GeoJSON: each row is named; the others count" {
  sound='{"type":"Feature","properties":{"id":"A"},"geometry":{"type":"Polygon","coordinates":[[[100000,400000],[101000,400000],[101000,401000],[100000,401000],[100000,400000]]]}}'
  collection() { printf '{"type":"FeatureCollection","features":[%s]}' "$1"; }
  nothing() { printf ',{"type":"Feature","properties":{"id":"%s"},"geometry":%s}' "$1" "$2"; }
  collection "$sound" >sound.geojson
  collection "$sound$(nothing B '{"type":"Polygon","coordinates":[]}')$(nothing C null)$(nothing D '{"type":"Polygon","coordinates":[[]]}')$(nothing E '{"type":"MultiPolygon","coordinates":[]}')$(nothing F '{"type":"Point","coordinates":[100000,400000]}')" >a.geojson
  refused a.geojson "row 2: zone 'B': there is no shape" "row 3: zone 'C': there is no shape" \
    "row 4: zone 'D': there is no shape" "row 5: zone 'E': there is no shape" \
    "row 6: its shape is a POINT, where zones are polygons"
  left_out a.geojson sound.geojson "row 2:" "row 3:" "row 4:" "row 5:" "row 6:"
}

@test "points or lines where zones are wanted" {
  printf '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"A"},"geometry":{"type":"LineString","coordinates":[[100000,400000],[101000,400000]]}}]}' >a.geojson
  refused_always a.geojson "'a.geojson' has lines, where zones are polygons" "give the boundaries of the wijken or buurten"
}

@test "multipart zones and holes: area, and who lies in the hole, are right" {
  cat <<'ROWS' | zones a
A Eilanden 100 NEE | square:100000,400000,1000 / square:110000,400000,1000 / hole:100250,400250,500
B Gat 50 NEE | square:100250,400250,500
C Omgekeerd 10 NEE | hole:101000,401000,1000
ROWS
  inspected 0 a.shp "polygons     3 with 25 vertices" "0 overlaps and 0 gaps"
  printf 'id;capaciteit;x;y\nF1;3;100500;400500\nF2;7;110500;400500\nF3;2;101500;401500\n' >facilities.csv
  wijk-metrics -q --zones a.shp --facilities facilities.csv --metrics facilities_count,places_per_km2 -o out.csv
  [ "$(tail -n +2 out.csv | cut -d, -f1,5,6 | tr '\n' ' ')" = "A,1,4 B,1,12 C,1,2 " ]
}

@test "overlapping zones and gaps: listed with the zones, area and place; slivers in one line" {
  cat <<'ROWS' | zones a
A West 100 NEE | square:100000,400000,1000
B Midden 100 NEE | square:100900,400000,1000
C Oost 100 NEE | square:101899.5,400000,1000
D Noord 100 NEE | 100000,401000 100000,402000 102000,402000 102000,401000 101000,401000 101000,401500 100500,401500 100500,401000 100000,401000
ROWS
  inspected 0 a.shp "warning: 'a.shp': zones overlap: A and B: 100000 m2, 100 m wide, at 100950 400500" \
    "warning: 'a.shp': there is a gap beside A and B: 250000 m2, 500 m wide, at 100750 401250" \
    "note: 'a.shp': 1 overlap between zones is narrower than 1 m, 500 m2"
}

@test "the same zone twice, as twins of different keys: the overlap is said, a facility counts once" {
  printf '%s\n' 'A West 100 NEE | square:100000,400000,1000' 'B Tweeling 100 NEE | square:100000,400000,1000' | zones a
  inspected 0 a.shp "zones overlap: A and B: 1000000 m2"
  wijk-metrics -q --zones a.shp --facilities facilities.csv --metrics facilities_count -o out.csv
  [ "$(tail -n +2 out.csv | cut -d, -f5 | tr '\n' ' ')" = "1 0 " ]
}
