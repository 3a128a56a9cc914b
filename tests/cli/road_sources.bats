#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Roads as people have them: any format, another coordinate system, heights and measures, several parts, holes in the data.

bats_require_minimum_version 1.5.0
load city

near() { awk -v a="$1" -v b="$2" -v e="${3:-1e-9}" 'BEGIN { d = a - b; exit !(a != "" && a != "null" && d < e && d > -e) }'; }
# FILE ROAD...: roads in RD, each PROPERTIES and GEOMETRY divided by '|'
roads() {
  local file=$1 road
  {
    printf '{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}},"features":['
    for road in "${@:2}"; do
      printf '%s{"type":"Feature","properties":{%s},"geometry":%s}' "${comma-}" "${road%%|*}" "${road#*|}"
      local comma=,
    done
    printf ']}\n'
  } >"$file"
}
line() { printf '{"type":"LineString","coordinates":[%s]}' "$1"; }
# One zone; a home and a facility 100 m apart, over any road between them.
street() {
  cat >z.geojson <<'TEXT'
{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}},"features":[
{"type":"Feature","properties":{"code":"A","inwoners":10},"geometry":{"type":"Polygon","coordinates":[[[100000,400000],[100200,400000],[100200,400100],[100000,400100],[100000,400000]]]}}]}
TEXT
  printf 'id;capaciteit;x;y\nV1;8;100010;400050\n' >f.csv
  printf 'x;y;inwoners\n100110;400050;10\n' >p.csv
}
# Distance from the home to the facility over what is given; $ids are other figures.
over() {
  metrics --zones z.geojson --facilities f.csv --population p.csv --metrics "${ids-nearest_net}" -q --city-output city.json --overwrite "$@"
}

@test "the same figures from every format, with heights, measures and lines of one part in many" {
  command -v ogr2ogr >/dev/null || skip "no ogr2ogr"
  wegen="$shapes/wegen.shp"
  ogr2ogr -q -f GPKG w.gpkg "$wegen"
  ogr2ogr -q -f GPKG -dim XYZM -nlt MULTILINESTRING zm.gpkg "$wegen"
  ogr2ogr -q -f FlatGeobuf w.fgb "$wegen"
  ogr2ogr -q -f GeoJSON -lco COORDINATE_PRECISION=15 w.geojson "$wegen"
  ogr2ogr -q -f 'ESRI Shapefile' -lco SHPT=ARCZ z.shp "$wegen"
  ogr2ogr -q -f 'ESRI Shapefile' -lco SHPT=ARCM m.shp "$wegen"
  metrics "${demo[@]}" --roads "$wegen" --metrics nearest_net,reach_net,access -q -o shp.csv
  for file in w.gpkg zm.gpkg w.fgb w.geojson z.shp m.shp; do
    metrics "${demo[@]}" --roads $file --metrics nearest_net,reach_net,access -q -o other.csv --overwrite
    cmp shp.csv other.csv
  done
}

@test "roads in degrees are brought to metres, and meet by ids or by place as before" {
  command -v ogr2ogr >/dev/null || skip "no ogr2ogr"
  ogr2ogr -q -f GPKG -t_srs EPSG:4258 degrees.gpkg "$shapes/wegen.shp"
  metrics "${demo[@]}" --roads "$shapes/wegen.shp" --metrics nearest_net -q --city-output city.json
  for how in "" "--road-join 0"; do
    # shellcheck disable=SC2086
    metrics "${demo[@]}" --roads degrees.gpkg $how --metrics nearest_net -q --city-output degrees.json --report r.json --overwrite
    near "$(city nearest_net_m_mean degrees.json)" "$(city nearest_net_m_mean)" 0.05
    [ "$(city unreachable_net_count degrees.json)" = "$(city unreachable_net_count)" ]
    jq -e '.findings[] | select(.code == "road-graph") | .message | startswith("the roads have 2611 nodes and 4017 edges in 1 component;")' r.json
  done
}

@test "lines of several parts are several roads; with ids or a length of their own they are a fault" {
  street
  parts='{"type":"MultiLineString","coordinates":[[[100000,400050],[100040,400050]],[[100040,400050],[100040,400060],[100200,400060]]]}'
  roads w.geojson "\"van\":1,\"naar\":2,\"lengte\":5|$parts"
  run -3 over --roads w.geojson
  [[ $output == *"'w.geojson' row 1: its line has several parts"* ]]
  over --roads w.geojson --road-join 0 # by place: 30 m, 10 m up, 70 m
  near "$(city nearest_net_m_max)" 110
  run -3 over --roads w.geojson --road-join 0 --field roads.length=lengte
  [[ $output == *"several parts"* ]]
}

@test "a curve is as long as its arc, not as its chord" {
  command -v ogr2ogr >/dev/null || skip "no ogr2ogr"
  street
  printf 'id;wkt\n1;"COMPOUNDCURVE((100010 400050, 100010 400050.5), CIRCULARSTRING(100010 400050.5, 100060 400100.5, 100110 400050.5))"\n' >c.csv
  ogr2ogr -q -f GPKG -a_srs EPSG:28992 -oo GEOM_POSSIBLE_NAMES=wkt -oo SEPARATOR=SEMICOLON -nlt COMPOUNDCURVE c.gpkg c.csv
  printf 'id;capaciteit;x;y\nV1;8;100010;400050.5\n' >f.csv
  over --roads c.gpkg
  near "$(city nearest_net_m_max)" 157.08 0.05 # half the rim of a circle of 50 m
}

@test "empty lines, lines of one point and coordinates that are none name their row, and can be left out" {
  street
  sound="|$(line '[100000,400050],[100200,400050]')"
  for bad in 'null' '{"type":"LineString","coordinates":[]}' '{"type":"MultiLineString","coordinates":[]}' \
    "$(line '[100000,400050]')"; do
    roads w.geojson "$sound" "|$bad"
    run -3 over --roads w.geojson
    [[ $output == *"w.geojson"*"row 2"* ]]
    over --roads w.geojson --skip-faulty --report r.json
    near "$(city nearest_net_m_max)" 100
    jq -e '.counts.roads == {read: 2, used: 1, not_selected: 0, outside: 0, rejected: 1, withheld: 0}' r.json
  done
}

@test "a road without length, or twice the same point, leads on" {
  street
  roads w.geojson "|$(line '[100000,400050],[100050,400050]')" "|$(line '[100050,400050],[100050,400050]')" \
    "|$(line '[100050,400050],[100050,400050],[100200,400050],[100200,400050]')"
  over --roads w.geojson --speed 60
  near "$(city nearest_net_m_max)" 100
  near "$(city nearest_net_min_max)" 0.1
}

@test "lengths of a field: missing, negative or no number names row, field and value" {
  street
  on="$(line '[100000,400050],[100200,400050]')"
  roads w.geojson "\"lengte\":400|$on" "\"lengte\":-1|$on"
  run -3 over --roads w.geojson --field roads.length=lengte
  [[ $output == *"'w.geojson' row 2: lengte '-1' is no length of 0 metres or more"* ]]
  roads w.geojson "\"lengte\":400|$on" "\"lengte\":null|$on"
  run -3 over --roads w.geojson --field roads.length=lengte
  [[ $output == *"'w.geojson' row 2: its length is missing (lengte)"* ]]
  roads w.geojson "\"lengte\":400|$on" "\"lengte\":\"lang\"|$on"
  run -2 over --roads w.geojson --field roads.length=lengte
  [[ $output == *"lengte is no field of numbers"* ]]
  roads w.geojson "\"lengte\":400|$on" "\"lengte\":-1|$(line '[100000,400050],[100100,400050]')"
  over --roads w.geojson --field roads.length=lengte --skip-faulty
  near "$(city nearest_net_m_max)" 200 # half of 400
  over --roads w.geojson # without being asked for they are not looked at
  near "$(city nearest_net_m_max)" 100
}

@test "speeds that are none are told, and are those of --speed" {
  street
  on="$(line '[100000,400050],[100200,400050]')"
  for bad in -30 0 '"walk"' '"-30"'; do
    roads w.geojson "\"kmh\":$bad|$on"
    over --roads w.geojson --speed 30 --report r.json
    near "$(city nearest_net_min_max)" 0.2
    jq -e '.findings[] | select(.code == "bad-speed") | .row == 1 and .field == "kmh" and (.message | endswith("they have 30 km/h"))' r.json
    ids=nearest_net_min_max run -2 over --roads w.geojson
    [[ $output == *"--speed"* ]]
  done
  roads w.geojson "\"maxspeed\":\"50 km/h\"|$on"
  over --roads w.geojson --report r.json
  near "$(city nearest_net_min_max)" 0.12
  jq -e '[.findings[].code] | index("bad-speed") == null' r.json
}

@test "true and false, in JSON and in text, are one way and two" {
  street
  for yes in true '"true"' 1 '"J"' '"yes"'; do
    roads w.geojson "\"oneway\":$yes|$(line '[100000,400050],[100200,400050]')" "\"oneway\":false|$(line '[100200,400050],[100200,400080]')"
    over --roads w.geojson
    [ "$(city unreachable_net_count)" = 10 ] # they live past the facility
  done
}

@test "a bridge and the road under it meet only where their ends do" {
  street
  # The home is on the bridge, which comes down at 100150; where it crosses the street below there is no way down.
  printf 'x;y;inwoners\n100110;400080;10\n' >p.csv
  roads w.geojson "|$(line '[100010,400050],[100150,400050]')" "|$(line '[100110,400100],[100110,400000],[100150,400000],[100150,400050]')"
  over --roads w.geojson
  near "$(city nearest_net_m_max)" 310 # 80 down, 40, 50 and 140 back
}

@test "how near ends must be is for --road-join to say, whatever ids there are" {
  street
  roads w.geojson "\"van\":1,\"naar\":2|$(line '[100000,400050],[100060,400050]')" "\"van\":3,\"naar\":4|$(line '[100060.4,400050],[100200,400050]')"
  over --roads w.geojson
  [ "$(city unreachable_net_count)" = 10 ]
  over --roads w.geojson --road-join 0.5
  near "$(city nearest_net_m_max)" 99.6
  run -2 over --roads w.geojson --road-join 0.5 --field roads.from=van
  [[ $output == *"by place or by the ids"* ]]
  run -2 over --roads w.geojson --field roads.to=naar --field roads.from=vanaf
  [[ $output == *"no field 'vanaf'"* ]]
  roads w.geojson "\"begin\":1|$(line '[100000,400050],[100200,400050]')"
  run -2 over --roads w.geojson --field roads.from=begin
  [[ $output == *"--field roads.from=begin: the ids of the other end are not known"*"roads.to=FIELD"* ]]
}

@test "roads far from every zone leave figures null, and the zones are named" {
  street
  roads w.geojson "|$(line '[150000,450000],[150200,450000]')"
  ids=nearest_net,reach_net,access_2sfca_net over --roads w.geojson --report r.json
  [ "$(city nearest_net_m_mean)" = null ] && [ "$(city unreachable_net_count)" = 10 ]
  [ "$(city within_500m_net_count)" = null ] && [ "$(city access_2sfca_net)" = null ]
  jq -e '.findings[] | select(.code == "zone-without-road") | .message | contains("the roads do not cover 1 zone:") and endswith("A")' r.json
  jq -e '.findings[] | select(.code == "facility-off-road") | .message | contains("V1")' r.json
  jq -e '.city[] | select(.id == "nearest_net_m_mean") | .reason == "no road"' r.json
  over --roads w.geojson --snap-limit 0.25 --report r.json
  jq -e '[.findings[].message | select(contains("further than 0.25 m from a usable road"))] | length == 3' r.json
}
