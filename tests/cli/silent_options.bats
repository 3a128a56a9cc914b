#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# An option or a study file that says what cannot be is refused before the work, with the nearest that can.

bats_require_minimum_version 1.5.0
load two_zones.bash

setup() {
  enter_two_zones
  lines sound.csv id,capacity,rd_x,rd_y F1,10,100500,400500 F2,20,101500,400500
}

# nothing WORDS… -- TEXT…: this command line is refused, and these texts are said.
nothing() {
  local words=()
  while [ "$1" != -- ]; do
    words+=("$1")
    shift
  done
  refuses 2 "${words[@]}"
  says "${@:2}"
}
# wrong WORDS… -- TEXT…: the same, of a computation with these words.
wrong() { nothing "$WIJK_BIN/wijk-metrics" --zones zones.geojson --facilities sound.csv -o x.csv "$@"; }

# study LINE… ; study_wrong TEXT…
study() { lines study.yml 'sources:' '  zones: zones.geojson' '  facilities: sound.csv' "$@"; }
study_wrong() {
  refuses 2 "$WIJK_BIN/wijk-metrics" --study study.yml -o x.csv
  says "while reading the study file" "$@"
}

@test "a misspelt option names the nearest" {
  wrong --facilites a.csv -- "there is no option --facilites" "did you mean --facilities?"
  wrong --radius=500 -- "there is no option --radius" "did you mean --radii?"
  wrong --OVERWRITE -- "did you mean --overwrite?"
  wrong --over -- "there is no option --over" "did you mean --overwrite?"
  wrong --zzzzz -- "there is no option --zzzzz" "wijk-metrics --help lists them"
  wrong -z -- "there is no option -z" "wijk-metrics --help lists them"
  wrong -qv -- "there is no option -qv" "-q takes no value and stands alone"
  wrong -json -- "there is no option -json" "did you mean --json?"
  wrong extra -- "'extra' stands without an option" "wijk-metrics takes everything by option"
}

@test "an option given twice, without its value, with an empty one, or with one it does not take" {
  wrong --seed 1 --seed 2 -- "--seed is given twice"
  wrong -o y.csv -- "--output is given twice"
  wrong --seed -- "--seed needs a value (N)"
  wrong --decimal --overwrite -- "--decimal needs a value (MARK)" "write --decimal=--overwrite if that is the value"
  wrong --status '' -- "--status is given an empty text"
  wrong --status= -- "--status is given an empty text"
  wrong --overwrite=yes -- "--overwrite takes no value, but 'yes' is given"
  refuses 2 metrics --facilities sound.csv -o=x.csv
  says "-o takes its value without '='" "write -o x.csv, or --output=x.csv"
}

@test "a value that is none of the choices, and numbers with more or less than a number" {
  wrong --decimal punt -- "--decimal is one of point|comma, not 'punt'"
  wrong --lang fr -- "--lang is one of nl|en, not 'fr'"
  wrong --hash '' -- "--hash is one of sampled|full, not ''"
  for value in 2x 1.5 -1 +1 1e3 0x10 '' ' 1' '1 ' 99999999999999999999 nan '１'; do
    wrong --threads="$value" -- "--threads needs a whole number, 0 or more, not '$value'"
  done
  wrong --threads -1 -- "--threads needs a whole number, 0 or more, not '-1'"
  wrong --radii 500m -- "--radii: '500m' is not a number"
  wrong --radii 1e9 -- "--radii: a radius is a whole number of metres"
  wrong --zoning zones.geojson --norm laag -- "'laag' is not a norm" "write CLASS:PER_1000"
  wrong --date 2023-02-29 -- "'2023-02-29' is not a date" "write it as YYYY-MM-DD"
  wrong --crs EPSG:99999 -- "'EPSG:99999', is not one that is projected and in metres" "--crs EPSG:28992"
  wrong --crs EPSG:4326 -- "'EPSG:4326', is not one that is projected and in metres"
}

asks() { "$WIJK_BIN/wijk-metrics" --zones zones.geojson --facilities sound.csv -q "$@"; }

@test "an option that does nothing without another says which, on the command line only" {
  # OPTION VALUE | THE OTHER: refused alone, taken with it
  local rows='--speed 30|--roads
--snap-limit 100|--roads
--snap-leg|--roads
--road-classes a|--roads
--road-join 1|--roads
--norm laag:3|--zoning
--shared-permutations --permutations 0|--permutations
--tail one --permutations 0|--permutations
--inference-by permutation|--inference
--inference-by permutation --inference 0|--inference
--cell-size 200|--sensitivity'
  while IFS='|' read -r words other; do
    read -ra words <<<"$words"
    wrong "${words[@]}" -- "${words[0]} does nothing without $other" "give $other, or leave ${words[0]} out"
  done <<<"$rows"
  local name value
  while read -r name value; do
    nothing "$WIJK_BIN/wijk-metrics" --zones zones.geojson --group residents -o x.csv "$name" "$value" -- \
      "$name does nothing without --facilities"
  done <<<'--status bestaand
--date 2026-01-01
--forms a,b
--radii 200
--access-radius 200
--access-rings 100:1
--edge none
--envelope 9
--cross a=b
--kernel gaussian
--bandwidth 200
--density-edge none'
  nothing "$WIJK_BIN/wijk-map" zones.geojson --column residents -o x.png --breaks 0,1,2 --classes 3 -- "--classes does nothing beside --breaks"
  nothing "$WIJK_BIN/wijk-map" zones.geojson --column residents -o x.png --breaks 0,1,2 --method equal -- "--method does nothing beside --breaks"
  nothing "$WIJK_BIN/wijk-map" zones.geojson --column residents -o x.png --status a -- "--status does nothing without --facilities"
  nothing "$WIJK_BIN/wijk-export" zones.geojson -o x.csv --format csv -- "--format is for --output -"
  nothing "$WIJK_BIN/wijk-zoning" --zones zones.geojson --indicator residents:higher:1 -o x.csv --classing fisher --thresholds 1,2 -- \
    "--thresholds are not for --classing fisher"
  # A study file is for many runs, and with the other option nothing is said.
  study 'metrics:' '  cell_size: 200' '  inference_by: permutation' '  tail: one' '  permutations: 0' 'roads:' '  speed_kmh: 30'
  "$WIJK_BIN/wijk-metrics" --study study.yml --metrics hoover -q -o s.csv
  asks --metrics hoover,moran_p -o t.csv --inference 9 --inference-by permutation --permutations 9 --tail one
}

@test "an option that no figure asked for looks at says which would, also through --value" {
  local name value
  while read -r name value; do
    wrong --metrics places_count "$name" "$value" -- "$name does nothing for the figures of --metrics places_count" "it is for"
  done <<<'--radii 200
--access-radius 200
--access-rings 100:1
--forms a,b
--atkinson 0.3
--rco y
--centre 100000,400000
--clustering contiguity
--value residents
--weights rook
--weights-snap 1
--weights-style binary
--permutations 9
--tail one
--variance normality
--moran-scale esda
--significance 0.1
--inference 9
--also-zones zones.geojson
--edge none
--envelope 9
--cross a=b
--kernel gaussian
--bandwidth 200
--density-edge none'
  for name in --shared-permutations --fdr --sensitivity; do
    wrong --metrics places_count "$name" -- "$name does nothing for the figures of --metrics places_count"
  done
  wrong --metrics moran_i --moran-scale esda -- "it is for moran_local"
  wrong --metrics moran_local --value residents --bandwidth 200 -- "--bandwidth does nothing" "it is for density"
  asks -o v.csv --metrics moran_local --value place_density_kde --bandwidth 200
  asks -o w.csv --metrics ripley_200m_k --radii 200 --edge none --envelope 9
  asks -o y.csv --metrics all --moran-scale esda --radii 200 --rco y
  study 'metrics:' '  moran_scale: esda' '  radii: [200]'
  "$WIJK_BIN/wijk-metrics" --study study.yml --metrics places_count -q -o z.csv
}

@test "a centre in degrees is refused, and one far from the zones is said" {
  wrong --centre 4.47,51.92 -- "--centre '4.47,51.92' seems to be in degrees; the zones lie between 100000,400000 and" "in metres"
  wrong --centre 51.92,4.47 -- "seems to be in degrees"
  asks --centre 100500,700500 --report far.json --metrics centralisation
  jq -e '.findings[] | select(.code == "centre-far") | .message | test("lies (299|300) km outside the zones")' far.json
  asks --centre 100500,399900 --report near.json --metrics centralisation
  jq -e '[.findings[] | select(.code == "centre-far")] == []' near.json
}

@test "--threads 0, 1, 7 and beyond reason give the same bytes" {
  for threads in 0 1 7 100000; do
    mkdir t$threads
    metrics --facilities sound.csv -q -o t$threads/out.gpkg --threads $threads
    cmp t$threads/out.gpkg t0/out.gpkg
  done
}

@test "a list with nothing between two commas, and one of nothing" {
  for list in 500,,1000 , 500, ,500; do
    wrong --radii "$list" -- "--radii '$list' has nothing between two commas, or at an end"
  done
  wrong --status bestaand, -- "--status 'bestaand,' has nothing between two commas"
  wrong --metrics counts,,mix -- "--metrics 'counts,,mix' has nothing"
  wrong --metrics cuonts -- "cuonts" "did you mean 'counts'?"
}

@test "sources, layers, roles and fields by a name that is none" {
  wrong --layer zones -- "--layer zones does not say of which source"
  wrong --layer zone=a -- "there is no source 'zone' for wijk-metrics" "did you mean 'zones'?"
  wrong --layer parks=a -- "there is no source 'parks' for wijk-metrics" "there are: zones, facilities, zoning, population"
  wrong --field capacity -- "--field capacity does not read ROLE=FIELD"
  wrong --field capacty=capacity -- "there is no role 'capacty' for wijk-metrics" "did you mean 'capacity'?"
  wrong --field facility.capacity=capacity -- "there is no source 'facility' for wijk-metrics" "did you mean 'facilities'?"
  wrong --field facilities.capacty=capacity -- "there is no role 'capacty'"
  wrong --field capacity=capacitie -- "'sound.csv' has no field 'capacitie' (asked for as capacity)" "did you mean 'capacity'?"
  wrong --zone-key ID_ -- "'zones.geojson' has no field 'ID_'" "did you mean 'id'?"
  wrong --by vorm -- "the facilities have no field 'vorm' to repeat by"
}

@test "a study file with wrong keys: each is named, with line, column and the nearest" {
  study 'seeds: 3' 'languag: nl' 'stuff: 1'
  study_wrong "'study.yml' line 4, column 1: there is no key 'seeds'" "did you mean 'seed'?" \
    "'study.yml' line 5, column 1: there is no key 'languag'" "did you mean 'language'?" "line 6, column 1: there is no key 'stuff'"
  lines study.yml 'sources:' '  zones: zones.geojson' '  facilites: sound.csv'
  study_wrong "line 3, column 3: there is no key 'facilites' in sources" "did you mean 'facilities'?"
  study 'metrics.radii: 3'
  study_wrong "keys are nested, each on a line of its own, not joined by points"
}

@test "a study file with more faults than anybody reads: the first twenty, and that there are more" {
  lines study.yml 'seed: 1' k{1..20}': 1'
  study_wrong "line 2, column 1: there is no key 'k1'" "line 21, column 1: there is no key 'k20'"
  [[ $output != *"and more"* ]]
  lines study.yml k{1..300}': 1'
  study_wrong "line 1, column 1: there is no key 'k1'" $'\n'"and more"
  [ "$(grep -c 'there is no key' <<<"$output")" -le 20 ]
}

@test "a study file with values of the wrong type, and keys that are there twice" {
  study 'seed: many' 'language: fr' 'decimal: [comma]' 'facilities:' '  date: gisteren' 'crs:'
  study_wrong "line 4, column 7: seed is to be a whole number, not 'many'" "line 5, column 11: language is to be one of nl|en, not 'fr'" \
    "line 6, column 11: decimal holds a list where one value is wanted" "line 8, column 9: facilities.date is to be YYYY-MM-DD, not 'gisteren'" \
    "line 9, column 1: crs has no value"
  lines study.yml 'sources: [a]' 'seed: "3"'
  study_wrong "line 1, column 11: sources is to be a table of keys and values" "seed is to be a whole number, not the text '3'"
  lines study.yml 'seed: 1' 'sources:' '  zones: a.shp' '  zones: b.shp' 'seed: 2'
  study_wrong "line 4, column 3: key 'zones' is given twice, first in line 3" "line 5, column 1: key 'seed' is given twice, first in line 1"
}

@test "a study file that is cut, bent, too deep, a bomb of aliases, empty or not there" {
  printf 'sources:\n  zones: "zones.geo' >study.yml
  study_wrong "'study.yml' line "
  printf 'sources: {zones: a' >study.yml
  study_wrong "'study.yml' line "
  printf 'sources:\n\tzones: a\n' >study.yml
  study_wrong "'study.yml' line 2, column 1: tab character may not be used as indentation"
  { echo sources:; printf '  zones: '; printf '[%.0s' {1..100000}; } >study.yml
  study_wrong "'study.yml' line 2" "depth"
  { echo 'a0: &a0 [x,x,x,x,x,x,x,x,x]'; for i in {1..30}; do echo "a$i: &a$i [*a$((i - 1)),*a$((i - 1)),*a$((i - 1)),*a$((i - 1)),*a$((i - 1)),*a$((i - 1))]"; done; } >study.yml
  refuses 2 timeout 10 "$WIJK_BIN/wijk-metrics" --study study.yml -o x.csv
  study 'metrics:' '  by: &a [x]' '  list: *a'
  study_wrong "uses an alias or a tag, which a study file has not"
  printf 'seed: \377\n' >study.yml
  study_wrong "'study.yml' is not UTF-8 text"
  printf -- '---\nseed: 1\n---\nseed: 2\n' >study.yml
  study_wrong "'study.yml' holds more than one document"
  head -c 2000000 /dev/zero | tr '\0' '#' >study.yml
  study_wrong "'study.yml' is larger than 1 MiB, which no study file is"
  : >study.yml
  refuses 2 "$WIJK_BIN/wijk-metrics" --study study.yml -o x.csv
  says "no zones are given" "name a boundary file with --zones, or in a study file"
  refuses 4 "$WIJK_BIN/wijk-metrics" --study none.yml -o x.csv
  says "'none.yml' cannot be read: No such file or directory" "while reading the study file"
  study
  run -0 "$WIJK_BIN/wijk-metrics" --study study.yml -o x.csv
}

@test "a failure comes first, and a few of its warnings after it" {
  { echo id,capacity,rd_x,rd_y; for i in {1..40}; do echo "F$i,x,100500,400500"; done; } >all.csv
  run -3 metrics --facilities all.csv --skip-faulty -o x.csv
  [[ ${lines[0]} == "wijk-metrics: 'all.csv': every one of its 40 rows is faulty"* ]]
  [ "$(grep -c 'wijk-metrics: warning: .* row' <<<"$output")" -eq 5 ]
  says "wijk-metrics: warning: and 35 more; --verbose or --json lists them"
  refuses 3 "$WIJK_BIN/wijk-zoning" --zones zones.geojson --indicators all.csv --field key=id --indicator capacity:higher:1 -o x.gpkg
}
