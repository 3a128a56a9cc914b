#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# The density of wijk-density against spatstat, which spreads points by a Fourier transform over its own pixels: equal to
# a hundredth of the peak, as far as points moved to the middle of a pixel of 20 m allow. And its sums, by terra.

bats_require_minimum_version 1.5.0

setup() {
  export PATH="$WIJK_BIN:$PATH" PEERS="$WIJK_SOURCE/tests/peers"
  command -v Rscript >/dev/null && Rscript -e 'library(sf); library(spatstat.explore)' >/dev/null 2>&1 ||
    skip "R with sf and spatstat is not installed"
  cd "$BATS_TEST_TMPDIR" || return
  rotterdam="${WIJK_SHARED:-$WIJK_SOURCE/../shared}/data/rotterdam"
}

# compare ZONES FACILITIES KERNEL BANDWIDTH AT_LEAST: with each way at the border
compare() {
  local edge status
  for edge in none boundary uniform; do
    status=0
    wijk-density -q --zones "$1" --facilities "$2" --kernel "$3" --bandwidth "$4" --density-edge $edge -o d.tif --overwrite
    gdal_translate -q -of XYZ d.tif d.xyz
    Rscript "$PEERS/density.R" zones="$1" facilities="$2" kernel="$3" bandwidth="$4" cell=100 edge=$edge within=0.01 \
      at_least="$5" ours=d.xyz >answer 2>problems || status=$?
    tail -n 2 answer | sed 's/^/# /' >&3
    [ "$status" -eq 0 ] || { cat problems answer; return "$status"; }
  done
}

@test "the invented city: quartic and gaussian, each way at the border" {
  compare "$WIJK_SOURCE/shapes/wijken.shp" "$WIJK_SOURCE/shapes/voorzieningen.csv" quartic 1000 11000
  compare "$WIJK_SOURCE/shapes/wijken.shp" "$WIJK_SOURCE/shapes/voorzieningen.csv" gaussian 500 11000
}

@test "Rotterdam: quartic and gaussian, each way at the border" {
  [ -e "$rotterdam" ] || skip "no data: $rotterdam"
  compare "$rotterdam/buurten_2024.shp" "$rotterdam/voorzieningen_synthetisch.csv" quartic 1500 30000
  compare "$rotterdam/buurten_2024.shp" "$rotterdam/voorzieningen_synthetisch.csv" gaussian 500 30000
}

# add_up ZONES FACILITIES AT_LEAST: the whole and each form, as R reads both the rasters and the table
add_up() {
  local kernel status=0
  for kernel in quartic gaussian; do
    wijk-density -q --zones "$1" --facilities "$2" --kernel $kernel --by woonvorm -o "s_$kernel.tif"
  done
  Rscript "$PEERS/density_sums.R" zones="$1" facilities="$2" at_least="$3" s_*.tif >answer 2>problems || status=$?
  tail -n 1 answer | sed 's/^/# /' >&3
  [ "$status" -eq 0 ] || cat problems answer
  return "$status"
}

@test "the cells of the whole and of each form add up to the places in the zones, as terra and sf see them" {
  Rscript -e 'library(terra)' >/dev/null 2>&1 || skip "R with terra is not installed"
  add_up "$WIJK_SOURCE/shapes/wijken.shp" "$WIJK_SOURCE/shapes/voorzieningen.csv" 12
  [ -e "$rotterdam" ] || skip "no data: $rotterdam"
  rm s_*
  add_up "$rotterdam/buurten_2024.shp" "$rotterdam/voorzieningen_synthetisch.csv" 12
}
