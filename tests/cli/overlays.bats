#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# What lies over and under the zones of a map: context, flows, proposals.

bats_require_minimum_version 1.5.0

map() { "$WIJK_BIN/wijk-map" "$@"; }

setup() {
  mkdir "$BATS_TEST_TMPDIR/here" && cd "$BATS_TEST_TMPDIR/here" || return
  shapes=$WIJK_SOURCE/shapes
  buurten=$shapes/buurten.shp
}

refuse() { # code, words of the message, arguments: nothing is written
  local code=$1 words=$2
  shift 2
  run --separate-stderr map "$buurten" --column AANT_INW -o a.svg "$@"
  # shellcheck disable=SC2154
  [ "$status" -eq "$code" ] || { echo "exit code $status: $*"; echo "$stderr"; return 1; }
  [[ "$stderr" == *"$words"* ]] || { echo "$stderr"; return 1; }
  [ ! -e a.svg ]
}

xpath() { xmllint --xpath "$1" a.svg; }
# How often a group stands on the map, by its title.
groups() { xpath "count(//*[local-name()='g'][*[local-name()='title'][.='$1']])"; }
says() { [ "$(xpath "count(//*[local-name()='text'][.='$1'])")" -ge 1 ]; }

inner_buurten() {
  ogr2ogr -q inner.shp "$buurten" -where "WK_CODE < 'WK990110'"
}

@test "water, roads and neighbours are groups of their own, and stand in the legend" {
  inner_buurten
  ogr2ogr -q beek.gpkg "$shapes/wegen.shp" -where "klasse = 'primary'" -nln beek
  map inner.shp --column AANT_INW --water "$shapes/parken.shp" --water beek.gpkg --roads "$shapes/wegen.shp" \
    --neighbours "$shapes/wijken.shp" -o a.svg -q
  [ "$(groups water)" -eq 1 ]
  [ "$(groups wegen)" -eq 1 ]
  [ "$(groups 'omliggende wijken')" -eq 1 ]
  for words in Ondergrond water waterlopen wegen 'omliggende wijken' Zwaluwlanden; do
    says "$words" || { echo "no $words"; return 1; }
  done
  # neighbours under the zones, water and roads over them, all under the names
  run xpath '//*[local-name()="g"]/*[local-name()="title"]/text()'
  order=$(grep -nxE 'omliggende wijken|Inwoners|water|wegen|namen' <<<"$output" | cut -d: -f2 | head -5 | paste -sd' ')
  [ "$order" = "omliggende wijken Inwoners water wegen namen" ]
}

@test "minor roads are left out at small scales, and the report counts them" {
  run map "$buurten" --column AANT_INW --roads "$shapes/wegen.shp" -o a.svg -v
  [[ "$output" == *"2549 minor roads are left out at this scale"* ]]
  run map "$buurten" --column AANT_INW --roads "$shapes/wegen.shp" -o b.svg --size 1400x1000mm -v
  [ "$status" -eq 0 ]
  [[ "$output" != *"minor roads"* ]]
  ogr2ogr -q plain.gpkg "$shapes/wegen.shp" -select van -nln plain
  run map "$buurten" --column AANT_INW --roads plain.gpkg -o c.svg -v
  [[ "$output" != *"minor roads"* ]]
}

@test "a source in another coordinate system ends where it belongs" {
  ogr2ogr -q -t_srs EPSG:4326 degrees.gpkg "$shapes/wegen.shp" -nln wegen
  map "$buurten" --column AANT_INW --roads "$shapes/wegen.shp" -o metres.svg -q
  map "$buurten" --column AANT_INW --roads degrees.gpkg -o degrees.svg -q
  python3 - <<'SAME'
import re, xml.etree.ElementTree as tree
def ends(path):
    svg = "{http://www.w3.org/2000/svg}"
    group = next(g for g in tree.parse(path).iter(svg + "g") if g.findtext(svg + "title") == "wegen")
    pairs = re.findall(r"(-?[\d.]+)[ ,](-?[\d.]+)", group.find(svg + "path").get("d"))
    return [f([float(p[axis]) for p in pairs]) for axis in (0, 1) for f in (min, max)]
metres, degrees = ends("metres.svg"), ends("degrees.svg")
assert metres[1] - metres[0] > 100, metres
assert all(abs(a - b) < 0.05 for a, b in zip(metres, degrees)), (metres, degrees)
SAME
}

@test "shapes of another kind are refused" {
  refuse 3 "'voorzieningen.csv' has points, where roads are lines" --roads "$shapes/voorzieningen.csv"
  refuse 3 "'buurten.shp' has polygons, where roads are lines" --roads "$buurten"
  refuse 3 "'voorzieningen.csv' has points, where --water wants polygons or lines" --water "$shapes/voorzieningen.csv"
  refuse 3 "'wegen.shp' has lines, where --neighbours wants polygons" --neighbours "$shapes/wegen.shp"
  refuse 3 "'dna_wijk.csv' has no shapes, where --neighbours wants polygons" --neighbours "$shapes/dna_wijk.csv"
  refuse 4 "nowhere.shp" --roads nowhere.shp
}

@test "a layer of which nothing lies on the map is told" {
  ogr2ogr -q far.gpkg "$shapes/parken.shp" -nln far -dialect sqlite -sql "select ST_Translate(geometry, 60000, 0, 0) as g from parken"
  run map "$buurten" --column AANT_INW --water far.gpkg -o a.svg
  [ "$status" -eq 0 ]
  [[ "$output" == *"warning: 'far"*"nothing of it lies on the map"* ]]
}

@test "context stands on every map of a series, on a sheet, in an inset and in an atlas" {
  context=(--roads "$shapes/wegen.shp" --water "$shapes/parken.shp")
  map "$shapes/wijken.shp" --series AANT_INW,AANTAL_HH --small-multiples "${context[@]}" -o a.svg -q
  [ "$(groups wegen)" -eq 2 ]
  map "$shapes/wijken.shp" --series AANT_INW,AANTAL_HH "${context[@]}" -o s.svg -q
  grep -q '<title>wegen</title>' s__AANT_INW.svg
  grep -q '<title>wegen</title>' s__AANTAL_HH.svg
  map "$shapes/wijken.shp" --column AANT_INW --atlas "${context[@]}" -o a.pdf -q
  [ "$(pdfinfo a.pdf | awk '/^Pages/ {print $2}')" -eq 21 ]
  pdftotext -f 5 -l 5 a.pdf - | grep -q Ondergrond
}

@test "a study names them under map, and its roads for distances are no context" {
  printf 'sources:\n  roads: %s/wegen.shp\n' "$shapes" >distances.yaml
  map "$buurten" --study distances.yaml --column AANT_INW -o a.svg -q
  [ "$(groups wegen)" -eq 0 ]
  printf 'map:\n  roads: %s/wegen.shp\n' "$shapes" >context.yaml
  map "$buurten" --study context.yaml --column AANT_INW -o a.svg -q --overwrite
  [ "$(groups wegen)" -eq 1 ]
}

# ---- flows ----

# Lines with personen: there and back, two rows of one flow, one within a zone, one light, one of nothing, one unknown.
some_flows() {
  cat >flows.geojson <<'FLOWS'
{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"personen": 300}, "geometry": {"type": "LineString", "coordinates": [[5.2, 52.53], [5.23, 52.55]]}},
{"type": "Feature", "properties": {"personen": 120}, "geometry": {"type": "LineString", "coordinates": [[5.23, 52.55], [5.2, 52.53]]}},
{"type": "Feature", "properties": {"personen": 100}, "geometry": {"type": "LineString", "coordinates": [[5.2, 52.53], [5.23, 52.55]]}},
{"type": "Feature", "properties": {"personen": 60}, "geometry": {"type": "LineString", "coordinates": [[5.22, 52.54], [5.22, 52.54]]}},
{"type": "Feature", "properties": {"personen": 4}, "geometry": {"type": "LineString", "coordinates": [[5.21, 52.53], [5.23, 52.54]]}},
{"type": "Feature", "properties": {"personen": 0}, "geometry": {"type": "LineString", "coordinates": [[5.21, 52.53], [5.23, 52.53]]}},
{"type": "Feature", "properties": {"personen": 50}, "geometry": null},
{"type": "Feature", "properties": {"personen": null}, "geometry": {"type": "LineString", "coordinates": [[5.21, 52.53], [5.23, 52.54]]}}
]}
FLOWS
}

@test "flows are arrows, those of one direction one, and what is left out is counted" {
  some_flows
  run map "$buurten" --column AANT_INW --flows flows.geojson --flow-weight personen --flow-least 10 \
    --flow-legend Verhuizingen -o a.svg -v
  [ "$status" -eq 0 ]
  [[ "$output" == *"3 rows of flows have no weight, a weight of 0 or no line"* ]]
  [[ "$output" == *"1 flow is under --flow-least"* ]]
  group="//*[local-name()='g'][*[local-name()='title'][.='Verhuizingen']][*[local-name()='path']/*[local-name()='title']]"
  [ "$(xpath "count($group/*[local-name()='path'][*[local-name()='title']])")" -eq 3 ]
  for words in Verhuizingen "3 pijlen, samen 580" "minder dan 10: geen pijl" 400 100 20; do
    says "$words" || { echo "no $words"; return 1; }
  done
  # heaviest first, so that light ones lie over heavy ones
  [ "$(xpath "string(($group/*[local-name()='path']/*[local-name()='title'])[1])")" = 400 ]
  [[ "$(xpath 'string(/*/*[local-name()="desc"])')" == *"Pijlen: Verhuizingen, 3 stromen, samen 580; de grootste (400) van "* ]]
}

@test "the legend and the sentence are about the arrows that are seen" {
  cat >flows.geojson <<'FLOWS'
{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"personen": 100}, "geometry": {"type": "LineString", "coordinates": [[6.5, 53.1], [6.6, 53.2]]}},
{"type": "Feature", "properties": {"personen": 30}, "geometry": {"type": "LineString", "coordinates": [[5.2, 52.53], [5.23, 52.55]]}},
{"type": "Feature", "properties": {"personen": 20}, "geometry": {"type": "LineString", "coordinates": [[5.23, 52.55], [5.2, 52.53]]}}]}
FLOWS
  run map "$buurten" --column AANT_INW --flows flows.geojson --flow-weight personen -o a.svg
  [[ "$output" == *"beyond"* ]]
  says "2 pijlen, samen 50" && says 30
  [ "$(xpath "count(//*[local-name()='text'][.='100'])")" -eq 0 ]
  [[ "$(xpath 'string(/*/*[local-name()="desc"])')" == *", 2 stromen, samen 50; de grootste (30) van "* ]]
}

@test "flows without weight, of negative weight, of text, and in the public edition are refused" {
  some_flows
  refuse 2 "--flows does nothing without --flow-weight" --flows flows.geojson
  refuse 2 "--flow-weight does nothing without --flows" --flow-weight personen
  refuse 2 "--flow-least does nothing without --flows" --flow-least 5
  refuse 2 "--flow-legend does nothing without --flows" --flow-legend x
  refuse 2 "--flow-least is 0 or more" --flows flows.geojson --flow-weight personen --flow-least -1
  refuse 2 "--flows count people" --flows flows.geojson --flow-weight personen --public
  refuse 3 "did you mean 'personen'?" --flows flows.geojson --flow-weight persoenen
  refuse 3 "'wegen.shp': field 'klasse' holds no numbers" --flows "$shapes/wegen.shp" --flow-weight klasse
  refuse 3 "'voorzieningen.csv' has points, where --flows wants lines" --flows "$shapes/voorzieningen.csv" --flow-weight bezet
  sed 's/"personen": 120/"personen": -120/' flows.geojson >negative.geojson
  refuse 3 "'negative.geojson' row 2: personen is -120, below 0" --flows negative.geojson --flow-weight personen
}

@test "a page of an atlas shows the flows of its zone" {
  some_flows
  map "$shapes/wijken.shp" --column AANT_INW --atlas --flows flows.geojson --flow-weight personen -o a.pdf -q
  pdftotext a.pdf - | grep -q "van en naar dit gebied"
  ogr2ogr -q far.gpkg "$shapes/parken.shp" -nln far -dialect sqlite -sql "select ST_Translate(geometry, 60000, 0, 0) as g from parken"
  run map "$shapes/wijken.shp" --column AANT_INW --atlas --flows flows.geojson --flow-weight personen --water far.gpkg -o b.pdf -v
  [ "$(grep -c "3 rows of flows have no weight" <<<"$output")" -eq 1 ]
  [ "$(grep -c "nothing of it lies on the map" <<<"$output")" -eq 1 ]
}

# ---- proposals ----

@test "proposals are numbered pins, listed by name, form and places" {
  map "$buurten" --column AANT_INW --proposals "$shapes/voorstellen.csv" -o a.svg -q
  [ "$(xpath "count(//*[local-name()='g'][*[local-name()='title'][.='voorstellen']]/*[local-name()='text'])")" -eq 15 ]
  [ "$(xpath "count(//*[local-name()='path']/*[local-name()='title'][.='Voorstel Beverhof, begeleid'])")" -eq 1 ]
  for words in Voorstellen plaatsen "Voorstel Beverhof, begeleid" 11 V15; do
    says "$words" || { echo "no $words"; return 1; }
  done
  [[ "$(xpath 'string(/*/*[local-name()="desc"])')" == *" 15 voorstellen."* ]]
}

@test "one proposal has no number, and many have no list but a row, which the report tells" {
  head -2 "$shapes/voorstellen.csv" >one.csv
  map "$buurten" --column AANT_INW --proposals one.csv -o a.svg -q
  [ "$(xpath "count(//*[local-name()='g'][*[local-name()='title'][.='voorstellen']]/*[local-name()='text'])")" -eq 0 ]
  [[ "$(xpath 'string(/*/*[local-name()="desc"])')" == *" 1 voorstel: Voorstel Zwaluwkade, begeleid."* ]]
  run map "$buurten" --column AANT_INW --proposals "$shapes/voorstellen.csv" --size 120x100mm -o b.svg -v
  [[ "$output" == *"the legend has no room to list the proposals one by one"* ]]
  map "$buurten" --column AANT_INW --proposals "$shapes/voorstellen.csv" --size 120x100mm -o c.svg --report c.json -q
  jq -e '.findings[] | select(.code == "proposals-unlisted") | .value | startswith("V1 Voorstel Zwaluwkade, begeleid; V2 ")' c.json
}

@test "with an inset each pin and each arrow stands once" {
  some_flows
  overlays=(--flows flows.geojson --flow-weight personen --proposals "$shapes/voorstellen.csv")
  map "$buurten" --column AANT_INW "${overlays[@]}" --inset none -o a.svg -q
  whole=$(xpath "count(//*[local-name()='g'][*[local-name()='title'][.='personen']]/*[local-name()='path'][*[local-name()='title']])")
  map "$buurten" --column AANT_INW "${overlays[@]}" --inset 138000,500000,143500,513000 -o a.svg -q --overwrite
  [ "$(xpath "count(//*[local-name()='g'][*[local-name()='title'][starts-with(., 'Inzet')]])")" -eq 1 ]
  [ "$(xpath "count(//*[local-name()='g'][*[local-name()='title'][starts-with(., 'Inzet')]]//*[local-name()='g'][*[local-name()='title'][.='voorstellen']])")" -eq 1 ]
  [ "$(xpath "count(//*[local-name()='g'][*[local-name()='title'][.='voorstellen']]/*[local-name()='text'])")" -eq 15 ]
  [ "$(xpath "count(//*[local-name()='g'][*[local-name()='title'][.='personen']]/*[local-name()='path'][*[local-name()='title']])")" -eq "$whole" ]
}

@test "fields may be named, also in a study" {
  sed '1s/naam/omschrijving/; 1s/capaciteit/bedden/' "$shapes/voorstellen.csv" >p.csv
  printf 'map:\n  proposals: p.csv\nfields:\n  proposals: {name: omschrijving, capacity: bedden}\n' >study.yaml
  map "$buurten" --column AANT_INW --study study.yaml -o a.svg -q
  says "Voorstel Beverhof, begeleid"
  says plaatsen
}

@test "secret proposals are not in the public edition" {
  awk -F';' -v OFS=';' 'NR == 1 {print $0, "geheim"; next} {print $0, NR == 3 ? "ja" : "nee"}' "$shapes/voorstellen.csv" >p.csv
  refuse 3 "no field that says which" --proposals "$shapes/voorstellen.csv" --public
  map "$buurten" --column AANT_INW --proposals p.csv --public -o a.svg -q
  (! grep -q Beverhof a.svg)
  sed 3d p.csv >without.csv
  map "$buurten" --column AANT_INW --proposals without.csv --public -o b.svg -q --source x
  map "$buurten" --column AANT_INW --proposals p.csv --public -o c.svg -q --source x
  diff <(grep -v '<metadata>' b.svg) <(grep -v '<metadata>' c.svg)
  [[ "$(xpath 'string(//*[local-name()="metadata"])')" == *'"role":"proposals","source":"p.csv","layer":null,"crs":"EPSG:28992","rows":14}'* ]]
}

@test "proposals of shapes that are no points, or of no place on the map, are told" {
  refuse 3 "'parken.shp' has no points" --proposals "$shapes/parken.shp"
  sed '2s/144609,9/244609,9/' "$shapes/voorstellen.csv" >p.csv
  run map "$buurten" --column AANT_INW --proposals p.csv -o a.svg
  [[ "$output" == *"1 proposal lies beyond the edge of the map"* ]]
}
