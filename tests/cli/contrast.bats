#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Every text of every kind of picture, measured in the file: 4.5 to 1 against what is painted below it, in every theme.

bats_require_minimum_version 1.5.0

map() { "$WIJK_BIN/wijk-map" "$@" -q; }

setup_file() {
  cd "$BATS_FILE_TMPDIR" || return
  local shapes=$WIJK_SOURCE/shapes
  "$WIJK_BIN/wijk-zoning" --zones "$shapes/wijken.shp" --indicators "$shapes/dna_wijk.csv" \
    --indicator leefbaarheid_afwijking:higher:1 -o zoning.gpkg -q
  "$WIJK_BIN/wijk-metrics" --zones "$shapes/wijken.shp" --facilities "$shapes/voorzieningen.csv" --zoning zoning.gpkg \
    --metrics places_count,places_per_1000,norm_per_1000,zone_class -o metrics.gpkg -q
  printf '%s\n' 'jaar;scenario;woonvorm;vraag;plaatsen' '2026;behoud;opvang;120;100' '2027;behoud;opvang;130;100' \
    '2026;groei;opvang;120;100' '2027;groei;opvang;150;90' '2026;behoud;verblijf;50;60' '2027;behoud;verblijf;40;60' >prognose.csv
  printf '%s' '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"n": 300}, "geometry": {"type":
    "LineString", "coordinates": [[5.2, 52.53], [5.23, 52.55]]}}, {"type": "Feature", "properties": {"n": 90}, "geometry":
    {"type": "LineString", "coordinates": [[5.21, 52.55], [5.2, 52.52]]}}]}' >flows.geojson
}

setup() {
  shapes=$WIJK_SOURCE/shapes
  cd "$BATS_FILE_TMPDIR" || return
}

# Every picture there is, in a theme; and looked at.
look() {
  local to=$BATS_TEST_TMPDIR
  local words=(--title Titel --subtitle "wat eronder staat" --date 2026-01-01 --theme "$1")
  map "$shapes/buurten.shp" --column AANT_INW --facilities "$shapes/voorzieningen.csv" --zoning zoning.gpkg --north "${words[@]}" -o "$to/all.svg"
  map "$shapes/buurten.shp" --column AANT_INW --facilities "$shapes/voorzieningen.csv" --names key --public "${words[@]}" -o "$to/key.svg"
  map "$shapes/buurten.shp" --column AANT_INW --water "$shapes/parken.shp" --roads "$shapes/wegen.shp" --flows flows.geojson \
    --flow-weight n --proposals "$shapes/voorstellen.csv" --neighbours "$shapes/wijken.shp" "${words[@]}" -o "$to/over.svg"
  map "$shapes/wijken.shp" --column AANT_INW --palette Greys --inset 136000,495000,139500,515000 "${words[@]}" -o "$to/inset.svg"
  map zoning.gpkg --column zone_class "${words[@]}" -o "$to/classes.svg"
  map metrics.gpkg --series places_count,norm_per_1000 --small-multiples "${words[@]}" -o "$to/sheet.svg"
  map metrics.gpkg --difference norm_per_1000,places_per_1000 "${words[@]}" -o "$to/difference.svg"
  map prognose.csv --chart demand "${words[@]}" -o "$to/demand.svg"
  map metrics.gpkg --chart lorenz --column places_count "${words[@]}" -o "$to/lorenz.svg"
  map metrics.gpkg --chart load "${words[@]}" -o "$to/load.svg"
  python3 "$WIJK_SOURCE/tests/cli/contrast.py" "$to"/*.svg
}

@test "light" { look light; }
@test "dark" { look dark; }
@test "the house style of the invented municipality" { look "$shapes/huisstijl.yaml"; }

@test "what cannot be read is found" {
  map "$shapes/wijken.shp" --column AANT_INW --no-names -o a.svg --overwrite
  python3 "$WIJK_SOURCE/tests/cli/contrast.py" a.svg
  sed 's/fill="#5c5c5c"/fill="#8c8c8c"/' a.svg >faint.svg
  run -1 python3 "$WIJK_SOURCE/tests/cli/contrast.py" faint.svg
  [[ "$output" == *"#8c8c8c on (255, 255, 255): 3.3"* ]]
}
