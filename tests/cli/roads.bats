#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# wijk-metrics over the roads: figures, who is counted apart, options, broken roads, the same bytes for any threads.

bats_require_minimum_version 1.5.0
load city

line() { # FILE NAME=VALUE,... x,y x,y ...: one road
  local properties=$2 points
  points=$(printf '[%s],' "${@:3}")
  printf '{"type":"Feature","properties":{%s},"geometry":{"type":"LineString","coordinates":[%s]}},\n' "$properties" \
    "${points%,}" >>"$1"
}
collection() { # FILE: closes what `line` began
  { printf '{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}},"features":[\n'
    sed '$s/,$//' "$1"
    printf ']}\n'; } >"$1.geojson"
}
# Two zones of 100 m, a home in each, and a facility at the western end.
little() {
  cat >z.geojson <<'TEXT'
{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}},"features":[
{"type":"Feature","properties":{"code":"A","inwoners":10},"geometry":{"type":"Polygon","coordinates":[[[100000,400000],[100100,400000],[100100,400100],[100000,400100],[100000,400000]]]}},
{"type":"Feature","properties":{"code":"B","inwoners":30},"geometry":{"type":"Polygon","coordinates":[[[100100,400000],[100200,400000],[100200,400100],[100100,400100],[100100,400000]]]}}]}
TEXT
  printf 'id;capaciteit;x;y\nV1;8;100010;400050\n' >f.csv
  printf 'x;y;inwoners\n100050;400050;10\n100150;400050;30\n' >p.csv
  given=(--zones z.geojson --facilities f.csv --population p.csv -q --overwrite)
}

@test "the invented city: over the roads is never nearer than straight by more than the two legs, and all are counted" {
  metrics "${demo[@]}" --roads "$shapes/wegen.shp" --metrics nearest,nearest_net,reach_net,access -o m.csv \
    --city-output city.json --report r.json -q
  jq -e '.counts.roads | .read == .used + .not_selected + .outside + .rejected + .withheld' r.json
  jq -e '.inputs[] | select(.role == "roads") | (.sha256 | length) == 64 and .fields.from == "van"' r.json
  jq -e '.findings[] | select(.code == "road-graph")' r.json
  awk -v a="$(city nearest_net_m_mean)" -v b="$(city nearest_m_mean)" 'BEGIN { exit !(a > b) }'
  awk -v a="$(city access_2sfca_net)" 'BEGIN { exit !(a > 0) }'
}

@test "the same bytes for any number of threads" {
  for threads in 1 2 7; do
    mkdir $threads
    metrics "${demo[@]}" --roads "$shapes/wegen.shp" --metrics nearest_net,reach_net,access --by woonvorm \
      --threads $threads -o $threads/m.csv --city-output $threads/city.json -q
  done
  cmp 1/m.csv 2/m.csv && cmp 1/m.csv 7/m.csv
  cmp 1/city.json 2/city.json && cmp 1/city.json 7/city.json
}

near() { awk -v a="$1" -v b="$2" 'BEGIN { d = a - b; exit !(a != "" && a != "null" && d < 1e-9 && d > -1e-9) }'; }

@test "options: length of a field, speed, classes, legs, the limit of a snap" {
  little
  line w '"klasse":"straat","lengte":500,"kmh":30' 100000,400040 100100,400040
  line w '"klasse":"straat","lengte":500,"kmh":null' 100100,400040 100200,400040
  line w '"klasse":"pad","lengte":90,"kmh":5' 100010,400050 100150,400050
  collection w
  over() { metrics "${given[@]}" --roads w.geojson --road-classes straat --metrics nearest_net --city-output city.json "$@"; }
  over
  near "$(city nearest_net_m_max)" 140
  near "$(city nearest_net_m_mean)" 115         # (10 * 40 + 30 * 140) / 40
  [ "$(city unreachable_net_min_count)" = 30 ]  # half of their way has no speed
  near "$(city nearest_net_min_max)" 0.08       # 40 m at 500 m a minute
  over --speed 60
  near "$(city nearest_net_min_max)" 0.23       # 90 m at 500 and 50 m at 1000 m a minute
  [ "$(city unreachable_net_min_count)" = 0 ]
  over --field roads.length=lengte
  near "$(city nearest_net_m_max)" 700          # five times as long as they look
  over --snap-leg
  near "$(city nearest_net_m_max)" 160          # 10 m to the street and 10 m from it
  over --snap-limit 5 --report r.json
  [ "$(city nearest_net_m_max)" = null ]
  [ "$(city unreachable_net_count)" = 40 ]
  jq -e '.city[] | select(.id == "nearest_net_m_max") | .reason == "no road"' r.json
  jq -e '[.findings[].code] | index("zone-without-road") and index("residents-off-road") and index("facility-off-road")' r.json
  metrics "${given[@]}" --roads w.geojson --metrics nearest_net --city-output city.json
  near "$(city nearest_net_m_max)" 140          # now over the path, which is as long
  [ "$(jq '.parameters["road-classes"]' r.json)" = '"straat"' ]
}

@test "a study file says what the options say" {
  little
  line w '"soort":"straat","een":1' 100000,400050 100200,400050
  line w '"soort":"pad","een":0' 100000,400050 100200,400050
  collection w
  printf '%s\n' 'sources: {roads: w.geojson}' 'fields: {roads: {class: soort, oneway: een}}' \
    'roads: {classes: [pad], speed_kmh: 60, snap_limit_m: 20, snap_leg: true}' 'access: {radius_m: 100, rings: ["50:1"]}' >s.yaml
  metrics "${given[@]}" --study s.yaml --metrics nearest_net,access --city-output city.json
  near "$(city nearest_net_m_max)" 140
  near "$(city nearest_net_min_max)" 0.14
  near "$(city access_2sfca_net)" 200 # 8 places, 40 people
}

@test "roads that are none, and what cannot be asked, are refused with what to do" {
  little
  line w '"een":"soms","van":1' 100000,400050 100200,400050
  collection w
  run -2 metrics "${given[@]}" --metrics nearest_net_m_mean -o m.csv
  [[ $output == *"'nearest_net_m_mean' cannot be made of what is given"*"give --roads"* ]]
  run -2 metrics "${given[@]}" --metrics within_500m_net_count -o m.csv
  [[ $output == *"give --roads"* ]]
  run -2 metrics "${given[@]}" --roads w.geojson --metrics access_2sfca_net --field roads.class=kleur -o m.csv
  [[ $output == *"no field 'kleur'"* ]]
  run -3 metrics "${given[@]}" --roads w.geojson --field roads.oneway=een -o m.csv
  [[ $output == *"'w.geojson' row 1: een 'soms' is no way that is known"*"say yes, no or reverse"* ]]
  run -3 metrics "${given[@]}" --roads f.csv -o m.csv
  [[ $output == *"f.csv"*"where roads are lines"* ]]
  run -3 metrics "${given[@]}" --roads z.geojson -o m.csv
  [[ $output == *"where roads are lines"* ]]
  run -2 metrics "${given[@]}" --roads w.geojson --metrics nearest_net_min_mean -o m.csv
  [[ $output == *"--speed"* ]]
  run -2 metrics "${given[@]}" --roads w.geojson --road-classes straat -o m.csv
  [[ $output == *"--field roads.class=FIELD"* ]]
  for option in "--speed 0" "--speed -5" "--snap-limit -1" "--road-join -1" "--access-radius 0" "--access-rings 100" \
    "--access-rings 200:1,100:1" "--access-rings 100:0"; do
    # shellcheck disable=SC2086
    run -2 metrics "${given[@]}" --roads w.geojson $option -o m.csv
  done
  run -2 metrics "${given[@]}" --speed 30 -o m.csv
  [[ $output == *"--speed does nothing without --roads"* ]]
  [ ! -e m.csv ]
}

@test "--metrics all without roads makes no figure over the roads" {
  little
  metrics "${given[@]}" --city-output city.json -o m.csv
  jq -e '[.city[].id | select(test("_net"))] == []' city.json
  run -1 grep -q _net m.csv
}
