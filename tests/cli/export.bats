#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# wijk-export: every format read back by programs that are not ours, and every way an output can go wrong.

bats_require_minimum_version 1.5.0

setup() {
  PATH=$WIJK_BIN:$PATH
  cd "$BATS_TEST_TMPDIR" || return 1
  cat >points.csv <<'CSV'
id,naam,tekst,aantal,waarde,x,y
007,"Zéro ""noord"", <b>&",=cmd|'!A0,0,1.5,92000.1,436000.7
0599,"regel 1
regel 2",,12,,93000,437000
1e5x,Ümlaut;puntkomma,-,,-0.25,94000,436500
CSV
  cat >zones.geojson <<'JSON'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"buurtcode":"BU0102","buurtnaam":"Oost","inwoners":100},"geometry":{"type":"Polygon","coordinates":[[[93000,436000],[94000,436000],[94000,437000],[93000,437000],[93000,436000]]]}},
{"type":"Feature","properties":{"buurtcode":"BU0101","buurtnaam":"West","inwoners":null},"geometry":{"type":"MultiPolygon","coordinates":[[[[92000,436000],[93000,436000],[93000,437000],[92000,437000],[92000,436000]],[[92200,436200],[92200,436400],[92400,436400],[92400,436200],[92200,436200]]],[[[95000,436000],[95500,436000],[95500,436500],[95000,436500],[95000,436000]]]]}}]}
JSON
  cat >facilities.csv <<'CSV'
id,naam,woonvorm,doelgroep,capaciteit,bezet,status,geheim,x,y
V1,Huis A,opvang,jongeren,10,9,bestaand,nee,92100,436100
V2,Schuilplek Zonnehof,opvang,volwassenen,77,76,bestaand,ja,92150,436150
V3,Huis C,beschermd,vrouwenopvang,12,3,bestaand,nee,93000,436500
V4,Huis D,begeleid,jongeren,,1,bestaand,nee,99000,436500
V5,Huis E,begeleid,jongeren,5,1,gepland,nee,93100,436500
CSV
  printf 'buurtcode,leefbaarheid,klasse\nBU0101,-1.5,kwetsbaar\nBU0102,,draagkrachtig\n' >dna.csv
}

teardown() {
  cd /
  if mountpoint -q "$BATS_TEST_TMPDIR/disk"; then umount "$BATS_TEST_TMPDIR/disk"; fi
}

formats="gpkg geojson shp csv xlsx json"

# rows FILE LAYER: the attributes of a layer as GDAL reads them, one JSON object a line, keys sorted
rows() { ogr2ogr -f GeoJSON /vsistdout/ "$1" "$2" | jq -cS '.features[].properties'; }

expected='{"aantal":0,"id":"007","naam":"Zéro \"noord\", <b>&","tekst":"=cmd|'"'"'!A0","waarde":1.5}
{"aantal":12,"id":"0599","naam":"regel 1\nregel 2","tekst":null,"waarde":null}
{"aantal":null,"id":"1e5x","naam":"Ümlaut;puntkomma","tekst":"-","waarde":-0.25}'

@test "the same rows through every format, as GDAL reads them: nulls, codes, quotes, line feeds, formulas" {
  for format in gpkg geojson shp; do
    wijk-export -q points.csv -o "out.$format"
    diff <(rows "out.$format" out) <(printf '%s\n' "$expected")
  done
  wijk-export -q points.csv -o out.json
  diff <(jq -cS '.rows[] | del(.x, .y)' out.json) <(printf '%s\n' "$expected")
  wijk-export -q points.csv -o out.xlsx
  # A spreadsheet marks what would be a formula; the rest is the same.
  diff <(rows out.xlsx out | jq -cS '{aantal, id, naam, tekst, waarde}') \
    <(printf '%s\n' "$expected" | jq -cS '.tekst |= (if . then "'"'"'" + . else . end)')
  [ "$(ogrinfo -q out.xlsx | grep -c :)" -eq 2 ]
}

@test "CSV is what its standard and a cautious spreadsheet want" {
  wijk-export -q points.csv -o out.csv
  python3 - <<'PY'
import csv
rows = list(csv.DictReader(open("out.csv", newline="", encoding="utf-8")))
assert [r["id"] for r in rows] == ["007", "0599", "1e5x"], rows
assert rows[0]["tekst"] == "'=cmd|'!A0" and rows[2]["tekst"] == "'-", rows
assert rows[1]["naam"] == "regel 1\nregel 2" and rows[1]["tekst"] == "" and rows[1]["waarde"] == "", rows
assert rows[2]["waarde"] == "-0.25" and float(rows[0]["x"]) == 92000.1 and float(rows[0]["y"]) == 436000.7, rows
PY
}

@test "our own reader reads back what was written, to the byte where the format holds all" {
  wijk-export -q points.csv -o direct.csv
  for format in gpkg geojson shp; do
    wijk-export -q points.csv -o "a.$format"
    wijk-export -q "a.$format" -o "a_$format.csv"
  done
  cmp direct.csv a_gpkg.csv
  cmp direct.csv a_shp.csv
  # Degrees of 7 decimals come back within a centimetre.
  python3 - <<'PY'
import csv
direct, back = (list(csv.DictReader(open(name))) for name in ("direct.csv", "a_geojson.csv"))
assert len(direct) == len(back) == 3
for a, b in zip(direct, back):
    assert all(a[k] == b[k] for k in ("id", "naam", "tekst", "aantal", "waarde")), (a, b)
    assert abs(float(a["x"]) - float(b["x"])) < 0.012 and abs(float(a["y"]) - float(b["y"])) < 0.012, (a, b)
PY
  wijk-export -q zones.geojson -o z.gpkg
  wijk-export -q z.gpkg -o z.shp
  wijk-export -q z.shp -o z2.gpkg
  diff <(ogr2ogr -f GeoJSON /vsistdout/ z.gpkg z | jq '.features[].geometry') \
    <(ogr2ogr -f GeoJSON /vsistdout/ z2.gpkg z2 | jq '.features[].geometry | if .type == "Polygon" then {type: "MultiPolygon", coordinates: [.coordinates]} else . end')
}

@test "1, 2 and 7 threads give the same bytes of a layer that is worth sharing out" {
  wijk-demo --wijken 20 --buurten 400 --facilities 10 --population-points 100 --roads 100 -o city -q
  for threads in 1 2 7; do
    mkdir $threads
    for format in geojson gpkg shp json; do
      wijk-export -q city/buurten.shp --threads $threads -o "$threads/buurten.$format"
    done
  done
  [ "$(ogrinfo -al 1/buurten.geojson | grep -c ^OGRFeature)" -eq 400 ]
  for file in 1/*; do
    cmp "$file" "2/${file#1/}"
    cmp "$file" "7/${file#1/}"
  done
}

@test "the report says by which steps each source was reprojected, if it was" {
  wijk-export -q zones.geojson -o rd.csv --report rd.json
  jq -e '.inputs[0] | .crs == "EPSG:28992" and has("pipeline") and .pipeline == null' rd.json
  wijk-export -q zones.geojson -o degrees.geojson
  wijk-export -q degrees.geojson -o back.geojson --report back.json
  jq -e '.inputs[0] | .crs == "EPSG:4326" and (.pipeline | startswith("+proj=pipeline") and contains("+proj=sterea"))' back.json
  [ "$(jq '.provenance.inputs[0].pipeline' back.geojson)" = "$(jq '.inputs[0].pipeline' back.json)" ]
}

@test "GeoJSON says by which steps its degrees were made" {
  wijk-export -q zones.geojson -o z.geojson --crs EPSG:28992
  jq -e '.pipeline | startswith("+proj=pipeline +step +inv +proj=sterea") and contains("+proj=helmert")' z.geojson ||
    jq -e '.pipeline | contains("grid")' z.geojson
}

@test "a rerun gives the same bytes, whatever the locale, the time zone and the day" {
  mkdir a b
  for format in $formats; do
    for source in points.csv zones.geojson; do
      name=${source%.*}
      [ "$format" = shp ] || [ "$format" = gpkg ] || [ "$format" = geojson ] || [ "$source" = points.csv ] || continue
      LC_ALL=C TZ=UTC wijk-export -q "$source" -o "a/$name.$format"
      LC_ALL=nl_NL.UTF-8 LC_NUMERIC=nl_NL.UTF-8 TZ=Pacific/Kiritimati OGR_CURRENT_DATE=2031-01-01T00:00:00Z \
        wijk-export -q "$source" -o "b/$name.$format" --threads 2
    done
  done
  [ "$(ls a | wc -l)" -ge 19 ]
  for file in a/*; do
    cmp "$file" "b/${file#a/}"
  done
  for format in $formats; do
    LC_ALL=nl_NL.UTF-8 TZ=Pacific/Kiritimati wijk-export -q points.csv -o "a/points.$format" --overwrite
    wijk-export -q points.csv -o "b/points.$format" --overwrite
    cmp "a/points.$format" "b/points.$format"
  done
}

@test "GeoJSON keeps RFC 7946: degrees, seven decimals, right-hand rings, no crs, provenance beside" {
  wijk-export -q zones.geojson -o out.geojson
  python3 - <<'PY'
import json, re
text = open("out.geojson", encoding="utf-8").read()
doc = json.loads(text, parse_float=str)
assert doc["type"] == "FeatureCollection" and "crs" not in doc
assert doc["provenance"]["program"] == "wijk-export" and doc["provenance"]["inputs"][0]["source"] == "zones.geojson"
assert re.fullmatch("[0-9a-f]{64}", doc["provenance"]["inputs"][0]["sha256"])
def area(ring):
    return sum(float(a[0]) * float(b[1]) - float(b[0]) * float(a[1]) for a, b in zip(ring, ring[1:]))
rings = 0
for feature in doc["features"]:
    assert set(feature) == {"type", "properties", "geometry"} and feature["type"] == "Feature"
    g = feature["geometry"]
    for polygon in g["coordinates"] if g["type"] == "MultiPolygon" else [g["coordinates"]]:
        for i, ring in enumerate(polygon):
            assert len(ring) >= 4 and ring[0] == ring[-1]
            assert (area(ring) > 0) == (i == 0), "the wrong hand"
            for x, y in ring:
                assert 3 < float(x) < 8 and 50 < float(y) < 54, (x, y)
                assert len(x.split(".")[-1]) <= 7 and len(y.split(".")[-1]) <= 7
            rings += 1
assert rings == 4, rings
PY
  # The place itself, by PROJ's own program (RD without the Dutch grid, as Debian has it).
  [ "$(jq -c '[.features[0].geometry.coordinates | .. | select(type == "array" and (.[0] | type) == "number")] | any(. == [4.4861717, 51.9090403])' out.geojson)" = true ]
}

@test "a GeoPackage is whole: SQLite, GDAL, its spatial index, its provenance" {
  wijk-export -q zones.geojson -o out.gpkg
  [ "$(sqlite3 out.gpkg 'pragma integrity_check')" = ok ]
  [ -z "$(sqlite3 out.gpkg 'pragma foreign_key_check')" ]
  [ "$(sqlite3 out.gpkg 'pragma application_id')" = 1196444487 ]
  [ "$(sqlite3 out.gpkg 'select metadata from gpkg_metadata' | jq -r .program)" = wijk-export ]
  sqlite3 out.gpkg 'select metadata from gpkg_metadata' | jq -e '.inputs[0].sha256 | length == 64'
  [ "$(sqlite3 out.gpkg "select organization || organization_coordsys_id from gpkg_spatial_ref_sys where srs_id = 28992")" = EPSG28992 ]
  [ -z "$(ogrinfo -ro -al -so out.gpkg 2>&1 | grep -iE 'warning|error')" ]
  ogrinfo -ro -so out.gpkg out | grep -q 'Extent: (92000.000000, 436000.000000) - (95500.000000, 437000.000000)'
  # By the index, and by the index after others have edited.
  ogrinfo -ro -so out.gpkg out -spat 95100 436100 95200 436200 | grep -q 'Feature Count: 1'
  ogr2ogr -f GPKG -append -nln out out.gpkg zones.geojson -a_srs EPSG:28992
  ogrinfo -ro -so out.gpkg out -spat 95100 436100 95200 436200 | grep -q 'Feature Count: 2'
}

@test "QGIS opens it with the style and the titles, and asks nothing" {
  /usr/bin/python3 -c 'import qgis.core' 2>/dev/null || skip "python3-qgis is not installed"
  wijk-export -q zones.geojson -o out.gpkg
  QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR=$BATS_TEST_TMPDIR HOME=$BATS_TEST_TMPDIR /usr/bin/python3 - <<'PY'
from qgis.core import QgsApplication, QgsVectorLayer
app = QgsApplication([], False)
app.initQgis()
layer = QgsVectorLayer("out.gpkg", "out", "ogr")
assert layer.isValid() and layer.featureCount() == 2 and layer.crs().authid() == "EPSG:28992"
assert [s.split("!!::!!")[1] for s in layer.dataProvider().subLayers()] == ["out"], layer.dataProvider().subLayers()
assert layer.renderer().type() == "singleSymbol" and layer.renderer().symbol().color().name() == "#f2f2f2"
del layer
app.exitQgis()
PY
}

@test "a Shapefile is a whole set with short names that a table explains" {
  printf 'id,places_count__beschermd,places_count__begeleid,x,y\n1,5,6,92000,436000\n' >long.csv
  wijk-export -q long.csv -o out.shp
  [ "$(ls out.* | tr '\n' ' ')" = "out.cpg out.dbf out.fields.csv out.prj out.shp out.shx " ]
  [ "$(tail -n +3 out.fields.csv | cut -d, -f2 | tr '\n' ' ')" = "places_count__beschermd places_count__begeleid " ]
  field=$(grep ,places_count__begeleid, out.fields.csv | cut -d, -f1)
  [ "${#field}" -le 10 ]
  ogrinfo -ro -al out.shp | grep -q "$field (Integer) = 6"
  ogrinfo -ro -so out.shp out | grep -q 'ID\["EPSG",28992\]'
}

@test "every facility gets the key, name and DNA profile of its zone; who lies outside is named" {
  run --separate-stderr wijk-export --facilities facilities.csv --zones zones.geojson --indicators dna.csv -o -
  [ "$status" -eq 0 ]
  # V3 stands on the boundary of both: the lowest key.
  [ "$output" = "id,naam,woonvorm,doelgroep,capaciteit,bezet,status,geheim,zone_key,zone_name,leefbaarheid,klasse,x,y
V1,Huis A,opvang,jongeren,10,9,bestaand,nee,BU0101,West,-1.5,kwetsbaar,92100,436100
V2,Schuilplek Zonnehof,opvang,volwassenen,77,76,bestaand,ja,BU0101,West,-1.5,kwetsbaar,92150,436150
V3,Huis C,beschermd,vrouwenopvang,12,3,bestaand,nee,BU0101,West,-1.5,kwetsbaar,93000,436500
V4,Huis D,begeleid,jongeren,,1,bestaand,nee,,,,,99000,436500" ]
  [[ $stderr == *V4*"lies in no zone"* ]]
}

@test "columns are chosen by name, in the order asked for, and a wrong one names the nearest" {
  [ "$(wijk-export -q zones.geojson --columns buurtnaam,BUURTCODE -o - | head -n 1)" = buurtnaam,buurtcode ]
  run wijk-export -q zones.geojson --columns buurtnam -o -
  [ "$status" -eq 2 ]
  [[ $output == *"did you mean 'buurtnaam'?"* ]]
}

@test "the public edition knows nothing of the secret, in any format, and fails closed" {
  for format in $formats; do
    wijk-export --facilities facilities.csv --zones zones.geojson --indicators dna.csv --public -o "out.$format" \
      --report "out.$format.report" >log 2>&1
    wijk-export facilities.csv --public -o "operand.$format" >>log 2>&1
    mkdir -p xlsx xlsx2
    [ "$format" != xlsx ] || python3 -m zipfile -e out.xlsx xlsx
    [ "$format" != xlsx ] || python3 -m zipfile -e operand.xlsx xlsx2
    # The field that marks them is named among the fields chosen; what it marks is nowhere.
    run ! grep -raE 'Zonnehof|V2[^0-9a-f]|V3[^0-9a-f]|Huis C|vrouwenopvang' . --include='out.*' --include='operand.*' \
      --include='*.xml' --include=log
    run ! grep -raE 'geheim|bezet' "out.$format" "operand.$format" xlsx xlsx2
  done
  [ "$(ogrinfo -ro -so out.gpkg out | grep -c 'Feature Count: 2')" -eq 1 ]
  jq -e '.edition == "public" and .inputs[0].sha256 == null and .counts.facilities.withheld == 0' out.json.report
  # Without the column that says which are secret.
  cut -d, -f1-7,9,10 facilities.csv >blind.csv
  run wijk-export blind.csv --public -o blind.gpkg
  [ "$status" -eq 3 ]
  [ ! -e blind.gpkg ]
  # What an internal edition counted stays internal.
  printf 'buurtcode,places_count\nBU0101,99\n' >counted.csv
  run wijk-export counted.csv --public -o counted.json
  [ "$status" -eq 3 ]
  [ ! -e counted.json ]
}

@test "the public edition holds no people: demand and households stay out as occupied does" {
  wijk-export "$WIJK_SOURCE/shapes/vraag.csv" --public -o demand.csv -q
  [ "$(head -n 1 demand.csv)" = woonvorm ]
  wijk-export "$WIJK_SOURCE/shapes/multiprobleem_huishoudens.csv" --public -o households.csv -q
  [ "$(head -n 1 households.csv)" = buurtcode,gem_instanties ]
  wijk-export "$WIJK_SOURCE/shapes/uitstroom_regio.csv" --public -o regions.csv -q
  [[ $(head -n 1 regions.csv) != *uitstromers* && $(head -n 1 regions.csv) != *personen* ]]
  wijk-export "$WIJK_SOURCE/shapes/vraag.csv" -o - -q | head -n 1 | grep -q personen
}

@test "the public edition has the class of a zone, and believes only a file written as public" {
  demo=$WIJK_SOURCE/shapes
  zoned() { wijk-zoning --zones "$demo/wijken.shp" --indicators "$demo/dna_wijk.csv" --indicator woz_waarde:higher:1 -q "$@"; }
  zoned -o internal.gpkg
  zoned --public -o public.gpkg
  wijk-export --facilities "$demo/voorzieningen.csv" --zoning public.gpkg --public -o classed.csv -q
  head -n 1 classed.csv | grep -q zone_class
  wijk-export public.gpkg --public -o zoning.csv -q
  run wijk-export internal.gpkg --public -o refused.csv
  [ "$status" -eq 3 ]
  run wijk-metrics --zones internal.gpkg --group norm_per_1000 --public -o refused.csv
  [ "$status" -eq 3 ]
  [ ! -e refused.csv ]
}

@test "figures get back the titles that a file has lost" {
  printf 'buurtcode,places_per_1000,places_count__opvang\nBU0101,1.5,3\n' >figures.csv
  wijk-export -q figures.csv -o figures.json
  [ "$(jq -r '.columns[1].title' figures.json)" != places_per_1000 ]
  [[ $(jq -r '.columns[2].title' figures.json) == *": opvang" ]]
  [ "$(wijk-export -q figures.csv --lang en -o - --format json | jq -r '.columns[1].title')" != "$(jq -r '.columns[1].title' figures.json)" ]
}

@test "an output that cannot be is refused before the work, and nothing is left behind" {
  mkdir out
  printf old >out/old.csv
  for try in "4 nowhere/a.csv" "4 out/old.csv/a.csv" "4 out/old.csv" "2 out/a.txt" "2 out/a" "4 out"; do
    run wijk-export -q points.csv -o "${try#* }"
    echo "$try: $status $output"
    [ "$status" -eq "${try%% *}" ] || [ "$try" = "4 out" ]
    [ "$status" -ne 0 ]
  done
  [ "$(cat out/old.csv)" = old ]
  wijk-export -q points.csv -o out/old.csv --overwrite
  grep -q Ümlaut out/old.csv
  ln -s old.csv out/link.csv
  wijk-export -q zones.geojson -o out/link.csv --overwrite
  [ -L out/link.csv ]
  grep -q buurtnaam out/old.csv
  wijk-export -q points.csv -o out/a.gpkg
  touch out/a.gpkg-wal
  run wijk-export -q points.csv -o out/a.gpkg --overwrite
  [ "$status" -eq 4 ]
  [[ $output == *"close it in QGIS"* ]]
  run wijk-export points.csv -o - --json
  [ "$status" -eq 2 ]
  run wijk-export points.csv -o out/b.json --report out/b.json
  [ "$status" -eq 2 ]
  [ "$(ls -A out | tr '\n' ' ')" = "a.gpkg a.gpkg-wal link.csv old.csv " ]
}

@test "a full disk is an I/O error that leaves the old output whole" {
  mkdir disk
  mount -t tmpfs -o size=256k tmpfs disk 2>/dev/null || skip "a small disk cannot be mounted here"
  python3 - <<'PY'
import hashlib
with open("many.csv", "w") as out:
    out.write("id,naam,x,y\n")
    for i in range(9000):
        out.write(f"{i},{hashlib.sha256(str(i).encode()).hexdigest()},{92000 + i},436000\n")
PY
  failed=0
  for format in $formats; do
    wijk-export -q points.csv -o "disk/a.$format"
    before=$(cat disk/a.* | sha256sum)
    run wijk-export -q many.csv -o "disk/a.$format" --overwrite
    echo "$format: $status $output"
    [ "$status" -eq 4 ] && [ "$(cat disk/a.* | sha256sum)" = "$before" ] && [ -z "$(ls -A disk | grep '^\.')" ] || failed=1
    rm -f disk/*
  done
  [ "$failed" -eq 0 ]
}

@test "a row of nothing, a table without shapes and an empty layer are written and counted" {
  printf 'code,waarde\n01,\n02,3\n' >table.csv
  for format in gpkg geojson csv xlsx json; do
    wijk-export -q table.csv -o "t.$format"
  done
  [ "$(rows t.gpkg t)" = '{"code":"01","waarde":null}'$'\n''{"code":"02","waarde":3}' ]
  run wijk-export -q table.csv -o t.shp
  [ "$status" -eq 3 ]
  [[ $output == *"has no shapes"* ]]
  [ "$(jq -c '[.rows[].waarde]' t.json)" = '[null,3]' ]
}

@test "zones get the columns of a table by key, and one without a row is told" {
  printf 'code,score,name\nA,1.5,elders\nX,9,nergens\n' >dna.csv
  cat >two.geojson <<'JSON'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"A","name":"Een"},"geometry":{"type":"Polygon","coordinates":[[[4.4,51.9],[4.41,51.9],[4.41,51.91],[4.4,51.9]]]}},
{"type":"Feature","properties":{"code":"B","name":"Twee"},"geometry":{"type":"Polygon","coordinates":[[[4.42,51.9],[4.43,51.9],[4.43,51.91],[4.42,51.9]]]}}]}
JSON
  run --separate-stderr wijk-export two.geojson --indicators dna.csv -o - --format json
  [ "$status" -eq 0 ]
  [ "$(jq -c '[.rows[] | {code, name, score}]' <<<"$output")" = \
    '[{"code":"A","name":"Een","score":1.5},{"code":"B","name":"Twee","score":null}]' ]
  [[ $stderr == *"has no row for zone 'B'"* ]]
  printf 'code,score\nX,9\n' >none.csv
  run wijk-export two.geojson --indicators none.csv -o none.gpkg
  [ "$status" -eq 3 ]
  [[ $output == *"no zone of"* ]]
  [ ! -e none.gpkg ]
}

@test "a Shapefile's cut names are whole again on reading, so its figures are not taken for public ones" {
  wijk-metrics -q --zones "$WIJK_SOURCE/shapes/buurten.shp" --facilities "$WIJK_SOURCE/shapes/voorzieningen.csv" -o m.shp
  cut=$(grep ',places_count,' m.fields.csv | cut -d, -f1)
  [ "$cut" != places_count ]
  wijk-export -q m.shp --columns BU_CODE,places_count -o whole.csv
  [ "$(head -n 1 whole.csv)" = BU_CODE,places_count ]
  for column in "$cut" places_count occupied_count; do
    run wijk-map m.shp --column "$column" --public -o leak.png
    [ "$status" -ne 0 ]
  done
  run wijk-export m.shp --public -o leak.csv
  [ "$status" -eq 3 ]
  [ ! -e leak.png ] && [ ! -e leak.csv ]
}
