#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# --context-zones: the border of the municipality is not the end of the world. By hand, against a larger city of the same zones,
# and with a context so far away that it can mean nothing.

bats_require_minimum_version 1.5.0

setup() {
  mkdir "$BATS_TEST_TMPDIR/here" && cd "$BATS_TEST_TMPDIR/here" || return
  shapes=$WIJK_SOURCE/shapes
  facilities=(--facilities "$shapes/voorzieningen.csv")
}

metrics() { "$WIJK_BIN/wijk-metrics" "$@"; }

# row FILE X KEYS: squares of 1 km in a row from X on; key A has 10 residents and value 1, B 20 and 2, and so on.
row() {
  jq -n --argjson x "$2" --arg keys "$3" '{type: "FeatureCollection", features: [range($keys | length) as $i |
    ($x + 1000 * $i) as $x | ($keys[$i:$i + 1] | explode[0] - 64) as $n |
    {type: "Feature", properties: {zone_id: $keys[$i:$i + 1], residents: (10 * $n), v: $n}, geometry: {type: "Polygon",
      coordinates: [[[$x, 400000], [$x + 1000, 400000], [$x + 1000, 401000], [$x, 401000], [$x, 400000]]]}}]}' >"$1"
}

# The zones of the demo city in the wijken that end in 01 to 08, and the others.
divide() {
  ogr2ogr -f GeoJSON all.geojson "$shapes/buurten.shp" -lco RFC7946=NO -lco COORDINATE_PRECISION=3 2>/dev/null
  jq '.features |= map(select(.properties.WK_CODE | test("0[1-8]$")))' all.geojson >inside.geojson
  jq '.features |= map(select(.properties.WK_CODE | test("0[1-8]$") | not))' all.geojson >around.geojson
  [ "$(jq '.features | length' inside.geojson)" -gt 20 ] && [ "$(jq '.features | length' around.geojson)" -gt 20 ]
}

# The figures $2… of the zones of inside.geojson, a line each, from the table $1.
figures() {
  local table=$1
  shift
  jq -c --slurpfile inside inside.geojson '($inside[0].features | map(.properties.BU_CODE)) as $keys |
    .rows[] | select(.BU_CODE | IN($keys[])) | [.BU_CODE] + [.[$ARGS.positional[]]]' "$table" --args "$@"
}

@test "by hand: who lives around shares the places, from a point inside; in the city they are nobody" {
  row zones.geojson 100000 AB
  row around.geojson 102000 C
  printf 'id;capaciteit;status;x;y\nF;6;bestaand;100500;400500\n' >f.csv
  local all=(--zones zones.geojson --facilities f.csv --no-confidential --metrics access_2sfca,residents_count,places_per_1000)
  # 6 places for 10 + 20 residents within 3 km, and for 30 more 2 km away
  metrics "${all[@]}" -o alone.json --report alone-city.json -q
  metrics "${all[@]}" --context-zones around.geojson -o with.json --report with-city.json -q
  [ "$(jq -c '[.rows[] | [.zone_id, .access_2sfca]]' alone.json)" = '[["A",200],["B",200]]' ]
  [ "$(jq -c '[.rows[] | [.zone_id, .access_2sfca]]' with.json)" = '[["A",100],["B",100]]' ]
  jq -e '[.city[] | [.id, .value]] == [["residents_count", 30], ["places_per_1000", 200], ["access_2sfca", 100]]' with-city.json
  jq -e '.findings[] | select(.code == "context") | .message |
    test("^1 zone around the study area takes part in access \\(the residents of 1 at a point inside\\)")' with-city.json
  # within 1 km of the facility nobody of the context lives
  metrics "${all[@]}" --access-radius 1500 --context-zones around.geojson -o with.json --overwrite -q
  [ "$(jq -c '[.rows[].access_2sfca]' with.json)" = '[200,200]' ]
  # where a population point lies in the context, that is where people are: 30 of them, and not 60
  printf 'x;y;inwoners\n102500;400500;30\n' >p.csv
  metrics "${all[@]}" --population p.csv --context-zones around.geojson -o with.json --overwrite -q
  [ "$(jq -c '[.rows[].access_2sfca]' with.json)" = '[100,100]' ]
}

@test "by hand: zones around are neighbours, and count in mean and variance" {
  row zones.geojson 100000 AB
  row around.geojson 102000 CD
  printf 'id;capaciteit;status;x;y\nF;6;bestaand;100500;400500\n' >f.csv
  local all=(--zones zones.geojson --facilities f.csv --no-confidential --value v --metrics moran_local,moran_i --permutations 0)
  metrics "${all[@]}" --context-zones around.geojson -o with.json --report r.json -q
  # v = 1 2 | 3 4: z = -3/2 -1/2 1/2 3/2, m2 = 5/4; lags -1/2, and the mean of -3/2 and 1/2
  jq -e '[.rows[].moran_local] | length == 2 and (.[0] - 0.6 | fabs < 1e-12) and (.[1] - 0.2 | fabs < 1e-12)' with.json
  # two zones are too few for Moran'"'"'s I, and the context is not of the city
  jq -e '.city[] | select(.id == "moran_i") | .reason == "too few zones"' r.json
  metrics "${all[@]}" -o alone.json -q
  [ "$(jq -c '[.rows[].moran_local]' alone.json)" = '[null,null]' ]
}

@test "with context the zones at the border have the figures they have inside a larger city, and the city its own" {
  divide
  local ids=access_2sfca,access_e2sfca,place_density_kde,autocorrelation_local
  printf 'metrics:\n  radii: [1000]\n  envelope: 3\n  permutations: 99\n' >few.yml # not all figures look at these
  local all=(--study few.yml "${facilities[@]}" -q --overwrite)
  metrics --zones all.geojson "${all[@]}" --metrics "$ids" -o large.json
  metrics --zones inside.geojson --context-zones around.geojson "${all[@]}" --metrics "$ids" -o with.json
  metrics --zones inside.geojson "${all[@]}" --metrics "$ids" -o alone.json
  local same=(place_density_kde moran_local moran_p moran_p_fdr moran_cluster gi_z gi_star_z gi_star_p gi_cluster)
  [ "$(jq '.rows | length' with.json)" -eq "$(jq '.features | length' inside.geojson)" ]
  diff <(figures large.json "${same[@]}") <(figures with.json "${same[@]}")
  # of the shares of access only the order of a sum differs
  paste <(figures large.json access_2sfca access_e2sfca) <(figures with.json access_2sfca access_e2sfca) | jq -s -e '
    [range(0; length / 2) as $i | .[2 * $i] as $a | .[2 * $i + 1] as $b | $a[0] == $b[0] and ([1, 2] | all(
      ($a[.] == null and $b[.] == null) or (($a[.] - $b[.]) | fabs) <= 1e-9 * ($a[.] | fabs)))] | length > 20 and all'
  # and all of them are other figures than those without context
  for id in access_2sfca place_density_kde moran_local gi_star_z; do
    run -1 diff <(figures alone.json $id) <(figures with.json $id)
  done
  # nothing else knows of it
  metrics --zones inside.geojson "${all[@]}" --report alone-city.json -o alone.json --by woonvorm
  metrics --zones inside.geojson --context-zones around.geojson "${all[@]}" --report with-city.json -o with.json --by woonvorm
  diff <(jq -c '.city[] | select(.id | startswith("access") | not)' alone-city.json) \
    <(jq -c '.city[] | select(.id | startswith("access") | not)' with-city.json)
  local others='.rows[] | with_entries(select(.key | test("^(access|place_density|moran|gi_)") | not))'
  diff <(jq -c "$others" alone.json) <(jq -c "$others" with.json)
  # by form as well, for any number of threads
  metrics --zones all.geojson "${all[@]}" -o large.json --by woonvorm --metrics "$ids"
  local parts=(moran_local__beschermd place_density_kde__opvang)
  diff <(figures large.json "${parts[@]}") <(figures with.json "${parts[@]}")
  metrics --zones inside.geojson --context-zones around.geojson "${all[@]}" --threads 1 -o one.json --by woonvorm
  diff <(jq -c .rows with.json) <(jq -c .rows one.json)
}

@test "a context far away changes nothing but what is held against all zones given" {
  divide
  row far.geojson 20000 ABC
  local all=(--zones inside.geojson "${facilities[@]}" --permutations 19 --radii 1000 --envelope 3 -q)
  metrics "${all[@]}" -o alone.json --report alone-city.json
  metrics "${all[@]}" --context-zones far.geojson -o with.json --report with-city.json
  # of the density the border is added up in another order
  local others='.rows[] | with_entries(select(.key | test("^(moran|gi_)") | not)) | .place_density_kde |= (. * 1e9 | round)'
  diff <(jq -c "$others" alone.json) <(jq -c "$others" with.json)
  diff <(jq -c .city alone-city.json) <(jq -c .city with-city.json)
}

@test "a context that holds the study area too is that without it; one inside it, and one without the group, are refused" {
  divide
  local all=(--zones inside.geojson "${facilities[@]}" --permutations 19 --metrics access,density,autocorrelation_local -q)
  metrics "${all[@]}" --context-zones around.geojson -o a.json
  metrics "${all[@]}" --context-zones all.geojson -o b.json
  diff <(jq -c .rows a.json) <(jq -c .rows b.json)
  metrics "${all[@]}" --context-zones inside.geojson -o c.json --report c-city.json
  jq -e '.findings[] | select(.code == "context") | .severity == "warning"' c-city.json
  metrics "${all[@]}" -o d.json
  diff <(jq -c .rows c.json) <(jq -c .rows d.json)
  jq '.features[0].properties.BU_CODE = "BU99990001"' inside.geojson >within.geojson
  run -3 --separate-stderr metrics "${all[@]}" --context-zones within.geojson -o no.json
  [[ $stderr == *"zone 'BU99990001' of the context lies in zone '"*"hint: give zones around"* ]]
  row zones.geojson 100000 AB
  jq '.features[].properties.groep = 3' zones.geojson >counted.geojson
  row around.geojson 102000 CD
  run -2 --separate-stderr metrics --zones counted.geojson --context-zones around.geojson --group groep --metrics gi_z -o no.json
  [[ $stderr == *"--group: the zones of --context-zones have no field 'groep'"* ]]
  run -2 --separate-stderr metrics "${all[@]:0:2}" "${facilities[@]}" --metrics hoover --context-zones around.geojson -o no.json
  [[ $stderr == *"--context-zones does nothing for the figures of --metrics hoover"* ]]
  [ ! -e no.json ]
}
