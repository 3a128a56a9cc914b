#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Zones as CBS and others give them: codes twice, water, abroad, missing figures, another year. Figures are by hand.

load silent

setup() { enter_folder; }

# figures SOURCE METRICS [OPTION...]: key and figures of each zone, a line each.
figures() {
  wijk-metrics -q --zones "$1" --facilities facilities.csv --metrics "$2" -o out.csv --overwrite "${@:3}"
  tail -n +2 out.csv | cut -d, -f1,5-
}

@test "duplicate zone: the second row is named; the others count" {
  { four; four | sed -n 2p; printf 'WK000002 Nogeens 9 NEE | square:105000,400000,1000\n'; } | zones a
  refused a.shp "'a.shp' row 5: WK_CODE 'WK000002' is there already in row 2" "row 6: WK_CODE 'WK000002' is there already in row 2"
  says "give --skip-faulty to leave those rows out"
  left_out a.shp sound.shp "row 5:" "row 6:"
}

@test "same code twice, land and water: the row of water is the one too many, whichever comes first" {
  water='Water -99999999 JA | square:105000,400000,1000'
  { printf 'WK000001 %s\n' "$water"; four; printf 'WK000004 %s\n' "$water"; } | zones a
  refused a.shp "'a.shp' row 1: WK_CODE 'WK000001' is there already in row 2, which is land; this is its water" \
    "'a.shp' row 6: WK_CODE 'WK000004' is there already in row 5, which is land; this is its water"
  left_out a.shp sound.shp "row 1:" "row 6:"
}

@test "a zone without a code: named; the others count" {
  { four; printf -- '- Naamloos 9 NEE | square:105000,400000,1000\n'; } | zones a
  refused a.shp "'a.shp' row 5: WK_CODE is empty; each zone needs a key"
  left_out a.shp sound.shp "row 5:"
}

@test "CBS missing codes are missing, never numbers: empty figures, with reasons" {
  for code in -99999999 -99999 -99998 -99997; do
    four | sed "1s/ 100 / $code /" | zones a
    inspected 0 a.shp "residents    900, not known in 1 rows"
    [ "$(figures a.shp places_per_1000,residents_share | tr '\n' ' ')" = "WK000001,, WK000002,0,0.2222222222222222 WK000003,0,0.3333333333333333 WK000004,17.5,0.4444444444444444 " ]
    [ "$(cut -d, -f3 out.csv | sed -n 2p)" = "" ]
  done
  four | sed '1s/ 100 / -5 /' | zones a
  refused a.shp "'a.shp' row 1: AANT_INW is -5; fewer than none cannot live there"
}

@test "water and Buitenland: on the map, in no ratio; a facility there is named" {
  cat <<'ROWS' | zones a
WK000001 Land 100 NEE | square:100000,400000,1000
WK000002 Land 300 NEE | square:101000,400000,1000
WK000003 Meer -99999999 JA | square:100000,401000,1000
BU99999998 Buitenland -99999999 B | square:101000,401000,1000
ROWS
  inspected 0 a.shp "residents    400, not known in 2 rows" \
    "'facilities.csv' row 2: facility F2 at 101500 401500 lies in a zone of water, BU99999998"
  [ "$(figures a.shp facilities_count,places_per_1000,places_per_km2,residents_share | tr '\n' ' ')" = "BU99999998,1,,, WK000001,1,50,5,0.25 WK000002,0,0,0,0.75 WK000003,0,,, " ]
}

@test "one zone: its figures are there; what compares zones says that it has no variance" {
  four | sed -n 1p | zones a
  printf 'id;capaciteit;x;y\nF1;5;100500;400500\n' >facilities.csv
  inspected 0 a.shp "polygons     1 with" "in zones     1 of 1"
  [ "$(figures a.shp facilities_count,places_per_1000,places_per_km2)" = "WK000001,1,50,5" ]
  wijk-metrics -q --zones a.shp --facilities facilities.csv --city-output city.json
  jq -e '[.city[] | select(.value == null and .reason == null)] == []' city.json
  jq -e '.city[] | select(.id == "places_per_1000") | .value == 50' city.json
}

@test "zones without residents: no ratio, never 0; all without: the city says why" {
  four | sed '1s/ 100 / 0 /;2s/ 200 / 0 /' | zones a
  [ "$(figures a.shp facilities_count,places_per_1000,places_per_km2,residents_share | tr '\n' ' ')" = "WK000001,1,,5, WK000002,0,,0, WK000003,0,0,0,0.42857142857142855 WK000004,1,17.5,7,0.5714285714285714 " ]
  four | sed -E 's/ [0-9]+ NEE/ 0 NEE/' | zones a
  wijk-metrics -q --zones a.shp --facilities facilities.csv --city-output city.json
  jq -e '.city[] | select(.id == "places_per_1000") | .value == null and .reason == "no residents"' city.json
}

@test "wijk codes of another year: rows and zones without a partner are named; none at all is refused" {
  printf 'wijkcode;klasse\nWK000001;rood\nWK000002;groen\nWK000088;rood\nWK000089;groen\n' >zoning.csv
  run -0 wijk-inspect --zones sound.shp --zoning zoning.csv
  says "joined       2 of 4 rows; 2 zones have none" "row 3: no zone has the key wijkcode 'WK000088'" \
    "row 4: no zone has the key wijkcode 'WK000089'" "2 zones have no row: WK000003, WK000004"
  run -0 wijk-metrics --zones sound.shp --facilities facilities.csv --zoning zoning.csv -o out.csv
  says "'zoning.csv': 2 zones are not in the zoning and have no class: WK000003, WK000004" \
    "'zoning.csv': 2 rows of the zoning belong to no zone: WK000088, WK000089; is it of another year?"
  sed -i 's/WK0000/WK2022/' zoning.csv
  run -3 wijk-metrics --zones sound.shp --facilities facilities.csv --zoning zoning.csv -o new.csv
  says "no key of the zoning is the key of a zone" "give a zoning of the same zones"
  [ ! -e new.csv ]
}

@test "indicators of another year: rows and zones without a partner are named" {
  printf 'wijkcode;punten\nWK000001;1.5\nWK000002;2.5\nWK000003;3.5\nWK000089;4.5\n' >dna.csv
  run -0 wijk-zoning --zones sound.shp --indicators dna.csv --indicator punten:higher:1 -o out.csv
  says "'dna.csv' row 4: 'WK000089' is the key of no zone" "'dna.csv': zone 'WK000004' has no row among the indicators"
}

@test "an indicator that is called like a column of the result is refused, not a bug" {
  for name in score Zone_Class norm_factor; do
    printf 'wijkcode;%s\nWK000001;1.5\nWK000002;2.5\nWK000003;3.5\nWK000004;4.5\n' "$name" >dna.csv
    run -2 wijk-zoning --zones sound.shp --indicators dna.csv --indicator "$name:higher:1" -o new.csv
    says "the indicator '$name' is called like the column" "give that field another name in its source"
    [ ! -e new.csv ]
  done
}
