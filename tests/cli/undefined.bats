#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Undefined is null with its reason, for every figure of --list: one zone, nobody living there, all equal, all in one zone,
# islands, fewer points than a figure needs, values that are not known. From points, and from counts in the zone table.
#
# Each test says what is defined where little is, or undefined where little is not, and why. Whoever adds a figure has to say
# so too: it is in --list, and so in these tests.

bats_require_minimum_version 1.5.0

setup_file() {
  # The names of all figures, as `name` writes them: "zone nearest_m_mean", "city ripley_{r}_k".
  "$WIJK_BIN/wijk-metrics" --list --json | jq -r '.metrics[] | .level + " " + .id' | sort -u >"$BATS_FILE_TMPDIR/all"
}

setup() {
  mkdir "$BATS_TEST_TMPDIR/here" && cd "$BATS_TEST_TMPDIR/here"
  all=$BATS_FILE_TMPDIR/all
}

# ---- a city ----

# zones FILE ROWS COLUMNS GAP PROPERTIES: squares of 1 km, GAP m apart, keyed A B C … from the south-west; PROPERTIES is jq of $i.
zones() {
  jq -n --argjson rows "$2" --argjson columns "$3" --argjson gap "$4" '{type: "FeatureCollection", features: [
    range($rows * $columns) as $i |
    (100000 + ($i % $columns) * (1000 + $gap)) as $x | (400000 + (($i / $columns) | floor) * (1000 + $gap)) as $y |
    {type: "Feature", properties: ({zone_id: ("ABCDEFGHI" | .[$i:$i + 1])} + ('"$5"')),
     geometry: {type: "Polygon", coordinates: [[[$x, $y], [$x + 1000, $y], [$x + 1000, $y + 1000], [$x, $y + 1000], [$x, $y]]]}}]}' >"$1"
}

# Two facilities of two forms and providers in each of the places X,Y.
facilities() {
  local place n=0
  echo 'id;woonvorm;aanbieder;capaciteit;bezet;status;x;y'
  for place in "$@"; do
    echo "F$((++n));opvang;P;10;3;bestaand;$((${place%,*} + 20 * n));${place#*,}"
    echo "F$((++n));verblijf;Q;12;5;bestaand;$((${place%,*} + 25 * n));$((${place#*,} + 33 * n))"
  done
}

# Roads past every zone, that all meet, and a zoning whose border runs through the zones of the second column.
surroundings() {
  jq -n '{type: "FeatureCollection", features: [range(0; 25000; 500) as $y |
    [[99000, 400000 + $y], [125000, 400000 + $y]], [[99000, 400000 + $y], [99000, 400500 + $y]] |
    {type: "Feature", properties: {kmh: 30}, geometry: {type: "LineString", coordinates: .}}]}' >roads.geojson
  jq -n '{type: "FeatureCollection", features: [["Z1", "kwetsbaar", 99000, 101300], ["Z2", "draagkrachtig", 101300, 130000] |
    {type: "Feature", properties: {zone_id: .[0], zone_class: .[1]}, geometry: {type: "Polygon",
      coordinates: [[[.[2], 399000], [.[3], 399000], [.[3], 430000], [.[2], 430000], [.[2], 399000]]]}}]}' >zoning.geojson
}

metrics() { "$WIJK_BIN/wijk-metrics" --zones zones.geojson "$@"; }

# Every figure there is of these zones: into r.json and z.json.
everything() {
  metrics --zoning zoning.geojson --norm kwetsbaar:4 --norm draagkrachtig:8 --centre 100300,400400 --inference 19 \
    --permutations 19 --report r.json -o z.json --overwrite -q "$@"
}
from_points() {
  surroundings
  everything --facilities f.csv --no-confidential --roads roads.geojson --envelope 5 --radii 400,900 "$@"
}
from_counts() {
  surroundings
  everything --group groep --total allen "$@"
}

# ---- what came out ----

# Names without their radius, class or --cross.
name() { sed -E 's/_[0-9]+m_/_{r}_/; s/ class_.*_share/ class_{class}_share/' | sort -u; }
city_where() { jq -r ".city[] | select($1) | \"city \" + .id" r.json; }
zone_where() { jq -r ".rows[] | to_entries[] | select(.value $1 null) | \"zone \" + .key" z.json; }

# All names that have a number (or a word) somewhere, and all that have a null somewhere.
defined() { { city_where '.value != null'; zone_where '!='; } | name | comm -12 - "$all"; }
undefined() { { city_where '.value == null'; zone_where '=='; } | name | comm -12 - "$all"; }

# No null without a reason, and no p, expectation or variance of what is null.
reasons_are_given() {
  jq -e '[.city[] | select(.value == null) | select(.reason == null or .reason == "present" or .p != null or .expected != null or
    .variance != null)] == []' r.json >/dev/null || { jq -c '.city[] | select(.value == null)' r.json; return 1; }
  # every empty cell of a figure, against the list of what is undefined
  diff <(jq -r --rawfile all "$all" '($all | split("\n") | map(select(startswith("zone ")) | .[5:] | split("{")[0])) as $ids |
      .rows | to_entries[] | .key as $row | .value | to_entries[] | select(.value == null) | .key as $key |
      select(any($ids[]; . as $id | $key | startswith($id))) | "\($row + 1) \($key)"' z.json | sort) \
    <(jq -r '.undefined[] | select(.reason != null and .reason != "aanwezig") | "\(.row) \(.column)"' z.json | sort)
}

# The names in the words; NAME with * at its end stands for all that begin so.
names() {
  local word
  for word in "$@"; do
    case $word in
      *'*') grep -E "^(zone|city) ${word%'*'}" "$all" ;;
      *) grep -E "^(zone|city) $word\$" "$all" ;;
    esac || { echo "no such figure: $word" >&2; return 1; }
  done | sort -u
}
# Of one level only: of zones, of the city.
of() { names "${@:2}" | grep "^$1 "; }

# Nothing has a number but these.
only_these_are_defined() {
  diff <(defined) <(sort -u) || { echo "'<' has a number and is not on the list of the test; '>' is on it and has none"; return 1; }
  reasons_are_given
}
# These have no number anywhere, and everything else has one everywhere but for `partly`.
only_these_are_undefined() {
  local listed
  listed=$(sort -u)
  [ -z "$(comm -12 <(defined) <(echo "$listed"))" ] || { echo "has a number:"; comm -12 <(defined) <(echo "$listed"); return 1; }
  diff <(undefined | comm -23 - <(names "$@")) <(echo "$listed") ||
    { echo "'<' is null and not on the list; '>' is not null"; return 1; }
  reasons_are_given
}

value() { jq -e --arg id "$1" '.city[] | select(.id == $id and .by == null) | .value' r.json; }
reason() { jq -r --arg id "$1" '.city[] | select(.id == $id and .by == null) | .reason' r.json; }
# The value of city figure $1 is $2, by hand, to a rounding.
is() {
  jq -en --argjson is "$(value "$1")" "(\$is - ($2)) | fabs < 1e-9" >/dev/null || { echo "$1 is $(value "$1"), not $2"; return 1; }
}

# What a source without points does not have.
of_points='facilities_count* occupied_count* provider_hhi form_entropy nearest_* within_* reach_* unreachable_* access_*
  place_density_kde spacing_* clark_evans_* ripley_* cross_*'

# ---- one zone ----

# What is a sum, a level or a distance is one for a single zone too; its shares are all there is, and 1. An index, a quotient and
# an autocorrelation compare zones, and say nothing: their formulas would give 0 or 1 for any city. The excess is over a norm, here
# one that the zoning states as a number.
of_one_zone='places_count residents_count places_per_1000 places_per_km2 places_share residents_share norm_per_1000
  excess_places_count headroom_places_count zone_class class_*'

@test "one zone: no figure that compares zones, from points" {
  zones zones.geojson 1 1 0 '{residents: 1000}'
  facilities 100200,400200 100500,400300 >f.csv
  from_points --cross woonvorm=opvang:verblijf
  # shellcheck disable=SC2086
  names $of_one_zone $of_points | only_these_are_defined
  [ "$(reason hoover)" = 'too few zones' ] && [ "$(reason hhi)" = 'too few zones' ] && [ "$(reason moran_i)" = 'too few zones' ]
}

@test "one zone: no figure that compares zones, from counts" {
  zones zones.geojson 1 1 0 '{groep: 40, allen: 1000}'
  from_counts
  # shellcheck disable=SC2086
  names $of_one_zone | only_these_are_defined
  [ "$(reason gini)" = 'too few zones' ]
}

@test "one zone: against its own mean nothing is above or below" {
  zones zones.geojson 1 1 0 '{residents: 1000}'
  facilities 100200,400200 >f.csv
  metrics --facilities f.csv --no-confidential --metrics norms --report r.json -o z.json -q
  echo 'zone norm_per_1000' | only_these_are_defined
}

# ---- nobody lives there ----

# What is counted, is about land, or about where facilities are among each other, needs nobody. Without a resident there is no
# distance of anybody; that nobody has no way is a sum over nobody.
of_nobody='places_count places_per_km2 places_share zone_class class_* gini hhi hhi_normalised delta'
of_points_alone='facilities_count* occupied_count* provider_hhi form_entropy spacing_* place_density_kde clark_evans_* ripley_*
  cross_*'

@test "no residents: no ratio, no distance, no autocorrelation of what is undefined; from points" {
  zones zones.geojson 3 3 0 '{residents: 0}'
  facilities 100200,400200 101500,401300 102100,402200 >f.csv
  from_points --cross woonvorm=opvang:verblijf
  { # shellcheck disable=SC2086
    names $of_nobody $of_points_alone
    of city residents_count 'unreachable_*'
  } | only_these_are_defined
  for id in hoover nearest_m_mean moran_i; do [ "$(reason $id)" = 'no residents' ]; done
}

@test "no residents: from counts" {
  zones zones.geojson 3 3 0 '{groep: ($i + 1), allen: 0}'
  from_counts
  { # shellcheck disable=SC2086
    names $of_nobody
    of city residents_count
  } | only_these_are_defined
  [ "$(reason hoover)" = 'no residents' ]
}

@test "residents not known: distances are those of a point inside each zone, and said to be; nothing of the city" {
  zones zones.geojson 3 3 0 '{}'
  facilities 100200,400200 101500,401300 102100,402200 >f.csv
  from_points
  jq -e '[.findings[].code] | contains(["no-residents-field", "distance-from-interior"])' r.json
  { # shellcheck disable=SC2086
    names $of_nobody $of_points_alone | grep -v cross_
    of zone 'nearest_*' 'within_*' 'reach_*'
    names 'unreachable_*'
    of city residents_count
  } | only_these_are_defined
}

# ---- all equal ----

# Zones that are the same in everything have no variance: there is no least and most land, no inequality to divide over classes,
# no autocorrelation. But that all is even is what the indices of evenness are to say, and they say it: 0.
of_equals='theil_between_share absolute_concentration relative_concentration moran_i geary_c getis_g moran_local moran_p moran_p_fdr
  moran_cluster gi_z gi_star_z gi_star_p gi_star_p_fdr gi_cluster'
even='hoover dissimilarity gini_segregation information_theory_h atkinson eta2 gini theil_t hhi_normalised delta
  dissimilarity_adjacent relative_clustering relative_centralisation'

@test "all equal: from points" {
  zones zones.geojson 3 3 0 '{residents: 1000}'
  facilities 10{0,1,2}250,40{0,1,2}250 >f.csv
  # the same two in every zone, so that no place differs
  awk -F';' -v OFS=';' 'NR > 1 { $7 = int($7 / 1000) * 1000 + (NR % 2 ? 300 : 600); $8 = int($8 / 1000) * 1000 + 500 } 1' \
    f.csv >g.csv
  mv g.csv f.csv
  from_points --cross woonvorm=opvang:verblijf
  # shellcheck disable=SC2086
  names $of_equals | only_these_are_undefined
  [ "$(reason moran_i)" = 'zero variance' ] && [ "$(reason theil_between_share)" = 'zero variance' ]
  for id in $even; do is "$id" 0; done
  is hhi '1 / 9'
}

@test "all equal: from counts" {
  zones zones.geojson 3 3 0 '{groep: 100, allen: 1000}'
  from_counts
  # shellcheck disable=SC2086
  names $of_equals | only_these_are_undefined
  for id in $even; do is "$id" 0; done
  is isolation 0.1
  # and about another value that is the same everywhere
  metrics --group groep --total allen --value allen --metrics autocorrelation,autocorrelation_local --report r.json -o z.json \
    --overwrite -q
  only_these_are_defined </dev/null
}

# ---- all in one zone ----

# The other end of every index, and defined; of the statistics of pairs of places that are both above 0, there is no pair.
@test "all in one zone: the most an index can be, by hand" {
  zones zones.geojson 3 3 0 '{residents: 1000, land_km2: (if $i == 4 then 0.5 else 1 end)}'
  facilities 101300,401300 >f.csv
  from_points --cross woonvorm=opvang:verblijf
  names getis_g | only_these_are_undefined provider_hhi form_entropy 'spacing_*' gi_z gi_star_z
  is hhi 1 && is hhi_normalised 1 && is gini '8 / 9' && is hoover '8 / 9' && is delta '8 / 8.5' && is isolation 0.022
  is theil_t "$(jq -n '9 | log')"
  zones zones.geojson 3 3 0 '{groep: (if $i == 4 then 22 else 0 end), allen: 1000, land_km2: (if $i == 4 then 0.5 else 1 end)}'
  from_counts
  names getis_g | only_these_are_undefined gi_z gi_star_z
  is hhi 1 && is hoover '8 / 9' && is dissimilarity '(8 * 1000 / 8978 + 1 - 978 / 8978) / 2'
}

# ---- islands ----

# Nobody is next to anybody: nothing can be said of neighbours. What goes by distance stays.
of_islands='dissimilarity_adjacent moran_i geary_c getis_g moran_local moran_p moran_p_fdr moran_cluster gi_z gi_star_z gi_star_p
  gi_star_p_fdr gi_cluster'

@test "islands: no neighbours, no figure of neighbours; by contiguity no clustering either" {
  zones zones.geojson 3 3 2000 \
    '{residents: (1000 + 100 * $i), groep: (90 + 7 * $i), allen: (1000 + 30 * $i), land_km2: (1 + $i / 10)}'
  facilities 100200,400200 103500,403300 106300,406400 100300,406200 >f.csv
  from_points --cross woonvorm=opvang:verblijf
  # shellcheck disable=SC2086
  names $of_islands | only_these_are_undefined provider_hhi form_entropy 'spacing_*'
  [ "$(reason moran_i)" = 'no neighbours' ] && [ "$(reason dissimilarity_adjacent)" = 'no neighbours' ]
  from_points --cross woonvorm=opvang:verblijf --clustering contiguity
  by_contiguity='absolute_clustering spatial_proximity relative_clustering'
  # shellcheck disable=SC2086
  names $of_islands $by_contiguity | only_these_are_undefined provider_hhi form_entropy 'spacing_*'
  from_counts --clustering contiguity
  # shellcheck disable=SC2086
  names $of_islands $by_contiguity | only_these_are_undefined
}

# ---- fewer points than it takes ----

@test "no facilities: their number, 0, and what follows from it; no index, no distance" {
  zones zones.geojson 3 3 0 '{residents: (1000 + 100 * $i)}'
  facilities >f.csv
  from_points
  # Nobody has one within reach, everybody is without; 0 places divided by people, land or a norm are 0.
  {
    names 'facilities_count*' 'places_count*' 'occupied_count*' residents_count places_per_1000 places_per_km2 residents_share \
      norm_per_1000 excess_places_count headroom_places_count zone_class 'class_*' 'within_*' 'reach_*' 'unreachable_*' \
      place_density_kde 'access_*'
  } | only_these_are_defined
  for id in hoover nearest_m_mean clark_evans_r; do [ "$(reason $id)" = 'no facilities' ]; done
  run -2 from_points --cross woonvorm=opvang:verblijf
  [[ $output == *"no facility has the woonvorm 'opvang'"* ]]
}

@test "one facility has no nearest other; one of a kind has a cross K with two others" {
  zones zones.geojson 3 3 0 '{residents: (1000 + 100 * $i), land_km2: (1 + $i / 10)}'
  facilities 100200,400200 | sed 3d >f.csv
  from_points
  names 'clark_evans_*' 'ripley_*' getis_g 'spacing_*' form_entropy | only_these_are_undefined provider_hhi gi_z gi_star_z
  [ "$(reason clark_evans_r)" = 'no neighbours' ]
  run -2 from_points --cross woonvorm=opvang:verblijf
  [[ $output == *"no facility has the woonvorm 'verblijf'"* ]]
}

@test "more neighbours than there are zones, radii and bandwidths of 0: refused, and nothing written" {
  zones zones.geojson 3 3 0 '{residents: (1000 + 100 * $i)}'
  facilities 100200,400200 101500,401300 >f.csv
  run -3 from_points --weights knn:9
  [[ $output == *"of 9 zones none has 9 nearest others"* ]]
  for wrong in '--radii 0' '--radii 500,0' '--radii nan' '--access-radius 0' '--access-radius -1' '--access-rings 0:1' \
    '--bandwidth 0' '--bandwidth nan' '--weights knn:0' '--weights band:0' '--weights idw:0' '--sensitivity --cell-size 0' \
    '--centre nan,1'; do
    # shellcheck disable=SC2086
    run metrics --facilities f.csv --no-confidential --report r.json -o z.json $wrong
    [ "$status" -eq 2 ] || { echo "$wrong: $status $output"; return 1; }
  done
  [ ! -e r.json ] && [ ! -e z.json ]
}

# ---- a value that is not known ----

# NaN, which JSON cannot hold and FlatGeobuf can, is not known. In zone E one field is NaN; all else is known.
nan_in() {
  zones known.geojson 3 3 0 '{residents: (1000.5 + 100 * $i), groep: (90.5 + 7 * $i), allen: (1000.5 + 30 * $i),
    waarde: ($i * $i + 0.5), land_km2: (1 + $i / 10)}'
  # -7777.25 stands for it: the bytes of the number are replaced by those of NaN
  jq --arg field "$1" '(.features[] | select(.properties.zone_id == "E") | .properties[$field]) = -7777.25' known.geojson \
    >marked.geojson
  rm -f zones.fgb
  ogr2ogr -f FlatGeobuf -a_srs EPSG:28992 zones.fgb marked.geojson 2>/dev/null
  LC_ALL=C sed -i 's/\x00\x00\x00\x00\x40\x61\xbe\xc0/\x00\x00\x00\x00\x00\x00\xf8\x7f/' zones.fgb
  run -1 grep -qaP '\x40\x61\xbe\xc0' zones.fgb
}
# Of zone E, the fifth row: the figures without a number.
undefined_in_e() { jq -r '.rows[4] | to_entries[] | select(.value == null) | "zone " + .key' z.json | name | comm -12 - "$all"; }
local_figures='moran_local moran_p moran_p_fdr moran_cluster gi_z gi_star_z gi_star_p gi_star_p_fdr gi_cluster'
fgb() { # what not all figures look at stands in a study file
  printf 'metrics:\n  permutations: 19\n  centre: "100500,400500"\n' >fgb.yml
  "$WIJK_BIN/wijk-metrics" --zones zones.fgb --study fgb.yml --report r.json -o z.json --overwrite -q "$@"
}

@test "NaN in a column is not known: its zone has no figure of it, with the reason, and the others have all" {
  # shellcheck disable=SC2086
  per_head=$(names places_per_1000 residents_share location_quotient norm_per_1000 excess_places_count $local_figures | grep '^zone')
  nan_in allen
  fgb --group groep --total allen
  diff <(undefined_in_e) <(echo "$per_head")
  reasons_are_given
  # what the eight others give, and E is nobody's neighbour: as if it were not there
  jq '.features |= map(select(.properties.zone_id != "E"))' known.geojson >zones.geojson
  metrics --group groep --total allen --permutations 19 --centre 100500,400500 --report other.json -q
  in_ratio='[.city[] | select(.id | IN("hoover", "dissimilarity", "isolation", "theil_t", "moran_i", "geary_c", "dissimilarity_adjacent",
    "spatial_proximity", "places_per_1000", "absolute_concentration", "relative_centralisation")) | [.id, .value]]'
  diff <(jq -c "$in_ratio" r.json) <(jq -c "$in_ratio" other.json)
  jq -e "$in_ratio | length == 11" r.json

  nan_in groep
  fgb --group groep --total allen
  # shellcheck disable=SC2086
  diff <(undefined_in_e) <(names places_count places_per_1000 places_per_km2 places_share location_quotient excess_places_count \
    norm_per_1000 $local_figures | grep '^zone')
  reasons_are_given
  [ "$(reason places_count)" = missing ]
  jq -r '.findings[] | select(.code == "group-unknown") | .message' r.json |
    grep -q '^1 zone has no known groep, and is out of every index: E'
  jq -e '[.undefined[] | select(.row == 5 and .reason == "onbekende capaciteit")] == []' z.json

  nan_in waarde
  fgb --group groep --total allen --value waarde --metrics autocorrelation,autocorrelation_local
  # shellcheck disable=SC2086
  diff <(undefined_in_e) <(names $local_figures)
  reasons_are_given
  [ "$(jq '.rows | map(select(.moran_p != null)) | length' z.json)" -eq 8 ]

  nan_in land_km2
  fgb --group groep --total allen
  # E is next to all others: the sum over its neighbours has no variance
  diff <(undefined_in_e) <(names places_per_km2 places_share gi_z gi_star_z | grep '^zone')
  reasons_are_given
}

@test "NaN and infinity where a number of places should be are refused with their row" {
  zones zones.geojson 3 3 0 '{residents: 1000}'
  for value in NaN nan inf Infinity -inf; do
    facilities 100200,400200 101500,401300 | sed "2s/;10;/;$value;/" >f.csv
    run -3 from_points
    [[ $output == *"row 1"*"$value"* ]] || { echo "$value: $output"; return 1; }
  done
}
