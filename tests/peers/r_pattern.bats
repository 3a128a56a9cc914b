#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Point patterns against R and spatstat, which read the raw files themselves.

bats_require_minimum_version 1.5.0

setup_file() {
  export PATH="$WIJK_BIN:$PATH" PEERS="$WIJK_SOURCE/tests/peers"
  export DATA="${WIJK_SHARED:-$WIJK_SOURCE/../shared}/data"
}

setup() {
  command -v Rscript >/dev/null && Rscript -e 'library(sf); library(spatstat.explore)' >/dev/null 2>&1 ||
    skip "R with sf and spatstat is not installed"
  cd "$BATS_TEST_TMPDIR" || return
}

# ask ZONES FACILITIES RADIUS A:B
ask() {
  local edge status=0
  for edge in none translation isotropic; do
    wijk-metrics -q --zones "$1" --facilities "$2" --metrics pattern,cross --radii "$3" --edge "$edge" \
      --cross "woonvorm=$4" --city-output "$edge.json"
    jq -r '.city[] | [.id, .by, .value] | @csv' "$edge.json" >"$edge.csv"
  done
  Rscript "$PEERS/pattern.R" zones="$1" facilities="$2" none=none.csv translation=translation.csv \
    isotropic=isotropic.csv radius="$3" cross="$4" at_least=13 >answer 2>problems || status=$?
  sed -n '/^DIFFERS/p; /^ /p' answer
  tail -n 1 answer | sed 's/^/# /' >&3
  [ "$status" -eq 0 ] || cat answer problems
  return "$status"
}

@test "the invented city" {
  ask "$WIJK_SOURCE/shapes/buurten.shp" "$WIJK_SOURCE/shapes/voorzieningen.csv" 600 opvang:beschermd
}

@test "Rotterdam: 271 facilities in an outline with slivers between the buurten" {
  [ -e "$DATA/rotterdam" ] || skip "no data: $DATA/rotterdam"
  ask "$DATA/rotterdam/buurten_2024.shp" "$DATA/rotterdam/voorzieningen_synthetisch.csv" 250 opvang:beschermd
}
