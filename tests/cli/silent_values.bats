#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# A value that cannot be is a fault of its row; one that makes one wonder is a warning; a missing one is never 0.

bats_require_minimum_version 1.5.0
load two_zones.bash

setup() { enter_two_zones; }

@test "an id keeps its leading zeros: 0001 and 1 are two facilities" {
  lines zero.csv id,capacity,rd_x,rd_y 0001,10,100500,400500 1,20,101500,400500
  [ "$(places zero.csv)" = "10 20" ]
  "$WIJK_BIN/wijk-export" --facilities zero.csv -o - -q >out.csv
  [ "$(cut -d, -f1 out.csv | tail -n +2 | sort | tr '\n' ' ')" = "0001 1 " ]
}

@test "an id that a spreadsheet turned into a number is a fault of each such row" {
  lines sheet.csv 'id;capacity;rd_x;rd_y' '5.9901E+14;10;100500;400500' '599010000000001;20;101500;400500' \
    '5,9901E+14;30;101500;400500'
  finds sheet.csv "row 1: id '5.9901E+14' is a code that a spreadsheet turned into a number" "row 3: id '5,9901E+14' is a code"
  [ "$(places sheet.csv --skip-faulty)" = "0 20" ]
}

@test "an id that is there twice is a fault of the later rows, each against the first" {
  lines double.csv id,capacity,rd_x,rd_y F1,10,100500,400500 F1,20,101500,400500 F2,30,101500,400500 F1,40,101500,400500 ,50,101500,400500
  finds double.csv "row 2: id 'F1' is there already in row 1" "row 4: id 'F1' is there already in row 1" "row 5: id is empty"
  [ "$(places double.csv --skip-faulty)" = "10 30" ]
}

@test "a capacity below zero, and one that no facility has, are faults; a fraction and a lot are warnings" {
  lines capacity.csv id,capacity,bezet,rd_x,rd_y F1,-10,1,100500,400500 F2,2.5,1,101500,400500 F3,1e12,1,101500,400500 \
    F4,99999999999,1,101500,400500 F5,20000,1,101500,400500 F6,9,-1,101500,400500 F7,7,1,100500,400500
  finds capacity.csv "row 1: capacity is -10, below 0" "warning: 'capacity.csv' row 2: capacity is 2.5, not a whole number" \
    "row 3: capacity is 1000000000000, more than a facility can have" "row 4: capacity is 99999999999, more than" \
    "warning: 'capacity.csv' row 5: capacity is 20000, which is a lot; is it right?" "row 6: bezet is -1, below 0"
  [ "$(places capacity.csv --skip-faulty)" = "7 20002.5" ]
}

@test "more people than places is a warning, and both count" {
  lines full.csv id,capacity,bezet,rd_x,rd_y F1,10,12,100500,400500 F2,20,20,101500,400500
  [ "$(places full.csv)" = "10 20" ]
  grep -q "warning: 'full.csv' row 1: bezet is 12, more than the 10 of capacity" said
  run -0 inspect --facilities full.csv
  says "row 1: bezet is 12, more than the 10 of capacity" "0 errors, 1 warning"
  metrics --facilities full.csv -o - -q | grep -q '^A,.*,12$'
}

@test "a status that is no known word is named with the nearest; the facility does not count" {
  lines status.csv id,capacity,status,rd_x,rd_y F1,10,bestaand,100500,400500 F2,20,bestand,101500,400500 \
    F3,30,,101500,400500 F4,40,raar,101500,400500 F5,50,Existing,101500,400500 F6,60,gepland,101500,400500
  [ "$(places status.csv)" = "10 50" ]
  grep -q "row 2: status 'bestand' is no known status (is it 'bestaand'?); the facility is not selected" said
  grep -q "row 3: status is empty; the facility is not selected" said
  grep -q "row 4: status 'raar' is no known status; the facility is not selected" said
  run -0 inspect --facilities status.csv
  says "of 6 read: 2 used, 4 not selected" "status 'bestand'" "status 'raar'" "0 errors, 3 warnings"
  [ "$(places status.csv --status gepland,sloop)" = "0 60" ]
  grep -q "no facility has the status 'sloop'" said
}

@test "a date that is none is a fault of its row, in each field of dates" {
  lines dates.csv id,capacity,geldig_van,geldig_tot,rd_x,rd_y F1,10,2020-01-31,,100500,400500 F2,20,2021-02-30,,101500,400500 \
    F3,30,2020-13-01,,101500,400500 F4,40,12/31/2020,,101500,400500 F5,50,2020-01-01,ooit,101500,400500 \
    F6,60,31-12-2020,,101500,400500 F7,70,2024-02-29,2023-01-01,101500,400500
  finds dates.csv "row 2: geldig_van '2021-02-30' is not a date as YYYY-MM-DD" "row 3: geldig_van '2020-13-01'" \
    "row 4: geldig_van '12/31/2020'" "row 5: geldig_tot 'ooit'" "warning: 'dates.csv' row 7: it ends before it starts"
  [ "$(places dates.csv --skip-faulty)" = "10 130" ]
  [ "$(places dates.csv --skip-faulty --date 2020-06-01)" = "10 0" ]
  refuses 2 metrics --facilities dates.csv -o x.csv --date 2023-02-29
  says "'2023-02-29' is not a date" "write it as YYYY-MM-DD"
}

@test "the missing codes of CBS and '.' are missing, never numbers, in zones and facilities" {
  lines missing.csv id,capacity,rd_x,rd_y F1,-99997,100500,400500 F2,20,101500,400500 F3,.,100500,400500 F4,-99999999,100500,400500
  [ "$(places missing.csv)" = " 20" ]
  grep -q "3 facilities have an unknown number of places.*: F1, F3, F4" said
  run -0 inspect --facilities missing.csv
  says "places       20, not known in 3 rows"
  sed -e 's/:1000,/:-99997,/' -e 's/:2000,/:-99999999,/' zones.geojson >unknown.geojson
  run -0 "$WIJK_BIN/wijk-inspect" --zones unknown.geojson
  says "residents    0, not known in 2 rows"
  lines table.csv buurtcode,score A,-99998 B,2
  run -0 inspect --indicators table.csv --json
  [ "$(jq '.counts.indicators.used' <<<"$output")" -eq 2 ]
}

@test "NaN, infinity and 1e400 in a CSV are faults of their rows, as values and as coordinates" {
  lines nan.csv id,capacity,rd_x,rd_y F1,NaN,100500,400500 F2,inf,101500,400500 F3,1e400,101500,400500 F4,4,NaN,400500 \
    F5,5,101500,1e400 F6,6,101500,400500 F7,7,-inf,-inf F8,8,,400500
  finds nan.csv "row 1: capacity 'NaN' is not a number" "row 2: capacity 'inf' is not a number" \
    "row 3: capacity '1e400' is not a number" "row 4: rd_x 'NaN' is not a number" "row 5: rd_y '1e400' is not a number" \
    "row 7: rd_x '-inf' is not a number" "row 8: a coordinate is missing"
  [ "$(places nan.csv --skip-faulty)" = "0 6" ]
}

@test "a point in New York is a fault of its row; a file of them, of the file" {
  lines one.csv id,capacity,lon,lat F1,10,-74.006,40.7128 F2,20,4.6158,51.5873
  finds one.csv "row 1: coordinates -74.006 40.7128 are not in or near the Netherlands"
  [ "$(places one.csv --skip-faulty)" = "0 20" ]
  lines all.csv id,capacity,x,y F1,10,-74.006,40.7128 F2,20,-73.9,40.37
  finds all.csv "'all.csv' does not say its coordinate system, and its coordinates (x -74.006 to -73.9, y 40.37 to 40.7128) do not tell" \
    "give --assume-crs CODE"
}

@test "swapped axes: a row of them is a fault of the row, a file of them of the file" {
  lines one.csv id,capacity,x,y F1,10,400500,100500 F2,20,101500,400500 F3,30,101500,400500
  finds one.csv "row 1: coordinates 400500 100500 are outside the range of RD; x and y are swapped"
  [ "$(places one.csv --skip-faulty)" = "0 50" ]
  lines rd.csv id,capacity,x,y F1,10,400500,100500 F2,20,400500,101500
  finds rd.csv "'rd.csv' has its axes swapped: x 400500 to 400500, y 100500 to 101500 is RD the wrong way round" "swap the two"
  lines degrees.csv id,capacity,lon,lat F1,10,51.58,4.61 F2,20,51.59,4.62
  finds degrees.csv "has its axes swapped" "latitude and longitude the wrong way round" "longitude goes first"
}

@test "degrees in fields called x and y are recognised, said, and lie where they lie" {
  lines xy.csv id,capacity,x,y F1,10,4.6015,51.5873 F2,20,4.6158,51.5873
  [ "$(places xy.csv)" = "10 20" ]
  grep -q "'xy.csv': the source does not say its coordinate system; its coordinates are degrees (EPSG:4326), and are read so" said
  lines named.csv id,capacity,rd_x,rd_y F1,10,4.6015,51.5873 F2,20,4.6158,51.5873
  finds named.csv "'named.csv' says it is EPSG:28992, but its coordinates" "are degrees"
}
