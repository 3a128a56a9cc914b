#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Files that are not what they are called, or not all of what they were.

load silent

setup() { enter_folder; }

vrt='<OGRVRTDataSource><OGRVRTLayer name="sound"><SrcDataSource>sound.shp</SrcDataSource><SrcLayer>sound</SrcLayer></OGRVRTLayer></OGRVRTDataSource>'

@test "a set in a zip is read as on disk" {
  zip -q set.zip sound.shp sound.shx sound.dbf
  same_figures /vsizip/set.zip/sound.shp sound.shp
}

@test "a VRT under the name of another format is not followed" {
  for extension in gpkg fgb; do
    echo "$vrt" >"a.$extension"
    refused_always "a.$extension" "'a.$extension' cannot be read as"
  done
  for extension in geojson json; do
    echo "$vrt" >"a.$extension"
    refused_always "a.$extension" "'a.$extension' line 1, column 1: this is not JSON"
  done
  echo "$vrt" >a.csv
  run -3 wijk-metrics --zones sound.shp --facilities a.csv -o new.csv
  [ ! -e new.csv ]
}

@test "GeoPackage cut short or empty: refused wherever it ends" {
  ogr2ogr -f GPKG whole.gpkg sound.shp 2>/dev/null
  inspected 0 whole.gpkg "polygons     4 with"
  for length in 0 50 5000 60000 90000; do
    cp whole.gpkg a.gpkg
    truncate -s "$length" a.gpkg
    refused_always a.gpkg "'a.gpkg' cannot be read as a GeoPackage"
  done
}
