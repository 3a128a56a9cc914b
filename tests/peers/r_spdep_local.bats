#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Local autocorrelation against R spdep, which reads the raw files itself.

bats_require_minimum_version 1.5.0

load spdep

# ours_and_theirs ZONES KEY VALUE SNAP AT_LEAST WEIGHTS STYLE PERMUTATIONS [OPTION ...]
ours_and_theirs() {
  local zones=$1 key=$2 value=$3 snap=$4 at_least=$5 weights=$6 style=$7 permutations=$8 status=0 tail=(--tail doubled)
  [ "$permutations" -gt 0 ] || tail=()
  wijk-metrics -q --zones "$zones" --zone-key "$key" --value "$value" --weights "$weights" --weights-style "$style" \
    --permutations "$permutations" "${tail[@]}" --metrics autocorrelation_local -o local.csv --overwrite "${@:9}"
  Rscript "$PEERS/local.R" zones="$zones" key="$key" value="$value" snap="$snap" weights="$weights" style="$style" \
    permutations="$permutations" local=local.csv at_least="$at_least" >answer 2>problems || status=$?
  printf '%s %s %s %s: %s\n' "$(basename "$zones")" "$weights" "$style" "$permutations" "$(tail -n 1 answer)" |
    sed 's/^/# /' >&3
  [ "$status" -eq 0 ] || cat problems answer local.csv
  return "$status"
}

@test "columbus: local Moran, Gi, Gi*, their p and clusters" {
  [ -e "$SHARED/oracles/columbus.shp" ] || skip "no data: oracles/columbus.shp"
  while read -r weights style permutations; do
    ours_and_theirs "$SHARED/oracles/columbus.shp" POLYID CRIME 1e-6 300 $weights $style $permutations \
      --assume-crs local --group CRIME --total INC </dev/null
  done <<'TEXT'
queen row 0
queen binary 0
knn:4 row 0
queen row 4999
TEXT
}

@test "Rotterdam, residents per buurt: local Moran, Gi, Gi*, their p and clusters" {
  R="$SHARED/data/rotterdam"
  [ -e "$R/buurten_2024.shp" ] || skip "no data: rotterdam"
  while read -r weights style permutations; do
    ours_and_theirs "$R/buurten_2024.shp" BU_CODE AANT_INW 0.5 500 $weights $style $permutations \
      --facilities "$R/voorzieningen_synthetisch.csv" </dev/null
  done <<'TEXT'
queen row 0
knn:5 binary 0
queen binary 4999
TEXT
}
