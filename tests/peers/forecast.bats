#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Rotterdam's forecast against the same figures in plain Python.

bats_require_minimum_version 1.5.0

@test "three scenarios of Rotterdam from 2025 to 2035: demand, places, stays, chances and waits agree" {
  city="${WIJK_SHARED:-none}/data/rotterdam"
  [ -d "$city" ] || skip "no Rotterdam data: set WIJK_SHARED to the folder that holds data/rotterdam"
  "$WIJK_BIN/wijk-forecast" --demand "$city/vraag_2024_synthetisch.csv" --inflow "$city/instroom_synthetisch.csv" \
    --transitions "$city/doorstroom_synthetisch.csv" --facilities "$city/voorzieningen_synthetisch.csv" --lang en -q \
    -o "$BATS_TEST_TMPDIR/forecast.csv"
  run python3 "$WIJK_SOURCE/tests/peers/forecast.py" "$city" "$BATS_TEST_TMPDIR/forecast.csv"
  echo "$output"
  [ "$status" -eq 0 ]
}
