#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Locale, home, temporary folder and the standard files of the machine change nothing, and archives and networks are
# what they are asked to be.

bats_require_minimum_version 1.5.0
load two_zones.bash

setup() {
  enter_two_zones
  lines sound.csv 'id;capacity;woonvorm;rd_x;rd_y' 'F1;10;IJsselhof;100500,5;400500' 'F2;20;ilgaz;101500;400500'
  mkdir out
}

# everything_of OUT COMMAND…: runs with outputs of each kind, in the folder OUT.
everything_of() {
  local folder=$1
  shift
  mkdir -p "$folder"
  for format in csv gpkg geojson shp xlsx json; do
    "$@" "$WIJK_BIN/wijk-metrics" --zones zones.geojson --facilities sound.csv --by WOONVORM -o "$folder/a.$format" \
      --city-output "$folder/city.$format.json" --report "$folder/report.$format.json" 2>"$folder/said"
  done
  "$@" "$WIJK_BIN/wijk-map" --zones zones.geojson --field residents=RESIDENTS --value residents -o "$folder/a.svg" 2>"$folder/said" ||
    "$@" "$WIJK_BIN/wijk-export" --zones zones.geojson -o "$folder/zones.csv" 2>"$folder/said"
  "$@" "$WIJK_BIN/wijk-inspect" --zones zones.geojson --facilities sound.csv >"$folder/inspect"
}

# A locale that the machine has not is made for the test.
locale_of() {
  if locale -a | grep -qix "$1.utf-\?8"; then return; fi
  export LOCPATH=$PWD/locales
  mkdir -p locales
  localedef -i "$1" -f UTF-8 "locales/$1.UTF-8"
}

@test "Dutch and Turkish locales give the same bytes, and the decimal comma and dotless i are really theirs" {
  everything_of plain env LC_ALL=C
  for name in nl_NL tr_TR; do
    locale_of $name
    [ "$(LC_ALL=$name.UTF-8 printf '%.1f' 1,5)" = 1,5 ]
    everything_of $name env LC_ALL=$name.UTF-8
    diff -r plain $name
  done
  grep -q ',10$\|,10,' plain/a.csv
}

@test "no HOME, no environment at all, and a temporary folder that cannot be written" {
  everything_of plain env
  everything_of homeless env -u HOME -u USER -u XDG_CACHE_HOME
  diff -r plain homeless
  everything_of naked env -i
  diff -r plain naked
  everything_of nowhere env TMPDIR=/nonexistent CPL_TMPDIR=/nonexistent HOME=/nonexistent
  diff -r plain nowhere
}

@test "stdin, stdout and stderr closed: the files are those of any other run" {
  everything_of plain env
  closed() { "$@" <&-; }
  everything_of closed closed
  diff -r plain closed
  "$WIJK_BIN/wijk-metrics" --zones zones.geojson --facilities sound.csv --by WOONVORM -o out/a.gpkg <&- >&- 2>&-
  cmp out/a.gpkg plain/a.gpkg
  code=0 && "$WIJK_BIN/wijk-metrics" --zones none.shp -o out/b.gpkg <&- >&- 2>&- || code=$?
  [ "$code" -eq 4 ] && [ ! -e out/b.gpkg ]
}

@test "inputs in a folder that may only be read, and an input that may not" {
  everything_of plain env
  mkdir locked && cp zones.geojson sound.csv locked && chmod 444 locked/* && chmod 555 locked
  "$WIJK_BIN/wijk-metrics" --zones locked/zones.geojson --facilities locked/sound.csv --by WOONVORM -o out/a.csv 2>/dev/null
  cmp out/a.csv plain/a.csv
  "$WIJK_BIN/wijk-export" --zones zones.geojson -o out/zones.gpkg -q
  mkdir sealed && mv out/zones.gpkg sealed && chmod 444 sealed/* && chmod 555 sealed
  drop=()
  [ "$(id -u)" -ne 0 ] || drop=(setpriv --bounding-set=-dac_override,-dac_read_search --inh-caps=-dac_override,-dac_read_search)
  run -0 "${drop[@]}" "$WIJK_BIN/wijk-inspect" --zones sealed/zones.gpkg
  says "polygons     2"
  [ "$(ls -A sealed)" = zones.gpkg ]
  chmod 000 sound.csv
  refuses 4 "${drop[@]}" "$WIJK_BIN/wijk-metrics" --zones zones.geojson --facilities sound.csv -o x.csv
  says "'sound.csv' cannot be read"
  chmod 755 locked sealed
  chmod 644 sound.csv
}

@test "a network and a database are only asked when they are asked for" {
  for path in /vsicurl/http://127.0.0.1:9/a.csv http://127.0.0.1:9/a.csv https://127.0.0.1:9/a.geojson ftp://127.0.0.1:9/a.csv \
    /vsizip//vsicurl/http://127.0.0.1:9/a.zip/a.csv /VSICURL/http://127.0.0.1:9/a.csv /vsis3/b/a.csv \
    /vsisubfile/0_9,/vsicurl/http://127.0.0.1:9/a.csv GEOJSON:http://127.0.0.1:9/a.geojson; do
    refuses 2 metrics --facilities "$path" -o x.csv
    says "'$path' is not on this machine" "download it first, or give --allow-network"
    run -2 inspect --facilities "$path"
  done
  refuses 2 metrics --facilities 'PG:host=db.example.org dbname=a' -o x.csv
  says "the database is not on this machine" "give --allow-network"
  for path in /vsicrypt/key=x,file=sound.csv /vsistdin/a.csv; do
    refuses 2 metrics --facilities "$path" -o x.csv
  done
  lines vrt.gpkg '<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/vsicurl/http://127.0.0.1:9/a.csv</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
  finds vrt.gpkg "'vrt.gpkg' cannot be read as a GeoPackage: it is no SQLite database"
}

@test "a source that is not there, is a folder, has no extension, or lies in an archive that is none" {
  refuses 4 metrics --facilities none.csv -o x.csv
  says "'none.csv' is not there" "check the spelling of the path"
  mkdir folder.csv
  refuses 4 metrics --facilities folder.csv -o x.csv
  says "'folder.csv' is a folder, not a file"
  refuses 2 metrics --facilities sound -o x.csv
  says "'sound' has no extension that says its format"
  refuses 4 metrics --facilities /vsizip/sound.csv/a.csv -o x.csv
  says "'/vsizip/sound.csv/a.csv' is not there"
  [[ $output != *ERROR* ]]
}

@test "three gigabytes of zeros in a small archive are refused at once, in little memory" {
  python3 - <<'PY'
import struct, zlib
block, count = b"\0" * (1 << 20), 3072
flow = zlib.compressobj(9, zlib.DEFLATED, -15)
part = flow.compress(block) + flow.flush(zlib.Z_FULL_FLUSH)  # a piece that can be told again and again
end, crc = b"\3\0", 0
for _ in range(count):
    crc = zlib.crc32(block, crc)
size = len(part) * count + len(end)
facts = struct.pack("<HHHHHLLLHH", 20, 0, 8, 0, 33, crc, size, len(block) * count, 5, 0)
with open("bomb.zip", "wb") as archive:
    archive.write(b"PK\3\4" + facts + b"a.csv" + part * count + end)
    start = archive.tell()
    archive.write(b"PK\1\2" + struct.pack("<H", 20) + facts + struct.pack("<HHHLL", 0, 0, 0, 0, 0) + b"a.csv")
    archive.write(b"PK\5\6" + struct.pack("<HHHHLLH", 0, 0, 1, 1, archive.tell() - start, start, 0))
PY
  [ -n "$WIJK_SANITIZED" ] || ulimit -v 2000000 # sanitizers reserve terabytes
  refuses 3 timeout 20 "$WIJK_BIN/wijk-metrics" --zones zones.geojson --facilities /vsizip/bomb.zip/a.csv -o x.csv
  says "'a.csv' unpacks to 3221225472 bytes, " " times its archive; no map does" "unpack it first and name the file itself"
  run -1 timeout 20 "$WIJK_BIN/wijk-inspect" --zones zones.geojson --facilities /vsizip/bomb.zip/a.csv
  says "unpacks to 3221225472 bytes"
  zip -q sound.zip sound.csv
  [ "$(places /vsizip/sound.zip/sound.csv)" = "10 20" ]
}
