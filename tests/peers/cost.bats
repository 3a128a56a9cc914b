#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Cases of the invented city against the same sums in exact fractions, in plain Python.

bats_require_minimum_version 1.5.0

@test "forty-odd actions over thirty years: every sum, present value, annuity, break-even rent and swing agrees" {
  cd "$BATS_TEST_TMPDIR"
  shapes="$WIJK_SOURCE/shapes"
  python3 "$WIJK_SOURCE/tests/peers/cost.py" make "$shapes" actions.csv rates.csv
  for terms in "0 12" "0.03 30" "0.0275 25 0.02" "0.11 1 0.05"; do
    read -r rate years index <<<"$terms"
    "$WIJK_BIN/wijk-cost" --actions actions.csv --rates rates.csv --buildings "$shapes/leegstand.csv" --rate "$rate" --years "$years" \
      --index "${index:-0}" --base-year 2025 --income begeleid:28000 --move-cost 812.5 --lang en -q -o cases.csv --sensitivity-output swings.csv --overwrite
    run python3 "$WIJK_SOURCE/tests/peers/cost.py" check "$shapes" actions.csv rates.csv "$rate" "$years" "${index:-0}" cases.csv swings.csv
    echo "$output"
    [ "$status" -eq 0 ]
  done
}
