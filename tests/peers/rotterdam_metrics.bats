#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Every figure of the main job on real data, against R's sf.

@test "every figure of wijk-zoning and wijk-metrics on Rotterdam is R's" {
  data="${WIJK_SHARED:-$WIJK_SOURCE/../shared}/data/rotterdam"
  [ -d "$data" ] || skip "no real data beside the source"
  Rscript -e 'library(sf); library(jsonlite)' >/dev/null 2>&1 || skip "r-cran-sf and r-cran-jsonlite are not installed"
  cd "$BATS_TEST_TMPDIR"
  "$WIJK_BIN/wijk-zoning" --zones "$data/wijken_2024.shp" --indicators "$data/dna_wijk_2024.csv" \
    --indicator leefbaarheid_afwijking:higher:2 --indicator laag_inkomen_pct:lower:1 -o zoning.gpkg -q
  "$WIJK_BIN/wijk-metrics" --zones "$data/buurten_2024.shp" --facilities "$data/voorzieningen_synthetisch.csv" \
    --population "$data/inwoners_100m_synthetisch.csv" --zoning zoning.gpkg --by woonvorm \
    -o metrics.gpkg --city-output city.json -q
  Rscript "$WIJK_SOURCE/tests/peers/rotterdam_metrics.R" "$data" zoning.gpkg metrics.gpkg city.json
}
