#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# An output that cannot be is refused before the work, and nothing that stands in a folder is lost or left behind.

bats_require_minimum_version 1.5.0
load two_zones.bash

setup() {
  enter_two_zones
  lines sound.csv id,capacity,rd_x,rd_y F1,10,100500,400500 F2,20,101500,400500
}

compute() { metrics --facilities sound.csv -q "$@"; }

# Without root's leave to write anywhere, so that a folder's permissions hold.
unprivileged() {
  if [ "$(id -u)" -eq 0 ]; then
    setpriv --bounding-set=-dac_override,-dac_read_search --inh-caps=-dac_override,-dac_read_search "$@"
  else
    "$@"
  fi
}

@test "what exists is kept without --overwrite, in each format" {
  for name in old.gpkg old.csv old.geojson old.shp old.xlsx old.json; do
    echo old >$name
    refuses 4 compute -o $name
    says "'$name' exists already" "give --overwrite to replace it, or another name"
  done
  rm old.shp
  echo old >old.dbf # a part of a set is enough
  refuses 4 compute -o old.shp
  says "'old.dbf' exists already"
}

@test "a folder that is missing, and one that is an output" {
  refuses 4 compute -o none/x.gpkg
  says "'none/x.gpkg': there is no folder 'none'" "make the folder first: mkdir -p 'none'"
  mkdir out.gpkg
  refuses 4 compute -o out.gpkg --overwrite
  says "'out.gpkg' is a folder" "name a file in it"
  for path in out.gpkg/ out ./ '' .csv x.pdf; do
    refuses 2 compute -o "$path"
    says '--output' || says "the extension says no format that can be written" ".gpkg .geojson .shp .csv .xlsx .json"
  done
}

@test "a folder and a file that may not be written" {
  mkdir locked && chmod 555 locked
  refuses 4 unprivileged "$WIJK_BIN/wijk-metrics" --zones zones.geojson --facilities sound.csv -o locked/x.gpkg
  says "'locked/x.gpkg': cannot be written: Permission denied" "choose a folder that you may write to"
  echo old >kept.csv && chmod 444 kept.csv
  refuses 4 compute -o kept.csv --overwrite
  says "'kept.csv' is read-only" "make it writable, or choose another name"
  chmod 755 locked
}

@test "a symbolic link stays one: to a file it is followed, to nothing and to a folder it is refused" {
  echo old >real.csv
  ln -s real.csv link.csv
  refuses 4 compute -o link.csv
  says "'link.csv' exists already"
  run -0 compute -o link.csv --overwrite
  [ "$(readlink link.csv)" = real.csv ] && grep -q '^A,' real.csv
  ln -s nothing.csv dangling.csv
  for overwrite in '' --overwrite; do
    refuses 4 compute -o dangling.csv $overwrite
    says "'dangling.csv' is a symbolic link that leads nowhere" "remove the link"
  done
  mkdir folder && ln -s folder folder.csv
  refuses 4 compute -o folder.csv --overwrite
  says "'folder.csv' is a folder"
}

@test "an input is never replaced, by whatever name it is called" {
  mkdir sub
  ln -s ../sound.csv sub/link.csv
  ln sound.csv hard.csv
  for path in sound.csv ./sound.csv sub/../sound.csv sub/link.csv hard.csv; do
    refuses 2 compute -o "$path" --overwrite
    says "--output '$path' is what is read as --facilities" "an input is never replaced"
  done
  refuses 2 compute -o x.csv --city-output zones.geojson --overwrite
  says "--city-output 'zones.geojson' is what is read as --zones"
  refuses 2 compute -o x.csv --report sound.csv --overwrite
  lines study.yml 'sources:' '  zones: zones.geojson'
  refuses 2 "$WIJK_BIN/wijk-metrics" -s study.yml --group residents -o zones.geojson --overwrite
  refuses 2 "$WIJK_BIN/wijk-metrics" -s study.yml --group residents -o x.csv --report study.yml --overwrite
  says "--report 'study.yml' is what is read as --study"
  refuses 2 "$WIJK_BIN/wijk-inspect" zones.geojson --repair -o zones.geojson --overwrite
  says "--output 'zones.geojson' is what is read as SOURCE"
  zip -q in.zip sound.csv && cp in.zip in.gpkg
  refuses 2 metrics --facilities /vsizip/in.gpkg/sound.csv -o in.gpkg --overwrite
}

@test "two outputs of one name are refused, also by another spelling, and the first is not left behind" {
  mkdir sub
  for path in out.csv ./out.csv sub/../out.csv; do
    refuses 2 compute -o out.csv --city-output "$path"
    says "--output and --city-output both name '$path'"
    refuses 2 compute -o out.csv --report "$path" --overwrite
  done
  refuses 4 compute -o out.csv --report none/report.json
  says "there is no folder 'none'"
}

@test "a GeoPackage that a program has open is not replaced under it" {
  for journal in -wal -journal; do
    echo old >open.gpkg
    touch open.gpkg$journal
    refuses 4 compute -o open.gpkg --overwrite
    says "'open.gpkg' is in use: 'open.gpkg$journal' stands beside it" "close it in QGIS"
    rm open.gpkg$journal
  done
  run -0 compute -o open.gpkg --overwrite
}

@test "a layer called ../evil is a name, not a path" {
  ogr2ogr -nln evil -lco SPATIAL_INDEX=NO -a_srs EPSG:28992 evil.gpkg zones.geojson 2>/dev/null
  sqlite3 evil.gpkg 'ALTER TABLE evil RENAME TO "../evil"; UPDATE gpkg_contents SET table_name = "../evil", identifier = "../evil";
    UPDATE gpkg_geometry_columns SET table_name = "../evil"' # GDAL itself makes no such layer
  mkdir sub
  for format in csv gpkg geojson shp json; do
    before=$(find .. ! -path '../here/sub*' | sort)
    (cd sub && "$WIJK_BIN/wijk-export" --zones ../evil.gpkg -o "out.$format" -q)
    diff <(echo "$before") <(find .. ! -path '../here/sub*' | sort)
    [ -e "sub/out.$format" ]
  done
  run -0 "$WIJK_BIN/wijk-export" --zones evil.gpkg -o - -q
  run -0 "$WIJK_BIN/wijk-inspect" --zones evil.gpkg
  says "evil.gpkg, layer ../evil"
}

@test "names with blanks, quotes, line feeds, percent signs, escapes and dashes are names" {
  for name in 'a b' "it's" 'say "hi"' $'line\nfeed' '%s%n' 'ünï' '-dash' '--zones' $'\e[31mred'; do
    cp sound.csv "./$name.csv"
    [ "$(places "$name.csv")" = "10 20" ] || metrics --facilities="$name.csv" -o -
    for format in csv gpkg shp; do
      run -0 compute --output="out $name.$format"
      [ -e "./out $name.$format" ]
    done
    [ "$(inspect --facilities="out $name.shp" 2>&1 | grep -c $'\e')" -eq 0 ]
    echo F3,-1,100500,400500 >>"./$name.csv"
    run -3 metrics --facilities="$name.csv" -o x.csv
    shown=${name//$'\n'/\\n}
    says "'${shown//$'\e'/\\x1b}.csv' row 3: capacity is -1, below 0"
    run -0 inspect -- "$name.csv"
  done
  [ -z "$(find . -name '.wijk*')" ]
}

@test "what is printed where nobody can take it is an I/O error" {
  exits() { [ "$1" -eq 4 ] || { echo "exit code $1"; return 1; }; }
  for how in '-o -' --json; do
    code=0 && compute $how >/dev/full 2>said || code=$?
    exits $code && grep -q "'stdout': cannot be written: No space left on device" said
    code=0 && compute $how >&- 2>said || code=$?
    exits $code && grep -q "cannot be written" said
  done
  for words in --help --list --version; do
    code=0 && "$WIJK_BIN/wijk-metrics" $words >/dev/full 2>said || code=$?
    exits $code && grep -q "cannot be written" said
    code=0 && "$WIJK_BIN/wijk-metrics" $words >&- 2>said || code=$?
    exits $code
  done
  code=0 && inspect >/dev/full 2>said || code=$?
  exits $code
  compute -o out.gpkg >&- # nothing is printed, so nobody needs to listen
  [ -s out.gpkg ]
}
