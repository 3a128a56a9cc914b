#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Our files in QGIS itself, without a screen.

bats_require_minimum_version 1.5.0

setup() {
  export PATH="$WIJK_BIN:$PATH" QT_QPA_PLATFORM=offscreen HOME="$BATS_TEST_TMPDIR"
  /usr/bin/python3 -c 'import qgis.core' 2>/dev/null || skip "QGIS for Python is not installed"
  cd "$BATS_TEST_TMPDIR" || return
}

# The Python that Debian ships is the one that knows QGIS.
ask_qgis() { /usr/bin/python3 "$WIJK_SOURCE/tests/peers/clients_qgis.py" "$@"; }

@test "QGIS opens every shapefile of the invented city in RD, with all rows and valid shapes" {
  for layer in wijken:22 buurten:90 parken:18 wegen:4017; do
    ask_qgis shapefile "$WIJK_SOURCE/shapes/${layer%:*}.shp" "${layer#*:}"
  done
}

@test "QGIS reads diacritics in names" {
  ask_qgis value "$WIJK_SOURCE/shapes/buurten.shp" BU_NAAM Coöperatietuin
}

@test "a GeoPackage of metrics opens with its style and with Dutch titles as aliases" {
  S="$WIJK_SOURCE/shapes"
  wijk-metrics -q --study "$S/studie.yaml" -o metrics.gpkg
  ask_qgis styled metrics.gpkg places_per_1000 "Plaatsen per 1.000 inwoners"
  ask_qgis styled metrics.gpkg facilities_count "Aantal voorzieningen"
}

@test "a GeoPackage of a zoning map opens with its style and with Dutch titles as aliases" {
  S="$WIJK_SOURCE/shapes"
  wijk-zoning -q --study "$S/studie.yaml" --zones "$S/wijken.shp" -o zoning.gpkg
  ask_qgis styled zoning.gpkg zone_class "Zoneklasse"
}

@test "a density opens in its colours, in numbers and with its colour table, and with its title" {
  S="$WIJK_SOURCE/shapes"
  wijk-density -q --study "$S/studie.yaml" --zones "$S/buurten.shp" --by woonvorm -o d.tif --classed c.tif
  ask_qgis raster d.tif singlebandpseudocolor "Dichtheid van plaatsen"
  ask_qgis raster d__opvang.tif singlebandpseudocolor "Dichtheid van plaatsen: opvang"
  ask_qgis raster c.tif paletted "Dichtheid van plaatsen"
  rm c.qml # without our style the colour table itself is what QGIS draws
  ask_qgis raster c.tif paletted "Dichtheid van plaatsen"
}
