#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# What wijk-allocate writes: locations, flows, zones, actions, demand and a comparison, of two zones worked out by hand.

bats_require_minimum_version 1.5.0
load two_zones.bash

# A: 1000 people, kwetsbaar, may have 6 places: L1 (opvang, 10 places, 8 people). B: 2000, draagkrachtig, may have 40: L2
# (begeleid, 10, 9), proposal N1 (opvang, 9 places, 360,000 euro, from 2028). Opvang is asked for by 9 in behoud: L1 or N1
# has room, and A is lighter without L1: 8 people move 700 m. In versneld 19 ask for it: both, and nobody moves.
setup() {
  enter_two_zones
  lines zonering.csv 'id;zone_class' 'A;kwetsbaar' 'B;draagkrachtig'
  lines nu.csv 'id;naam;woonvorm;capaciteit;bezet;x;y' 'L1;Haven;opvang;10;8;100500;400500' 'L2;Plein;begeleid;10;9;101500;400500'
  lines nieuw.csv 'id;naam;woonvorm;capaciteit;x;y;geldig_van' 'N1;Poort;opvang;9;101200;400500;2028-01-01'
  lines tarief.csv 'woonvorm;bvo_m2_per_plaats;nieuwbouw_eur_m2;ombouw_eur_m2;min_plaatsen' 'opvang;20;2000;1000;2' 'begeleid;40;3000;1000;2'
  lines raming.csv 'jaar;scenario;woonvorm;vraag' '2030;behoud;opvang;9' '2030;behoud;begeleid;10' '2030;versneld;opvang;19' '2030;versneld;begeleid;10'
  all=(--zones zones.geojson --zoning zonering.csv --norm kwetsbaar:6 --norm draagkrachtig:20 --facilities nu.csv
    --proposals nieuw.csv --rates tarief.csv --forecast raming.csv)
}

allocate() { "$WIJK_BIN/wijk-allocate" "${all[@]}" "$@"; }
asked() { allocate "$@"; }
# FILE FIELD: a column, on one line.
column() {
  awk -F, -v field="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == field) at = i; next } { printf "%s%s", (NR > 2 ? "|" : ""), $at } END { print "" }' "$1"
}

@test "locations: who lives where, now and afterwards" {
  allocate --scenarios behoud -q -o uit.csv
  [ "$(column uit.csv id)" = 'L1|L2|N1' ]
  [ "$(column uit.csv action)" = 'sluit|blijft|opent' ]
  [ "$(column uit.csv origin)" = 'locatie|locatie|voorstel' ]
  [ "$(column uit.csv places_before)" = '10|10|0' ] && [ "$(column uit.csv places_after)" = '0|10|9' ]
  [ "$(column uit.csv occupied_before)" = '8|9|0' ] && [ "$(column uit.csv occupied_after)" = '0|10|9' ]
  [ "$(column uit.csv left_count)" = '8|0|0' ] && [ "$(column uit.csv came_count)" = '0|0|8' ] && [ "$(column uit.csv new_count)" = '0|1|1' ]
  [ "$(column uit.csv cost_eur)" = '||360000' ]
  [ "$(column uit.csv zone_key)" = 'A|B|B' ]
  [[ "$(column uit.csv name)" == 'Haven|Plein|Poort' ]]
}

@test "flows, zones, actions and demand of the same plan" {
  allocate --scenarios behoud -q --flows-output flows.geojson --zones-output zones.csv --actions-output acties.csv --demand-output vraag.csv
  [ "$(jq -c '.features | map(.properties | [.from_id, .to_id, .form, .people_count, .distance_m])' flows.geojson)" = '[["L1","N1","opvang",8,700]]' ]
  [ "$(jq -c '.features[0].geometry | [.type, (.coordinates | length)]' flows.geojson)" = '["LineString",2]' ]
  [ "$(column zones.csv places_before)" = '10|10' ] && [ "$(column zones.csv places_after)" = '0|19' ]
  [ "$(column zones.csv norm_places)" = '6|40' ] && [ "$(column zones.csv load_after)" = '0|0.475' ]
  [ "$(column zones.csv over_norm_before)" = '4|0' ] && [ "$(column zones.csv headroom_after)" = '6|21' ]
  [ "$(column acties.csv action)" = 'opent|verhuist|sluit' ]
  [ "$(column acties.csv opens_on)" = '2028-01-01|2028-01-01|2028-01-01' ]
  [ "$(column vraag.csv form)" = 'opvang|begeleid|' ] && [ "$(column vraag.csv housed)" = '9|10|19' ] && [ "$(column vraag.csv unmet_count)" = '0|0|0' ]
}

@test "scenarios: a file for each, one beside now for all" {
  allocate -q -o 'uit-{scenario}.csv' --flows-output 'stromen-{scenario}.geojson' --comparison-output naast.csv --report verslag.json
  [ "$(column uit-behoud.csv action)" = 'sluit|blijft|opent' ] && [ "$(column uit-versneld.csv action)" = 'blijft|blijft|opent' ]
  [ "$(jq '.features | length' stromen-versneld.geojson)" -eq 0 ]
  [ "$(column naast.csv scenario)" = 'nu|behoud|versneld' ]
  [ "$(column naast.csv demand)" = '|19|29' ] && [ "$(column naast.csv unmet_count)" = '|0|0' ]
  [ "$(column naast.csv unchanged_unmet_count)" = '|0|9' ]
  [ "$(column naast.csv heaviest_zone_key)" = 'A|B|A' ] && [ "$(column naast.csv overload_places)" = '4|0|4' ]
  [ "$(column naast.csv vulnerable_places_share)" = "0.5|0|0.3448275862068966" ]
  [ "$(column naast.csv moved_m)" = '0|5600|0' ] && [ "$(column naast.csv cost_eur)" = '0|360000|360000' ]
  [ "$(column naast.csv proved)" = '|ja|ja' ]
  goal() { jq --arg id "$1" --arg by "scenario=$2" '.city[] | select(.id == $id and .by == $by).value' verslag.json; }
  [ "$(goal goal_moved behoud)" = 8 ] && [ "$(goal goal_moved versneld)" = 0 ]
  [ "$(goal goal_cost_bound behoud)" = 360000 ] && [ "$(goal goal_cost_proved behoud)" = 1 ] && [ "$(goal goal_cost_gap_share behoud)" = 0 ]
  [ "$(jq -c '.city[] | select(.id == "demand" and .by == "scenario=nu") | [.value, .reason]' verslag.json)" = '[null,"not forecast"]' ]
}

@test "Gini is that of wijk-metrics for the same places" {
  allocate -q --scenarios versneld -o straks.csv --comparison-output naast.csv
  "$WIJK_BIN/wijk-metrics" --zones zones.geojson --facilities straks.csv --field capacity=places_after \
    --metrics gini,gini_segregation --report cijfers.json -q -o cijfers.csv
  for id in gini gini_segregation; do
    [ "$(jq --arg id "$id" '.city[] | select(.id == $id).value' cijfers.json)" = "$(column naast.csv "$id" | cut -d'|' -f2)" ]
  done
}

@test "words are Dutch, or English" {
  run --separate-stderr allocate --scenarios behoud --actions-output acties.csv --comparison-output naast.csv --lang en
  [ "$(column acties.csv action)" = 'opens|moves|closes' ] && [ "$(column acties.csv origin)" = 'proposal|location|location' ]
  [ "$(column naast.csv scenario)" = 'now|behoud' ] && [ "$(column naast.csv proved)" = '|yes' ]
  [[ "$stderr" == *"19 of the 19 people have a place, 0 do not"* ]]
  run --separate-stderr allocate --scenarios behoud --actions-output acties.csv --overwrite
  [[ "$stderr" == *"19 van de 19 mensen hebben een plaats, 0 niet"*"zwaarst belast: B, 48% van de norm (nu 167%)"* ]]
  [[ "$stderr" == *"locaties: 1 open, 1 dicht, 0 omgebouwd; verhuizingen: 8, gemiddeld 0,7 km; kosten: 360.000 euro"* ]]
  run --separate-stderr allocate --scenarios behoud --actions-output acties.csv --overwrite -q
  [ -z "$stderr" ]
}

@test "maps are made of it, and QGIS finds classes and titles" {
  allocate --scenarios behoud -q -o plan.gpkg --zones-output straks.gpkg --flows-output stromen.gpkg
  "$WIJK_BIN/wijk-map" straks.gpkg --column load_after --flows stromen.gpkg --flow-weight people_count -q -o kaart.svg
  grep -q 'Belasting straks' kaart.svg && grep -q 'Wie verhuizen' kaart.svg
  "$WIJK_BIN/wijk-map" straks.gpkg --column places_change --midpoint 0 -q -o verschil.svg
  grep -q 'Verschil in plaatsen' verschil.svg
  style() { python3 -c 'import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute("select styleQML from layer_styles").fetchone()[0])' "$1"; }
  style straks.gpkg | grep -q 'load_after' && style straks.gpkg | grep -q 'Belasting straks'
  style plan.gpkg | grep -q 'niet gebruikt' && style stromen.gpkg | grep -q 'Wie verhuizen'
}

@test "what cannot be asked is refused, and nothing is written" {
  for target in flows zones actions demand; do
    refused 2 "--$target-output 'uit.csv' is one file, and there are 2 scenarios" -- --$target-output uit.csv
  done
  refused 2 "--comparison-output 'uit-{scenario}.csv' is of all scenarios together" -- --comparison-output 'uit-{scenario}.csv'
  refused 2 "both name 'uit.csv'" -- --scenarios behoud --zones-output uit.csv --demand-output uit.csv
  refused 2 "nothing to write is named" -- --scenarios behoud
  refused 1 "there is no allocation" -- --scenarios versneld --close N1 --unmet-most opvang:1 --budget 0 -o uit.csv --flows-output uit.gpkg --comparison-output uit2.csv
}

@test "one run after another, with any number of threads, writes the same bytes" {
  for threads in 1 2 7; do
    mkdir "$threads"
    allocate --scenarios behoud -q --threads "$threads" -o "$threads/a.gpkg" --flows-output "$threads/b.gpkg" --zones-output "$threads/c.gpkg" \
      --actions-output "$threads/d.csv" --demand-output "$threads/e.xlsx" --comparison-output "$threads/f.json"
  done
  for file in a.gpkg b.gpkg c.gpkg d.csv e.xlsx f.json; do
    cmp "1/$file" "2/$file" && cmp "1/$file" "7/$file"
  done
}
