#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Texts of Shapefiles and the encodings they are in, said or not said.

load silent

setup() { enter_folder; }

# cafe NAME BYTES: one zone of that name.
cafe() { printf "WK1 Caf$2 100 NEE | square:100000,400000,1000\n" | zones "$1"; }
name_of() {
  wijk-metrics -q --zones "$1" --facilities facilities.csv --metrics facilities_count -o out.csv --overwrite
  sed -n 2p out.csv | cut -d, -f2
}

@test "Latin-1 without .cpg: read as Windows-1252, and said" {
  cafe a '\xe9'
  inspected 0 a.shp "encoding     windows-1252 (by its bytes)" \
    "nothing says in which encoding its texts are; they are read as Windows-1252"
  [ "$(name_of a.shp)" = "Café" ]
}

@test "UTF-8 without .cpg: known by its bytes" {
  cafe a '\xc3\xa9'
  inspected 0 a.shp "encoding     UTF-8 (by its bytes)"
  [ "$(name_of a.shp)" = "Café" ]
}

@test "wrong .cpg: UTF-8 that is none is read as Windows-1252; Windows-1252 that may be UTF-8 is a warning" {
  cafe a '\xe9'
  echo UTF-8 >a.cpg
  inspected 0 a.shp "warning: 'a.shp': it says its texts are UTF-8, but they are not; read as Windows-1252"
  [ "$(name_of a.shp)" = "Café" ]
  cafe b '\xc3\xa9'
  echo 1252 >b.cpg
  inspected 0 b.shp "warning: 'b.shp': it says its texts are windows-1252, but all of them are valid UTF-8 too" \
    "give it a .cpg file that says UTF-8"
}

@test "a .cpg that names nothing known is said" {
  cafe a '\xe9'
  echo klingon >a.cpg
  inspected 0 a.shp "warning: 'a.shp': its .cpg names an encoding that is not known: 'klingon" "windows-1252 (by its bytes)"
  [ "$(name_of a.shp)" = "Café" ]
}

@test "the language byte of the .dbf counts where no .cpg stands" {
  cafe a '\x82'
  poke a.dbf 29 B 2
  inspected 0 a.shp "encoding     CP850 (by its language byte)"
  [ "$(name_of a.shp)" = "Café" ]
}
