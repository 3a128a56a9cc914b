# SPDX-License-Identifier: EUPL-1.2
# What tests of tables, outputs and options share: two zones, and what is to hold of a source that is not as it should be.
# shellcheck disable=SC2154 # bats gives $output

# A new folder with two zones side by side: A with 1000 people, B with 2000; x 100000 to 101000 to 102000.
enter_two_zones() {
  mkdir "$BATS_TEST_TMPDIR/here" && cd "$BATS_TEST_TMPDIR/here" || return
  cat >zones.geojson <<'JSON'
{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:28992"}},"features":[
{"type":"Feature","properties":{"id":"A","residents":1000,"land_km2":1},"geometry":{"type":"Polygon","coordinates":[[[100000,400000],[101000,400000],[101000,401000],[100000,401000],[100000,400000]]]}},
{"type":"Feature","properties":{"id":"B","residents":2000,"land_km2":1},"geometry":{"type":"Polygon","coordinates":[[[101000,400000],[102000,400000],[102000,401000],[101000,401000],[101000,400000]]]}}]}
JSON
}

# A file of lines: lines NAME LINE…
lines() {
  local name=$1
  shift
  printf '%s\n' "$@" >"$name"
}

inspect() { "$WIJK_BIN/wijk-inspect" --zones zones.geojson "$@"; }
metrics() { "$WIJK_BIN/wijk-metrics" --zones zones.geojson --metrics counts "$@"; }

# Each text is in what the last run printed.
says() {
  local text
  for text in "$@"; do
    [[ $output == *"$text"* ]] || { printf 'not said: %s\nsaid: %s\n' "$text" "$output"; return 1; }
  done
}

# Every file of this folder and the one above, hidden ones too: name, kind, where a link leads, permissions, contents.
everything() {
  find .. -printf '%p %y %l %m\n' | sort
  find .. -type f -readable -exec sha256sum {} + | sort
}

# refuses CODE COMMAND…: it ends with CODE, and leaves every file as it was: nothing new, nothing hidden, nothing gone.
refuses() {
  local code=$1 before
  shift
  before=$(everything)
  run "-$code" "$@"
  diff <(echo "$before") <(everything)
}

# refused CODE TEXT… -- ARGUMENTS…: the file's own `asked`, with these, refuses with CODE and says every text.
refused() {
  local code=$1 texts=()
  shift
  while [ "$1" != -- ]; do
    texts+=("$1")
    shift
  done
  refuses "$code" asked "${@:2}"
  says "${texts[@]}"
}

# The whole of a file of facilities with a fault: inspect ends with 1 and names every text; a computation ends with 3,
# names them too, and leaves the old output alone. Options of both may follow the texts after "--".
finds() {
  local file=$1 texts=()
  shift
  while (($#)) && [ "$1" != -- ]; do
    texts+=("$1")
    shift
  done
  shift $(($# > 0))
  [ -e old.gpkg ] || echo old >old.gpkg
  refuses 1 inspect --facilities="$file" "$@"
  says "${texts[@]}"
  refuses 3 metrics --facilities="$file" -o old.gpkg --overwrite "$@"
  says "${texts[@]}"
}

# The places of zone A and of zone B, from the facilities in $1; options may follow.
places() {
  metrics --facilities="$1" -o - "${@:2}" 2>said | awk -F, '
    NR == 1 { for (i = 1; i <= NF; i++) if ($i == "places_count") at = i }
    NR > 1 { line = line " " $at }
    END { print substr(line, 2) }'
}
