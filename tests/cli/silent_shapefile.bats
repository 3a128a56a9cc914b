#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Shapefiles whose bytes contradict each other: every contradiction is said, none is read past. The squares of sound.shp
# have records of 136 bytes from byte 100 on.

load silent

setup() { enter_folder && copy_set sound a; }

@test "the set that all others are made from is sound" {
  inspected 0 sound.shp "polygons     4 with 20 vertices" "residents    1,000" "0 errors"
  run -0 wijk-metrics -q --zones sound.shp --facilities facilities.csv -o out.csv
  [ "$(cut -d, -f1,5-7 out.csv | tail -n +2 | tr '\n' ' ')" = "WK000001,1,5,50 WK000002,0,0,0 WK000003,0,0,0 WK000004,1,7,17.5 " ]
}

@test "cut .shp: how much is missing, and whose shapes" {
  truncate -s 500 a.shp
  refused_always a.shp "'a.shp': it says it has 644 bytes, but has 500" \
    "'a.shp': the shapes of 2 of its 4 rows lie beyond its end, from row 3 on" "copy it again, all parts"
}

@test "cut .shp: within its header" {
  truncate -s 60 a.shp
  refused_always a.shp "'a.shp': it is cut off in its header: 60 bytes of 100"
}

@test "cut .shx" {
  truncate -s 120 a.shx
  refused_always a.shp "'a.shx': it says it has 132 bytes, but has 120" "'a.shx': it ends in the middle of an entry" \
    "'a.dbf': it says it has 4 rows, for 2 shapes in 'a.shx'"
}

@test "cut .dbf: in its rows, and in its header" {
  truncate -s 250 a.dbf
  refused_always a.shp "'a.dbf': it says it has 4 rows of 39 bytes, but ends after 2 of them"
  truncate -s 70 a.dbf
  refused_always a.shp "'a.dbf': it is no dBASE table: its header has length 161 in 70 bytes"
  truncate -s 20 a.dbf
  refused_always a.shp "'a.dbf': it is no dBASE table: its header is cut off"
}

@test "several cut files: each is named in one run, once" {
  truncate -s 500 a.shp
  truncate -s 116 a.shx
  truncate -s 250 a.dbf
  refused_always a.shp "'a.shp': it says it has 644 bytes" "'a.shx': it says it has 132 bytes" \
    "'a.dbf': it says it has 4 rows, for 2 shapes" "'a.dbf': it says it has 4 rows of 39 bytes, but ends after 2"
  run -1 wijk-inspect --zones a.shp
  [ "$(grep -c '^error: ' <<<"$output")" -eq 4 ]
}

@test "record counts that differ: .dbf and .shx" {
  poke a.dbf 4 '<i' 3
  refused_always a.shp "'a.dbf': it says it has 3 rows, for 4 shapes in 'a.shx'" "copy it again"
}

@test "record counts that differ: .shp holds a shape that .shx and .dbf do not know" {
  truncate -s 124 a.shx
  poke a.shx 24 '>i' 62
  poke a.dbf 4 '<i' 3
  refused_always a.shp "'a.shp': it holds a record 4, but 'a.shx' knows 3: shapes would be lost"
}

@test "a .dbf that claims 4,000,000,000 rows ends at once" {
  poke a.dbf 4 '<I' 4000000000
  [ -n "$WIJK_SANITIZED" ] || ulimit -v 2000000 # sanitizers reserve terabytes
  refused_always a.shp "'a.dbf': it says it has 4000000000 rows, for 4 shapes" "but ends after 4 of them"
}

@test "an index of 50 million entries and more is over the limit" {
  truncate -s $((100 + 8 * 50000001)) a.shx
  poke a.shx 24 '>i' $(((100 + 8 * 50000001) / 2))
  refused_always a.shp "'a.shp' claims 50000001 rows, over the limit of 50000000"
}

@test "duplicated .shx entry: one zone would be counted twice and another lost; the others count" {
  dd if=a.shx of=a.shx bs=1 skip=100 seek=108 count=8 conv=notrunc status=none
  refused a.shp "'a.shp' row 2: 'a.shx' points to record 1 where record 2 should be"
  says "give --skip-faulty to leave those rows out"
  four | sed 2d | zones three
  left_out a.shp three.shp "'a.shp' row 2: 'a.shx' points to record 1"
}

@test ".shx offsets past the end and below 0: each row is named; the others count" {
  poke a.shx 100 '>i' 400
  poke a.shx 116 '>i' -7
  refused a.shp "'a.shp' row 1: 'a.shx' places its shape at byte 800 with 128 bytes, but 'a.shp' has 644 bytes" \
    "'a.shp' row 3: 'a.shx' places its shape at byte -14 with 128 bytes"
  four | sed '1d;3d' | zones two
  left_out a.shp two.shp "row 1:" "row 3:"
}

@test "huge and negative numbers of parts and points: each row is named; the others count" {
  poke a.shp 144 '<i' 100000000
  poke a.shp $((136 + 148)) '<i' -1
  poke a.shp $((272 + 144)) '<i' -2147483648
  refused a.shp "row 1: its shape claims 100000000 parts and 5 points, for which its 128 bytes have no room" \
    "row 2: its shape claims 1 parts and -1 points" "row 3: its shape claims -2147483648 parts"
  four | sed 1,3d | zones one
  left_out a.shp one.shp "row 1:" "row 2:" "row 3:"
}

@test "huge and negative lengths of records: each row is named; the others count" {
  poke a.shx 104 '>i' 1000000000
  poke a.shx 112 '>i' -64
  poke a.shp $((272 + 104)) '>i' 32
  refused a.shp "row 1: 'a.shx' places its shape at byte 100 with 2000000000 bytes" \
    "row 2: 'a.shx' places its shape at byte 236 with -128 bytes" \
    "row 3: its shape has 64 bytes by 'a.shp' but 128 by 'a.shx'"
  four | sed 1,3d | zones one
  left_out a.shp one.shp "row 1:" "row 2:" "row 3:"
}

@test "part index out of range: each row is named; the others count" {
  poke a.shp 152 '<i' 77
  poke a.shp $((136 + 152)) '<i' -4
  sed '3s/$/ \/ hole:100200,401200,100/' <(four) | zones a3
  refused a.shp "row 1: part 1 of its shape starts at point 77 of 5" "row 2: part 1 of its shape starts at point -4 of 5"
  four | sed 1,2d | zones two
  left_out a.shp two.shp "row 1:" "row 2:"
  poke a3.shp $((272 + 156)) '<i' 0
  refused a3.shp "row 3: part 2 of its shape starts at point 0 of 10, where an earlier part does"
}

@test "unknown shape type: of a record, of another kind, and of the whole file" {
  poke a.shp 108 '<i' 77
  poke a.shp $((136 + 108)) '<i' 3
  refused a.shp "row 1: its shape has type 77, which does not exist" "row 2: its shape has type 3, in a file of type 5"
  four | sed 1,2d | zones two
  left_out a.shp two.shp "row 1:" "row 2:"
  copy_set sound b
  poke b.shp 32 '<i' 6
  refused_always b.shp "'b.shp': it says its shapes have type 6, which does not exist"
  poke b.shp 32 '<i' 31
  for row in 0 1 2 3; do poke b.shp $((136 * row + 108)) '<i' 0; done
  refused_always b.shp "'b.shx': it says its shapes have type 5, but 'b.shp' says 31"
  poke b.shx 32 '<i' 31
  refused_always b.shp "'b.shp' holds MultiPatch, not points, lines or polygons" "turn them into"
}

@test "a row without a shape, and a shape without points: each is named; the others count" {
  { printf 'WK000005 Nergens 5 NEE |\n'; four; } | zones a
  poke a.shp $((112 + 44)) '<i' 0
  poke a.shp $((112 + 48)) '<i' 0
  refused a.shp "row 1: zone 'WK000005': there is no shape" "row 2: zone 'WK000001': there is no shape"
  four | sed 1d | zones three
  left_out a.shp three.shp "row 1:" "row 2:"
}

@test "files of 0 bytes: each is named" {
  : >a.shx
  refused_always a.shp "'a.shx': it is empty: 0 bytes"
  : >a.shp
  : >a.dbf
  refused_always a.shp "'a.shp': it is empty: 0 bytes" "'a.shx': it is empty: 0 bytes" "'a.dbf': it is empty: 0 bytes"
}

@test "missing files of the set: each is named, whatever else is wrong" {
  rm a.dbf
  refused_always a.shp "'a.dbf': it is not there, and a Shapefile is a set of .shp, .shx and .dbf"
  rm a.shx
  truncate -s 70 a.shp
  refused_always a.shp "'a.dbf': it is not there" "'a.shx': it is not there" "'a.shp': it is cut off in its header"
  run -4 wijk-inspect --zones nowhere.shp
  says "'nowhere.shp' is not there"
}

@test "wrong magic: what the file starts with is shown" {
  poke a.shp 0 '>i' 9993
  refused_always a.shp "'a.shp': it is no part of a Shapefile: it does not start with the number 9994"
  printf 'id;naam;x;y\n%0200d' 1 >a.shp
  refused_always a.shp "'a.shp': it is no part of a Shapefile: it starts with 'id;naam;x;y'"
}

@test "a VRT named .shp is not followed, with or without a set beside it" {
  vrt='<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>sound.shp</SrcDataSource><SrcLayer>sound</SrcLayer></OGRVRTLayer></OGRVRTDataSource>'
  echo "$vrt" >a.shp
  refused_always a.shp "'a.shp': it is no part of a Shapefile: it starts with '<OGRVRTDataSourc'"
  echo "$vrt" >alone.shp
  refused_always alone.shp "'alone.shp': it is no part of a Shapefile" "'alone.shx': it is not there"
}

@test "a set without any row has nothing to map" {
  zones empty </dev/null
  refused_always empty.shp "'empty.shp' has no rows"
}

@test "--skip-faulty with no sound row left is no answer" {
  printf 'A West 1 NEE |\nB Oost 1 NEE |\n' | zones none
  refused none.shp "row 1: zone 'A': there is no shape" "row 2: zone 'B': there is no shape"
  run -3 wijk-metrics --zones none.shp --facilities facilities.csv --skip-faulty -o new.csv
  says "every one of its 2 rows is faulty"
  [ ! -e new.csv ]
}
