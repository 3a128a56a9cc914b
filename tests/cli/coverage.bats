#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# wijk-allocate --coverage as a stranger runs it: two zones worked out by hand, broken tables, what cannot be asked.

bats_require_minimum_version 1.5.0
load two_zones.bash

# A and B are squares of a kilometre side by side: without a population their centres lie a kilometre apart. 13 and 11
# households are two caseloads of 12: one household of A is served from B.
setup() {
  enter_two_zones
  lines huishoudens.csv 'buurtcode;huishoudens' 'A;13' 'B;11'
  small=(--coverage --zones zones.geojson --households huishoudens.csv)
}

allocate() { "$WIJK_BIN/wijk-allocate" "$@"; }
# KEY FIELD FILE: a value of the row whose first field is KEY.
of() {
  awk -F, -v key="$1" -v field="$2" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i } $1 == key { print $at[field] }' "$3"
}
figure() { jq -r --arg id "$1" '.city[] | select(.id == $id) | .value' verslag.json; }

@test "two zones by hand: one household is served from the neighbour" {
  run --separate-stderr allocate "${small[@]}" -o uit.csv --zones-output zones.csv --flows-output ritten.geojson \
    --report verslag.json --lang nl
  [ "$status" -eq 0 ]
  # shellcheck disable=SC2154
  [[ "$stderr" == *"2 wijkverbinders voor 24 huishoudens; gemiddeld 42 m, hoogstens 1.000 m"* ]]
  [ "$(of A workers_count uit.csv)" = 1 ] && [ "$(of A households_count uit.csv)" = 12 ]
  [ "$(of B workers_count uit.csv)" = 1 ] && [ "$(of B zones_count uit.csv)" = 2 ]
  [ "$(of A served_count zones.csv)" = 13 ] && [ "$(of A distance_max_m zones.csv)" = 1000 ]
  [ "$(jq -c '[.features[] | select(.geometry) | .properties | [.from_id, .to_id, .households_count]]' ritten.geojson)" = '[["B","A",1]]' ]
  [ "$(figure goal_metres)" = 1000 ] && [ "$(figure goal_metres_bound)" = 1000 ] && [ "$(figure unserved_count)" = 0 ]
}

@test "the same bytes for any number of threads" {
  allocate "${small[@]}" -o een.csv --zones-output een.geojson --threads 1 -q
  allocate "${small[@]}" -o zeven.csv --zones-output zeven.geojson --threads 7 -q
  cmp een.csv zeven.csv
  cmp <(sed s/een/zeven/ een.geojson) zeven.geojson
}

@test "nobody goes further than --furthest: a third worker" {
  allocate "${small[@]}" --furthest 500 -o uit.csv -q
  [ "$(of A workers_count uit.csv)" = 2 ] && [ "$(of B workers_count uit.csv)" = 1 ]
}

@test "too few workers are told, and who is left is null with its reason" {
  lines huishoudens.csv 'buurtcode;huishoudens' 'A;12' 'B;5'
  run --separate-stderr allocate "${small[@]}" --workers 1 -o uit.csv --zones-output na.geojson --report verslag.json
  [ "$status" -eq 0 ]
  [[ "$stderr" == *"5 households in 1 zone have no worker: there are too few workers"* ]]
  [ "$(figure unserved_count)" = 5 ]
  jq -e '.features[] | select(.properties.id == "B") | .properties | .unserved_count == 5 and .distance_mean_m == null' na.geojson
}

@test "bases of their own: workers stand only there, and may be out of reach" {
  lines kantoor.csv 'id;naam;x;y' 'K1;Kantoor;101500;400500'
  allocate "${small[@]}" --bases kantoor.csv -o uit.csv --flows-output ritten.geojson -q
  [ "$(of K1 workers_count uit.csv)" = 2 ] && [ "$(of K1 zone_key uit.csv)" = B ]
  run --separate-stderr allocate "${small[@]}" --bases kantoor.csv --furthest 999 -o ver.csv
  [ "$status" -eq 0 ]
  [[ "$stderr" == *"13 households in 1 zone have no worker: no base is near enough"* ]]
}

@test "distances are the mean over the residents of a zone" {
  # Of A three live at its base and one 400 m off: 100 m on average.
  lines inwoners.csv 'x;y;inwoners' '100400;400500;3' '100800;400500;1' '101500;400500;5'
  lines huishoudens.csv 'buurtcode;huishoudens' 'A;4' 'B;0'
  lines basis.csv 'id;x;y' 'K;100400;400500'
  allocate "${small[@]}" --bases basis.csv --population inwoners.csv -o uit.csv --zones-output zones.csv -q
  [ "$(of A distance_mean_m zones.csv)" = 100 ]
  [ -z "$(of B distance_mean_m zones.csv)" ]
}

@test "all that is wrong with the table is listed, and nothing is written" {
  lines huishoudens.csv 'buurtcode;huishoudens' 'A;13' 'C;4' 'A;2' 'B;-3' 'B;2,5' 'B;'
  run -3 allocate "${small[@]}" -o nooit.csv
  says "row 2" "there is no zone 'C'" "row 4" "row 5" "row 6"
  [ ! -e nooit.csv ]
  lines huishoudens.csv 'buurtcode;huishoudens' 'A;13' 'A;2'
  run -3 allocate "${small[@]}" -o nooit.csv
  says "row 2" "a row before it is about the same zone 'A'"
  lines huishoudens.csv 'buurtcode;gezinnen' 'A;13'
  run -3 allocate "${small[@]}" -o nooit.csv
  says "has no column for households"
  lines huishoudens.csv 'buurtcode;huishoudens' 'A;13'
  run --separate-stderr allocate "${small[@]}" -o uit.csv --zones-output zones.csv
  [ "$status" -eq 0 ]
  [[ "$stderr" == *": it has no row for zone 'B': nobody"* ]]
  [ -z "$(of B households_count zones.csv)" ]
}

@test "what cannot be asked is said" {
  run -2 allocate --coverage --zones zones.geojson -o nooit.csv
  says "no table of households is given"
  run -2 allocate "${small[@]}" --caseload 0 -o nooit.csv
  says "--caseload"
  run -2 allocate "${small[@]}" --workers 0 -o nooit.csv
  says "--workers"
  run -2 allocate "${small[@]}" --furthest=-1 -o nooit.csv
  says "--furthest"
  run -2 allocate "${small[@]}" --gap 1 -o nooit.csv
  says "--gap"
  run -2 allocate "${small[@]}"
  says "nothing to write is named"
  run -2 allocate "${small[@]}" --budget 5 -o nooit.csv
  says "--budget does nothing beside --coverage"
  run -2 allocate --zones zones.geojson --caseload 3 -o nooit.csv
  says "--caseload"
  run -3 allocate "${small[@]}" --bases huishoudens.csv -o nooit.csv
  says "no points"
  [ ! -e nooit.csv ]
}
