#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# wijk-allocate explains itself: reasons, rules that clash, --what-if and --pareto, for two zones worked out by hand.

bats_require_minimum_version 1.5.0
load two_zones.bash

# A may have the 10 places it has, B 20 (see allocate.bats). 16 people need opvang, 12 begeleid: P1 (10 places of opvang
# for 100,000 euro) gives six of opvang a place and fills B, so that two of begeleid have none. Were there no norm in B, N1
# (9 of opvang for 360,000) too would open, and there would be room for all.
setup() {
  enter_two_zones
  lines zonering.csv 'id;zone_class' 'A;kwetsbaar' 'B;draagkrachtig'
  lines nu.csv 'id;woonvorm;capaciteit;bezet;x;y' 'L1;opvang;10;8;100500;400500' 'L2;begeleid;10;9;101500;400500'
  lines nieuw.csv 'id;woonvorm;capaciteit;x;y' 'N1;opvang;9;101200;400500'
  lines panden.csv 'id;naam;bvo_m2;verbouw_eur_m2;x;y' 'P1;Oude school;200;500;101800;400500'
  lines tarief.csv 'woonvorm;bvo_m2_per_plaats;nieuwbouw_eur_m2;ombouw_eur_m2;min_plaatsen' 'opvang;20;2000;1000;2' 'begeleid;40;3000;1000;2'
  lines raming.csv 'jaar;woonvorm;vraag' '2030;opvang;16' '2030;begeleid;12'
  all=(--zones zones.geojson --zoning zonering.csv --facilities nu.csv --rates tarief.csv --forecast raming.csv
    --proposals nieuw.csv --buildings panden.csv)
}

allocate() { "$WIJK_BIN/wijk-allocate" "$@"; }
asked() { allocate "${all[@]}" "$@" -o nooit.csv; }

@test "each action says which goal it serves, and each lack which rule stands in the way" {
  allocate "${all[@]}" --actions-output acties.csv --demand-output vraag.csv -q
  grep -q '^1,opent,P1,.*,mensen zonder plaats,6,zonder deze opening hebben nog 6 mensen geen plaats (opvang)$' acties.csv
  grep -q ',begeleid,.*,norm,2,"door de norm (B); zonder die regel is er voor deze 2 mensen wel plaats"$' vraag.csv
  allocate "${all[@]}" --actions-output acties.csv --demand-output vraag.csv -q --lang en --overwrite
  grep -q ',people without a place,6,without this opening 6 more people have no place (opvang)$' acties.csv
  grep -q ',norm,2,"because of the norm (B); without that rule there is a place for these 2 people"$' vraag.csv
  # Money: P1 is too dear by a thousand euro.
  allocate "${all[@]}" --budget 99000 --demand-output vraag.csv -q --overwrite
  grep -q ',opvang,.*,budget,6,"door het budget (€ 99.000); met € 1.000 meer is er voor deze 6 mensen wel plaats"$' vraag.csv
  # A location of ten places that is to close would do.
  echo 'L3;opvang;10;0;100500;400600' >>nu.csv
  allocate "${all[@]:0:10}" --keep L1 --keep L2 --close L3 --demand-output vraag.csv -q --overwrite
  grep -q ',opvang,.*,wat dicht moet,6,"door locaties die dicht moeten zijn: L3; zonder die regel is er voor deze 6 mensen wel plaats"$' vraag.csv
  sed -i '$d' nu.csv
  # L2 has room for twelve of opvang, but then ten of begeleid have none.
  allocate "${all[@]:0:10}" --keep L2 --demand-output vraag.csv -q --overwrite
  grep -q ',opvang,.*,,,er zijn te weinig gebouwen: ook zonder alle regels is er geen plaats voor deze 6 mensen$' vraag.csv
}

@test "rules that clash are named in words, also where --lang is Dutch" {
  refused 1 "there is no allocation that keeps all rules: " "the demand that of opvang everybody has a place" \
    "and keeping open L2 cannot hold together" \
    "de eis dat voor opvang iedereen een plaats heeft en het open blijven van L2 gaan niet samen" -- --unmet-most opvang:0 --keep L2 --close P1 --close N1
  refused 1 "the number of new locations (at least 3) cannot be met" "het aantal nieuwe locaties (ten minste 3) is niet haalbaar" -- --open-least 3
  refused 1 "cannot be met" -- --open-least 3 --lang en
  [[ "$output" != *"niet haalbaar"* ]]
  run --separate-stderr allocate "${all[@]}" --open-least 3 --json
  [ "$status" -eq 1 ]
  [[ "$output" == *'"code":"clash"'* ]]
}

@test "--what-if changes one option and tells the difference" {
  run --separate-stderr allocate "${all[@]}" -o uit.csv --what-if-output als.csv \
    --what-if norm=draagkrachtig:30 --what-if budget=0 --what-if open-least=3 --what-if gap=0.001
  [ "$status" -eq 0 ]
  [[ "$stderr" == *"what if norm=draagkrachtig:30: unmet 0 instead of 2,"* ]]
  [[ "$stderr" == *"what if budget=0: unmet 8 instead of 2,"* ]]
  [[ "$stderr" == *"what if open-least=3: there is no allocation"* ]]
  [[ "$stderr" == *"what if gap=0.001: no goal differs"* ]]
  grep -q '^norm=draagkrachtig:30,doel,,mensen zonder plaats,2,0,-2,mensen zonder plaats: 0 in plaats van 2$' als.csv
  grep -q '^norm=draagkrachtig:30,locatie,N1,,0,9,9,N1: openen als opvang in plaats van niet gebruiken$' als.csv
  # A stands at 10 places over a norm of 6.67; with L1 in begeleid (10 x 20 / 40 places) at 5, B at 29 over 60.
  grep -q '^norm=draagkrachtig:30,locatie,L1,,10,5,-5,L1: ombouwen tot begeleid in plaats van laten zoals het is$' als.csv
  grep -q '^norm=draagkrachtig:30,wijk,B,,20,29,9,B: 29 plaatsen in plaats van 20$' als.csv
  grep -q '^open-least=3,onmogelijk,,,,,,het aantal nieuwe locaties (ten minste 3) is niet haalbaar$' als.csv
  # The same as the run itself with that option, and the run is what it is without.
  allocate "${all[@]}" -o zonder.csv -q
  cmp uit.csv zonder.csv
}

@test "--what-if: one entry of a list takes the place of another, or is added; without a value an option is gone" {
  run --separate-stderr allocate "${all[@]}" --norm kwetsbaar:10 --norm draagkrachtig:5 --close P1 -o uit.csv \
    --what-if norm=draagkrachtig:30 --what-if norm= --what-if close= --what-if close=N1
  [ "$status" -eq 0 ]
  [[ "$stderr" == *"what if norm=draagkrachtig:30: unmet 2 instead of"* ]]
  [[ "$stderr" == *"what if close=N1: no goal differs"* ]]
}

@test "--what-if: a value that the option refuses is refused, before anything is read" {
  refused 2 "--budget needs a number, with a decimal point, not 'veel'" "while reading --what-if budget=veel" -- --what-if budget=veel
  refused 2 "--budget is an amount in euro, 0 or more, not -1" -- --what-if budget=-1
  refused 2 "--spacing 'opvang' does not read FORM:METRES" -- --what-if spacing=opvang
  refused 2 "--goals: there is no goal 'costs'" "did you mean 'cost'?" -- --what-if goals=unmet,costs
  refused 2 "'scenarios' is no option that it can change" "it changes one of budget, norm" -- --what-if scenarios=gematigd
  refused 2 "--what-if 'budget' does not read OPTION=VALUE" -- --what-if budget
  refused 2 "--what-if-output does nothing without --what-if" -- --what-if-output als.csv
  refused 2 "while making the plan of --what-if keep=L9" -- --what-if keep=L9
  [ ! -e als.csv ]
}

@test "--pareto: the frontier of two goals" {
  allocate "${all[@]}" --pareto unmet,cost --pareto-output afweging.csv -q
  # A bound is as near as --gap asks: 0.5 %. Two without a place for P1; nothing done leaves 6 + 2. Nothing lies between: P1 as begeleid leaves six for as much.
  head -1 afweging.csv | grep -q '^point,goal_unmet,goal_cost,goal_unmet_bound,goal_cost_bound,proved,opens_count,'
  [ "$(sed 1d afweging.csv)" = $'1,2,100000,2,99500,ja,1,0,0,2,0,2\n2,8,0,8,0,ja,0,0,0,8,6,2' ]
  # With four more buildings of two places each at 1,000 euro there are more.
  for i in 1 2 3 4; do echo "Q$i;;40;25;100800;40050$i" >>panden.csv; done
  allocate "${all[@]}" --norm kwetsbaar:100 --pareto cost,unmet --pareto-steps 0 --pareto-output afweging.csv --overwrite -q
  awk -F, 'NR > 2 && ($2 <= cost || $3 >= unmet) { exit 1 } { cost = $2; unmet = $3 } END { exit NR < 5 }' afweging.csv
  refused 2 "--pareto is of two goals, not of 1" -- --pareto unmet --pareto-output p.csv
  refused 2 "--pareto: 'unmet' is named twice" -- --pareto unmet,unmet --pareto-output p.csv
  refused 2 "--pareto: there is no goal 'kosten'" -- --pareto unmet,kosten --pareto-output p.csv
  refused 2 "--pareto-steps is a number from 2 to 1000, or 0" -- --pareto unmet,cost --pareto-steps 1 --pareto-output p.csv
  refused 2 "--pareto does nothing without --pareto-output" -- --pareto unmet,cost
  refused 2 "--pareto-output does nothing without --pareto" -- --pareto-output p.csv
  refused 2 "--pareto-steps does nothing without --pareto" -- --pareto-steps 5
  [ ! -e p.csv ]
}
