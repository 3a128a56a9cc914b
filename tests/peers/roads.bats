#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Ways over roads, in metres and minutes, one-way streets obeyed, against SciPy, which reads the roads by itself.

bats_require_minimum_version 1.5.0

setup() {
  export DATA="${WIJK_SHARED:-$WIJK_SOURCE/../shared}/data"
  /usr/bin/python3 -c 'import scipy' 2>/dev/null || skip "SciPy for Debian's Python is not installed"
  cd "$BATS_TEST_TMPDIR" || return
}

peer() { /usr/bin/python3 "$WIJK_SOURCE/tests/peers/roads.py" "$@"; }

# compare ROADS.shp FROM.csv TO.csv LIMIT_M: the last two lines are shown whatever the outcome
compare() {
  peer points "$2" from
  peer points "$3" to
  "$WIJK_BIN/tests/peers/roads_ways" "$1" from to "$4" >answers 2>said
  local status=0
  peer compare "$1" from to "$4" answers >outcome || status=$?
  tail -n 2 outcome | sed 's/^/# /' >&3
  cat said outcome
  return "$status"
}

@test "the invented city: nearest and within over its roads" {
  S="$WIJK_SOURCE/shapes"
  compare "$S/wegen.shp" "$S/inwoners.csv" "$S/voorzieningen.csv" 2000
}

@test "Rotterdam: squares of 100 m to 280 facilities, equal to a tenth of a millimetre" {
  D="$DATA/rotterdam"
  [ -e "$D/wegen_auto.shp" ] || skip "no data: $D/wegen_auto.shp"
  compare "$D/wegen_auto.shp" "$D/inwoners_100m_synthetisch.csv" "$D/voorzieningen_synthetisch.csv" 3000
  grep -x '40349 nodes and 50769 edges in 47 components' outcome
  grep 'road-graph: the roads have 40349 nodes and 50769 edges in 47 components' said
}
