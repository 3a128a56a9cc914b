#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Every figure of wijk-zoning and wijk-metrics against R and sf, which read the raw files themselves.

bats_require_minimum_version 1.5.0

setup_file() {
  export PATH="$WIJK_BIN:$PATH" PEERS="$WIJK_SOURCE/tests/peers"
  export DATA="${WIJK_SHARED:-$WIJK_SOURCE/../shared}/data"
}

setup() {
  command -v Rscript >/dev/null && Rscript -e 'library(sf); library(spdep)' >/dev/null 2>&1 || skip "R with sf and spdep is not installed"
  cd "$BATS_TEST_TMPDIR" || return
}

needs() { [ -e "$DATA/$1" ] || skip "no data: $DATA/$1"; }

# R says how many figures it compared; that line is shown whatever the outcome.
ask_r() {
  local status=0
  Rscript "$PEERS/$1.R" "${@:2}" >answer 2>problems || status=$?
  sed -n '/^DIFFERS/p; /^ /p; /^not/p' answer
  tail -n 1 answer | sed 's/^/# /' >&3
  [ "$status" -eq 0 ] || cat problems answer
  return "$status"
}

city_table() { jq -r '.city[] | [.id, .by, .value] | @csv' "$1"; }

@test "the invented city: zoning" {
  wijk-zoning -q --study "$WIJK_SOURCE/shapes/studie.yaml" --zones "$WIJK_SOURCE/shapes/wijken.shp" -o zoning.gpkg
  ask_r zoning indicators="$WIJK_SOURCE/shapes/dna_wijk.csv" zoning=zoning.gpkg at_least=230 \
    weights=leefbaarheid_afwijking:higher:2,laag_inkomen_pct:lower:1,misdrijven_per_1000:lower:1
}

@test "the invented city: metrics, with the zoning map laid over the buurten" {
  S="$WIJK_SOURCE/shapes"
  wijk-zoning -q --study "$S/studie.yaml" --zones "$S/wijken.shp" -o zoning.gpkg
  wijk-metrics -q --study "$S/studie.yaml" --zoning zoning.gpkg --by woonvorm -o metrics.gpkg --city-output city.json
  city_table city.json >city.csv
  ask_r metrics zones="$S/buurten.shp" key=BU_CODE residents=AANT_INW facilities="$S/voorzieningen.csv" \
    population="$S/inwoners.csv" zoning=zoning.gpkg by=woonvorm metrics=metrics.gpkg city=city.csv at_least=13600
}

@test "the invented city: metrics per wijk, with the zoning map of the same zones and without population points" {
  S="$WIJK_SOURCE/shapes"
  wijk-zoning -q --study "$S/studie.yaml" --zones "$S/wijken.shp" -o zoning.gpkg
  wijk-metrics -q --zones "$S/wijken.shp" --facilities "$S/voorzieningen.csv" --zoning zoning.gpkg --by doelgroep \
    --rco y --atkinson 0.2 --clustering contiguity -o metrics.gpkg --city-output city.json
  city_table city.json >city.csv
  ask_r metrics zones="$S/wijken.shp" key=WK_CODE residents=AANT_INW facilities="$S/voorzieningen.csv" zoning=zoning.gpkg \
    by=doelgroep metrics=metrics.gpkg city=city.csv rco=y atkinson=0.2 clustering=contiguity at_least=2500
}

@test "Rotterdam: zoning" {
  needs rotterdam
  D="$DATA/rotterdam"
  wijk-zoning -q --zones "$D/wijken_2024.shp" --indicators "$D/dna_wijk_2024.csv" \
    --indicator leefbaarheid_afwijking:higher:2 --indicator laag_inkomen_pct:lower:1 -o zoning.gpkg
  ask_r zoning indicators="$D/dna_wijk_2024.csv" zoning=zoning.gpkg at_least=180 \
    weights=leefbaarheid_afwijking:higher:2,laag_inkomen_pct:lower:1
}

@test "Rotterdam: metrics; 271 facilities, all in a buurt, and 670,585 residents" {
  needs rotterdam
  D="$DATA/rotterdam"
  wijk-zoning -q --zones "$D/wijken_2024.shp" --indicators "$D/dna_wijk_2024.csv" \
    --indicator leefbaarheid_afwijking:higher:2 --indicator laag_inkomen_pct:lower:1 -o zoning.gpkg
  wijk-metrics -q --zones "$D/buurten_2024.shp" --facilities "$D/voorzieningen_synthetisch.csv" \
    --population "$D/inwoners_100m_synthetisch.csv" --zoning zoning.gpkg --by woonvorm --centre 92500,437500 \
    -o metrics.gpkg --city-output city.json --report report.json
  city_table city.json >city.csv
  ask_r metrics zones="$D/buurten_2024.shp" key=BU_CODE residents=AANT_INW \
    facilities="$D/voorzieningen_synthetisch.csv" population="$D/inwoners_100m_synthetisch.csv" zoning=zoning.gpkg \
    by=woonvorm metrics=metrics.gpkg city=city.csv centre=92500,437500 at_least=13800
  [ "$(jq '.counts.facilities | "\(.used) \(.outside)"' -r report.json)" = "271 0" ]
  [ "$(jq '.city[] | select(.id == "residents_count").value' city.json)" = 670585 ]
}

@test "the Netherlands: 33,677 points without capacity by brand; five outside every wijk, named" {
  needs nederland
  D="$DATA/nederland"
  wijk-metrics -q --zones "$D/wijken_2022.gpkg" --facilities "$D/inleverpunten_2026.csv" --by brand --no-confidential \
    --metrics counts,rates,shares,norms,segregation,exposure,inequality,concentration,autocorrelation \
    --permutations 0 -o metrics.gpkg \
    --city-output city.json --report report.json
  city_table city.json >city.csv
  ask_r metrics zones="$D/wijken_2022.gpkg" key=code residents=population facilities="$D/inleverpunten_2026.csv" \
    by=brand metrics=metrics.gpkg city=city.csv distances=no at_least=140000 outside=outside
  [ "$(wc -l <outside)" -eq 5 ]
  diff outside <(jq -r '.findings[] | select(.code == "facility-outside").row' report.json)
}
