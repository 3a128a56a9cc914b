# SPDX-License-Identifier: EUPL-1.2
# The invented city for the tests of wijk-metrics: an empty folder, its sources, and what is asked of its answer.

setup() {
  mkdir "$BATS_TEST_TMPDIR/here" && cd "$BATS_TEST_TMPDIR/here"
  shapes="$WIJK_SOURCE/shapes"
  # shellcheck disable=SC2034
  demo=(--zones "$shapes/buurten.shp" --facilities "$shapes/voorzieningen.csv" --population "$shapes/inwoners.csv")
}

metrics() { "$WIJK_BIN/wijk-metrics" "$@"; }
# ID FILE: a figure of the whole city.
city() { jq -r --arg id "$1" '.city[] | select(.id == $id and .by == null) | .value' "${2:-city.json}"; }
