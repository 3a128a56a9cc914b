#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Rotterdam's wijkverbinders against distances counted anew and another solver (HiGHS).

bats_require_minimum_version 1.5.0

@test "wijkverbinders of Rotterdam: rules, distances and the least metres agree" {
  city="${WIJK_SHARED:-none}/data/rotterdam"
  [ -d "$city" ] || skip "no Rotterdam data: set WIJK_SHARED to the folder that holds data/rotterdam"
  /usr/bin/python3 -c 'import numpy, scipy, shapely' 2>/dev/null || skip "NumPy, SciPy and Shapely for Debian's Python are not installed"
  cd "$BATS_TEST_TMPDIR"
  "$WIJK_BIN/wijk-allocate" --coverage --zones "$city/buurten_2024.shp" \
    --households "$city/multiprobleem_huishoudens_synthetisch.csv" --population "$city/inwoners_100m_synthetisch.csv" \
    -o workers.csv --flows-output flows.csv --report report.json -q
  ogr2ogr -f CSV zones.csv "$city/buurten_2024.shp" -lco GEOMETRY=AS_WKT -lco SEPARATOR=SEMICOLON
  run /usr/bin/python3 "$WIJK_SOURCE/tests/peers/coverage.py" "$city" zones.csv workers.csv flows.csv report.json
  echo "$output"
  [ "$status" -eq 0 ]
}
