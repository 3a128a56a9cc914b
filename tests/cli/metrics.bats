#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# wijk-metrics as a stranger runs it: figures, list, refusals, the public edition, the same bytes for any threads.

bats_require_minimum_version 1.5.0
load city

zoning() {
  "$WIJK_BIN/wijk-zoning" --zones "$shapes/wijken.shp" --indicators "$shapes/dna_wijk.csv" \
    --indicator leefbaarheid_afwijking:higher:2 --indicator laag_inkomen_pct:lower:1 "$@"
}

@test "places and facilities of the zones and the city add up to the source" {
  metrics "${demo[@]}" -o m.csv --city-output city.json --report r.json -q
  facilities=$(awk -F';' '$9 == "bestaand"' "$shapes/voorzieningen.csv" | wc -l)
  places=$(awk -F';' '$9 == "bestaand" { s += $7 } END { print s }' "$shapes/voorzieningen.csv")
  [ "$(city facilities_count)" -eq "$facilities" ]
  [ "$(city places_count)" -eq "$places" ]
  jq -e '.counts.facilities | .read == .used + .not_selected + .outside + .rejected + .withheld' r.json
  jq -e '.counts.population | .read == .used + .not_selected + .outside + .rejected + .withheld' r.json
}

@test "--by makes a column per value and a figure of the city per value" {
  metrics "${demo[@]}" --by woonvorm --metrics places_count,hoover -o m.csv --city-output city.json -q
  head -n 1 m.csv | grep -q places_count__beschermd
  run -1 grep -q nearest_m_mean m.csv
  total=$(city places_count)
  parts=$(jq '[.city[] | select(.id == "places_count" and .by != null) | .value] | add' city.json)
  [ "$total" -eq "$parts" ]
  jq -e '.city[] | select(.id == "hoover" and .by == "woonvorm=beschermd") | .value > 0' city.json
}

@test "a zoning of wijken is laid over buurten, and norms are resolved" {
  zoning -o zoning.gpkg -q
  metrics "${demo[@]}" --zoning zoning.gpkg -o m.csv --city-output city.json -q
  head -n 1 m.csv | grep -q class_kwetsbaar_share
  head -n 1 m.csv | grep -q headroom_places_count
  jq -e '.city[] | select(.id == "places_per_1000" and .by == "zone_class=kwetsbaar") | .value' city.json
}

@test "the same bytes for any number of threads, time zone and locale" {
  zoning -o zoning.gpkg -q
  mkdir a b
  metrics "${demo[@]}" --zoning zoning.gpkg --by woonvorm --threads 1 -o a/m.gpkg --city-output a/city.json -q
  TZ=Asia/Tokyo LC_ALL=nl_NL.UTF-8 metrics "${demo[@]}" --zoning zoning.gpkg --by woonvorm --threads 2 -o b/m.gpkg \
    --city-output b/city.json -q
  cmp a/m.gpkg b/m.gpkg
  cmp a/city.json b/city.json
}

@test "the public edition is what it would be if the secret facilities did not exist" {
  awk -F';' 'NR == 1 || ($10 != "ja" && $4 != "vrouwenopvang")' "$shapes/voorzieningen.csv" >open.csv
  [ "$(wc -l <open.csv)" -lt "$(wc -l <"$shapes/voorzieningen.csv")" ]
  metrics "${demo[@]}" --by woonvorm --public -o a.csv --city-output a.json -q
  metrics --zones "$shapes/buurten.shp" --facilities open.csv --population "$shapes/inwoners.csv" --by woonvorm --public \
    -o b.csv --city-output b.json -q
  cmp a.csv b.csv
  diff <(jq .city a.json) <(jq .city b.json)
  run -1 grep -c occupied a.csv
  jq -e '[.city[].id] | index("occupied_count") == null' a.json
}

@test "--inference says what chance would give, for any threads and order of the facilities the same" {
  metrics "${demo[@]}" --by woonvorm --inference 99 --threads 1 --city-output city.json -q
  jq -e '[.city[] | select(.id == "hoover")] | length > 2 and all(.p > 0 and .p <= 1 and .expected > 0 and .variance > 0)' city.json
  jq -e '.city[] | select(.id == "hoover" and .by == null) | .p == 0.01' city.json
  jq -e '.city[] | select(.id == "places_count" and .by == null) | has("p") | not' city.json
  { head -n 1 "$shapes/voorzieningen.csv"; tail -n +2 "$shapes/voorzieningen.csv" | tac; } >turned.csv
  metrics --zones "$shapes/buurten.shp" --facilities turned.csv --population "$shapes/inwoners.csv" --by woonvorm \
    --inference 99 --threads 7 --city-output turned.json -q
  tested='[.city[] | select(.p != null) | del(.value)]'
  [ "$(jq -c "$tested" city.json)" = "$(jq -c "$tested" turned.json)" ]
  metrics "${demo[@]}" --inference 99 --seed 2 --metrics hoover --city-output other.json -q
  [ "$(jq '.city[0].expected' other.json)" != "$(jq '.city[] | select(.id == "hoover" and .by == null) | .expected' city.json)" ]
  metrics "${demo[@]}" --inference 99 --inference-by permutation --metrics hoover,gini --city-output order.json -q
  jq -e '.city[] | select(.id == "gini") | .p == 1' order.json
  run -2 --separate-stderr metrics "${demo[@]}" --inference 1000001 --city-output no.json
  [[ $stderr == *'at most 1000000 draws'* ]]
  [ ! -e no.json ]
}

@test "--inference says once what it leaves out, and only that" {
  metrics "${demo[@]}" --by woonvorm --inference 1000000 --permutations 9 \
    --metrics distance_decay_isolation,moran_i --report r.json -q
  jq -e '[.findings[] | select(.code == "inference-left-out") | .message] |
    length == 1 and (.[0] | endswith(": distance_decay_isolation"))' r.json
  jq -e '[.city[] | select(.id == "moran_i" and .value != null)] | length > 1 and all(.p >= 0.1)' r.json
  metrics "${demo[@]}" --inference 9 --metrics hoover,moran_i --report none.json -q
  jq -e '[.findings[] | select(.code == "inference-left-out")] == []' none.json
}

@test "--inference of counts without facilities says that it moves every unit by itself" {
  metrics --zones "$shapes/buurten.shp" --group AANTAL_HH --metrics hoover --inference 99 --json -q >r.json
  jq -e '.findings[] | select(.code == "inference-units") | .severity == "warning"' r.json
  # Where nobody lives there is nowhere to move to, which is said as it is.
  printf '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"A","inwoners":0,"n":4},
    "geometry":{"type":"Polygon","coordinates":[[[100000,400000],[101000,400000],[101000,401000],[100000,401000],[100000,400000]]]}}]}' >empty.geojson
  metrics --zones empty.geojson --group n --metrics hhi --inference 9 --json -q >empty.json
  jq -e '.findings[] | select(.code == "inference-units") | .message | test("^nobody lives")' empty.json
  jq -e '.city[] | .p > 0' r.json
}

@test "--sensitivity gives the indices for other borders, by hand and for any threads the same" {
  # Two zones of 1 km by 1 km side by side, cut by squares of 500 m into eight. People live in one square of each: 100 at
  # A, 300 at B, B's in its lower right one. The facility stands with them in A: x = 4 0 of t = 100 300, and of the
  # squares, since those where nobody lives leave. Two zones or two squares: hoover 3/4, hhi 1.
  printf '{"type":"FeatureCollection","features":[
    {"type":"Feature","properties":{"code":"A","inwoners":100},"geometry":{"type":"Polygon","coordinates":[[[100000,400000],[101000,400000],[101000,401000],[100000,401000],[100000,400000]]]}},
    {"type":"Feature","properties":{"code":"B","inwoners":300},"geometry":{"type":"Polygon","coordinates":[[[101000,400000],[102000,400000],[102000,401000],[101000,401000],[101000,400000]]]}}]}' >zones.geojson
  printf 'x;y;inwoners\n100250;400250;7\n101750;400250;3\n' >people.csv
  printf 'id;capaciteit;status;x;y;geheim\nF;4;bestaand;100260;400260;nee\n' >f.csv
  local all=(--zones zones.geojson --facilities f.csv --sensitivity)
  metrics "${all[@]}" --population people.csv --metrics hoover,hhi,gini --city-output city.json -q
  jq -e '[.city[] | select(.by == "level=square_500m") | .value] == [0.75, 0.5, 1]' city.json
  jq -e '[.city[] | select(.by == null) | .value] == [0.75, 0.5, 1]' city.json
  # Without population points the zones' numbers go by area: every square has its quarter, one of eight the facility.
  metrics "${all[@]}" --metrics hoover,gini --city-output area.json --report r.json -q
  jq -e '.city[] | select(.by == "level=square_500m" and .id == "hoover") | (.value - (1 - 25 / 400)) | fabs < 1e-12' area.json
  jq -e '.city[] | select(.by == "level=square_500m" and .id == "gini") | (.value - 7 / 8) | fabs < 1e-12' area.json
  jq -e '.findings[] | select(.code == "sensitivity-level" and .value == "square_500m") | .message | test("8 areas; the numbers of 2 zones")' r.json
  run -2 metrics "${demo[@]}" --sensitivity --cell-size 1 -o no.csv
  # A field of the zones that other zones do not have: statistics about it are of the zones only, and it is said.
  sed -i 's/"code":"\(.\)"/&,"huur":500/' zones.geojson
  metrics "${all[@]}" --metrics hoover,moran_i --value huur --report v.json --overwrite -q
  jq -e '[.city[] | select(.id == "hoover")] | length == 3' v.json
  jq -e '[.city[] | select(.id == "moran_i") | .by] == [null]' v.json
  jq -e '[.findings[] | select(.code == "sensitivity-value") | .value] == ["hexagon_500m", "square_500m"]' v.json
  metrics "${all[@]}" --metrics moran_i --value huur --report v.json --overwrite -q
  jq -e '.city | length == 1' v.json
  for threads in 1 2 7; do
    metrics "${demo[@]}" --also-zones "$shapes/wijken.shp" --by woonvorm --sensitivity --threads $threads \
      --city-output "s$threads.json" -q
  done
  cmp <(jq .city s1.json) <(jq .city s2.json)
  cmp <(jq .city s1.json) <(jq .city s7.json)
  jq -e '[.city[] | select(.id == "hoover" and .by == "level=wijken")] | length == 1' s1.json
  jq -e '[.city[] | select(.id == "within_250m_count" and .by == "radii=half")] | length == 1' s1.json
  jq -e '.city[] | select(.by == "level=hexagon_500m" and .id == "hoover") | .value > 0' s1.json
}

@test "wijken beside buurten: the figures of a run on the wijken themselves, to the last digit" {
  local ids=hoover,gini,hhi,delta,absolute_concentration,moran_i,geary_c,absolute_clustering
  one() { metrics --zones "$shapes/$1.shp" --facilities "$shapes/voorzieningen.csv" --metrics $ids -q "${@:2}"; }
  one wijken --city-output direct.json
  one buurten --also-zones "$shapes/wijken.shp" --city-output both.json
  jq -e '[.city[] | .by] | unique == [null, "level=wijken"]' both.json
  # Without a field of land in either, land is that of the polygons.
  for layer in wijken buurten; do
    "$WIJK_BIN/wijk-export" "$shapes/$layer.shp" -q -o $layer.geojson --columns "$([ $layer = wijken ] && echo WK_CODE || echo BU_CODE),AANT_INW"
    jq -e '.features[0].properties | length == 2' $layer.geojson
  done
  metrics --zones wijken.geojson --facilities "$shapes/voorzieningen.csv" --metrics $ids -q --city-output direct2.json
  metrics --zones buurten.geojson --facilities "$shapes/voorzieningen.csv" --metrics $ids -q --also-zones wijken.geojson \
    --city-output both2.json
  for pair in "direct.json both.json" "direct2.json both2.json"; do
    diff <(jq '[.city[] | select(.by == null) | {id, value, expected, variance, p}]' "${pair% *}") \
      <(jq '[.city[] | select(.by == "level=wijken") | {id, value, expected, variance, p}]' "${pair#* }")
  done
}

@test "a level of which something cannot be said, a value that other zones have, zones elsewhere" {
  # 22 wijken have no 30 nearest others: null there, with its reason, and a number over the buurten.
  local beside=("${demo[@]}" --also-zones "$shapes/wijken.shp")
  metrics "${beside[@]}" --metrics hoover,moran_i --weights knn:30 --report k.json -q
  jq -e '.city[] | select(.id == "moran_i" and .by == null) | .value != null' k.json
  jq -e '.city[] | select(.id == "moran_i" and .by == "level=wijken") | .value == null and .reason == "too few zones"' k.json
  jq -e '.city[] | select(.id == "hoover" and .by == "level=wijken") | .value > 0' k.json
  jq -e '.findings[] | select(.code == "no-weights") | .value == "wijken" and (.message | test("^level .wijken.: .*none has 30 nearest others"))' k.json
  # A field by name of the wijken themselves; residents, also where only the zones have them by that name.
  metrics "${beside[@]}" --metrics moran_i --value AANT_INW --sensitivity --city-output v.json -q
  metrics --zones "$shapes/wijken.shp" --facilities "$shapes/voorzieningen.csv" --metrics moran_i --value AANT_INW \
    --city-output w.json -q
  [ "$(jq '.city[0].value' w.json)" = "$(jq '.city[] | select(.by == "level=wijken") | .value' v.json)" ]
  jq -e '[.city[] | select(.value != null) | .by] == [null, "level=wijken", "level=hexagon_500m", "level=square_500m"]' v.json
  # Fewer than ten areas: said of the level, as it would be of zones.
  "$WIJK_BIN/wijk-export" "$shapes/wijken.shp" -q -o some.geojson
  jq -c '.features |= .[:3]' some.geojson >few.geojson
  metrics "${demo[@]}" --also-zones few.geojson --metrics hoover --report f.json -q
  jq -e '.findings[] | select(.code == "few-zones") | .value == "few"' f.json
  jq -e '.findings[] | select(.code == "sensitivity-level") | .severity == "warning" and (.message | test("where the zones have"))' f.json
  jq -e '.findings[] | select(.code == "sensitivity-outside") | .message | test("facilit(y|ies) in the zones (is|are) in none")' f.json
  # Elsewhere altogether: an error, and nothing is written.
  printf '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"A","inwoners":9},
    "geometry":{"type":"Polygon","coordinates":[[[10000,400000],[11000,400000],[11000,401000],[10000,401000],[10000,400000]]]}}]}' >far.geojson
  run -3 --separate-stderr metrics "${demo[@]}" --also-zones far.geojson --metrics hoover --city-output no.json
  [[ "$stderr" == *"the areas of 'far' have nothing in common with the zones"*"hint: --also-zones are another drawing of the same city"* ]]
  [ ! -e no.json ]
  # One wijk cut out: the other wijken only touch it, and are left out.
  local code
  code=$("$WIJK_BIN/wijk-export" "$shapes/wijken.shp" -q --columns WK_CODE -o - | sed -n 2p)
  "$WIJK_BIN/wijk-export" "$shapes/buurten.shp" -q -o all.geojson
  jq -c --arg code "$code" '.features |= map(select(.properties.WK_CODE == $code))' all.geojson >part.geojson
  metrics --zones part.geojson --facilities "$shapes/voorzieningen.csv" --also-zones "$shapes/wijken.shp" --metrics hoover \
    --report p.json -q
  jq -e '.findings[] | select(.code == "sensitivity-level") | .message | test("has 1 area.*; [0-9]+ with nothing in common with the zones left out")' p.json
}

@test "--public without a column that says what is secret fails closed" {
  printf 'id;capaciteit;status;x;y\nA;3;bestaand;148679;505432\n' >f.csv
  run -3 --separate-stderr metrics --zones "$shapes/buurten.shp" --facilities f.csv --public -o m.csv
  [ ! -e m.csv ]
  metrics --zones "$shapes/buurten.shp" --facilities f.csv --public --no-confidential -o m.csv -q
}

@test "--list names every figure, for people and for machines" {
  metrics --list | grep -q nearest_m_p90
  metrics --list --lang en | grep -q 'Gini index of places'
  metrics --list --json | jq -e '.metrics | map(select(.id == "gini")) | .[0] | .formula != null and .source == "Gini 1912"'
  metrics --help=man | grep -q places_per_1000
}

@test "what cannot be is refused with what to do" {
  run -3 --separate-stderr metrics "${demo[@]}" --metrics moran_i --weights knn:1000 -o m.csv
  [[ "$stderr" == *"none has 1000 nearest others"*"hint: take fewer"* ]]
  run -2 metrics "${demo[@]}" --metrics ginni -o m.csv
  [[ $output == *"did you mean 'gini'"* ]]
  run -2 metrics "${demo[@]}" --by kleur -o m.csv
  [[ $output == *"have no field 'kleur'"* ]]
  run -2 metrics "${demo[@]}" --radii 0 -o m.csv
  run -2 metrics "${demo[@]}" --radii 500,x -o m.csv
  run -2 metrics "${demo[@]}" --norm kwetsbaar:4 -o m.csv
  run -2 metrics "${demo[@]}" --metrics headroom_places_count -o m.csv
  [[ $output == *"give --zoning"* ]]
  run -2 metrics "${demo[@]}" --metrics within_750m_count -o m.csv
  [[ $output == *"one of the --radii"* ]]
  run -2 metrics --zones "$shapes/buurten.shp" -o m.csv
  run -2 metrics "${demo[@]}"
  [ ! -e m.csv ]
}

@test "a zoning of other keys without polygons is refused" {
  printf 'wijkcode;zone_class\nX1;kwetsbaar\n' >z.csv
  run -3 metrics "${demo[@]}" --zoning z.csv -o m.csv
  [[ $output == *"no polygons to lay over them"* ]]
}

@test "a group and a total of the zones need no facilities" {
  cat >z.geojson <<'TEXT'
{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}},"features":[
{"type":"Feature","properties":{"code":"A","groep":30,"allen":100},"geometry":{"type":"Polygon","coordinates":[[[100000,400000],[100100,400000],[100100,400100],[100000,400100],[100000,400000]]]}},
{"type":"Feature","properties":{"code":"B","groep":10,"allen":100},"geometry":{"type":"Polygon","coordinates":[[[100100,400000],[100200,400000],[100200,400100],[100100,400100],[100100,400000]]]}}]}
TEXT
  printf 'id,x,y,capaciteit\n1,100050,400050,9\n' >f.csv
  printf 'x,y,inwoners\n100050,400050,3\n' >p.csv
  metrics --zones z.geojson --group groep --total allen --city-output city.json -q
  [ "$(city dissimilarity)" = 0.3125 ]
  [ "$(city places_per_1000)" = 200 ] && [ "$(city places_count)" = 40 ] && [ "$(city residents_count)" = 200 ]
  metrics --zones z.geojson --group groep --total allen --metrics rates,shares,norms,counts -o m.csv -q
  cut -d, -f1-2 m.csv | grep -q . && grep -q places_per_1000 m.csv
  metrics --zones z.geojson --group groep --total allen --metrics places_per_1000,location_quotient -o m.xlsx -q
  unzip -p m.xlsx xl/sharedStrings.xml | grep -q 'groep per 1.000 allen'
  run -1 grep -qi -e plaatsen -e inwoners <(unzip -p m.xlsx xl/sharedStrings.xml)
  # points beside them are measured from, and are no group; people at points are not held against another total
  metrics --zones z.geojson --group groep --total allen --facilities f.csv --population p.csv --no-confidential \
    --city-output both.json --report r.json -q
  jq -e '.city[] | select(.id == "places_count").value == 40' both.json
  jq -e '.city[] | select(.id == "facilities_count").value == 1' both.json
  jq -e '.city[] | select(.id == "nearest_m_mean").value != null' both.json
  jq -e '[.findings[] | select(.code | startswith("population-differs"))] | length == 0' r.json
  sed -i 's/"groep":30/"groep":130/' z.geojson
  run -3 metrics --zones z.geojson --group groep --total allen --metrics dissimilarity --json
  [[ $output == *"1 zone has more groep than allen"* ]]
  metrics --zones z.geojson --group groep --total allen --json -q | jq -e '.city[] | select(.id == "dissimilarity") | .value == null and .reason == "group exceeds total"'
}

@test "the choices of the indices: options, study and refusals" {
  run -2 metrics "${demo[@]}" --atkinson 1 --json
  [[ $output == *"not between 0 and 1"* ]]
  run -2 metrics "${demo[@]}" --centre 92500 --json
  [[ $output == *"not one place"* ]]
  run -2 metrics "${demo[@]}" --centre north,south --json
  run -2 metrics "${demo[@]}" --rco z --json
  run -2 metrics "${demo[@]}" --metrics absolute_centralisation --json
  [[ $output == *"give --centre"* ]]
  metrics "${demo[@]}" --city-output city.json -q
  [ -z "$(city absolute_centralisation)" ]
  half=$(city atkinson) near=$(city spatial_proximity) rco=$(city relative_concentration)
  metrics "${demo[@]}" --atkinson 0.9 --rco y --centre=-92500,437500 --clustering contiguity --city-output city.json --overwrite -q
  [ "$(city atkinson)" != "$half" ] && [ "$(city relative_concentration)" != "$rco" ]
  [ "$(city spatial_proximity)" != "$near" ]
  given=$(city absolute_centralisation)
  printf 'metrics:\n  atkinson: 0.9\n  rco: y\n  centre: "-92500,437500"\n  clustering: contiguity\n' >study.yaml
  metrics "${demo[@]}" --study study.yaml --city-output study.json -q
  diff <(jq .city city.json) <(jq .city study.json)
  [ -n "$given" ]
}

@test "zones within a decimetre are neighbours, and those within a metre are told" {
  # Four columns of 1 km: B 5 cm beside A, C 30 cm beside B, D 2 m beside C. Neighbours: A with B; told: B with C.
  local column
  for column in A:0:1000:1 B:1000.05:2000:2 C:2000.3:3000:4 D:3002:4000:9; do
    IFS=: read -r name left right places <<<"$column"
    printf '{"type":"Feature","properties":{"code":"%s","n":%d},"geometry":{"type":"Polygon","coordinates":[[[%s,400000],[%s,400000],[%s,401000],[%s,401000],[%s,400000]]]}}\n' \
      "$name" "$places" "$(awk "BEGIN { printf \"%.2f\", 100000 + $left }")" "$(awk "BEGIN { printf \"%.2f\", 100000 + $right }")" \
      "$(awk "BEGIN { printf \"%.2f\", 100000 + $right }")" "$(awk "BEGIN { printf \"%.2f\", 100000 + $left }")" "$(awk "BEGIN { printf \"%.2f\", 100000 + $left }")"
  done | jq -cs '{type: "FeatureCollection", features: .}' >columns.geojson
  near() { metrics --zones columns.geojson --group n --value n --metrics moran_local -o m.csv --overwrite --report r.json -q "$@"; }
  near
  jq -e '[.findings[] | select(.code == "nearly-neighbours") | .message | test("^1 pairs .* 0.1 m: B with C$")] == [true]' r.json
  jq -e '.findings[] | select(.code == "no-neighbours") | .message | test("C, D$")' r.json
  near --weights rook
  jq -e '[.findings[] | select(.code == "nearly-neighbours") | .message | test(": B with C$")] == [true]' r.json
  near --weights-snap 0.5
  jq -e '[.findings[] | select(.code == "nearly-neighbours")] == []' r.json
  jq -e '.findings[] | select(.code == "no-neighbours") | .message | test(": D$")' r.json
}

@test "autocorrelation: options, study, refusals, the same for any number of threads" {
  near=(--zones "$shapes/buurten.shp" --facilities "$shapes/voorzieningen.csv" -q --overwrite --metrics autocorrelation)
  for threads in 1 2 7; do
    metrics "${near[@]}" --weights knn:5 --threads $threads --city-output $threads.json
    cmp <(jq .city 1.json) <(jq .city $threads.json)
  done
  [ "$(jq -c '[.city[].id]' 1.json)" = '["moran_i","geary_c","getis_g"]' ]
  # a permutation p is a multiple of 1 / (R + 1), and another seed draws others
  metrics "${near[@]}" --permutations 99 --seed 2 --city-output r.json
  jq -e '[.city[].p * 100 | . - round | fabs < 1e-9] | all' r.json
  # a field of the zones, a figure that is not asked for, and the same from a study file
  metrics "${near[@]}" --value AANT_INW --weights rook --weights-style binary --weights-snap 0.1 --permutations 0 \
    --variance normality --city-output a.json
  printf 'metrics:\n  value: AANT_INW\n  weights: rook\n  weights_style: binary\n  weights_snap: 0.1\n  permutations: 0\n  variance: normality\n' >s.yaml
  metrics "${near[@]}" --study s.yaml --city-output b.json
  cmp <(jq .city a.json) <(jq .city b.json)
  metrics "${near[@]}" --value within_500m_count --city-output w.json
  jq -e '.city | length == 3' w.json
  refused() { run -2 --separate-stderr metrics "${near[@]}" --city-output n.json "$@"; [ ! -e n.json ]; }
  refused --weights quen
  [[ "$stderr" == *"did you mean 'queen'"* ]]
  refused --weights knn
  refused --weights knn:0
  refused --weights band:-3
  refused --weights rook:3
  refused --weights knn:3 --weights-snap 1
  refused --weights-snap -1
  refused --significance 1
  refused --value AANT_INV
  [[ "$stderr" == *"did you mean 'AANT_INW'"* ]]
  refused --value BU_NAAM
  [[ "$stderr" == *"holds words"* ]]
  refused --value occupied_count --public --no-confidential
  run -3 --separate-stderr metrics "${near[@]}" --weights knn:5000 --city-output n.json
  [[ "$stderr" == *"5000 nearest"* ]]
}

@test "a figure per radius is named with its radius, or without for all of them" {
  metrics "${demo[@]}" --radii 500,750 --metrics within_count,ripley_k --envelope 0 -o m.csv --city-output city.json -q
  head -n 1 m.csv | grep within_500m_count | grep -q within_750m_count
  run -1 grep -q reach_500m m.csv
  [ "$(jq -r '[.city[].id] | sort | join(" ")' city.json)" = \
    "ripley_500m_k ripley_750m_k within_500m_count within_750m_count" ]
  run -2 metrics "${demo[@]}" --metrics ripley_q --city-output no.json
}

@test "a radius too large for the window has no figure, and leaves the others as they are" {
  for edge in translation isotropic; do
    asked=(--metrics ripley_k,cross --cross woonvorm=opvang:beschermd --edge $edge -q)
    metrics "${demo[@]}" "${asked[@]}" --radii 600 --city-output one.json
    metrics "${demo[@]}" "${asked[@]}" --radii 600,1000000 --city-output two.json
    jq '.city[] | select(.id | contains("_600m_"))' one.json >one
    jq '.city[] | select(.id | contains("_600m_"))' two.json >two
    cmp one two
    [ "$(jq '[.city[] | select(.id | contains("_1000000m_")) | .value] | unique | length' two.json)" = 1 ]
    rm ./*.json
  done
}

@test "an own figure of an earlier run gives way" {
  metrics "${demo[@]}" -o m.gpkg -q
  metrics --zones m.gpkg --facilities "$shapes/voorzieningen.csv" --metrics places_count -o again.csv -q
  [ "$(head -n 1 again.csv | tr ',;' '\n' | grep -c '^places_count$')" -eq 1 ]
}

@test "a status that no facility has is told" {
  run metrics --zones "$shapes/buurten.shp" --facilities "$shapes/voorzieningen.csv" \
    --status bestand -o idle.csv
  [ "$status" -eq 0 ]
  [[ $output == *"no facility has the status 'bestand'"* ]]
}

@test "a point pattern of few facilities is warned about, as indices of few zones are" {
  head -n 3 "$shapes/voorzieningen.csv" >few.csv
  metrics --zones "$shapes/buurten.shp" --facilities few.csv --metrics ripley_k,clark_evans_r --envelope 3 --json -q >r.json
  jq -e '.findings[] | select(.code == "few-points") | .severity == "warning" and (.message | test("has [2-9] facilities"))' r.json
  metrics --zones "$shapes/buurten.shp" --facilities few.csv --metrics gini --json -q >r.json
  jq -e '[.findings[].code] | contains(["few-zones"]) and (contains(["few-points"]) | not)' r.json
  metrics "${demo[@]}" --metrics pattern,gini --envelope 3 --json -q >r.json
  jq -e '[.findings[].code | select(. == "few-zones" or . == "few-points")] == []' r.json
}

@test "--status and --date choose the facilities of every figure: as if the others were not in the source" {
  # columns 9, 13 and 14: status, valid from, valid to
  local all=(--zones "$shapes/buurten.shp" --population "$shapes/inwoners.csv" --by woonvorm --radii 1000 --envelope 3 --permutations 19 -q)
  chosen() { awk -F';' "NR == 1 || ($1)" "$shapes/voorzieningen.csv" >"$2"; }
  same() { # FILE OPTIONS…: the figures of the file, whatever its dates and statuses, are those of the source with the options
    metrics "${all[@]}" --facilities "$1" --status bestaand,gepland -o a.json --city-output a-city.json --overwrite
    metrics "${all[@]}" --facilities "$shapes/voorzieningen.csv" "${@:2}" -o b.json --city-output b-city.json --overwrite
    diff <(jq -c .rows a.json) <(jq -c .rows b.json)
    diff <(jq -c .city a-city.json) <(jq -c .city b-city.json)
  }
  chosen '$9 == "bestaand"' standing.csv
  same standing.csv
  chosen '$9 == "gepland"' planned.csv
  same planned.csv --status gepland
  chosen '$9 == "bestaand" && ($13 == "" || $13 <= "2012-06-30") && ($14 == "" || $14 >= "2012-06-30")' then.csv
  [ "$(wc -l <then.csv)" -gt 20 ] && [ "$(wc -l <then.csv)" -lt "$(wc -l <standing.csv)" ]
  same then.csv --date 2012-06-30
}
