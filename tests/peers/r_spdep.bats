#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Neighbours and global autocorrelation against R spdep, which reads the raw files itself.

bats_require_minimum_version 1.5.0

load spdep

# ours_and_theirs ZONES KEY VALUE SNAP AT_LEAST WEIGHTS STYLE VARIANCE [OPTION ...]
ours_and_theirs() {
  local zones=$1 key=$2 value=$3 snap=$4 at_least=$5 weights=$6 style=$7 variance=$8 status=0
  wijk-metrics -q --zones "$zones" --zone-key "$key" --value "$value" --weights "$weights" --weights-style "$style" \
    --variance "$variance" --permutations 0 --metrics autocorrelation --city-output city.json --overwrite "${@:9}"
  jq -r '.city[] | [.id, .value, .expected, .variance, .p] | @csv' city.json >city.csv
  Rscript "$PEERS/autocorrelation.R" zones="$zones" key="$key" value="$value" snap="$snap" weights="$weights" \
    style="$style" variance="$variance" city=city.csv at_least="$at_least" >answer 2>problems || status=$?
  printf '%s %s %s %s: %s\n' "$(basename "$zones")" "$weights" "$style" "$variance" "$(tail -n 1 answer)" | sed 's/^/# /' >&3
  [ "$status" -eq 0 ] || cat problems answer city.csv
  return "$status"
}

@test "columbus, in a unit of its own" {
  [ -e "$SHARED/oracles/columbus.shp" ] || skip "no data: oracles/columbus.shp"
  while read -r weights style variance; do
    ours_and_theirs "$SHARED/oracles/columbus.shp" POLYID CRIME 1e-6 13 $weights $style $variance \
      --assume-crs local --group CRIME --total INC </dev/null
  done <<'TEXT'
queen row randomisation
queen binary normality
rook row randomisation
knn:4 row normality
knn:7 binary randomisation
band:1.2 row randomisation
idw:2.5 row randomisation
idw:2.5 binary randomisation
TEXT
}

@test "Rotterdam, residents per buurt" {
  R="$SHARED/data/rotterdam"
  [ -e "$R/buurten_2024.shp" ] || skip "no data: rotterdam"
  while read -r weights style; do
    ours_and_theirs "$R/buurten_2024.shp" BU_CODE AANT_INW 0.5 13 $weights $style randomisation \
      --facilities "$R/voorzieningen_synthetisch.csv" </dev/null
  done <<'TEXT'
queen row
rook binary
knn:5 row
band:1500 binary
idw:3000 row
TEXT
}
