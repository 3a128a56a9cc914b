#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Facilities and where they lie: none at all, outside, on a border, on a corner.

load silent

setup() { enter_folder; }

# per_zone METRIC: that figure of the four zones.
per_zone() {
  wijk-metrics -q --zones sound.shp --facilities facilities.csv --metrics "$1" -o out.csv --city-output city.json --overwrite
  tail -n +2 out.csv | cut -d, -f5 | tr '\n' ' '
}
city() { jq --arg id "$1" '.city[] | select(.id == $id and .by == null) | .value' city.json; }

@test "no facilities at all: a header alone counts none, with a warning; an empty file is refused" {
  printf 'id;capaciteit;x;y\n' >facilities.csv
  inspected 0 sound.shp "warning: 'facilities.csv': it has no rows" "in zones     0 of 0"
  [ "$(per_zone facilities_count)" = "0 0 0 0 " ]
  [ "$(per_zone places_per_1000)" = "0 0 0 0 " ]
  [ "$(per_zone nearest_m_mean)" = "    " ]
  jq -e '[.city[] | select(.value == null and .reason == null)] == []' city.json
  : >facilities.csv
  inspected 1 sound.shp "error: 'facilities.csv' is empty" "the first line names the columns"
  run -3 wijk-metrics --zones sound.shp --facilities facilities.csv -o new.csv
  says "'facilities.csv' is empty"
  [ ! -e new.csv ]
}

@test "outside every zone: named, out of the zones, in the city" {
  printf 'id;naam;capaciteit;x;y\nF1;In;5;100500;400500\nF2;Buiten;7;99000;401000\n' >facilities.csv
  inspected 0 sound.shp "'facilities.csv' row 2: facility F2 (Buiten) at 99000 401000 lies outside every zone" \
    "of 2 read: 1 used, 1 outside every zone"
  run -0 wijk-metrics --zones sound.shp --facilities facilities.csv -o out.csv --report report.json
  says "'facilities.csv' row 2: facility 'F2' (Buiten) at 99000, 401000 lies outside every zone"
  jq -e '.counts.facilities | .read == 2 and .used == 1 and .outside == 1' report.json
  [ "$(per_zone places_count)" = "5 0 0 0 " ]
  [ "$(city places_count)" = 12 ]
}

@test "on a border and on the corner of four: exactly one zone, the one of the lowest key, and it is said" {
  printf 'id;capaciteit;x;y\nRand;1;101000;400500\nBoven;2;101000;401500\nHoek;4;101000;401000\nBuitenhoek;8;102000;402000\n' >facilities.csv
  inspected 0 sound.shp "in zones     4 of 4, 4 on a boundary"
  wijk-inspect --zones sound.shp --facilities facilities.csv --json |
    jq -e '[.findings[] | select(.code == "on-boundary") | [.row, (.message | sub(".* belongs to "; ""))]] | sort ==
           [[1,"WK000001"],[2,"WK000003"],[3,"WK000001"],[4,"WK000004"]]'
  [ "$(per_zone places_count)" = "5 0 2 8 " ]
  [ "$(city places_count)" = 15 ]
}

@test "on a border of zones in another order: the key decides, not the row" {
  four | sort -r | zones sound
  printf 'id;capaciteit;x;y\nHoek;4;101000;401000\n' >facilities.csv
  [ "$(per_zone places_count)" = "4 0 0 0 " ]
}
