#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# What wijk-allocate wrote, against every rule and every figure counted anew in plain Python; and the best of all
# allocations of cities so small that all can be tried.

bats_require_minimum_version 1.5.0

setup() { cd "$BATS_TEST_TMPDIR" || return; }

# FOLDER DEMAND INFLOW TRANSITIONS FACILITIES PROPOSALS BUILDINGS RATES ZONES INDICATORS NORMS [OPTION...]: a plan of
# 2030 for the moderate scenario, and every figure of it anew.
recount() {
  local f=$1 norms=$2 options=() facts=()
  shift 2
  for norm in ${norms//,/ }; do options+=(--norm "$norm"); done
  while [ $# -gt 0 ]; do
    options+=("--$1" "$2")
    facts+=("$1=$2")
    shift 2
  done
  "$WIJK_BIN/wijk-zoning" --zones "$zones" --indicators "$indicators" --indicator leefbaarheid_afwijking:higher:2 \
    --indicator laag_inkomen_pct:lower:1 -o zonering.gpkg -q
  "$WIJK_BIN/wijk-forecast" --demand "$f/$demand" --inflow "$f/$inflow" --transitions "$f/$transitions" \
    --facilities "$f/$facilities" -o raming.csv -q
  "$WIJK_BIN/wijk-allocate" --zones "$zones" --zoning zonering.gpkg --facilities "$f/$facilities" --proposals "$f/$proposals" \
    --buildings "$f/$buildings" --rates "$f/$rates" --forecast raming.csv --year 2030 --scenarios gematigd --nodes 1 \
    "${options[@]}" -o plan.gpkg --flows-output stromen.gpkg --zones-output wijken.gpkg --actions-output acties.csv \
    --demand-output vraag.csv --comparison-output vergelijking.csv --report verslag.json -q
  run python3 "$WIJK_SOURCE/tests/peers/allocate.py" facilities="$f/$facilities" proposals="$f/$proposals" \
    buildings="$f/$buildings" rates="$f/$rates" forecast=raming.csv scenario=gematigd year=2030 norms="$norms" \
    locations=plan.gpkg flows=stromen.gpkg zones=wijken.gpkg actions=acties.csv demand=vraag.csv \
    comparison=vergelijking.csv report=verslag.json "${facts[@]}"
  echo "$output"
  [ "$status" -eq 0 ]
}

@test "the invented city: every rule and every figure of its plan for 2030" {
  zones="$WIJK_SOURCE/shapes/wijken.shp" indicators="$WIJK_SOURCE/shapes/dna_wijk.csv" demand=vraag.csv inflow=instroom.csv
  transitions=doorstroom.csv facilities=voorzieningen.csv proposals=voorstellen.csv buildings=leegstand.csv rates=tarieven.csv
  recount "$WIJK_SOURCE/shapes" kwetsbaar:8,aandacht:14,draagkrachtig:20 budget 60000000 spacing opvang:400
}

@test "Rotterdam: every rule and every figure of its plan for 2030" {
  city="${WIJK_SHARED:-none}/data/rotterdam"
  [ -d "$city" ] || skip "no Rotterdam data: set WIJK_SHARED to the folder that holds data/rotterdam"
  zones="$city/wijken_2024.shp" indicators="$city/dna_wijk_2024.csv" demand=vraag_2024_synthetisch.csv
  inflow=instroom_synthetisch.csv transitions=doorstroom_synthetisch.csv facilities=voorzieningen_synthetisch.csv
  proposals=voorstellen_synthetisch.csv buildings=leegstand_synthetisch.csv rates=tarieven_synthetisch.csv
  recount "$city" kwetsbaar:8,aandacht:12,draagkrachtig:18 budget 100000000
}

@test "cities of five sites: what is reached is the best of all allocations, and none is said where there is none" {
  run python3 "$WIJK_SOURCE/tests/peers/allocate_tiny.py" "$WIJK_BIN/wijk-allocate" 60
  echo "$output"
  [ "$status" -eq 0 ]
}
