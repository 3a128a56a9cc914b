#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# wijk-map --chart as a planner runs it: forecasts under Dutch and English headers, the invented city, and tables that
# make no picture.

bats_require_minimum_version 1.5.0

chart() { "$WIJK_BIN/wijk-map" "$@"; }
words() { xmllint --xpath '//*[local-name()="text"]/text()' "$1"; }

setup() {
  mkdir "$BATS_TEST_TMPDIR/here" && cd "$BATS_TEST_TMPDIR/here" || return
  shapes=$WIJK_SOURCE/shapes
}

# A forecast as it is written in Dutch: two scenarios, two forms, three years.
forecast() {
  cat >prognose.csv <<'CSV'
jaar;scenario;woonvorm;vraag;plaatsen;tekort;p10;p50;p90
2026;behoud;opvang;120;100;20;110;120;130
2027;behoud;opvang;130;100;30;115;130;145
2028;behoud;opvang;140,5;120;20,5;120;140;160
2026;behoud;verblijf;50;60;-10;48;50;52
2027;behoud;verblijf;48;60;-12;45;48;51
2028;behoud;verblijf;46;60;-14;40;46;52
2026;groei;opvang;120;100;20;110;120;130
2027;groei;opvang;150;100;50;120;150;180
2028;groei;opvang;180;120;60;140;180;220
2026;groei;verblijf;50;60;-10;48;50;52
2027;groei;verblijf;51;60;-9;45;51;57
2028;groei;verblijf;52;60;-8;40;52;64
CSV
}

# Zones with places, load, norm and class.
figures() {
  rm -f zoning.gpkg metrics.gpkg city.json
  "$WIJK_BIN/wijk-zoning" --zones "$shapes/wijken.shp" --indicators "$shapes/dna_wijk.csv" --indicator leefbaarheid_afwijking:higher:1 -o zoning.gpkg -q
  "$WIJK_BIN/wijk-metrics" --zones "$shapes/wijken.shp" --facilities "$shapes/voorzieningen.csv" --zoning zoning.gpkg \
    --metrics places_count,places_per_1000,norm_per_1000,zone_class,gini,gini_segregation -o metrics.gpkg --city-output city.json -q "$@"
}
city() { jq -r --arg id "$1" '.city[] | select(.id == $id and .by == null) | .value' city.json; }
# A figure as it is written in a Dutch text, with two decimals.
dutch() { LC_ALL=C printf '%.2f' "$1" | tr . ,; }

@test "demand against places: PNG, PDF and SVG of one page, lines named at their ends, areas in the legend" {
  forecast
  chart prognose.csv --chart demand --scenario behoud --title "Vraag en plaatsen" --date 2026-03-01 -o a.png -o a.pdf -o a.svg --dpi 60
  xmllint --noout a.svg
  for text in "Vraag en plaatsen" opvang verblijf "vraag 140,5" "plaatsen 120" "vraag 46" "plaatsen 60" "tekort: vraag boven plaatsen" \
    "ruimte: vraag onder plaatsen" "8 van de 10 trekkingen (p10 tot p90)" "Bron: prognose.csv. Stand op 1 maart 2026."; do
    words a.svg | grep -qxF "$text" || { echo "no $text"; return 1; }
  done
  [ "$(xmllint --xpath 'count(//*[local-name()="g"]/*[local-name()="title"][.="opvang"])' a.svg)" -eq 1 ]
  pdftotext a.pdf - | grep -qF "plaatsen 120"
  file a.png | grep -q 'PNG image data'
}

@test "the sentence says first and last year, in Dutch and English" {
  forecast
  run chart prognose.csv --chart demand --scenario behoud --form opvang --alt-text
  [ "$output" = "vraag en plaatsen per jaar, 2026 tot en met 2028. opvang: vraag 120 in 2026 en 140,5 in 2028, plaatsen 100 en 120 (tekort 20,5)." ]
  run chart prognose.csv --chart demand --panels scenario --lang en --alt-text
  [ "$output" = "demand and places by year, 2026 to 2028. behoud: demand 170 in 2026 and 186.5 in 2028, places 160 and 180 (short 6.5); groei: demand 170 in 2026 and 232 in 2028, places 160 and 180 (short 52)." ]
}

@test "English headers and fields by name make the same picture" {
  forecast
  mkdir -p other
  sed '1s/.*/year;scenario;form;demand;places;gap;p10;p50;p90/' prognose.csv >other/prognose.csv
  chart prognose.csv --chart demand -o a.svg --lang en
  chart other/prognose.csv --chart demand -o b.svg --lang en
  diff <(grep -v provenance a.svg | sed 's/sha256[^,}]*//') <(grep -v provenance b.svg | sed 's/sha256[^,}]*//')
  run chart "$shapes/uitstroom_regio.csv" --chart demand --field form=regio --field demand=woningen_afgesproken --field places=woningen_gerealiseerd --form Wijkerdam --alt-text
  [[ "$output" == "woningen afgesproken en woningen gerealiseerd per jaar, 2023 tot en met 2025. Wijkerdam: woningen afgesproken 149 in 2023 en 144 in 2025, woningen gerealiseerd 95 en 120 (tekort 24)." ]]
}

@test "what wijk-forecast writes is drawn as it is, in Dutch and English" {
  for lang in nl en; do
    "$WIJK_BIN/wijk-forecast" --demand "$shapes/vraag.csv" --inflow "$shapes/instroom.csv" --transitions "$shapes/doorstroom.csv" \
      --facilities "$shapes/voorzieningen.csv" --draws 20 --lang $lang -o "$lang.csv" -q
    chart "$lang.csv" --chart demand --scenario behoud --lang $lang -o "$lang.svg"
    [ "$(words "$lang.svg" | grep -cxE 'opvang|verblijf|beschermd|begeleid|zelfstandig')" -eq 5 ]
  done
  words nl.svg | grep -qxF "8 van de 10 trekkingen (p10 tot p90)"
  words en.svg | grep -qxF "8 of 10 draws (p10 to p90)"
  people=$(awk -F, '$1 == 2036 && $2 == "behoud" && $3 == "opvang" { print $10 }' nl.csv)
  words nl.svg | grep -qxF "vraag ${people:0:-3}.${people: -3}"
  chart nl.csv --chart demand --panels scenario -o sum.svg
  words sum.svg | grep -qF "Woonvormen samen: ruimte in de ene telt tegen tekort in de andere."
  words sum.svg | grep -qxF behoud
}

@test "scenarios are lines of a panel; a year without data is a hole and a note" {
  forecast
  grep -v '^2027;groei;opvang' prognose.csv | sed 's/^2028;behoud;verblijf;46/2028;behoud;verblijf;/' >t.csv
  run --separate-stderr chart t.csv --chart demand -o a.svg
  [ "$status" -eq 0 ]
  # shellcheck disable=SC2154
  [[ "$stderr" == *"2 years of lines have no value"* ]]
  words a.svg | grep -qxF "Zonder gegevens (vraag en plaatsen): opvang groei 2027, verblijf behoud 2028."
  words a.svg | grep -qxF "groei 180"
  words a.svg | grep -qF "48 (2027)"
  (! words a.svg | grep -q trekkingen)
}

@test "tables that make no picture are refused, by row and reason, and nothing is written" {
  forecast
  refuse() { # code, words, edit of the table, options
    sed "$3" prognose.csv >t.csv
    run --separate-stderr chart t.csv --chart demand -o a.svg "${@:4}"
    [ "$status" -eq "$1" ] || { echo "exit $status: $3 $stderr"; return 1; }
    [[ "$stderr" == *"$2"* ]] || { echo "$stderr"; return 1; }
    [ ! -e a.svg ]
  }
  refuse 2 "'t.csv' has no column for the demand" '1s/vraag/iets/'
  refuse 2 "'t.csv' has no field 'vraagg' (asked for as demand)" '' --field demand=vraagg
  refuse 2 "did you mean 'vraag'?" '' --field demand=vraagg
  # shellcheck disable=SC2016 # a line of sed, not of the shell
  refuse 3 "has no rows to draw" '2,$d'
  refuse 3 "row 1: jaar '2026/27' is not a number" '2s/2026/2026\/27/'
  refuse 3 "row 1: demand 1e+300 is no number of people" '2s/;120;/;1e300;/'
  refuse 3 "row 1: vraag 'twaalf' is not a number" '2s/;120;/;twaalf;/'
  refuse 3 "holds one year only, 2026" '/^202[78]/d'
  refuse 3 "row 1: demand -120" '2s/;120;/;-120;/'
  # shellcheck disable=SC2016
  refuse 3 "rows 1 and 13 are of one year, scenario and form" '$a 2026;behoud;opvang;1;2;3;4;5;6'
  refuse 2 "the table has no scenario 'krimp'" '' --scenario krimp
  refuse 2 "there are: behoud, groei" '' --scenario krimp
}

@test "the Gini in the picture is that of wijk-metrics, and by residents that of its pairs" {
  figures
  chart metrics.gpkg --chart lorenz --column places_count -o a.svg
  words a.svg | grep -qxF "Telt elke wijk even zwaar: Gini $(dutch "$(city gini)")."
  # gini_segregation divides the same pairs by 1 - P as well: P = X/T of the zones that have residents
  share=$(ogrinfo -q metrics.gpkg -dialect sqlite -sql "select 1.0 * sum(places_count) / sum(AANT_INW) as p from metrics where AANT_INW > 0" | sed -n 's/.* = //p')
  words a.svg | grep -qxF "Plaatsen: Gini $(dutch "$(jq -n "$(city gini_segregation) * (1 - $share)")")"
  run chart metrics.gpkg --chart lorenz --column places_count --per zones --alt-text
  [[ "$output" == "Lorenzcurve over 21 wijken. De helft van de wijken heeft samen "*" van de plaatsen. Gini $(dutch "$(city gini)")." ]]
  run chart metrics.gpkg --chart lorenz --column places_count --alt-text --lang en
  [[ "$output" == "Lorenz curve over 21 districts. Half of the residents live where "*" of the places is. Gini "*"." ]]
}

@test "zones without residents are in the Gini of all zones, as in that of wijk-metrics" {
  "$WIJK_BIN/wijk-metrics" --zones "$shapes/buurten.shp" --facilities "$shapes/voorzieningen.csv" --metrics places_count,gini -o b.gpkg --city-output city.json -q
  run --separate-stderr chart b.gpkg --chart lorenz --column places_count -o a.svg
  words a.svg | grep -qxF "Telt elke buurt even zwaar: Gini $(dutch "$(city gini)")."
  words a.svg | grep -qxF "Zonder gegevens en niet meegeteld: 3 buurten."
  [[ "$stderr" == *"3 zones have no value"* ]]
}

@test "titles of curves stand behind their columns" {
  chart "$shapes/wijken.shp" --chart lorenz --per zones --series AANT_INW=Bewoners,AANTAL_HH="Aantal huishoudens" -o a.svg
  words a.svg | grep -q "^Bewoners: Gini 0,"
  words a.svg | grep -q "^Huishoudens: Gini 0,"
  run -2 chart "$shapes/wijken.shp" --chart lorenz --series AANT_INW,AANTAL_HH --legend Mensen -o b.svg
}

@test "several columns are several curves; a rate is none" {
  figures --by woonvorm
  chart metrics.gpkg --chart lorenz --series places_count__opvang,places_count__beschermd -o a.svg
  words a.svg | grep -q "^Plaatsen (opvang): Gini 0,"
  words a.svg | grep -q "^Plaatsen (beschermd): Gini 0,"
  run -2 chart metrics.gpkg --chart lorenz --column places_per_1000 -o b.svg
  [[ "$output" == *"column 'places_per_1000' is a rate"* ]]
  run -2 chart metrics.gpkg --chart lorenz --difference places_count__opvang,places_count__beschermd -o b.svg
  [ ! -e b.svg ]
}

@test "load against norm: every zone with its whole name, from the heaviest down; what finds no room is counted" {
  figures
  chart metrics.gpkg --chart load --title "Belasting per wijk" -o a.svg
  names=$(ogrinfo -q metrics.gpkg -dialect sqlite -sql "select WK_NAAM from metrics where places_per_1000 is not null order by places_per_1000 desc" | sed -n 's/.* = //p')
  [ "$(echo "$names" | wc -l)" -eq 21 ]
  diff <(words a.svg | grep -xF "$names" | head -5) <(echo "$names" | head -5)
  [ "$(words a.svg | grep -cxF "$names")" -eq 21 ]
  words a.svg | grep -qx "boven de norm"
  words a.svg | grep -qx kwetsbaar
  over=$(ogrinfo -q metrics.gpkg -dialect sqlite -sql "select count(*) as n from metrics where places_per_1000 > norm_per_1000" | sed -n 's/.* = //p')
  run chart metrics.gpkg --chart load --alt-text
  [[ "$output" == "Plaatsen per 1.000 inwoners, per wijk (21 wijken): het hoogst in $(echo "$names" | head -1) "*"; $over wijken boven de norm, het verst "* ]]
  run --separate-stderr chart metrics.gpkg --chart load --size 90x70mm -o b.svg
  [ "$status" -eq 0 ]
  words b.svg | grep -qE '^Nog [0-9]+ wijken met minder passen hier niet\.'
  [[ "$stderr" == *"find no room in the chart"* ]]
}

@test "a city of 91 zones fits on A4 and on A3, each with its name" {
  "$WIJK_BIN/wijk-demo" --wijken 20 --buurten 95 --facilities 60 --population-points 200 --roads 100 -o city -q
  "$WIJK_BIN/wijk-metrics" --zones city/buurten.shp --facilities city/voorzieningen.csv --metrics places_per_1000,norm_per_1000 -o m.gpkg -q
  for size in 210x297mm 297x210mm 420x297mm 297x420mm; do
    run --separate-stderr chart m.gpkg --chart load -o "$size.svg" --size "$size"
    [ "$status" -eq 0 ]
    [[ "$stderr" != *"no room"* ]] || { echo "$size: $stderr"; return 1; }
  done
}

@test "options that a chart does not heed are refused, as are those of another chart" {
  forecast
  refuse() {
    run --separate-stderr chart "${@:2}" -o a.svg
    [ "$status" -eq 2 ] || { echo "exit $status: ${*:2}"; return 1; }
    [[ "$stderr" == *"$1"* ]] || { echo "$stderr"; return 1; }
    [ ! -e a.svg ]
  }
  refuse "--classes is for maps, not for a --chart" prognose.csv --chart demand --classes 4
  refuse "--atlas is for maps, not for a --chart" prognose.csv --chart demand --atlas
  refuse "--north is for maps" prognose.csv --chart demand --north
  refuse "--facilities is for maps" prognose.csv --chart demand --facilities "$shapes/voorzieningen.csv"
  refuse "--column says nothing about a chart of demand" prognose.csv --chart demand --column vraag
  refuse "--panels says nothing about a chart of load" "$shapes/wijken.shp" --chart load --panels form
  refuse "--series says nothing about a chart of load" "$shapes/wijken.shp" --chart load --series a,b
  refuse "the zones have no norm" "$shapes/wijken.shp" --chart load --column AANT_INW
  refuse "--per does nothing without --chart" "$shapes/wijken.shp" --column AANT_INW --per zones
  refuse "column 'AANT_INW' cannot be divided over itself" "$shapes/wijken.shp" --chart lorenz --column AANT_INW
  refuse "nothing to draw" --chart demand
}

@test "the public edition withholds what a map would: demand, and figures that may count secret facilities" {
  forecast
  figures
  run -2 chart prognose.csv --chart demand --public -o a.svg
  [[ "$output" == *"demand counts people"* ]]
  run -3 chart metrics.gpkg --chart load --public -o a.svg
  run -3 chart metrics.gpkg --chart lorenz --column places_count --public -o a.svg
  [ ! -e a.svg ]
  figures --public
  chart metrics.gpkg --chart load --public -o b.svg -q
  words b.svg | grep -qxF "Openbare uitgave: geheime locaties en gegevens over personen staan niet in deze grafiek."
}

@test "same input, same bytes, in any locale and time zone" {
  forecast
  figures
  for i in 1 2; do
    [ "$i" = 1 ] || export TZ=Asia/Tokyo LC_ALL=C.UTF-8 LC_NUMERIC=nl_NL.UTF-8
    chart prognose.csv --chart demand -o "d$i.png" -o "d$i.pdf" -o "d$i.svg" --dpi 60 -q
    chart metrics.gpkg --chart load -o "l$i.png" -o "l$i.pdf" -o "l$i.svg" --dpi 60 -q
    chart metrics.gpkg --chart lorenz --column places_count -o "z$i.png" -o "z$i.pdf" -o "z$i.svg" --dpi 60 -q
  done
  for kind in png pdf svg; do cmp "d1.$kind" "d2.$kind" && cmp "l1.$kind" "l2.$kind" && cmp "z1.$kind" "z2.$kind"; done
}
