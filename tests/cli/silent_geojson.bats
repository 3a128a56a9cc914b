#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# A GeoJSON that is cut, bent or no GeoJSON; GDAL makes empty shapes or the last of two values of it, and says nothing.

bats_require_minimum_version 1.5.0
load two_zones.bash

setup() { enter_two_zones; }

rd='"crs":{"type":"name","properties":{"name":"EPSG:28992"}}'
sound='{"type":"Feature","properties":{"id":"S","capacity":20},"geometry":{"type":"Point","coordinates":[101500,400500]}}'

# collection NAME FEATURE… ; point PROPERTIES COORDINATES
collection() {
  local name=$1 IFS=$',\n'
  shift
  printf '{"type":"FeatureCollection",%s,"features":[\n%s]}\n' "$rd" "$*" >"$name"
}
point() { printf '{"type":"Feature","properties":%s,"geometry":{"type":"Point","coordinates":%s}}' "$1" "$2"; }
shape() { printf '{"type":"Feature","properties":{"id":"%s","capacity":1},"geometry":%s}' "$1" "$2"; }

@test "a sound file, with and without byte order mark and line feeds" {
  collection a.geojson "$(point '{"id":"F1","capacity":10}' '[100500,400500]')" "$sound"
  [ "$(places a.geojson)" = "10 20" ]
  [ ! -s said ]
  printf '\357\273\277' | cat - a.geojson >mark.geojson
  [ "$(places mark.geojson)" = "10 20" ]
  jq . a.geojson | sed 's/$/\r/' >crlf.geojson
  [ "$(places crlf.geojson)" = "10 20" ]
}

@test "a file cut at any byte is refused, with the place" {
  collection whole.geojson "$(point '{"id":"F1","capacity":10}' '[100500,400500]')" "$sound"
  size=$(($(wc -c <whole.geojson) - 1)) # its last line feed may go
  head -c 180 whole.geojson >cut.geojson
  finds cut.geojson "'cut.geojson' line 2, column " "the file ends here, in the middle: it was cut" "copy or download it again"
  for ((length = 1; length < size; length += 7)); do
    head -c "$length" whole.geojson >cut.geojson
    run -3 metrics --facilities cut.geojson -o x.csv
    says "'cut.geojson' line "
    [ ! -e x.csv ]
  done
  : >cut.geojson
  finds cut.geojson "'cut.geojson' is empty"
}

@test "200,000 levels deep is refused at once, in properties, coordinates and collections" {
  deep() { printf "$1%.0s" {1..200000}; }
  { printf '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":'; deep '['; } >properties.geojson
  { printf '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Polygon","coordinates":'; deep '['; deep ']'; } >coordinates.geojson
  { printf '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":'; deep '{"type":"GeometryCollection","geometries":['; } >collection.geojson
  for file in properties coordinates collection; do
    finds $file.geojson "objects and lists are nested over a hundred deep"
  done
}

@test "a key that is there twice is a fault of its feature, or of the file" {
  collection twice.geojson "$(point '{"id":"F1","capacity":10,"capacity":15}' '[100500,400500]')" "$sound" \
    '{"type":"Feature","properties":{"id":"F3"},"properties":{"id":"F4","capacity":3},"geometry":{"type":"Point","coordinates":[100500,400500]}}' \
    '{"type":"Feature","properties":{"id":"F5","capacity":4,"a":{"b":1,"b":2}},"geometry":{"type":"Point","coordinates":[100500,400500]}}'
  finds twice.geojson "row 1: 'capacity' is a key that is there twice; which value is meant?" "row 3: 'properties' is a key that" \
    "row 4: 'b' is a key"
  [ "$(places twice.geojson --skip-faulty)" = "0 20" ]
  echo "{\"type\":\"FeatureCollection\",$rd,\"features\":[$sound],\"features\":[$sound]}" >lists.geojson
  finds lists.geojson "'lists.geojson': 'features' is a key that is there twice"
  refuses 3 metrics --facilities lists.geojson -o x.csv --skip-faulty
}

@test "wrong types are faults of their features, and the others count" {
  collection types.geojson "$(point '{"id":"F1","capacity":"tien"}' '[100500,400500]')" \
    "$(point '{"id":"F2","capacity":1}' '["100500","400500"]')" "$(point '{"id":"F3","capacity":1}' '"abc"')" \
    "$(point '[1,2]' '[100500,400500]')" "$(shape F5 '{"type":"Blob","coordinates":[1,2]}')" "$(shape F6 '3')" \
    "$(shape F7 '{"type":"Point","coordinates":[[100500,400500]]}')" "$(shape F8 '{"type":"Point","coordinates":[100500]}')" \
    "$(shape F9 '{"type":"Point"}')" "$(shape F10 '{"coordinates":[100500,400500]}')" "$(shape F11 null)" "$sound"
  finds types.geojson "row 1: capacity 'tien' is not a number" "row 2: its coordinates are not all numbers" \
    "row 3: its coordinates are not all numbers" "row 4: its properties are a list, not an object" \
    "row 5: its geometry has a type that is none: 'Blob'" "row 6: its geometry is a number, not an object" \
    "row 7: its coordinates are not nested as those of a 'Point'" "row 8: a position has one number, where it needs two" \
    "row 9: its geometry has no coordinates" "row 10: its geometry has no type" "row 11: there are no coordinates"
  [ "$(places types.geojson --skip-faulty)" = "0 20" ]
}

@test "what is no feature among the features is named, all of it; so is what is no GeoJSON" {
  collection items.geojson 3 null "$sound" '{}' '{"type":"Thing"}'
  finds items.geojson "'items.geojson': item 1 of its features is a number, not a feature" "item 2 of its features is null, not a feature" \
    "item 4 of its features is not of the type Feature" "item 5 of its features is not of the type Feature 'Thing'"
  echo '[1,2,3]' >list.geojson
  finds list.geojson "'list.geojson' is JSON, but no GeoJSON: it has no type"
  echo '{"type":"Topology","objects":{}}' >topology.json
  finds topology.json "'topology.json' is JSON, but no GeoJSON: its type is 'Topology'"
  echo '{"type":"FeatureCollection"}' >without.geojson
  finds without.geojson "it is a FeatureCollection without a list of features"
  echo '{"type":"FeatureCollection","features":{}}' >object.geojson
  finds object.geojson "it is a FeatureCollection without a list of features"
  echo 'id,x,y' >text.geojson
  finds text.geojson "'text.geojson' line 1, column 1: this is not JSON"
  { collection behind.geojson "$sound" && echo behind >>behind.geojson; }
  finds behind.geojson "'behind.geojson' line 3, column 1: text stands behind the end"
  collection comma.geojson "$sound" ''
  finds comma.geojson "this is not JSON"
}

@test "NaN, infinity, 1e400 and numbers of another notation are faults of their features" {
  collection nan.geojson "$(point '{"id":"F1","capacity":NaN}' '[100500,400500]')" "$(point '{"id":"F2","capacity":1e400}' '[100500,400500]')" \
    "$(point '{"id":"F3","capacity":-Infinity}' '[100500,400500]')" "$(point '{"id":"F4","capacity":4}' '[NaN,400500]')" \
    "$(point '{"id":"F5","capacity":5}' '[100500,-1e400]')" "$sound"
  finds nan.geojson "row 1: 'NaN' is not a number as JSON has them" "row 2: '1e400' is not a number" "row 3: '-Infinity' is not a number" \
    "row 4: 'NaN' is not a number" "row 5: '-1e400' is not a number" "write null for unknown"
  [ "$(places nan.geojson --skip-faulty)" = "0 20" ]
  collection null.geojson "$(point '{"id":"F1","capacity":null}' '[100500,400500]')" "$sound"
  [ "$(places null.geojson)" = " 20" ]
}

@test "other shapes among points are faults of their features, wherever they stand" {
  line='{"type":"LineString","coordinates":[[100500,400500],[100600,400500]]}'
  several='{"type":"MultiPoint","coordinates":[[100500,400500],[100600,400500]]}'
  collection mixed.geojson "$(shape L1 "$line")" "$sound" "$(shape L2 "$line")" "$(shape M "$several")"
  finds mixed.geojson "row 1: its shape is a LINESTRING, where facilities are points" "row 3: its shape is a LINESTRING" \
    "row 4: its shape is a MULTIPOINT"
  [ "$(places mixed.geojson --skip-faulty)" = "0 20" ]
  collection lines.geojson "$(shape L1 "$line")" "$(shape L2 "$line")"
  finds lines.geojson "'lines.geojson' has no points, where facilities are points"
}

@test "RD metres without a crs are recognised and said; degrees in a file that says RD are refused" {
  collection rd.geojson "$(point '{"id":"F1","capacity":10}' '[100500,400500]')" "$sound"
  sed -i "s/$rd,//" rd.geojson
  [ "$(places rd.geojson)" = "10 20" ]
  grep -q "'rd.geojson': the source does not say its coordinate system; its coordinates are RD metres (EPSG:28992), and are read so" said
  collection degrees.geojson "$(point '{"id":"F1","capacity":10}' '[4.6007323,51.5907606]')"
  finds degrees.geojson "'degrees.geojson' says it is EPSG:28992, but its coordinates" "are degrees"
  sed -i "s/$rd,//" degrees.geojson
  [ "$(places degrees.geojson)" = "10 0" ]
  collection metres.geojson "$sound"
  sed -i 's/EPSG:28992/EPSG:4326/' metres.geojson
  finds metres.geojson "'metres.geojson' says it is EPSG:4326, but its coordinates" "are RD metres"
}

@test "New York is a fault of its feature, swapped axes of the file" {
  collection york.geojson "$(point '{"id":"F1","capacity":10}' '[4.6007323,51.5907606]')" "$(point '{"id":"F2","capacity":7}' '[-74.006,40.7128]')"
  sed -i "s/$rd,//" york.geojson
  finds york.geojson "row 2: coordinates -74.006 40.7128 are not in or near the Netherlands"
  [ "$(places york.geojson --skip-faulty)" = "10 0" ]
  collection swapped.geojson "$(point '{"id":"F1","capacity":10}' '[51.5907606,4.6007323]')" "$(point '{"id":"F2","capacity":7}' '[51.6,4.61]')"
  sed -i "s/$rd,//" swapped.geojson
  finds swapped.geojson "'swapped.geojson' has its axes swapped" "longitude goes first"
}

@test "an empty FeatureCollection has no facilities, and is said; it has no zones, and is refused" {
  collection empty.geojson
  [ "$(places empty.geojson)" = " " ] # there is no field of places
  grep -q "warning: 'empty.geojson': it has no rows" said
  run -0 inspect --facilities empty.geojson
  says "'empty.geojson': it has no rows"
  refuses 3 "$WIJK_BIN/wijk-metrics" --zones empty.geojson --group id --metrics all -o x.csv
  says "'empty.geojson'" "no rows"
}

@test "what is written is read back without a word" {
  "$WIJK_BIN/wijk-export" --zones "$WIJK_SOURCE/shapes/buurten.shp" -o out.geojson -q
  run -0 "$WIJK_BIN/wijk-inspect" --zones out.geojson
  says "polygons     90" "0 errors, 0 warnings"
}
