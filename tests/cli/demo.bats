#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# The invented city as a stranger makes it.

bats_require_minimum_version 1.5.0

demo() { "$WIJK_BIN/wijk-demo" "$@"; }

setup() { mkdir "$BATS_TEST_TMPDIR/here" && cd "$BATS_TEST_TMPDIR/here" || return; }

small() { demo --wijken 6 --buurten 24 --population-points 700 --facilities 60 --roads 900 "$@"; }

# Figures of one query over a shapefile, divided by blanks.
ask() { ogrinfo -q "$1" -dialect sqlite -sql "$2" | sed -n 's/.* = //p' | tr '\n' ' ' && echo; }

@test "shapes/ is what the command in its README makes, byte for byte" {
  command=$(sed -n 's/^wijk-demo //p' "$WIJK_SOURCE/shapes/README.md")
  [ -n "$command" ]
  # shellcheck disable=SC2086
  demo ${command/shapes/made}
  for file in made/*; do
    cmp "$file" "$WIJK_SOURCE/shapes/${file##*/}"
  done
  [ "$(find made -type f | wc -l)" -eq "$(find "$WIJK_SOURCE/shapes" -type f ! -name README.md ! -name '*.yaml' ! -name '*.geojson' ! -name acties.csv | wc -l)" ]
}

@test "the hashes and rows in shapes/README.md are those of the files" {
  cd "$WIJK_SOURCE/shapes"
  sed -n 's/^| \([a-z_.]*\) | .* | \([0-9]*\) | `\([0-9a-f]\{64\}\)` |$/\3  \1/p' README.md >"$BATS_TEST_TMPDIR/sums"
  [ "$(wc -l <"$BATS_TEST_TMPDIR/sums")" -eq 17 ]
  sha256sum --check --quiet "$BATS_TEST_TMPDIR/sums"
  while read -r file rows; do
    case $file in
    *.csv) [ "$(tail -n +2 "$file" | wc -l)" -eq "$rows" ] ;;
    *.shp) [ "$(ask "$file" "select count(*) from ${file%.shp}")" = "$rows " ] ;;
    esac
  done < <(sed -n 's/^| \([a-z_.]*\) | .* | \([0-9]*\) | `.*/\1 \2/p' README.md)
}

@test "the same seed gives the same bytes in any locale and time zone, another seed another city" {
  small --seed 4 -o a
  LC_ALL=nl_NL.UTF-8 TZ=Asia/Tokyo small --seed 4 -o b
  small --seed 5 -o c
  diff -r a b
  run cmp -s a/buurten.shp c/buurten.shp
  [ "$status" -eq 1 ]
}

@test "any number of threads gives the same bytes" {
  for threads in 1 2 7; do
    small --threads $threads -o with-$threads
  done
  diff -r with-1 with-2
  diff -r with-1 with-7
}

@test "neither points nor roads take memory" {
  [ -z "$WIJK_SANITIZED" ] || skip "sanitizers bring a memory of their own"
  memory() { /usr/bin/time -f %M "$WIJK_BIN/wijk-demo" --wijken 120 --buurten 600 "$@" 2>&1 | tail -1; }
  few=$(memory --population-points 1000 --roads 2000 -o few)
  many=$(memory --population-points 400000 --roads 40000 -o many)
  echo "$few kB with few, $many kB with many"
  [ "$((many - few))" -lt 8000 ]
}

@test "there are as many rows as asked for" {
  small -o city
  [ "$(ask city/wijken.shp 'select count(*) from wijken')" = "6 " ]
  [ "$(ask city/buurten.shp 'select count(*) from buurten')" = "24 " ]
  [ "$(wc -l <city/inwoners.csv)" -eq 701 ]
  [ "$(wc -l <city/voorzieningen.csv)" -eq 61 ]
  roads=$(ask city/wegen.shp 'select count(*) from wegen')
  [ "$roads" -ge 855 ]
  [ "$roads" -le 945 ]
}

@test "every polygon is valid, and none overlaps another" {
  small --seed 8 -o city
  [ "$(ask city/buurten.shp 'select sum(ST_IsValid(geometry)) from buurten')" = "24 " ]
  [ "$(ask city/wijken.shp 'select sum(ST_IsValid(geometry)) from wijken')" = "6 " ]
  read -r apart together < <(ask city/buurten.shp 'select sum(ST_Area(geometry)), ST_Area(ST_Union(geometry)) from buurten')
  awk -v a="$apart" -v b="$together" 'BEGIN { exit !(a > 2e7 && a - b < 0.01 && b - a < 0.01) }'
}

@test "residents of a wijk are those of its buurten" {
  small --seed 9 -o city
  ask city/buurten.shp 'select WK_CODE, sum(case when AANT_INW < 0 then 0 else AANT_INW end) from buurten group by WK_CODE' >buurten
  ask city/wijken.shp 'select WK_CODE, AANT_INW from wijken order by WK_CODE' >wijken
  diff buurten wijken
}

@test "the roads hang together" {
  small --seed 10 -o city
  ogr2ogr -f CSV roads.csv city/wegen.shp
  awk -F, '
    function root(n) { while (up[n] != n) n = up[n]; return n }
    NR > 1 {
      for (i = 1; i <= 2; i++) if (!($i in up)) { up[$i] = $i; parts++ }
      a = root($1); b = root($2)
      if (a != b) { up[a] = b; parts-- }
    }
    END { exit parts != 1 }' roads.csv
}

@test "population points are squares of a hundred metres, and smaller ones when there must be more" {
  small -o city
  head -2 city/inwoners.csv | tail -1 | grep -Eq '^E[0-9]{4}N[0-9]{4};[0-9]+50;[0-9]+50;[0-9]+$'
  demo --wijken 6 --buurten 24 --population-points 40000 -o many
  [ "$(wc -l <many/inwoners.csv)" -eq 40001 ]
  [ "$(tail -n +2 many/inwoners.csv | cut -d';' -f2,3 | sort -u | wc -l)" -eq 40000 ]
}

@test "an existing file is not touched without --overwrite" {
  mkdir city
  echo mine >city/vraag.csv
  run --separate-stderr small -o city
  [ "$status" -eq 4 ]
  [ "$(cat city/vraag.csv)" = mine ]
  [ "$(find . | wc -l)" -eq 3 ]
  small --overwrite -o city
  [ "$(head -1 city/vraag.csv)" = "woonvorm;personen" ]
  mkdir other other/vraag.csv
  run -4 small --overwrite -o other
  [[ $output == *"'other/vraag.csv' is a folder"* ]]
  [ "$(ls -A other)" = vraag.csv ]
}

@test "what cannot be made is refused, and leaves nothing behind" {
  run --separate-stderr demo
  [ "$status" -eq 2 ]
  run --separate-stderr demo --wijken 2 -o city
  [ "$status" -eq 2 ]
  run --separate-stderr demo --wijken 10 --buurten 990 -o city
  [ "$status" -eq 2 ]
  run --separate-stderr demo --wijken 3 --buurten 5 --population-points 20 --roads 10000000 -o city
  [ "$status" -eq 2 ] && [[ $stderr == *"no room for 10000000 roads"* ]]
  run --separate-stderr demo -o missing/city
  [ "$status" -eq 4 ]
  run --separate-stderr demo -o city --report missing/report.json
  [ "$status" -eq 4 ]
  [ "$(find . | wc -l)" -eq 1 ]
}

@test "the report names every file" {
  small --json -o city >report.json
  [ "$(jq -r '.outputs[]' report.json | sort)" = "$(ls city)" ]
}
