#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Published data through the program, from fields of the zones: values that others computed.

bats_require_minimum_version 1.5.0

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  ORACLES="${WIJK_SHARED:-$WIJK_SOURCE/../shared}/oracles"
}

# Is .city[ID] within 1e-9 of VALUE?
near() { jq -e --arg id "$1" --argjson value "$2" '.city[] | select(.id == $id) | .value - $value | fabs < 1e-9' city.json; }

@test "Sacramento: HISP_ in TOT_POP, a set without .prj in local units" {
  [ -e "$ORACLES/sacramentot2.shp" ] || skip "no data: $ORACLES/sacramentot2.shp"
  "$WIJK_BIN/wijk-metrics" --zones "$ORACLES/sacramentot2.shp" --assume-crs local --group HISP_ --total TOT_POP \
    --zone-key FIPS --centre=-121.49,38.58 --city-output city.json -o m.csv -q
  near dissimilarity 0.321846560765669
  near gini_segregation 0.435065106768862
  near delta 0.80449692141423
  near isolation 0.2319615486459
  # every figure of the city that needs no points, and a rate from counts
  jq -e '[.city[] | select(.value == null)] | length == 0' city.json
  for id in atkinson eta2 information_theory_h absolute_concentration relative_concentration absolute_clustering \
    relative_clustering spatial_proximity distance_decay_isolation absolute_centralisation relative_centralisation \
    dissimilarity_adjacent hoover gini theil_t hhi hhi_normalised interaction; do
    jq -e --arg id $id '[.city[] | select(.id == $id)] | length == 1' city.json || { echo "no $id"; return 1; }
  done
  head -n 1 m.csv | grep -q places_per_1000
  # no field has the name of a key: without --zone-key the run fails and names the fields there are
  run -3 "$WIJK_BIN/wijk-metrics" --zones "$ORACLES/sacramentot2.shp" --assume-crs local --group HISP_ --total TOT_POP \
    --metrics isolation --json -q
  [[ $output == *"--zone-key: FIPS"* ]]
}
