#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# wijk-inspect names every fault of every source, and says so by its exit code.

bats_require_minimum_version 1.5.0

setup() { mkdir "$BATS_TEST_TMPDIR/here" && cd "$BATS_TEST_TMPDIR/here" && shapes="$WIJK_SOURCE/shapes"; }

inspect() { "$WIJK_BIN/wijk-inspect" "$@"; }

# Real data, where it is there.
real() {
  data="${WIJK_SHARED:-$WIJK_SOURCE/../shared}/data"
  [ -d "$data" ] || skip "no real data beside the source"
}

@test "sound sources: what is in them, and exit 0" {
  run -0 inspect --zones "$shapes/buurten.shp" --facilities "$shapes/voorzieningen.csv"
  [[ "$output" == *"polygons     90 with"* ]]
  [[ "$output" == *"key=BU_CODE, name=BU_NAAM, residents=AANT_INW, water=H2O"* ]]
  [[ "$output" == *"EPSG:28992, declared"* ]]
  [[ "$output" == *"in zones     287 of 287, 0 on a boundary"* ]]
  [[ "$output" == *"0 errors, 1 warning, 0 notes"* ]]
}

@test "every fault of every source in one run, and exit 1" {
  cat >points.csv <<'CSV'
id;woonvorm;capaciteit;bezet;x;y
A;opvang;acht;1;144000;505000
B;opvang;-3;1;144000;505000
C;opvang;5;9;144000;505000
C;opvang;5;4;144100;505000
D;opvang;5;4;0;0
E;opvang;5;4;144200
F;opvang;5;4;20000;400000
CSV
  printf 'buurtcode;score\nBU99010101;1,5\nBU00000000;2,5\nBU99010101;3\n' >table.csv
  run -1 inspect --zones "$shapes/buurten.shp" --facilities points.csv --indicators table.csv
  [[ "$output" == *"row 1: capaciteit 'acht' is not a number"* ]]
  [[ "$output" == *"row 2: capaciteit is -3, below 0"* ]]
  [[ "$output" == *"row 3: bezet is 9, more than the 5 of capaciteit"* ]]
  [[ "$output" == *"row 4: id 'C' is there already in row 3"* ]]
  [[ "$output" == *"row 5: coordinates 0 0 are outside the range of RD"* ]]
  [[ "$output" == *"row 6: 5 cells, where the first line has 6"* ]]
  [[ "$output" == *"row 7: facility F at 20000 400000 lies outside every zone"* ]]
  [[ "$output" == *"row 2: no zone has the key buurtcode 'BU00000000'"* ]]
  [[ "$output" == *"row 3: buurtcode 'BU99010101' is there already in row 1"* ]]
  [[ "$output" == *"89 zones have no row"* ]]
  [[ "$output" == *"of 7 read: 1 used, 1 outside every zone, 5 faulty"* ]]
  [ -z "$(inspect --facilities points.csv -q)" ]
}

@test "a source that cannot be read at all does not hide the others" {
  printf 'id;naam\n1;"open\n' >broken.csv
  head -c 5000 "$shapes/wijken.shp" >cut.shp
  cp "$shapes/wijken.shx" cut.shx && cp "$shapes/wijken.dbf" cut.dbf
  run -1 inspect --zones cut.shp --facilities broken.csv --population "$shapes/inwoners.csv"
  [[ "$output" == *"'cut.shp': it says it has"*"but has 5000"* ]]
  [[ "$output" == *"a quote in column 'naam' is never closed"* ]]
  [[ "$output" == *"points       5,000"* ]]
}

@test "as JSON: complete, alone on stdout, and the same bytes twice" {
  inspect --zones "$shapes/buurten.shp" --facilities "$shapes/voorzieningen.csv" --json >one.json
  inspect --zones "$shapes/buurten.shp" --facilities "$shapes/voorzieningen.csv" --json --threads 1 >two.json
  jq -e '.schema == 1 and .counts.facilities.used == 287 and .counts.facilities.not_selected == 13' one.json
  jq -e '[.findings[] | select(.code == "fields")] | length == 2' one.json
  diff <(jq 'del(.parameters)' one.json) <(jq 'del(.parameters)' two.json)
}

@test "a bow tie is a fault; --repair writes it mended, and then it is sound" {
  cat >tie.geojson <<'JSON'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"A"},"geometry":{"type":"Polygon","coordinates":[[[100000,400000],[101000,401000],[101000,400000],[100000,401000],[100000,400000]]]}},
{"type":"Feature","properties":{"id":"B"},"geometry":{"type":"Polygon","coordinates":[[[102000,400000],[103000,400000],[103000,401000],[102000,401000],[102000,400000]]]}}]}
JSON
  run -1 inspect --zones tie.geojson
  [[ "$output" == *"error: 'tie.geojson' row 1: zone 'A': self-intersection at 100500, 400500"* ]]
  run -0 inspect --zones tie.geojson --repair -o mended.gpkg
  [[ "$output" == *"warning: 'tie.geojson' row 1: zone 'A': self-intersection"*"made valid; area was"* ]]
  run -0 inspect --zones mended.gpkg
  [[ "$output" == *"0 errors"* ]]
}

@test "rows that would be lost are not written over silently" {
  cat >double.geojson <<'JSON'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"A"},"geometry":{"type":"Polygon","coordinates":[[[100000,400000],[101000,400000],[101000,401000],[100000,400000]]]}},
{"type":"Feature","properties":{"id":"A"},"geometry":{"type":"Polygon","coordinates":[[[102000,400000],[103000,400000],[103000,401000],[102000,400000]]]}}]}
JSON
  run -1 inspect --zones double.geojson --repair -o out.gpkg
  [[ "$output" == *"row 2: id 'A' is there already in row 1"* ]]
  [[ "$output" == *"nothing was written"* ]]
  [ ! -e out.gpkg ]
  run inspect --zones double.geojson --repair -o out.gpkg --skip-faulty
  [ -e out.gpkg ]
}

@test "every format gives the same layer: zip, FlatGeobuf, GeoPackage, GeoJSON with a crs" {
  ogr2ogr -nlt MULTIPOLYGON -f FlatGeobuf wijken.fgb "$shapes/wijken.shp" 2>/dev/null
  ogr2ogr -nlt MULTIPOLYGON wijken.gpkg "$shapes/wijken.shp" 2>/dev/null
  ogr2ogr -lco RFC7946=NO -lco COORDINATE_PRECISION=10 wijken.geojson "$shapes/wijken.shp" 2>/dev/null
  ogr2ogr wijken.shp.zip "$shapes/wijken.shp" 2>/dev/null
  facts='[.findings[] | select(.code == "extent" or .code == "fields") | .value] + [.counts]'
  expected=$(inspect --zones "$shapes/wijken.shp" --json | jq -c "$facts")
  for source in wijken.fgb wijken.gpkg wijken.geojson /vsizip/wijken.shp.zip/wijken.shp; do
    [ "$(inspect --zones "$source" --json | jq -c "$facts")" = "$expected" ] || { echo "$source differs"; return 1; }
  done
  run -2 inspect --zones wijken.shp.zip
  [[ "$output" == *"/vsizip/wijken.shp.zip/NAME.shp"* ]]
}

@test "a source with several layers lists them; one can be chosen" {
  ogr2ogr -nlt MULTIPOLYGON two.gpkg "$shapes/wijken.shp" 2>/dev/null
  ogr2ogr -nlt MULTIPOLYGON -update two.gpkg "$shapes/buurten.shp" 2>/dev/null
  run -2 inspect --zones two.gpkg
  [[ "$output" == *"has 2 layers: wijken, buurten"* ]]
  run -0 inspect --zones two.gpkg --layer zones=buurten
  [[ "$output" == *"two.gpkg, layer buurten"* ]]
  run -2 inspect --zones two.gpkg --layer zones=burten
  [[ "$output" == *"did you mean 'buurten'?"* ]]
}

@test "usage: nothing to inspect, --repair without --output, a file that is not there" {
  run -2 inspect
  run -2 inspect "$shapes/wegen.shp" --repair
  run -2 inspect "$shapes/wegen.shp" -o x.gpkg
  run -4 inspect nowhere.csv
  run -2 inspect --zones "$shapes/wijken.shp" --zone-key WK_COD
  [[ "$output" == *"did you mean 'WK_CODE'?"* ]]
}

@test "the public edition says nothing of secret facilities" {
  sed -n '1,20p' "$shapes/voorzieningen.csv" >some.csv
  grep -q ';ja;' "$shapes/voorzieningen.csv"
  { head -1 "$shapes/voorzieningen.csv"; grep ';ja;' "$shapes/voorzieningen.csv" | head -1; grep ';nee;' "$shapes/voorzieningen.csv" | head -3; } >some.csv
  secret=$(sed -n '2s/;.*//p' some.csv)
  run -0 inspect --zones "$shapes/buurten.shp" --facilities some.csv --public --status bestaand,gepland
  [[ "$output" != *"$secret"* ]]
  [[ "$output" == *"points       3"* ]]
  [[ "$output" == *"facilities are withheld"* ]]
  cut -d';' -f1-9,11- some.csv >unmarked.csv
  run -1 inspect --facilities unmarked.csv --public
  [[ "$output" == *"no field that says which facilities are secret"* ]]
}

@test "real data: Rotterdam is sound, the two faulty files are what is known of them" {
  real
  run -0 inspect --zones "$data/rotterdam/buurten_2024.shp" --facilities "$data/rotterdam/voorzieningen_synthetisch.csv"
  [[ "$output" == *"residents    670,585, not known in 4 rows"* ]]
  [[ "$output" == *"of 280 read: 271 used, 9 not selected"* ]]
  [[ "$output" == *"in zones     271 of 271"* ]]
  run -0 inspect --zones "$data/rotterdam/fout_buurten_rd_zonder_crs.geojson" --zone-key BUURTNAAM
  [[ "$output" == *"warning: 'fout_buurten_rd_zonder_crs.geojson': "*"RD metres (EPSG:28992)"* ]]
  run -1 inspect --zones "$data/rotterdam/fout_buurten_27m_verschoven.geojson"
  [[ "$output" == *"polygons     92 with"* ]]
  [ "$(grep -c '^error: .*made valid' <<<"$output")" -eq 8 ]
}

@test "real data: five points of the Netherlands lie outside every wijk, and are named" {
  real
  run -0 inspect --zones "$data/nederland/wijken_2022.gpkg" --facilities "$data/nederland/inleverpunten_2026.csv"
  [[ "$output" == *"polygons     3,340"* ]]
  [[ "$output" == *"of 33677 read: 33672 used, 5 outside every zone"* ]]
  [ "$(grep -c 'lies outside every zone' <<<"$output")" -eq 5 ]
}
