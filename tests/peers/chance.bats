#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# What chance makes of an index: numpy's draws and ours of the same null agree within the error of either.

setup() {
  mkdir "$BATS_TEST_TMPDIR/here" && cd "$BATS_TEST_TMPDIR/here"
  python=${PYTHON:-/usr/bin/python3}
  "$python" -c 'import numpy' 2>/dev/null || skip "no numpy for $python (scripts/setup peers)"
}

@test "expectation and variance of dissimilarity as numpy's binomial draws have them" {
  "$WIJK_BIN/wijk-export" "$WIJK_SOURCE/shapes/buurten.shp" -o zones.csv -q
  read -r index mean sd < <("$python" "$WIJK_SOURCE/tests/peers/chance.py" zones.csv AANTAL_HH AANT_INW 4000)
  "$WIJK_BIN/wijk-metrics" --zones "$WIJK_SOURCE/shapes/buurten.shp" --group AANTAL_HH --metrics dissimilarity \
    --inference 4000 --json -q >r.json
  jq -e --argjson index "$index" --argjson mean "$mean" --argjson sd "$sd" '.city[] | select(.id == "dissimilarity") |
    ((.value - $index) | fabs) < 1e-12 and
    ((.expected - $mean) | fabs) < 5 * $sd * pow(2 / 4000; 0.5) and
    ((pow(.variance; 0.5) / $sd - 1) | fabs) < 5 * pow(1 / 4000; 0.5)' r.json
}
