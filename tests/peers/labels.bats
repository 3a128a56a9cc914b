#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Names on maps by the outlines of their letters: none meets another, a symbol or the border of its zone (labels.py).

bats_require_minimum_version 1.5.0

setup() {
  mkdir "$BATS_TEST_TMPDIR/here" && cd "$BATS_TEST_TMPDIR/here" || return
  python=${PYTHON:-/usr/bin/python3}
  "$python" -c 'import fontTools, lxml, shapely' 2>/dev/null || skip "no fontTools, lxml or shapely for $python (scripts/setup peers)"
  font=/usr/share/fonts/truetype/open-sans/OpenSans-Regular.ttf
}

# labels NAMES LEAST-PLACED ARGUMENTS: draws a map; so many of the names in file NAMES stand on it, and well.
labels() {
  names=$1 least=$2
  shift 2
  "$WIJK_BIN/wijk-map" "$@" --no-confidential -o map.svg --report report.json --overwrite -q
  run --separate-stderr "$python" "$WIJK_SOURCE/tests/peers/labels.py" map.svg report.json "$font" "$names"
  echo "# $*: $output" >&3
  # shellcheck disable=SC2154
  echo "$output $stderr"
  [ "$status" -eq 0 ] && [ "$(cut -d' ' -f2 <<<"$output")" -ge "$least" ]
}

rotterdam() {
  data=${WIJK_SHARED:-}/data/rotterdam
  [ -e "$data/buurten_2024.shp" ] || skip "real data are not here (WIJK_SHARED)"
  ogr2ogr -q -f CSV /vsistdout/ "$data/buurten_2024.shp" -select BU_NAAM | tail -n +2 | tr -d '"' >names
  [ "$(wc -l <names)" -eq 91 ]
}

@test "Rotterdam's 91 buurten with 271 facilities: all on A3, nearly all on A4 either way and on a screen" {
  rotterdam
  map=("$data/buurten_2024.shp" --column AANT_INW --facilities "$data/voorzieningen_synthetisch.csv")
  labels names 91 "${map[@]}" --size 420x297mm
  labels names 91 "${map[@]}" --size 297x420mm
  labels names 88 "${map[@]}" --size 297x210mm
  labels names 87 "${map[@]}" --size 210x297mm
  labels names 88 "${map[@]}" --size 1600x900
}

@test "Rotterdam's 91 buurten without facilities, on A3 and A4" {
  rotterdam
  labels names 91 "$data/buurten_2024.shp" --column AANT_INW --size 420x297mm
  labels names 91 "$data/buurten_2024.shp" --column AANT_INW --size 297x210mm
  labels names 91 "$data/buurten_2024.shp" --column AANT_INW --size 210x297mm
  labels names 89 "$data/buurten_2024.shp" --column AANT_INW --size 420x297mm --inset none
}

@test "in the key first, in the zone only" {
  rotterdam
  map=("$data/buurten_2024.shp" --column AANT_INW --facilities "$data/voorzieningen_synthetisch.csv")
  labels names 91 "${map[@]}" --size 420x297mm --names key
  labels names 86 "${map[@]}" --size 210x297mm --names key
  labels names 50 "${map[@]}" --size 420x297mm --names inside
  labels names 30 "${map[@]}" --size 210x297mm --names inside
}

@test "a screen: a page on which a key finds no room keeps the inset" {
  rotterdam
  labels names 60 "$data/buurten_2024.shp" --column AANT_INW --facilities "$data/voorzieningen_synthetisch.csv" \
    --size 800x600 --title "Inwoners" --subtitle "per buurt"
  grep -q 'Inzet: westelijk deel' map.svg
}

@test "pages of an atlas of Rotterdam: no name is cut by the frame" {
  rotterdam
  "$WIJK_BIN/tests/peers/atlas_pages" "$data/buurten_2024.shp" "$data/voorzieningen_synthetisch.csv" AANT_INW 4
  pages=0
  for page in *.svg; do
    run --separate-stderr "$python" "$WIJK_SOURCE/tests/peers/labels.py" "$page" "${page%.svg}.json" "$font" -
    [ "$status" -eq 0 ] || { echo "$page: $output $stderr"; return 1; }
    pages=$((pages + 1))
  done
  [ "$pages" -eq 23 ]
}

@test "the invented city, with facilities and without" {
  shapes=$WIJK_SOURCE/shapes
  ogr2ogr -q -f CSV /vsistdout/ "$shapes/buurten.shp" -dialect sqlite \
    -sql "select BU_NAAM from buurten where H2O <> 'JA'" | tail -n +2 | tr -d '"' >names
  labels names 83 "$shapes/buurten.shp" --column AANT_INW --facilities "$shapes/voorzieningen.csv" --size 297x210mm
  labels names 79 "$shapes/buurten.shp" --column AANT_INW --facilities "$shapes/voorzieningen.csv" --size 210x297mm
  labels names 87 "$shapes/buurten.shp" --column AANT_INW --size 420x297mm
  labels names 87 "$shapes/buurten.shp" --column AANT_INW --size 210x297mm
}
