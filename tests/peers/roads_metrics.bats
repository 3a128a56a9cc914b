#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Figures over the roads per buurt against R with sf and igraph, which snaps, cuts and searches by itself.

bats_require_minimum_version 1.5.0

setup() {
  export PATH="$WIJK_BIN:$PATH" DATA="${WIJK_SHARED:-$WIJK_SOURCE/../shared}/data"
  command -v Rscript >/dev/null && Rscript -e 'library(sf); library(igraph)' >/dev/null 2>&1 ||
    skip "R with sf and igraph is not installed"
  cd "$BATS_TEST_TMPDIR" || return
}

# compare ZONES FACILITIES POPULATION ROADS AT_LEAST
compare() {
  local status=0
  wijk-metrics -q --zones "$1" --facilities "$2" --population "$3" --roads "$4" --metrics nearest_net,reach_net,access \
    -o metrics.gpkg --city-output city.json --report report.json
  jq -r '.city[] | [.id, .by, .value] | @csv' city.json >city.csv
  Rscript "$WIJK_SOURCE/tests/peers/roads.R" zones="$1" key=BU_CODE facilities="$2" population="$3" roads="$4" \
    metrics=metrics.gpkg city=city.csv at_least="$5" >answer 2>problems || status=$?
  tail -n 2 answer | sed 's/^/# /' >&3
  [ "$status" -eq 0 ] || cat problems answer
  return "$status"
}

@test "the invented city" {
  S="$WIJK_SOURCE/shapes"
  compare "$S/buurten.shp" "$S/voorzieningen.csv" "$S/inwoners.csv" "$S/wegen.shp" 1400
}

@test "Rotterdam: per buurt equal to a centimetre; where there are no roads is said" {
  [ -e "$DATA/rotterdam/wegen_auto.shp" ] || skip "no data: $DATA/rotterdam"
  D="$DATA/rotterdam"
  compare "$D/buurten_2024.shp" "$D/voorzieningen_synthetisch.csv" "$D/inwoners_100m_synthetisch.csv" \
    "$D/wegen_auto.shp" 1600
  # the roads are those of the city east of Maassluis: Hoek van Holland, Europoort and the Maasvlakte have none
  jq -e '.findings[] | select(.code == "zone-without-road") | .message | contains("BU05991701") and contains("BU05992704")' \
    report.json
  jq -e '.findings[] | select(.code == "residents-off-road")' report.json
}
