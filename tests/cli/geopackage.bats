#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# GeoPackages as sources: choice of layer, files in use, damage; the same figures as from other formats.
bats_require_minimum_version 1.5.0


setup() {
  PATH=$WIJK_BIN:$PATH
  cd "$BATS_TEST_TMPDIR" || return 1
  shapes=$WIJK_SOURCE/shapes
}

# from_sources ZONES FACILITIES POPULATION OUT [OPTION...]
from_sources() {
  wijk-metrics -q --zones "$1" --facilities "$2" --population "$3" --by woonvorm -o "$4" "${@:5}"
}

@test "the same figures from GeoPackages as from Shapefiles and CSV, with any number of threads" {
  wijk-export -q "$shapes/wijken.shp" -o wijken.gpkg
  wijk-export -q "$shapes/voorzieningen.csv" -o voorzieningen.gpkg
  wijk-export -q "$shapes/inwoners.csv" -o inwoners.gpkg
  from_sources "$shapes/wijken.shp" "$shapes/voorzieningen.csv" "$shapes/inwoners.csv" plain.csv
  for threads in 1 2 7; do
    from_sources wijken.gpkg voorzieningen.gpkg inwoners.gpkg "$threads.csv" --threads "$threads"
    cmp plain.csv "$threads.csv"
  done
}

@test "one layer of several is chosen by name" {
  wijk-export -q "$shapes/wijken.shp" -o a.gpkg
  ogr2ogr -f GPKG -update -nln buurten a.gpkg "$shapes/buurten.shp"
  run wijk-inspect a.gpkg
  [ "$status" -eq 2 ]
  [[ $output == *"'a.gpkg' has 2 layers: "*"--layer"* ]]
  wijk-metrics -q --zones a.gpkg --layer zones=buurten --facilities "$shapes/voorzieningen.csv" -o buurten.csv
  wijk-metrics -q --zones "$shapes/buurten.shp" --facilities "$shapes/voorzieningen.csv" -o plain.csv
  cmp plain.csv buurten.csv
}

@test "a file that is cut, damaged or no GeoPackage: exit 3, and no output" {
  wijk-export -q "$shapes/inwoners.csv" -o whole.gpkg
  head -c 100000 whole.gpkg >cut.gpkg
  cp whole.gpkg noise.gpkg
  head -c 8192 /dev/zero | tr '\0' '\377' | dd of=noise.gpkg bs=4096 seek=30 conv=notrunc status=none
  echo "<html>" >page.gpkg
  cp whole.gpkg lying.gpkg
  sqlite3 lying.gpkg "CREATE TABLE gpkg_ogr_contents (table_name TEXT, feature_count INTEGER);
    INSERT INTO gpkg_ogr_contents VALUES ('whole', 7)"
  for file in cut noise page lying; do
    run wijk-metrics --zones "$shapes/wijken.shp" --facilities "$shapes/voorzieningen.csv" --population $file.gpkg -o out.csv
    echo "$output"
    [ "$status" -eq 3 ]
    [[ $output == *"'$file.gpkg'"* ]]
    [ ! -e out.csv ]
  done
}

@test "a view without end is given up" {
  wijk-export -q "$shapes/wijken.shp" -o a.gpkg
  sqlite3 a.gpkg "CREATE VIEW v AS WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r) SELECT i AS n FROM r;
    INSERT INTO gpkg_contents (table_name, data_type) VALUES ('v', 'attributes')"
  run wijk-export a.gpkg --layer layer=v -o out.csv
  echo "$output"
  [ "$status" -eq 3 ]
  [[ $output == *"finds no end"* ]]
}

@test "a file that another program has open, or that lies in a folder nobody may write to" {
  wijk-export -q "$shapes/wijken.shp" -o a.gpkg
  wijk-export -q a.gpkg -o plain.csv
  sqlite3 a.gpkg "PRAGMA journal_mode = WAL" >/dev/null
  mkdir folder
  mv a.gpkg folder
  chmod 555 folder
  wijk-export -q folder/a.gpkg -o quiet.csv
  chmod 755 folder
  cmp plain.csv quiet.csv
  [ "$(ls folder)" = a.gpkg ]
  coproc other { sqlite3 folder/a.gpkg; }
  local reader=$other_PID # bash forgets its own as soon as the program has ended
  echo "BEGIN; CREATE TABLE b (c); COMMIT; SELECT 'ready';" >&"${other[1]}"
  read -r line <&"${other[0]}"
  [ "$line" = ready ]
  wijk-export -q folder/a.gpkg -o open.csv
  cmp plain.csv open.csv
  echo ".quit" >&"${other[1]}"
  wait "$reader"
}
