#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# wijk-cost as a stranger runs it: sums by hand, what is not given, preconditions, sheets, languages, and broken tables.

bats_require_minimum_version 1.5.0
load two_zones.bash

setup() {
  mkdir "$BATS_TEST_TMPDIR/here" && cd "$BATS_TEST_TMPDIR/here"
  shapes="$WIJK_SOURCE/shapes"
  city=(--actions "$shapes/acties.csv" --rates "$shapes/tarieven.csv" --buildings "$shapes/leegstand.csv"
    --proposals "$shapes/voorstellen.csv" --facilities "$shapes/voorzieningen.csv" --rate 0.03 --years 30)
  lines tarieven.csv 'woonvorm;zorg_eur_plaats_jaar;bvo_m2_per_plaats;nieuwbouw_eur_m2;ombouw_eur_m2;min_plaatsen' \
    'opvang;36500;23;2700;1000;14' 'begeleid;20000;50;2500;1100;4'
  lines panden.csv 'id;naam;bvo_m2;beschikbaar_per;huur_eur_m2_jaar;verbouw_eur_m2;monument;laatste_gebruik' \
    '007;Oude school;1000;2027-01-01;60;900;ja;school' '008;Kerk;100;;;;;kerk'
  lines acties.csv 'actie;locatie_id;woonvorm;plaatsen' 'opent;007;begeleid;16' 'sluit;V1;opvang;20'
  small=(--actions acties.csv --rates tarieven.csv --buildings panden.csv --rate 0 --years 10)
}

cost() { "$WIJK_BIN/wijk-cost" "$@"; }
# FIELD ROW FILE: the value of a column in a row, both by what they are called (a row by its first field). Fields may be
# quoted; none that is asked for holds a comma.
value() {
  python3 -c 'import csv, sys
for row in csv.DictReader(open(sys.argv[3], newline="")):
    if row[sys.argv[4]] == sys.argv[2]: print(row[sys.argv[1]])' "$1" "$2" "$3" "${4:-location_id}"
}
asked() { cost "$@" -o out.csv; }

@test "ten years without discount, by hand; costs are positive and the net present value has their sign turned" {
  # 007: 1000 m2 at 900, rent 60,000, care 16 x 20,000: 900,000 + 10 x 380,000. V1: 20 x 36,500 is saved for ten years.
  cost "${small[@]}" --lang en -o c.csv -q
  [ "$(value conversion_eur 007 c.csv)" = 900000 ]
  [ "$(value net_eur_year 007 c.csv)" = 380000 ]
  [ "$(value npv_eur 007 c.csv)" = -4700000 ]
  [ "$(value place_eur 007 c.csv)" = 293750 ]
  [ "$(value place_year_eur 007 c.csv)" = 29375 ]
  [ "$(value break_even_eur_m2 007 c.csv)" = "" ]
  [ "$(value not_counted 007 c.csv)" = "operation, income" ]
  [ "$(value care_eur_year V1 c.csv)" = -730000 ]
  [ "$(value npv_eur V1 c.csv)" = 7300000 ]
  [ "$(value not_counted V1 c.csv)" = "rent, operation, income" ]
  # 30,000 per place received: 4,800,000 - 900,000 - 3,200,000 = 700,000 over ten years and 1000 m2
  cost "${small[@]}" --income begeleid:30000 --rent 80 --lang en -o d.csv -q
  [ "$(value npv_eur 007 d.csv)" = 100000 ]
  [ "$(value break_even_eur_m2 007 d.csv)" = 70 ]
  [ "$(value rent_eur_year V1 d.csv)" = -36800 ]
  cost "${small[@]}" --lang en -o e.json -q
  jq -e '[.. | objects | select(.location_id? == "V1")][0] | .break_even_eur_m2 == null and .npv_eur == 7300000' e.json
}

@test "discount, delay and index: the sums of a textbook" {
  # a level 100 for two years at 5 percent is 205 / 1.1025; a year later that less 1.05
  lines t.csv 'woonvorm;zorg_eur_plaats_jaar;bvo_m2_per_plaats;nieuwbouw_eur_m2' 'a;100;1;0'
  lines a.csv 'actie;naam;woonvorm;plaatsen;datum' 'opent;Nu;a;1;2026-05-01' 'opent;Later;a;1;2027'
  cost --actions a.csv --rates t.csv --rate 0.05 --years 2 -o c.csv -q
  [ "$(value npv_eur Nu c.csv location_name)" = -185.94 ]
  [ "$(value npv_eur Later c.csv location_name)" = -177.09 ]
  [ "$(value place_year_eur Later c.csv location_name)" = 100 ]
  cost --actions a.csv --rates t.csv --rate 0.05 --index 0.05 --years 2 -o i.csv -q
  [ "$(value npv_eur Later i.csv location_name)" = -200 ]
  cost --actions a.csv --rates t.csv --rate 0.05 --years 2 --base-year 2025 -o b.csv -q
  [ "$(value npv_eur Nu b.csv location_name)" = -177.09 ]
}

@test "what an action names of its own is counted instead: floor, rent, sum" {
  lines a.csv 'actie;naam;woonvorm;plaatsen;bvo_m2;huur_eur_m2_jaar;kosten_eur' 'opent;A;begeleid;4;;;' \
    'opent;B;begeleid;4;300;10;' 'opent;C;begeleid;4;;;123456' 'opent;D;begeleid;4;;;500000'
  cost --actions a.csv --rates tarieven.csv --rate 0 --years 1 -o c.csv --sensitivity-output s.csv --lang en -q
  [ "$(value new_eur A c.csv location_name)" = 500000 ]
  [ "$(value new_eur B c.csv location_name)" = 750000 ]
  [ "$(value rent_eur_year B c.csv location_name)" = 3000 ]
  [ "$(value new_eur C c.csv location_name)" = 0 ]
  [ "$(value own_sum_eur C c.csv location_name)" = 123456 ]
  [ "$(value new_eur D c.csv location_name)" = 500000 ] # as wijk-allocate writes it: no sum of its own
  [ "$(grep -c ',C,sum of its own,' s.csv)" -eq 1 ]
  [ "$(grep -c ',C,floor area,' s.csv)" -eq 0 ]
}

@test "sensitivity: the heaviest input first, a fifth either way, or what is asked" {
  cost "${small[@]}" --sensitivity-output s.csv --lang en -q
  # of 007: years +- 2 of 380,000, places and care +- 640,000, floor +- 300,000, conversion +- 180,000, rent +- 120,000
  [ "$(grep ',007,' s.csv | cut -d, -f4-9)" = "years,1,-3940000,-4700000,-5460000,1520000
places,2,-4060000,-4700000,-5340000,1280000
care,3,-4060000,-4700000,-5340000,1280000
floor area,4,-4400000,-4700000,-5000000,600000
conversion price,5,-4520000,-4700000,-4880000,360000
rent,6,-4580000,-4700000,-4820000,240000" ]
  cost "${small[@]}" --swing 0.5 --sensitivity-output h.csv --lang en -q
  [ "$(grep ',007,.*,rent,' h.csv | cut -d, -f6,8)" = "-4400000,-5000000" ]
}

@test "totals: per scenario each form and all, and what is not known is counted apart" {
  lines a.csv 'scenario;actie;locatie_id;woonvorm;plaatsen;personen;naar_id' 'x;opent;N1;begeleid;4;;' \
    'x;sluit;V1;opvang;20;;' 'x;verhuist;V1;begeleid;;4;N1' 'y;opent;N1;begeleid;4;;'
  cost --actions a.csv --rates tarieven.csv --rate 0 --years 1 --totals-output t.csv --lang en --report r.json -q
  [ "$(cat t.csv)" = "scenario,form,action_count,unknown_count,places_change,investment_eur,net_eur_year,npv_eur
x,opvang,1,0,-20,0,-730000,730000
x,begeleid,2,1,4,500000,80000,-580000
x,all,3,1,-16,500000,-650000,150000
y,begeleid,1,0,4,500000,80000,-580000
y,all,1,0,4,500000,80000,-580000" ]
  [ "$(jq -c '[.city[] | select(.id == "npv_eur") | [.by, .value]]' r.json)" = '[["scenario=x",150000],["scenario=y",-580000]]' ]
}

@test "preconditions: permit, class, monument, date, size, floor and order" {
  lines a.csv 'actie;locatie_id;woonvorm_voor;woonvorm_na;plaatsen_voor;plaatsen_na;personen;naar_id;datum;zone_key;zone_class' \
    'opent;007;;begeleid;;16;;;2026-12-31;A;kwetsbaar' 'opent;N1;;begeleid;;3;;;2027-06-01;B;aandacht' \
    'verhuist;V1;opvang;;;;5;N1;2027-05-01;;' 'sluit;V1;opvang;;20;;;;2027-04-01;A;kwetsbaar' \
    'bouwt om;008;;begeleid;;4;;;2028-01-01;C;'
  cost --actions a.csv --rates tarieven.csv --buildings panden.csv --rate 0.03 --years 30 -o c.csv --lang en -q
  check() { # LOCATION ACTION COLUMN STATE
    [ "$(python3 -c 'import csv, sys
print([r[sys.argv[3]] for r in csv.DictReader(open("c.csv")) if r["location_id"] == sys.argv[1] and r["action"] == sys.argv[2]][0])' "$1" "$2" "$3")" = "$4" ]
  }
  check 007 opens permit 'to do'
  check 007 opens monument 'to do'
  check 007 opens available 'not met'   # free on 1 January
  check 007 opens class_allows met      # 16 more and 20 less in A
  check 007 opens floor_fits met        # 16 x 50 of 1000 m2
  check N1 opens class_allows met
  check N1 opens least_places 'not met' # 4 at least
  check N1 opens available n/a
  check N1 opens order_fits 'not met'   # people come a month before
  check V1 moves order_fits 'not met'
  check V1 closes order_fits 'not met'  # people go a month after
  check V1 closes permit n/a
  check 008 converts monument unknown
  check 008 converts available unknown
  check 008 converts class_allows unknown
  check 008 converts floor_fits 'not met' # 4 x 50 of 100 m2
  # without dates their order tells; the other way round it is not known
  lines b.csv 'actie;locatie_id;woonvorm;plaatsen;personen;naar_id' 'verhuist;V1;;;5;N1' 'sluit;V1;opvang;20;;' 'opent;N1;begeleid;5;;'
  cost --actions b.csv --rates tarieven.csv --rate 0.03 --years 30 -o c.csv --lang en -q --overwrite
  check V1 closes order_fits met
  check N1 opens order_fits unknown
  check V1 moves order_fits unknown
  sed -i '/^sluit/d' a.csv
  cost --actions a.csv --rates tarieven.csv --buildings panden.csv --rate 0.03 --years 30 -o c.csv --lang en -q --overwrite
  check 007 opens class_allows 'not met'
}

@test "the class of the wijk comes from the zoning map: by key, or by where building, proposal or facility lies" {
  wijk_zoning="$WIJK_BIN/wijk-zoning"
  "$wijk_zoning" --zones "$shapes/wijken.shp" --indicators "$shapes/dna_wijk.csv" --indicator leefbaarheid_afwijking:higher:2 \
    --indicator laag_inkomen_pct:lower:1 -o z.gpkg -q
  "$WIJK_BIN/wijk-export" z.gpkg -o z.csv -q
  cost "${city[@]}" --zoning z.gpkg --lang en -o c.csv -q
  [ "$(value zone_key P0006 c.csv)" = WK990101 ]
  [ "$(value zone_class P0006 c.csv)" = "$(value zone_class WK990101 z.csv WK_CODE)" ]
  [ -n "$(value zone_class N0005 c.csv)" ] && [ -n "$(value zone_class V00041 c.csv)" ]
  [ "$(value location_name V00041 c.csv)" = "Woonvorm Leeuwerikplein" ]
  lines a.csv 'actie;naam;woonvorm;plaatsen;wijkcode' 'opent;A;begeleid;4;WK990101'
  cost --actions a.csv --rates tarieven.csv --rate 0 --years 1 --zoning z.csv -o d.csv -q
  [ "$(value zone_class A d.csv location_name)" = "$(value zone_class WK990101 z.csv WK_CODE)" ]
}

@test "Dutch by default, the same figures in English; tables of either language are read alike" {
  cost "${city[@]}" --move-cost 750 -o nl.csv -q
  cost "${city[@]}" --move-cost 750 --lang en -o en.csv -q
  [ "$(head -1 nl.csv)" = "$(head -1 en.csv)" ]
  grep -q '^6,bouwt om,' nl.csv && grep -q '^6,converts,' en.csv
  for column in npv_eur place_year_eur delay_years; do
    [ "$(value $column beschermd nl.csv form_after)" = "$(value $column beschermd en.csv form_after)" ]
  done
  # what was written is read again as actions
  cost --actions en.csv --rates "$shapes/tarieven.csv" --buildings "$shapes/leegstand.csv" --rate 0.03 --years 30 --move-cost 750 -o again.csv -q
  [ "$(value npv_eur 6 again.csv action_id)" = "$(value npv_eur 6 nl.csv action_id)" ]
}

@test "a sheet for each case: title, money, preconditions, steps, sources, and who decides" {
  cost "${city[@]}" --move-cost 750 --sheets s.pdf -q
  [ "$(pdfinfo s.pdf | awk '/^Pages/ { print $2 }')" -eq 6 ]
  pdfinfo s.pdf | grep -q 'A4'
  text=$(pdftotext -layout -f 5 -l 5 s.pdf -)
  for words in 'Sluit: Woonvorm Westerplein, beschermd, 14 plaatsen' 'actie 5' '1 januari 2028' '14 plaatsen × € 50.500 vervalt' \
    '-€ 707.000' 'Netto contante waarde' 'over 30 jaar, discontovoet 3 %' '€ 13.062.034' 'Gevoeligheid' '20 % lager' 'Randvoorwaarden' \
    'volgorde: voldaan' 'Stappen, in volgorde' '11 personen gaan naar' 'Niet meegeteld: huur, exploitatie, inkomsten' 'Bronnen: acties.csv' \
    'mensen beslissen'; do
    [[ "$text" == *"$words"* ]] || { echo "not said: $words"; echo "$text"; return 1; }
  done
  [ "$(pdftotext s.pdf - | grep -cE 'null|nan|Once|Care|Preconditions')" -eq 0 ]
  cost "${city[@]}" --move-cost 750 --sheets t.pdf --lang en -q
  [ "$(pdftotext t.pdf - | grep -cE 'null|Eenmalig|Randvoorwaarden|voldaan|geen datum')" -eq 0 ]
  pdftotext t.pdf - | grep -q 'people decide'
  cost "${city[@]}" --move-cost 750 --sheets again.pdf -q
  cmp s.pdf again.pdf
  refused 2 "'s.png' is no .pdf" "casussen.pdf" -- "${city[@]}" --sheets s.png
}

@test "rate and years are to be given, and are what they seem" {
  local tables=(--actions acties.csv --rates tarieven.csv --buildings panden.csv)
  refused 2 "no --rate is given" "as in --rate 0.03 for 3 percent" -- "${tables[@]}" --years 30
  refused 2 "no --years is given" "as in --years 30" -- "${tables[@]}" --rate 0.03
  refused 2 "no --actions is given" -- --rates tarieven.csv --rate 0 --years 1
  refused 2 "no --rates is given" -- --actions acties.csv --rate 0 --years 1
  refused 2 "--rate 5 is not from 0 to 1" "5 percent is 0.05" -- "${tables[@]}" --rate 5 --years 30
  refused 2 "--rate -0.01 is not from 0 to 1" -- "${tables[@]}" --rate -0.01 --years 30
  refused 2 "--index 2 is not" "2 percent is 0.02" -- "${tables[@]}" --rate 0 --years 30 --index 2
  refused 2 "--years is from 1 to 200, not 0" -- "${tables[@]}" --rate 0.03 --years 0
  refused 2 "--years is from 1 to 200, not 201" -- "${tables[@]}" --rate 0.03 --years 201
  refused 2 "--swing is a share between 0 and 1" -- "${small[@]}" --swing 1
  refused 2 "--income 'begeleid' is no form and sum" "begeleid:18000" -- "${small[@]}" --income begeleid
  refused 2 "--income 'begeleid:-5'" -- "${small[@]}" --income begeleid:-5
  refused 2 "--income beschut: 'tarieven.csv' has no rates of that form" -- "${small[@]}" --income beschut:5
  refused 2 "--income is given twice for begeleid" -- "${small[@]}" --income begeleid:5 --income begeleid:6
  refused 2 "--base-year is a year" -- "${small[@]}" --base-year 26
  refused 2 "--move-cost is a sum in euros" -- "${small[@]}" --move-cost -1
  run -2 cost "${small[@]}"
  run -2 cost "${small[@]}" -o c.csv --sheets c.csv
}

@test "every fault of every table is listed before anything is computed" {
  lines a.csv 'actie;locatie_id;naam;woonvorm;plaatsen;personen;naar_id;datum;pand' 'sloopt;V1;;;;;;;' 'opent;;;begeleid;3;;;;' \
    'opent;N2;;beschut;3;;;2026-02-30;' 'opent;N3;;begeleid;;;;;' 'opent;N4;;begeleid;0;;;;' 'verhuist;V1;;;;;;;' \
    'bouwt om;V2;;begeleid;3;;;;' 'opent;N5;;begeleid;3;;;;009' 'opent;N6;;begeleid;3;;;;' 'opent;N6;;begeleid;4;;;;'
  lines p.csv 'id;bvo_m2' '1;10' '1;20'
  refused 3 "row 1: 'sloopt' is no action" "write opent, sluit, bouwt om or verhuist" "row 2: it names no location" \
    "row 3: '2026-02-30' is no date" "row 3: 'beschut' has no rates in 'tarieven.csv'" "row 4: the number of places is missing" \
    "row 5: it has 0 places" "row 6: it does not say where people move to" "row 6: the number of people who move is missing" \
    "row 7: it converts what is no vacant building" "row 8: '009' is no building of 'p.csv'" "row 10: it is the action of row 9 once more" \
    "'p.csv' row 2: building '1' is given twice" -- --actions a.csv --rates tarieven.csv --buildings p.csv --rate 0 --years 1
  lines a.csv 'actie;naam;woonvorm;plaatsen;pand' 'opent;A;begeleid;3;007'
  refused 3 "'007' is a building, and no --buildings are given" -- --actions a.csv --rates tarieven.csv --rate 0 --years 1
  lines a.csv 'actie;naam;woonvorm;plaatsen' 'opent;A;begeleid;-3' 'opent;B;begeleid;2,5'
  refused 3 "plaatsen is -3" "plaatsen is 2.5" -- --actions a.csv --rates tarieven.csv --rate 0 --years 1
  lines t.csv 'woonvorm;zorg_eur_plaats_jaar;bvo_m2_per_plaats;nieuwbouw_eur_m2' 'begeleid;-1;50;2500' 'begeleid;1;50;2500'
  refused 3 "zorg_eur_plaats_jaar is -1" -- --actions acties.csv --rates t.csv --rate 0 --years 1
  lines t.csv 'woonvorm;zorg_eur_plaats_jaar;bvo_m2_per_plaats' 'begeleid;1;50' 'begeleid;1;50' 'opvang;1;1'
  refused 3 "'t.csv' row 2: the rates of 'begeleid' are given twice" "row 1: 'begeleid' has no price of building in 't.csv'" \
    -- --actions acties.csv --rates t.csv --rate 0 --years 1
  lines a.csv 'actie;naam;woonvorm;plaatsen;datum' 'opent;A;begeleid;3;2025-06-01'
  refused 3 "its year is not from 2026, the base year" -- --actions a.csv --rates tarieven.csv --rate 0 --years 1 --base-year 2026
  lines a.csv 'naam;woonvorm' 'A;begeleid'
  refused 3 "has no column for action" "--field actions.action=FIELD" -- --actions a.csv --rates tarieven.csv --rate 0 --years 1
  sed -i '2s/2027-01-01/01.02.2027/' panden.csv
  refused 3 "'01.02.2027' is no date" -- "${small[@]}"
}

@test "more than a dozen moves of a scenario stand in a list, by the location that is left" {
  local n
  lines acties.csv 'scenario;actie;locatie_id;naar_id;woonvorm;plaatsen;personen;toelichting' 'een;opent;007;;begeleid;16;;'
  for n in {1..13}; do echo "een;verhuist;V$((n % 3));W$n;begeleid;;$n;reden $n"; done >>acties.csv
  for n in {1..12}; do echo "twee;verhuist;V0;W$n;begeleid;;1;"; done >>acties.csv
  cost "${small[@]}" --move-cost 100 --sheets s.pdf -o c.csv -q
  [ "$(wc -l <c.csv)" -eq 27 ]
  # A page for the opening, one for the list, and one for each move of the scenario with a dozen.
  [ "$(pdfinfo s.pdf | awk '/^Pages/ { print $2 }')" -eq 14 ]
  pdftotext -layout -f 2 -l 2 s.pdf list.txt
  grep -q 'Verhuizingen: 13, van 3 locaties' list.txt
  grep -Eq '^ *V2 +26 +€ 2.600' list.txt # 2 + 5 + 8 + 11
  grep -Eq 'naar W11 +begeleid +11 +€ 1.100' list.txt
  grep -A1 'naar W11' list.txt | grep -q 'reden 11'
  grep -Eq 'Samen +91 +€ 9.100' list.txt
  # Each row once, whatever the number of pages; a row keeps its note, and what is parted is headed again.
  for n in {1..150}; do echo "drie;verhuist;V0;X$n;begeleid;;1;want $n"; done >>acties.csv
  cost "${small[@]}" --sheets s.pdf -q --overwrite --lang en
  pdftotext -layout -f 15 s.pdf list.txt
  [ "$(grep -c 'to X' list.txt)" -eq 150 ]
  for n in {1..150}; do grep -A1 -E "to X$n " list.txt | grep -q "want $n\$"; done
  [ "$(grep -c '^ *V0 (continued) ' list.txt)" -ge 3 ]
  grep -q 'scenario drie · sheet 4' list.txt
}

@test "sheets of a theme" {
  cost "${small[@]}" --sheets s.pdf --theme dark -q
  pdftoppm -r 20 -l 1 -png s.pdf page
  [ "$(convert page-1.png -format '%[hex:p{0,0}]' info:)" = 14171B ]
  refused 2 "--theme drak is not known" "a theme file" -- "${small[@]}" --sheets s2.pdf --theme drak
  refused 2 "theme" "sheets" -- "${small[@]}" --theme dark
}

@test "a table without rows gives tables without rows, and no sheets" {
  lines a.csv 'actie;naam;woonvorm;plaatsen'
  cost --actions a.csv --rates tarieven.csv --rate 0 --years 1 -o c.csv --totals-output t.csv --sensitivity-output s.csv
  [ "$(cat c.csv t.csv s.csv | wc -l)" -eq 3 ]
  run -3 cost --actions a.csv --rates tarieven.csv --rate 0 --years 1 --sheets s.pdf
  [[ "$output" == *"no action to make a sheet of"* ]] && [ ! -e s.pdf ]
}

@test "same bytes whatever the locale; sources may hold fields of other names; a study says the rest" {
  cost "${city[@]}" -o a.csv -q
  LC_ALL=nl_NL.UTF-8 cost "${city[@]}" -o b.csv -q
  cmp a.csv b.csv
  sed 's/^actie;locatie_id/doen;waar/' acties.csv >anders.csv
  cost --actions anders.csv "${small[@]:2}" --field actions.action=doen --field actions.location=waar -o c.csv -q
  cost "${small[@]}" -o d.csv -q
  diff <(cut -d, -f4- c.csv) <(cut -d, -f4- d.csv)
  lines studie.yaml 'sources: {actions: acties.csv, rates: tarieven.csv, buildings: panden.csv}' \
    'cost: {rate: 0, years: 10, income: {begeleid: 30000}, move_cost: 750}'
  cost --study studie.yaml -o e.csv -q
  [ "$(value income_eur_year 007 e.csv)" = 480000 ]
  lines openbaar.yaml 'privacy: {public: true}' 'sources: {actions: acties.csv, rates: tarieven.csv}'
  refused 2 "asks for the public edition, which this program does not make" -- --study openbaar.yaml --rate 0 --years 1
}

@test "a spreadsheet opens with titles" {
  cost "${city[@]}" -o c.xlsx -q
  unzip -p c.xlsx xl/sharedStrings.xml | grep -q 'Netto contante waarde'
}
