#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# wijk-density as a planner runs it, on the invented city and on small ones of which the answer is known.

bats_require_minimum_version 1.5.0

setup() {
  mkdir "$BATS_TEST_TMPDIR/here" && cd "$BATS_TEST_TMPDIR/here" || return
  shapes=$WIJK_SOURCE/shapes
  demo=(--zones "$shapes/buurten.shp" --facilities "$shapes/voorzieningen.csv")
}

density() { "$WIJK_BIN/wijk-density" "$@"; }

# What GDAL makes of a raster: the sum of its cells in places, and its highest cell. Two lines.
sums() {
  gdal_translate -q -of XYZ "$1" sums.xyz
  python3 - "$2" <<'TEXT'
import sys
values = [float(v) for v in (line.split()[2] for line in open("sums.xyz")) if v != "nan"]
print(f"{sum(values) * float(sys.argv[1]) ** 2 / 1e6}\n{max(values)}\n", end="")
TEXT
}
near() { python3 -c 'import sys; a, b, t = map(float, sys.argv[1:]); sys.exit(not abs(a - b) <= t * abs(b))' "$@"; }

# A square of 10 km with a facility well inside, one on the border, one just outside it.
square() {
  echo '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"wijkcode":"WK1","aantal_inwoners":10},
    "geometry":{"type":"Polygon","coordinates":[[[90000,430000],[100000,430000],[100000,440000],[90000,440000],[90000,430000]]]}}]}' >zones.geojson
  printf 'id,woonvorm,capaciteit,x,y\na,beschermd,12,95050,435050\nb,opvang,8,90000,432000\nc,opvang,1000,89900,432000\n' >f.csv
  local=(--zones zones.geojson --facilities f.csv --no-confidential)
}

@test "the integral is the number of places inside, to a thousandth, whatever the kernel, bandwidth and cell" {
  wanted=$("$WIJK_BIN/wijk-metrics" "${demo[@]}" --metrics places_count -o - -q |
    python3 -c 'import csv, sys; print(sum(float(r["places_count"] or 0) for r in csv.DictReader(sys.stdin)))')
  for how in "quartic 1000 100" "gaussian 1000 100" "quartic 300 100" "gaussian 2500 250" "quartic 400 33"; do
    read -r kernel bandwidth cell <<<"$how"
    density "${demo[@]}" --kernel $kernel --bandwidth $bandwidth --cell $cell -o d.tif --overwrite -q
    near "$(sums d.tif $cell | head -n 1)" "$wanted" 0.001
  done
}

@test "at the border: spread within, made good evenly, or left out; who is outside counts only when it is left out" {
  square
  density "${local[@]}" -o d.tif --report r.json -q
  near "$(sums d.tif 100 | head -n 1)" 20 1e-6
  jq -e '.counts.facilities == {"read":3,"used":2,"not_selected":0,"outside":1,"rejected":0,"withheld":0}' r.json
  jq -e '[.findings[].code] | contains(["facility-outside", "density-bandwidth"])' r.json
  jq -e '[.city[] | select(.id == "density_weight_count").value] == [20]' r.json
  density "${local[@]}" --density-edge none -o n.tif -q
  # 12, half of 8, and of 1000 a tenth of the radius away 0.5 - 3/pi 16/15 (0.1 - 2.5 0.1^3 / 3) = 0.399
  near "$(sums n.tif 100 | head -n 1)" 415 0.003
  grep -v ^c f.csv >inside.csv
  density --zones zones.geojson --facilities inside.csv --no-confidential --density-edge none -o n.tif -q --overwrite
  near "$(sums n.tif 100 | head -n 1)" 16 0.001
  # 12 at 3/pi per km2 in the middle of its own cell
  density --zones zones.geojson --facilities inside.csv --no-confidential --density-edge uniform -o u.tif -q
  near "$(sums u.tif 100 | tail -n 1)" 13.73 0.005 # 8 x 3/pi 0.995^2, over the 0.5 + 3/pi 16/15 0.05 inside
  [ "$(gdallocationinfo -valonly -geoloc n.tif 95050 435050 | cut -c 1-8)" = 11.45915 ]
}

@test "one file for each form, which add up to the whole, named and described" {
  density "${demo[@]}" --by woonvorm -o d.tif --report r.json -q
  total=$(sums d.tif 100 | head -n 1)
  parts=$(for file in d__*.tif; do sums "$file" 100 | head -n 1; done | awk '{ s += $1 } END { print s }')
  near "$parts" "$total" 1e-5
  [ "$(find . -name 'd__*.tif' | wc -l)" -eq 5 ]
  [ "$(find . -name 'd*.qml' | wc -l)" -eq 6 ]
  gdalinfo d__opvang.tif | grep -q 'Description = Dichtheid van plaatsen: opvang'
  gdalinfo d__opvang.tif | grep -q 'Unit Type: plaatsen per km²'
  jq -e '.outputs | length == 12' r.json
  density "${demo[@]}" --by woonvorm --lang en -o e.tif -q
  gdalinfo e__opvang.tif | grep -q 'Description = Density of places: opvang'
}

@test "the GeoTIFF has its place, its nodata and where it comes from; the classed one a colour table" {
  density "${demo[@]}" -o d.tif --classed c.tif -q
  gdalinfo d.tif >info
  grep -q 'ID\["EPSG",28992\]' info
  grep -q 'Type=Float32' info
  grep -q 'NoData Value=nan' info
  grep -q 'Origin = (137200.0*,510400.0*)' info # at whole multiples of 100 m
  grep -o 'WIJK_PROVENANCE=.*' info | cut -d= -f2- | jq -e '.program == "wijk-density" and (.inputs | length == 2)'
  gdalinfo c.tif >info
  grep -q 'ColorInterp=Palette' info
  grep -q 'Color Table (RGB with 256 entries)' info
  grep -q '    0: 255,255,255,0' info
  grep -q 'CLASS_1=0 – 5$' info # seven round limits up to the densest cell, 496 per km²
  grep -q 'CLASS_7=200 – 500$' info
  gdal_translate -q -of PNG -expand rgba c.tif c.png # as any viewer shows it
  file c.png | grep -q RGBA
}

@test "the same bytes for 1, 2 and 7 threads, any locale, and again" {
  for kernel in quartic gaussian; do
    density "${demo[@]}" --kernel $kernel --threads 1 -o a.tif --classed ac.tif -q --overwrite
    for threads in 2 7; do
      LC_ALL=nl_NL.UTF-8 density "${demo[@]}" --kernel $kernel --threads $threads -o b.tif --classed bc.tif -q --overwrite
      cmp a.tif b.tif
      cmp ac.tif bc.tif
      cmp a.qml b.qml
    done
  done
}

@test "places, or facilities; unknown places are left out and said; a source without places counts facilities" {
  density "${demo[@]}" --weight facilities -o d.tif --report r.json -q
  gdalinfo d.tif | grep -q 'voorzieningen per km²'
  used=$(jq '.counts.facilities.used' r.json)
  near "$(sums d.tif 100 | head -n 1)" "$used" 1e-5
  square
  sed -i 's/12,95050/,95050/' f.csv
  density "${local[@]}" -o e.tif --report r.json -q --overwrite
  near "$(sums e.tif 100 | head -n 1)" 8 1e-6
  jq -e '[.findings[].code] | contains(["capacity-unknown"])' r.json
  cut -d, -f1,2,4,5 f.csv >nameless.csv
  density --zones zones.geojson --facilities nameless.csv --no-confidential -o f.tif --report r.json -q --overwrite
  near "$(sums f.tif 100 | head -n 1)" 2 1e-6
  jq -e '[.findings[].code] | contains(["no-capacity-field"])' r.json
  run -2 --separate-stderr density --zones zones.geojson --facilities nameless.csv --no-confidential --weight places -o g.tif
  [[ $stderr == *"have no field of places"* ]]
}

@test "the public edition is as if secret facilities did not exist" {
  square
  printf 'id,woonvorm,capaciteit,geheim,x,y\na,beschermd,12,nee,95050,435050\nb,opvang,8,ja,93000,433000\n' >f.csv
  grep -v ,ja, f.csv >open.csv
  density --zones zones.geojson --facilities f.csv --public --by woonvorm -o a.tif --report a.json -q
  [ ! -e a__opvang.tif ]
  near "$(sums a.tif 100 | head -n 1)" 12 1e-6
  density --zones zones.geojson --facilities open.csv --public --by woonvorm -o b.tif -q
  gdal_translate -q -of XYZ a.tif a.xyz
  gdal_translate -q -of XYZ b.tif b.xyz
  cmp a.xyz b.xyz
  cmp a.qml b.qml
  [ "$(jq '.city[] | select(.id == "density_weight_count" and .by == null).value' a.json)" = 12 ]
  cut -d, -f1-3,5,6 f.csv >unmarked.csv
  run -3 density --zones zones.geojson --facilities unmarked.csv --public -o c.tif
}

@test "wrong questions are answered with what is wrong, and leave nothing" {
  square
  mkdir out
  check() { # CODE WORDS OPTION...
    local code=$1 words=$2
    shift 2
    run -"$code" --separate-stderr density "${local[@]}" -o out/d.tif "$@"
    [[ $stderr == *"$words"* ]] || { echo "$stderr"; return 1; }
    [ -z "$(ls -A out)" ]
  }
  check 2 "make more than 100 million" --cell 0.001
  check 2 "take cells of 1.1 m or more" --cell 0.001
  check 2 "more than 0 m" --cell 0
  check 2 "--cell" --cell x
  check 2 "more than 0 m" --bandwidth 0
  check 2 "more than 0 m" --bandwidth -5
  check 2 "the bandwidth is less than a cell" --bandwidth 50
  check 3 "no cell has its middle in a zone" --cell 60000 --bandwidth 90000
  check 2 "kernel" --kernel round
  check 2 "have no field 'kleur'" --by kleur
  run -2 --separate-stderr density "${local[@]}" -o out/d.png
  [[ $stderr == *"'out/d.png': a raster is written as a GeoTIFF only"* ]]
  check 2 "both name" --classed out/d.tif
  printf 'id,capaciteit,x,y\na,acht,95050,435050\n' >bad.csv
  run -3 --separate-stderr density --zones zones.geojson --facilities bad.csv --no-confidential -o out/d.tif
  [[ $stderr == *"'acht' is not a number"* ]]
  printf 'x' >out/d.qml
  run -4 --separate-stderr density "${local[@]}" -o out/d.tif
  [[ $stderr == *"'out/d.qml' exists"* ]]
  rm out/d.qml
  printf 'x' >out/d__opvang.tif
  run -4 --separate-stderr density "${local[@]}" --by woonvorm -o out/d.tif
  [ "$(ls out)" = d__opvang.tif ]
  run -2 density --zones zones.geojson -o out/e.tif
  run -2 density "${local[@]}"
}

@test "each form by itself adds up to its places inside" {
  "$WIJK_BIN/wijk-metrics" "${demo[@]}" --metrics places_count --by woonvorm -o m.csv -q
  density "${demo[@]}" --by woonvorm --kernel gaussian --bandwidth 800 -o d.tif -q
  for form in begeleid beschermd opvang verblijf zelfstandig; do
    wanted=$(python3 -c 'import csv, sys; print(sum(float(r["places_count__" + sys.argv[1]] or 0) for r in csv.DictReader(open("m.csv"))))' $form)
    near "$(sums d__$form.tif 100 | head -n 1)" "$wanted" 1e-5
  done
}

@test "the order of the facilities does not matter, to the last bit" {
  (head -n 1 "$shapes/voorzieningen.csv" && tail -n +2 "$shapes/voorzieningen.csv" | tac) >turned.csv
  turned=(--zones "$shapes/buurten.shp" --facilities turned.csv)
  for kernel in quartic gaussian; do
    density "${demo[@]}" --kernel $kernel --density-edge uniform -o a.tif -q --overwrite
    density "${turned[@]}" --kernel $kernel --density-edge uniform -o b.tif -q --overwrite
    gdal_translate -q -of XYZ a.tif a.xyz
    gdal_translate -q -of XYZ b.tif b.xyz
    cmp a.xyz b.xyz
  done
  asked=(--metrics place_density_kde,pattern,cross --cross woonvorm=opvang:beschermd --by woonvorm -q)
  "$WIJK_BIN/wijk-metrics" "${demo[@]}" "${asked[@]}" -o a.csv --city-output a.json
  "$WIJK_BIN/wijk-metrics" "${turned[@]}" "${asked[@]}" -o b.csv --city-output b.json
  cmp a.csv b.csv
  cmp <(jq .city a.json) <(jq .city b.json)
}

@test "who does not count, has no say in the bandwidth either, nor an unknown number of places" {
  square
  printf 'id,capaciteit,x,y\na,12,95050,435050\nb,8,96000,435050\nc,,89000,439000\nd,5,80000,430000\n' >f.csv
  density "${local[@]}" -o d.tif --report r.json -q
  # sigma^2 = (671.75^2 + 0) / 2, so 475 m; times 2^(-1/6) and sqrt(8)
  jq -e '[.findings[] | select(.code == "density-bandwidth").message] == ["the bandwidth is 1000 m; the normal reference rule would take 1197 m"]' r.json
  jq -e '[.findings[].code] | contains(["capacity-unknown"]) | not' r.json
  density "${local[@]}" --density-edge none -o e.tif --report s.json -q
  jq -e '[.findings[].code] | contains(["capacity-unknown"])' s.json
}

@test "a form is called what it likes; its file stays in the folder" {
  square
  mkdir out
  printf 'id,woonvorm,capaciteit,x,y\na,../../weg,5,95000,435000\nb,a/b,7,95000,435000\nc,Één & twee,3,95000,435000\nd,een twee,3,95000,435000\nf,"x"" ; rm *",2,95000,435000\ng,%%s%%n,2,95000,435000\nh,日本,1,95000,435000\n' >f.csv
  density "${local[@]}" --by woonvorm -o out/d.tif -q
  [ "$(cd out && ls ./*.tif | tr '\n' ' ')" = "./d.tif ./d__a_b.tif ./d__een_twee.tif ./d__een_twee_2.tif ./d__s_n.tif ./d__weg.tif ./d__x.tif ./d__x_rm.tif " ]
  [ "$(ls | tr '\n' ' ')" = "f.csv out zones.geojson " ]
  gdalinfo out/d__weg.tif | grep -q 'Description = Dichtheid van plaatsen: ../../weg'
}

@test "no facilities, and none inside: a surface of nothing, not a failure" {
  square
  head -n 1 f.csv >none.csv
  density --zones zones.geojson --facilities none.csv --no-confidential -o d.tif -q
  [ "$(sums d.tif 100 | tr '\n' ' ')" = "0.0 0.0 " ]
  grep -e ^id -e ^c f.csv >far.csv
  density --zones zones.geojson --facilities far.csv --no-confidential -o e.tif --classed ec.tif -q
  [ "$(sums e.tif 100 | tr '\n' ' ')" = "0.0 0.0 " ]
}

@test "a study file says kernel, bandwidth, edge, cell, weight and by" {
  square
  printf 'sources: {zones: zones.geojson, facilities: f.csv}\nprivacy: {no_confidential: true}\ndensity: {kernel: gaussian, bandwidth: 700, edge: none, cell: 50, weight: facilities, by: woonvorm}\n' >s.yaml
  density -s s.yaml -o d.tif -q
  density "${local[@]}" --kernel gaussian --bandwidth 700 --density-edge none --cell 50 --weight facilities --by woonvorm -o e.tif -q
  gdal_translate -q -of XYZ d__opvang.tif d.xyz
  gdal_translate -q -of XYZ e__opvang.tif e.xyz
  cmp d.xyz e.xyz
}
