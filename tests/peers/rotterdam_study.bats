#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# The whole study of Rotterdam, as a planner does it: zoning, forecasts of three scenarios from 2025 to 2035, what the
# regions agreed, partners beside the municipality, plans beside what came, wijkverbinders. What is written is counted
# anew in plain Python.

bats_require_minimum_version 1.5.0

setup_file() {
  export city="${WIJK_SHARED:-none}/data/rotterdam"
  [ -d "$city" ] || return 0 # each test says so
  cd "$BATS_FILE_TMPDIR" || return
  "$WIJK_BIN/wijk-zoning" --zones "$city/wijken_2024.shp" --indicators "$city/dna_wijk_2024.csv" \
    --indicator leefbaarheid_afwijking:higher:2 --indicator laag_inkomen_pct:lower:1 -o zonering.gpkg -q
  forecast --demand "$city/vraag_2024_synthetisch.csv" --inflow "$city/instroom_synthetisch.csv" \
    --facilities "$city/voorzieningen_synthetisch.csv" --outflow-agreements "$city/uitstroom_regio_synthetisch.csv" \
    --outflow-output uitstroom.csv --flows-output doorstroom.csv -o raming.csv
}

setup() {
  [ -d "$city" ] || skip "no Rotterdam data: set WIJK_SHARED to the folder that holds data/rotterdam"
  cd "$BATS_FILE_TMPDIR" || return
}

forecast() { "$WIJK_BIN/wijk-forecast" --transitions "$city/doorstroom_synthetisch.csv" --lang nl -q "$@"; }

# WHAT [NAME...]: something of the study anew.
recount() {
  run python3 "$WIJK_SOURCE/tests/peers/rotterdam_study.py" "$1" "$city" "${@:2}"
  echo "$output"
  [ "$status" -eq 0 ]
}

@test "every stock balances in each year of each scenario, and printed people add up" {
  recount forecast
}

@test "bands of a thousand draws: as chance of another make gives them, the same for any threads" {
  for threads in 1 2; do
    forecast --demand "$city/vraag_2024_synthetisch.csv" --inflow "$city/instroom_synthetisch.csv" \
      --facilities "$city/voorzieningen_synthetisch.csv" --draws 1000 --threads $threads -o banden$threads.csv
  done
  cmp banden1.csv banden2.csv
  mv banden1.csv banden.csv
  recount bands
}

@test "the outflow of eleven regions: covenant, leavers, homes, guidance, shared homes, what is carried" {
  recount outflow
}

@test "two partners beside the municipality" {
  recount partners
  forecast --demand vraag_bronnen.csv --inflow instroom_bronnen.csv --sources 'gemeente,aanbieder A,aanbieder B' \
    --sources-output bronnen.csv
  recount sources
}

@test "what was forecast beside what came" {
  recount came
  forecast --demand "$city/vraag_2024_synthetisch.csv" --inflow "$city/instroom_synthetisch.csv" --realised kwam.csv \
    --realised-output gerealiseerd.csv
  recount realised
}

@test "wijkverbinders with twelve households each: who is served, by how many, and how far they travel" {
  "$WIJK_BIN/wijk-allocate" --coverage --zones "$city/buurten_2024.shp" --caseload 12 --lang nl -q \
    --households "$city/multiprobleem_huishoudens_synthetisch.csv" --population "$city/inwoners_100m_synthetisch.csv" \
    -o wijkverbinders.csv --flows-output wijkverbinders_stromen.csv --report wijkverbinders.json
  ogr2ogr -f CSV buurten.csv "$city/buurten_2024.shp" -lco GEOMETRY=AS_WKT -lco SEPARATOR=SEMICOLON
  recount coverage
}
