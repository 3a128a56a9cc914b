#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# wijk-forecast as a stranger runs it: balances, languages, homes, sources, what came, agreements, and broken tables.

bats_require_minimum_version 1.5.0
load two_zones.bash

setup() {
  mkdir "$BATS_TEST_TMPDIR/here" && cd "$BATS_TEST_TMPDIR/here"
  shapes="$WIJK_SOURCE/shapes"
  city=(--demand "$shapes/vraag.csv" --inflow "$shapes/instroom.csv" --transitions "$shapes/doorstroom.csv")
  # One scenario of two forms: 100 and 50 people, 10 come in; .2 of opvang goes to begeleid, .1 and .3 leave.
  lines vraag.csv 'woonvorm;personen' 'opvang;100' 'begeleid;50'
  lines instroom.csv 'jaar;woonvorm;personen' '2026;opvang;10' '2026;begeleid;0' '2027;opvang;10' '2027;begeleid;0'
  lines kans.csv 'van;naar;kans' 'opvang;begeleid;0,2' 'opvang;regulier;0,1' 'begeleid;regulier;0,3'
  small=(--demand vraag.csv --inflow instroom.csv --transitions kans.csv)
}

forecast() { "$WIJK_BIN/wijk-forecast" "$@"; }
# FIELD CONDITION FILE: values of a column where an awk condition on columns by name ($year == 2026) holds.
value() {
  awk -F, -v field="$1" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } '"$(sed -E 's/\$([a-z_0-9]+)/$at["\1"]/g' <<<"$2")"' { print $at[field] }' "$3"
}
asked() { forecast "$@" -o out.csv; }

@test "a year by hand: opening + inflow + moved in = demand + moved out + outflow" {
  # opvang 100 + 10 - 20 - 10 = 80; begeleid 50 + 20 - 15 = 55; the year after 80 + 10 - 16 - 8 = 66 and 55 + 16 - 16.5
  forecast "${small[@]}" --lang en -o f.csv --flows-output m.csv -q
  [ "$(value demand '$form == "opvang"' f.csv | paste -sd' ')" = "100 80 66" ]
  [ "$(value demand '$form == "begeleid" && $year < 2027' f.csv | paste -sd' ')" = "50 55" ]
  [[ "$(value demand '$form == "begeleid" && $year == 2027' f.csv)" == 5[45] ]]
  [ "$(value outflow '$year == 2026' f.csv | paste -sd' ')" = "10 15" ]
  # Stays: 1 / .3 in each form, and from opvang through begeleid 1 / .3 + .2 / .3 * 1 / .3
  value stay_years '$form == "opvang" && $year == 2026' f.csv | awk '{ exit !(($1 - (1 / .3 + .2 / .3 / .3)) ^ 2 < 1e-20) }'
  [ "$(grep -c ',regulier,' m.csv)" -eq 4 ]
  [ "$(grep '2026,opvang,begeleid,20' m.csv)" ]
  [ "$(grep '^2026,,opvang,10' m.csv)" ]
}

@test "the invented city: every balance of every year and scenario holds in whole people, and flows add up to the table" {
  forecast "${city[@]}" --facilities "$shapes/voorzieningen.csv" --lang en -o f.csv --flows-output m.csv --report r.json -q
  awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    $at["opening"] != "" {
      if ($at["opening"] + $at["inflow"] + $at["moved_in"] != $at["demand"] + $at["moved_out"] + $at["outflow"]) exit 1
      if ($at["opening"] != last[$at["scenario"], $at["form"]]) exit 1
      if ($at["gap"] != $at["demand"] - $at["places"]) exit 1
      if ($at["demand"] != int($at["demand"])) exit 1
      rows++ }
    { last[$at["scenario"], $at["form"]] = $at["demand"] }
    END { exit rows != 3 * 5 * 11 }' f.csv
  for column in inflow outflow moved_out; do
    of_table=$(value $column 'NR > 1' f.csv | awk '{ s += $1 } END { print s }')
    case $column in
    inflow) of_flows=$(value people '$from == ""' m.csv) ;;
    outflow) of_flows=$(value people '$to == "regulier"' m.csv) ;;
    moved_out) of_flows=$(value people '$from != "" && $to != "regulier"' m.csv) ;;
    esac
    [ "$of_table" -eq "$(awk '{ s += $1 } END { print s }' <<<"$of_flows")" ]
  done
  [ "$(jq '[.city[] | select(.id == "demand_count" and (.by | test("scenario=behoud")))] | length' r.json)" -eq 5 ]
}

@test "places are those of the facilities that are there on 31 December" {
  lines f.csv 'id;woonvorm;capaciteit;status;geldig_van;geldig_tot;x;y' \
    '1;opvang;40;bestaand;;;100000;400000' '2;opvang;30;bestaand;2026-12-31;2027-12-30;100000;400000' \
    '3;begeleid;60;bestaand;2027-01-01;;100000;400000' '4;begeleid;9;gepland;;;100000;400000' \
    '5;ander;8;bestaand;;;100000;400000'
  run --separate-stderr forecast "${small[@]}" --facilities f.csv --lang en -o f_out.csv
  [ "$(value places '$form == "opvang"' f_out.csv | paste -sd' ')" = "40 70 40" ]
  [ "$(value places '$form == "begeleid"' f_out.csv | paste -sd' ')" = "0 0 60" ]
  [[ "$stderr" == *"1 facility has no place in the forecast"* ]]
  # 80 people and 70 places: a queue that never empties, null in JSON with its reason
  forecast "${small[@]}" --facilities f.csv --lang en -o f_out.json -q
  jq -e '[.. | objects | select(.year? == 2026 and .form? == "opvang")][0].wait_days == null' f_out.json
  lines p.csv 'jaar;woonvorm;plaatsen' '2025;opvang;5' '2027;opvang;7' '2026;begeleid;9'
  forecast "${small[@]}" --places p.csv --lang en -o p_out.csv -q
  [ "$(value places '$form == "opvang"' p_out.csv | paste -sd' ')" = "5 5 7" ]
  [ "$(value places '$form == "begeleid"' p_out.csv | paste -sd' ')" = " 9 9" ]
}

@test "where homes fall short, those who would leave stay and are counted" {
  lines w.csv 'jaar;woningen;personen_per_woning' '2026;8;1,25'
  forecast "${small[@]}" --homes w.csv --lang en -o f.csv --report r.json -q
  jq -e '[.findings[] | select(.code == "no-homes-given") | .message] == ["no homes are given for 2027: as many leave then as want to"]' r.json
  # 25 would leave, 10 can: 4 of opvang and 6 of begeleid
  [ "$(value outflow '$year == 2026' f.csv | paste -sd' ')" = "4 6" ]
  [ "$(value blocked '$year == 2026' f.csv | paste -sd' ')" = "6 9" ]
  [ "$(value blocked '$year == 2027' f.csv | paste -sd' ')" = "0 0" ]
}

@test "Dutch by default, and the same figures in English" {
  forecast "${city[@]}" -o nl.csv -q
  forecast "${city[@]}" --lang en -o en.csv -q
  head -1 nl.csv | grep -q '^jaar,scenario,woonvorm,beginstand,instroom,.*,vraag,plaatsen,tekort,'
  head -1 en.csv | grep -q '^year,scenario,form,opening,inflow,.*,demand,places,gap,'
  diff <(tail -n +2 nl.csv) <(tail -n +2 en.csv)
}

@test "sources stand side by side, the first as the measure" {
  lines vraag.csv 'bron;woonvorm;personen' 'gemeente;opvang;100' ';begeleid;50' 'aanbieder A;opvang;130'
  forecast "${small[@]}" --sources 'gemeente,aanbieder A' --lang en -o f.csv --sources-output s.csv -q
  head -1 s.csv | grep -qx 'year,source,form,demand,demand_gemeente,difference'
  [ "$(grep '^2025,aanbieder A,opvang' s.csv)" = "2025,aanbieder A,opvang,130,100,30" ]
  [ "$(grep '^2026,aanbieder A,opvang' s.csv)" = "2026,aanbieder A,opvang,101,80,21" ]
  refused 2 "no table has a source 'aanbieder B'" "did you mean 'aanbieder A'?" -- "${small[@]}" --sources 'gemeente,aanbieder B'
  run -3 forecast --demand "$shapes/vraag.csv" "${city[@]:2}" --sources-output t.csv -q
  [ ! -e t.csv ]
}

@test "what came stands beside what was forecast" {
  lines r.csv 'jaar;woonvorm;personen' '2026;opvang;88' '2026;begeleid;55' '2031;opvang;1'
  run --separate-stderr forecast "${small[@]}" --realised r.csv --realised-output g.csv
  head -1 g.csv | grep -qx 'jaar,woonvorm,geraamd,gerealiseerd,verschil,verschil_aandeel'
  grep -q '^2026,opvang,80,88,8,0.1' g.csv
  grep -qx '2026,begeleid,55,55,0,0' g.csv
  [ "$(wc -l <g.csv)" -eq 3 ]
  [[ "$stderr" == *"'r.csv': 1 of its rows"* ]]
}

@test "outflow agreements: what a year falls short of is the next one's task" {
  lines a.csv 'regio;jaar;convenant;uitstromers_afgesproken;woningen_afgesproken;uitstromers_gerealiseerd;woningen_gerealiseerd;woningen_met_begeleiding;personen_per_woning' \
    'B;2025;ja;10;8;14;8;4;1,5' 'A;2024;nee;100;90;70;95;50;1,00' 'A;2025;ja;50;40;90;30;30;1,20' 'B;2024;ja;20;10;10;10;10;1,00'
  forecast "${small[@]}" --outflow-agreements a.csv --outflow-output u.csv --lang en -q
  # A: 100 agreed, 70 came: 30 carried; 50 + 30 = 80 asked, 90 came: nothing left, and B's shortfall is not made good by it
  [ "$(value leavers_short '$region == "A"' u.csv | paste -sd' ')" = "30 0" ]
  [ "$(value leavers_task '$region == "B"' u.csv | paste -sd' ')" = "20 20" ]
  [ "$(value leavers_short '$region == "B"' u.csv | paste -sd' ')" = "10 6" ]
  [ "$(value leavers_short '$region == ""' u.csv | paste -sd' ')" = "40 6" ]
  [ "$(value homes_short '$region == "A"' u.csv | paste -sd' ')" = "0 10" ]
  [ "$(value shared '$region == "A" && $year == 2025' u.csv)" = 6 ]
  [ "$(value guided_share '$region == "B" && $year == 2025' u.csv)" = 0.5 ]
  lines a.csv 'regio;jaar;uitstromers_afgesproken;woningen_afgesproken;woningen_gerealiseerd;woningen_met_begeleiding' \
    'A;2024;1;1;3;4' 'A;2026;1;1;;' 'B;2024;1;1;;' 'B;2024;1;1;;'
  run --separate-stderr forecast "${small[@]}" --outflow-agreements a.csv --outflow-output v.csv
  [ "$status" -eq 3 ] && [ ! -e v.csv ]
  for text in "row 1: A 2024 has more homes with guidance than homes" "row 2: A 2026 comes after a year that is left out" "row 4: B 2024 is given twice"; do
    [[ "$stderr" == *"$text"* ]] || { echo "$stderr"; return 1; }
  done
}

@test "what a region is short of does not get lost where its rows end before those of others" {
  lines a.csv 'regio;jaar;uitstromers_afgesproken;woningen_afgesproken;uitstromers_gerealiseerd;woningen_gerealiseerd' \
    'A;2024;10;5;2;1' 'B;2024;10;5;10;5' 'B;2025;10;5;10;5'
  refused 3 "'a.csv' row 1: A 2024 is the last of its region and falls short" -- "${small[@]}" --outflow-agreements a.csv --outflow-output u.csv
  echo 'A;2025;0;0;3;0' >>a.csv
  forecast "${small[@]}" --outflow-agreements a.csv --outflow-output u.csv --lang en -q
  [ "$(value leavers_carried '$region == ""' u.csv | paste -sd' ')" = "0 8" ]
  [ "$(value leavers_short '$region == ""' u.csv | paste -sd' ')" = "8 5" ]
}

@test "forecasts by group add up to the whole where chances are the same" {
  lines vraag.csv 'groep;woonvorm;personen' 'ggz;opvang;60' 'ggz;begeleid;50' 'jeugd;opvang;40' 'jeugd;begeleid;0'
  lines instroom.csv 'groep;jaar;woonvorm;personen' 'ggz;2026;opvang;10' ';2026;begeleid;0' 'jeugd;2026;opvang;0'
  forecast "${small[@]}" --by groep --lang en -o f.csv -q
  head -1 f.csv | grep -q '^year,groep,form,'
  [ "$(value demand '$year == 2026 && $form == "opvang"' f.csv | awk '{ s += $1 } END { print s }')" -eq 80 ]
  refused 2 "no table has a column 'sector' to forecast by" -- "${small[@]}" --by sector
}

@test "bands: the same for any number of threads, about the forecast, and only where asked for" {
  for threads in 1 2 7; do
    forecast "${city[@]}" --draws 200 --seed 5 --threads $threads --lang en -o $threads.csv -q
  done
  cmp 1.csv 2.csv && cmp 1.csv 7.csv
  awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    !($at["demand_p10"] <= $at["demand"] && $at["demand"] <= $at["demand_p90"]) { bad++ }
    END { exit bad > NR / 20 }' 1.csv
  forecast "${city[@]}" --draws 200 --seed 6 --lang en -o other.csv -q
  run ! cmp -s 1.csv other.csv
  forecast "${city[@]}" -o none.csv -q
  run -1 grep -q p10 none.csv
  refused 2 "--chance-weight does nothing without --draws" -- "${city[@]}" --chance-weight 10
}

@test "all that is wrong with the tables is said at once, before anything is computed" {
  lines kans.csv 'scenario;van;naar;kans' 'a;opvang;begeleid;0,8' 'a;opvang;regulier;0,4' 'a;opvnag;regulier;0,4' \
    'a;begeleid;regulier;1,4' 'a;begeleid;begeleid;0,1' 'a;regulier;opvang;0,1'
  lines vraag.csv 'woonvorm;personen' 'opvang;10' 'opvang;11' 'begeleid;-3'
  lines instroom.csv 'scenario;jaar;woonvorm;personen' 'a;2026;opvang;1' 'a;2028;opvang;1' 'a;2026;begeleid;' 'a;2027;begeleid;acht'
  refused 3 "'vraag.csv' row 3: personen is -3; it is to be a number from 0" "'vraag.csv' row 2: opvang is given twice" \
    "'instroom.csv' row 4: personen 'acht' is not a number" "'instroom.csv' row 3: personen is empty" \
    "inflow in 2027 of opvang (scenario a) is missing" "'kans.csv' row 4: kans is 1.4; it is to be a number from 0 to 1" \
    "'kans.csv' row 2: the chances from opvang sum to 1.2 here, more than 1" \
    "'kans.csv' row 3: 'opvnag' is no form of the ladder; is it 'opvang'?" \
    "'kans.csv' row 5: it goes from begeleid to itself" "'kans.csv' row 6: 'regulier' is where people leave to" -- "${small[@]}"
}

@test "faults of the facilities are listed beside those of the tables, and what follows from one is not said" {
  lines kans.csv 'van;naar;kans' 'opvang;begeleid;0,9' 'opvang;regulier;0,4' 'begeleid;regulier;0,1'
  lines v.csv 'id;woonvorm;capaciteit;bezet;geheim;x;y' 'V1;opvang;-4;3;nee;100500;400500'
  refused 3 "'v.csv' row 1: capaciteit is -4, below 0" "'kans.csv' row 2: the chances from opvang sum to 1.3" -- \
    "${small[@]}" --facilities v.csv
  [[ "$output" != *"more than the -4"* ]]
}

@test "what cannot be asked for is refused" {
  refused 2 "scenario 'behoud' is named twice" -- "${city[@]}" --scenarios behoud,behoud
  refused 2 "no table has a scenario 'behuod'" "did you mean 'behoud'?" -- "${city[@]}" --scenarios behuod
  refused 2 "form 'opvang' is named twice" -- "${city[@]}" --forms opvang,opvang,regulier
  refused 2 "a ladder has 2 to 32 forms" -- "${city[@]}" --forms opvang
  refused 3 "'opvang' is no form of the ladder" -- "${city[@]}" --forms verblijf,beschermd,begeleid,zelfstandig,regulier
  refused 2 "no year of 'instroom.csv' lies after the base year 2050" -- "${city[@]}" --base-year 2050
  refused 2 "no table of inflow is given" -- --demand vraag.csv --transitions kans.csv
  refused 2 "--outflow-agreements does nothing without --outflow-output" -- "${city[@]}" --outflow-agreements "$shapes/uitstroom_regio.csv"
  lines p.csv 'jaar;woonvorm;plaatsen' '2026;opvang;5' '2026;opvang;6' '2026;opvang;-1' '2026;regulier;1'
  refused 3 "'p.csv' row 2: opvang is given twice" "'p.csv' row 3: plaatsen is -1" "'p.csv' row 4: 'regulier' is no form that has places" -- \
    "${small[@]}" --places p.csv
  lines leeg.csv 'jaar;woonvorm;personen'
  refused 3 "'leeg.csv' has no row" -- --demand vraag.csv --inflow leeg.csv --transitions kans.csv
  lines anders.csv 'jaar;vorm;personen' '2026;opvang;1'
  refused 3 "'anders.csv' has no column for form; it has: jaar, vorm, personen" "--field inflow.form=FIELD" -- \
    --demand vraag.csv --inflow anders.csv --transitions kans.csv
}

@test "people, homes and places of no group are not counted once for each" {
  lines vraag.csv 'groep;woonvorm;personen' 'ggz;opvang;60' 'ggz;begeleid;50' 'jeugd;opvang;40' 'jeugd;begeleid;0'
  lines instroom.csv 'groep;jaar;woonvorm;personen' 'ggz;2026;opvang;10' ';2026;begeleid;7' 'jeugd;2026;opvang;0'
  lines w.csv 'jaar;woningen' '2026;8'
  lines p.csv 'jaar;woonvorm;plaatsen;groep' '2025;opvang;8;' '2025;opvang;5;GGZ'
  refused 3 "'instroom.csv' row 2: it does not say its groep" "'w.csv' row 1: it does not say its groep" "'p.csv' row 1: it does not say its groep" -- \
    "${small[@]}" --by groep --homes w.csv --places p.csv
  # One group alone may leave it out, and so may nobody at all; capitals make no other group.
  sed -i '/;2026;begeleid/s/7/0/' instroom.csv
  lines p.csv 'jaar;woonvorm;plaatsen;groep' '2025;opvang;5;GGZ'
  forecast "${small[@]}" --by groep --places p.csv --lang en -o f.csv -q
  [ "$(value places '$form == "opvang" && $year == 2026' f.csv | paste -sd' ')" = "5 " ]
  lines f.csv 'id;woonvorm;capaciteit;groep;x;y' '1;opvang;12;;100000;400000' '2;opvang;9;Ggz;100000;400000'
  run --separate-stderr forecast "${small[@]}" --by groep --facilities f.csv --lang en -o g.csv
  [ "$(value places '$form == "opvang" && $year == 2026' g.csv | paste -sd' ')" = "9 0" ]
  [[ "$stderr" == *"1 facility has no place in the forecast: they do not say to what they belong"* ]]
}

@test "places said before the base year still hold, and rows that nothing uses are named" {
  lines p.csv 'jaar;woonvorm;plaatsen' '2022;opvang;5' '2024;opvang;6' '2020;opvang;4' '2026;opvang;9'
  forecast "${small[@]}" --places p.csv --lang en -o f.csv -q
  [ "$(value places '$form == "opvang"' f.csv | paste -sd' ')" = "6 9 9" ]
  lines p.csv 'jaar;woonvorm;plaatsen' '2022;opvang;5' '2022;opvang;6'
  refused 3 "'p.csv' row 2: opvang is given twice" -- "${small[@]}" --places p.csv
  lines p.csv 'jaar;woonvorm;plaatsen;scenario' '2025;opvang;5;behoud' '2025;opvang;5;behuod' '2026;opvang;5;behuod'
  run --separate-stderr forecast "${city[@]}" --places p.csv -o g.csv
  [[ "$stderr" == *"'p.csv' row 2: it and 1 more belong to nothing that is forecast"* ]]
  run --separate-stderr forecast "${city[@]}" --places p.csv --scenarios gematigd -o h.csv
  [ -z "$stderr" ]
}

@test "a study that asks for the public edition is refused: there is none of a forecast" {
  lines studie.yaml 'privacy: {public: true}' 'sources: {demand: vraag.csv, inflow: instroom.csv, transitions: kans.csv}'
  refused 2 "'studie.yaml' line 1" "asks for the public edition, which this program does not make" -- --study studie.yaml
  sed -i 's/true/false/' studie.yaml
  forecast --study studie.yaml -o f.csv
}

@test "what stands beside a forecast is read with the other tables, and each cell once" {
  lines r.csv 'jaar;woonvorm;personen' '2026;opvang;88' '2026;OPVANG;89'
  refused 3 "'r.csv' row 2: opvang is given twice" -- "${small[@]}" --realised r.csv --realised-output g.csv
  lines r.csv 'jaar;woonvorm;personen' '2026;opvang;-8'
  lines vraag.csv 'woonvorm;personen' 'opvang;-1' 'begeleid;50'
  refused 3 "'r.csv' row 1: personen is -8" "'vraag.csv' row 1: personen is -1" -- "${small[@]}" --realised r.csv --realised-output g.csv
}

@test "a column to forecast by is one of its own, whatever its values look like" {
  lines vraag.csv 'gemeentecode;woonvorm;personen' '0363;opvang;60' '0363;begeleid;50' '0599;opvang;40' '0599;begeleid;0'
  lines f.csv 'id;woonvorm;capaciteit;gemeentecode;x;y' '1;opvang;12;0363;100000;400000'
  lines instroom.csv 'gemeentecode;jaar;woonvorm;personen' '0363;2026;opvang;1' '0363;2026;begeleid;1' '0599;2026;opvang;1' '0599;2026;begeleid;1'
  forecast "${small[@]}" --by gemeentecode --facilities f.csv --lang en -o g.csv -q
  [ "$(value places '$form == "opvang" && $year == 2026' g.csv | paste -sd' ')" = "12 0" ]
  [ "$(value gemeentecode 'NR == 2' g.csv)" = 0363 ]
  sed -i 's/0363/363/; s/gemeentecode/gemeente/' ./*.csv # what is read as a number is a code here too
  forecast "${small[@]}" --by gemeente --facilities f.csv --lang en -o h.csv -q
  [ "$(value places '$form == "opvang" && $year == 2026' h.csv | paste -sd' ')" = "12 0" ]
  for column in form woonvorm bron; do
    refused 2 "--by $column: that column has a meaning of its own" -- "${small[@]}" --by $column
  done
  refused 2 "has no blank and no / in its name" -- "${small[@]}" --by 'soort zorg'
  refused 2 "form 'BEGELEID' is named twice" -- "${city[@]}" --forms opvang,begeleid,BEGELEID,regulier
  refused 2 "--base-year is a year from 1900 to 2200, not 5" -- "${city[@]}" --base-year 5
  refused 2 "--base-year is a year from 1900 to 2200, not 99999999999" -- "${city[@]}" --base-year 99999999999
  refused 2 "2000000 draws are more than 1000000" -- "${city[@]}" --draws 2000000
  refused 2 "--inflow-spread is a share from 0 to 10" -- "${city[@]}" --draws 9 --inflow-spread 11
  refused 2 "--chance-weight is a number of people, 0 or more" -- "${city[@]}" --draws 9 --chance-weight=-1
  refused 2 "--assume-crs does nothing without --facilities" -- "${city[@]}" --assume-crs EPSG:4326
}

@test "any column of a table can be chosen, as the message of a missing one says" {
  sed -i 's/personen/hoeveel/' vraag.csv
  sed -i 's/kans/p/' kans.csv
  refused 3 "'vraag.csv' has no column for people" "--field demand.people=FIELD" -- "${small[@]}"
  forecast "${small[@]}" --field demand.people=hoeveel --field transitions.chance=p -o f.csv
}

@test "more forecasts than can be are refused, not begun" {
  { echo 'a;b;c;woonvorm;personen'; for i in {1..100}; do echo "$i;$i;$i;opvang;1"; done; } >vraag.csv
  refused 3 "there are more than 100000 forecasts" "forecast by fewer columns" -- "${small[@]}" --by a,b,c
}
