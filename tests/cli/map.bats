#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# wijk-map as a planner runs it, on the invented city.

bats_require_minimum_version 1.5.0

map() { "$WIJK_BIN/wijk-map" "$@"; }

setup() {
  mkdir "$BATS_TEST_TMPDIR/here" && cd "$BATS_TEST_TMPDIR/here" || return
  shapes=$WIJK_SOURCE/shapes
  buurten=$shapes/buurten.shp
}

# A text chunk of a PNG, by its keyword.
png_text() { python3 - "$1" "$2" <<'TEXT'
import struct, sys
data, at = open(sys.argv[1], "rb").read(), 8
while at < len(data):
    length, kind = struct.unpack(">I4s", data[at:at + 8])
    body = data[at + 8:at + 8 + length]
    if kind == b"iTXt" and body.split(b"\0")[0].decode() == sys.argv[2]:
        print(body.split(b"\0", 5)[5].decode())
    if kind == b"pHYs" and sys.argv[2] == "pHYs":
        print(*struct.unpack(">IIB", body))
    at += 12 + length
TEXT
}

# Every word of an SVG, one a line.
words() { xmllint --xpath '//*[local-name()="text"]/text()' "$1"; }

refuse() { # code, words of the message, arguments: nothing is written
  local code=$1 words=$2
  shift 2
  run --separate-stderr map "$buurten" "$@"
  # shellcheck disable=SC2154
  [ "$status" -eq "$code" ] || { echo "exit code $status: $*"; echo "$stderr"; return 1; }
  [[ "$stderr" == *"$words"* ]] || { echo "$stderr"; return 1; }
  [ -z "$(ls)" ]
}

@test "one run makes PNG, PDF and SVG of one page" {
  run --separate-stderr map "$buurten" --column AANT_INW --title "Inwoners" -o a.png -o a.pdf -o a.svg --size 200x140mm --dpi 120
  [ "$status" -eq 0 ]
  [ -z "$output" ]
  file a.png | grep -q '945 x 661, 8-bit colormap'
  pdfinfo a.pdf | grep -q 'Page size: *566.929 x 396.85 pts'
  xmllint --noout a.svg
  grep -q 'width="200mm" height="140mm"' a.svg
}

@test "a PNG says its resolution, title, what it shows, and where it comes from" {
  map "$buurten" --column AANT_INW --title "Inwoners & huizen" -o a.png --size 150x105mm --dpi 96
  [ "$(png_text a.png pHYs)" = "3780 3780 1" ]
  [ "$(png_text a.png Title)" = "Inwoners & huizen" ]
  [[ "$(png_text a.png Description)" == "Inwoners, per buurt (87 buurten): het hoogst in "* ]]
  png_text a.png Provenance | jq -e '.program == "wijk-map" and .inputs[0].source == "buurten.shp"'
}

@test "the words of a PDF can be searched, and it carries title and provenance" {
  map "$buurten" --column AANT_INW --facilities "$shapes/voorzieningen.csv" --title "Inwoners per buurt" -o a.pdf -q
  pdftotext a.pdf words
  for word in "Inwoners per buurt" Reigerdreef "geen gegevens" beschermd "2 km" "Bron: buurten.shp, voorzieningen.csv."; do
    grep -qF "$word" words || { echo "no $word"; return 1; }
  done
  pdfinfo a.pdf | grep -q '^Title: *Inwoners per buurt$'
  pdfinfo a.pdf | grep -q 'sha256'
  [ "$(pdffonts a.pdf | tail -n +3 | grep -c OpenSans)" -eq "$(pdffonts a.pdf | tail -n +3 | wc -l)" ]
}

@test "an SVG holds real text, a title and description, and a title for every zone" {
  map "$buurten" --column AANT_INW --title "Inwoners <per> buurt" -o a.svg
  xmllint --noout a.svg
  xpath() { xmllint --xpath "$1" a.svg; }
  [ "$(xpath 'string(/*/*[local-name()="title"])')" = "Inwoners <per> buurt" ]
  [[ "$(xpath 'string(/*/*[local-name()="desc"])')" == *"het hoogst in"* ]]
  [ "$(xpath 'count(//*[local-name()="path"]/*[local-name()="title"])')" -eq 90 ]
  [ "$(xpath 'count(//*[local-name()="text"][.="Reigerdreef"])')" -eq 1 ]
  [ "$(xpath 'string(/*/@role)')" = "graphics-document document" ]
}

@test "every line of words in the SVG is in the PDF too, accents and all; no id stands twice" {
  map "$buurten" --column AANT_INW --facilities "$shapes/voorzieningen.csv" --title "Coëfficiënt aan het ĳ, één kaart" \
    --lang nl -o a.svg -o a.pdf -q
  pdftotext -raw a.pdf - | tr -d ' \n\f' >pdf
  words a.svg | tr -d ' ' | sort -u >lines
  [ "$(wc -l <lines)" -gt 60 ]
  while read -r line; do grep -qF -- "$line" pdf || { echo "no '$line' in the PDF"; return 1; }; done <lines
  grep -qF "Coëfficiëntaanhetĳ,éénkaart" lines
  [ -z "$(xmllint --xpath '//@id' a.svg | sort | uniq -d)" ]
  pdfinfo a.pdf | grep -q '^Title: *Coëfficiënt aan het ĳ, één kaart$'
}

@test "names of facilities are data, never markup" {
  printf 'id;naam;woonvorm;x;y;status\n1;<script>alert("x")</script> & "zo";opvang;148679;505432;bestaand\n' >f.csv
  map "$buurten" --column AANT_INW --facilities f.csv -o a.svg -q
  xmllint --noout a.svg
  (! grep -q '<script' a.svg)
  grep -qF '&lt;script&gt;' a.svg
}

@test "same input, same bytes, in any locale and time zone" {
  for i in 1 2; do
    [ "$i" = 1 ] || export TZ=Asia/Tokyo LC_ALL=C.UTF-8 LC_NUMERIC=nl_NL.UTF-8
    map "$buurten" --column AANT_INW --facilities "$shapes/voorzieningen.csv" -o "$i.png" -o "$i.pdf" -o "$i.svg" -q --dpi 100
  done
  for kind in png pdf svg; do cmp "1.$kind" "2.$kind"; done
}

@test "1, 2 and 7 threads paint the same picture, of a layer that is worth sharing out" {
  "$WIJK_BIN/wijk-demo" --wijken 20 --buurten 400 --facilities 10 --population-points 100 --roads 100 -o city -q
  for threads in 1 2 7; do
    map city/buurten.shp --column AANT_INW --facilities city/voorzieningen.csv --no-confidential \
      --size 1500x1500 --threads $threads -o $threads.png -q
  done
  cmp 1.png 2.png
  cmp 1.png 7.png
}

@test "no date is printed but the one that is given" {
  map "$buurten" --column AANT_INW -o a.pdf
  pdftotext a.pdf - | (! grep -q "Stand op")
  map "$buurten" --column AANT_INW --date 2026-03-01 -o b.pdf
  pdftotext b.pdf - | grep -q "Stand op 1 maart 2026"
  map "$buurten" --column AANT_INW --date 2026-03-01 --lang en -o c.pdf
  pdftotext c.pdf - | grep -q "As of 1 March 2026"
}

@test "--alt-text says highest, lowest and pattern, in Dutch and English" {
  run map "$buurten" --column AANT_INW --alt-text
  [ "$status" -eq 0 ]
  [ "$output" = "Inwoners, per buurt (87 buurten): het hoogst in Gildegaarde (13.330), het laagst in Beverkamp (425); hoge en lage waarden liggen bij elkaar; van 3 buurten is niets bekend." ]
  run map "$buurten" --column AANT_INW --alt-text --lang en
  [[ "$output" == "Residents, by neighbourhood (87 neighbourhoods): highest in Gildegaarde (13,330), lowest in Beverkamp (425); high and low values lie together; nothing is known of 3 neighbourhoods." ]]
}

@test "the legend counts every zone once: classes, no data and water" {
  map "$buurten" --column AANT_INW --breaks 0,1000,2000,5000,20000 -o a.svg
  words a.svg | grep -qx '0 t/m 999'
  words a.svg | grep -qx '5.000 t/m 20.000'
  words a.svg | grep -qx 'geen gegevens'
  words a.svg | grep -qx 'vaste klassengrenzen'
  values=$(ogrinfo -q "$buurten" -dialect sqlite -sql "select sum(AANT_INW >= 1000 and AANT_INW < 2000) from buurten" | sed -n 's/.* = //p')
  words a.svg | grep -A1 -x '1.000 t/m 1.999' | grep -qx "$values"
}

@test "a column of words becomes categories with marks; zoning lies over it as hatching" {
  ogr2ogr -q -nlt MULTIPOLYGON zoning.gpkg "$shapes/wijken.shp" -dialect sqlite \
    -sql "select *, case when H2O = 'JA' then null when AANT_INW > 15000 then 'kwetsbaar' when AANT_INW > 9000 then 'aandacht' else 'draagkrachtig' end as zone_class from wijken"
  run map zoning.gpkg --column zone_class --alt-text -o z.svg
  [ "$status" -eq 0 ]
  [[ "$output" == *", per wijk ("*"): kwetsbaar "*", aandacht "*", draagkrachtig "* ]]
  grep -q '<pattern' z.svg
  map "$buurten" --column AANT_INW --zoning zoning.gpkg -o b.svg
  grep -q 'Zonering (arcering)' b.svg
  grep -q 'leeg: geen arcering' b.svg
}

@test "what cannot be is refused before anything is written" {
  refuse 2 "the zones have no column 'AANT_INWO'" --column AANT_INWO -o a.png
  refuse 2 "did you mean AANT_INW?" --column AANT_INWO -o a.png
  refuse 2 "no column to show" -o a.png
  refuse 2 "no map to write" --column AANT_INW
  refuse 2 "'a.gif' does not end in .png, .pdf or .svg" --column AANT_INW -o a.gif
  refuse 2 "--size groot is not a size" --column AANT_INW -o a.png --size groot
  refuse 2 "--inset links is not auto, none or the corners of an inset" --column AANT_INW -o a.png --inset links
  refuse 2 "--inset 1,2,3 is not" --column AANT_INW -o a.png --inset 1,2,3
  refuse 2 "--inset 5,5,1,9 is not" --column AANT_INW -o a.png --inset 5,5,1,9
  refuse 2 "no zones have their middle in the inset" --column AANT_INW -o a.png --inset 1,1,2,2
  refuse 2 "--size 0x100mm is not a size" --column AANT_INW -o a.png --size 0x100mm
  refuse 2 "the page is too small" --column AANT_INW -o a.png --size 40x30mm
  refuse 2 "an image of 35433 by 35433 pixels cannot be made" --column AANT_INW -o a.png --size 3000x3000mm
  refuse 2 "there is no palette 'YlOrBrr'" --column AANT_INW -o a.png --palette YlOrBrr
  refuse 2 "did you mean YlOrBr?" --column AANT_INW -o a.png --palette YlOrBrr
  refuse 2 "break 3 is not above the one before it" --column AANT_INW -o a.png --breaks 0,10,5
  refuse 2 "'tien' is not a number" --column AANT_INW -o a.png --breaks 0,tien
  refuse 2 "values lie outside the breaks" --column AANT_INW -o a.png --breaks 0,10,50
  refuse 2 "palette YlOrBr has no colours for 12 classes" --column AANT_INW -o a.png --classes 12
  refuse 2 "holds more than 32 different texts" --column BU_NAAM -o a.png
  refuse 4 "" --column AANT_INW -o no/folder/a.png
  refuse 4 "" --column AANT_INW -o a.png -o no/folder/a.svg
  refuse 2 "both name 'a.png'" --column AANT_INW -o a.png -o a.png
}

@test "an existing map is not replaced without --overwrite" {
  echo old >a.png
  run map "$buurten" --column AANT_INW -o a.png
  [ "$status" -eq 4 ]
  [ "$(cat a.png)" = old ]
  run map "$buurten" --column AANT_INW -o b.png -o a.png
  [ "$status" -eq 4 ]
  [ "$(ls)" = a.png ]
  map "$buurten" --column AANT_INW -o a.png --overwrite --dpi 50
  file a.png | grep -q PNG
}

@test "the public edition shows no secret facility and says that it is one" {
  secret=$(awk -F';' '$10 == "ja" { print $2; exit }' "$shapes/voorzieningen.csv")
  [ -n "$secret" ]
  map "$buurten" --column AANT_INW --facilities "$shapes/voorzieningen.csv" -o in.svg -q
  map "$buurten" --column AANT_INW --facilities "$shapes/voorzieningen.csv" --public -o out.svg -q
  grep -qF "$secret" in.svg
  (! grep -qF "$secret" out.svg)
  grep -q 'Openbare uitgave' out.svg
}

@test "names left out are counted in the report" {
  run --separate-stderr map "$buurten" --column AANT_INW -o a.png --size 400x300 --json
  [ "$status" -eq 0 ]
  jq -e '.findings[] | select(.code == "names-left-out") | .message | test("^[0-9]+ zone names do not fit")' <<<"$output"
  # each by its name, and none of those is on the map
  jq -e '.findings[] | select(.code == "names-left-out") | (.message | split(" ")[0] | tonumber) == (.value | split("; ") | length)' <<<"$output"
  jq -e '.outputs == ["a.png"]' <<<"$output"
}

@test "a name without room gets a number and a line in the key" {
  map "$buurten" --column AANT_INW --facilities "$shapes/voorzieningen.csv" -o a.svg -q --size 297x210mm
  words a.svg | grep -qx 'Nummers op de kaart'
  [ "$(words a.svg | grep -cx 1)" -ge 2 ] # on the map, and in the key
  map "$buurten" --column AANT_INW --facilities "$shapes/voorzieningen.csv" -o b.svg -q --size 297x210mm --lang en --names key
  words b.svg | grep -qx 'Numbers on the map'
  for where in "--names inside" "--names none" --no-names; do
    # shellcheck disable=SC2086
    map "$buurten" --column AANT_INW --facilities "$shapes/voorzieningen.csv" -o c.svg -q --size 297x210mm $where --overwrite
    (! words c.svg | grep -q 'Nummers op de kaart')
  done
  (! grep -q '<title>namen' c.svg)
  for arguments in "--names key --no-names" "--names inside --no-names" "--names key --atlas" \
    "--names key --small-multiples --series AANT_INW"; do
    # shellcheck disable=SC2086
    run --separate-stderr map "$buurten" $([[ $arguments == *series* ]] || echo --column AANT_INW) -o d.pdf $arguments
    [ "$status" -eq 2 ] && [[ "$stderr" == *"--names"* ]]
  done
}

@test "an inset is told, and every zone is on the page once" {
  read -r x0 y0 x1 y1 < <(ogrinfo -q "$buurten" -dialect sqlite -sql \
    "select min(st_minx(geometry)) a, min(st_miny(geometry)) b, max(st_maxx(geometry)) c, max(st_maxy(geometry)) d from buurten" |
    sed -n 's/.* = //p' | paste -sd' ')
  quarter=$x0,$y0,$(awk "BEGIN { print $x0 + ($x1 - $x0) / 4 }"),$y1
  run map "$buurten" --column AANT_INW --inset "$quarter" --alt-text -o a.svg -o a.pdf
  [ "$status" -eq 0 ]
  [[ "$output" == *". De inzet toont het westelijk deel." ]]
  xmllint --noout a.svg
  [ "$(xmllint --xpath 'count(//*[local-name()="path"]/*[local-name()="title"])' a.svg)" -eq 90 ]
  [ "$(xmllint --xpath 'count(//*[local-name()="g"][*[local-name()="title"][.="Inzet: westelijk deel"]]//*[local-name()="path"]/*[local-name()="title"])' a.svg)" -gt 5 ]
  pdftotext a.pdf - | grep -q 'Inzet: westelijk deel'
  run map "$buurten" --column AANT_INW --inset auto --alt-text
  [[ "$output" != *inzet* ]]
}

@test "a metric is called by its title, with its radius and the value of --by" {
  "$WIJK_BIN/wijk-metrics" --zones "$buurten" --facilities "$shapes/voorzieningen.csv" --by woonvorm -o m.gpkg -q
  run map m.gpkg --column within_500m_count__opvang --alt-text -q
  [[ "$output" == "Voorzieningen binnen 500 m van een inwoner: opvang, per buurt ("* ]]
  run map m.gpkg --column places_per_1000 --alt-text -q --lang en
  [[ "$output" == "Places per 1,000 residents, by neighbourhood ("* ]]
}

@test "the public edition shows no figure that may count the secret, but one written as public" {
  figures() { "$WIJK_BIN/wijk-metrics" --zones "$buurten" --facilities "$shapes/voorzieningen.csv" -q "$@"; }
  figures -o internal.gpkg
  figures --public -o public.gpkg
  run map internal.gpkg --column places_per_1000 --public -o a.svg
  [ "$status" -eq 3 ]
  [[ "$output" == *"'places_per_1000' in layer 'internal' may count secret facilities"* ]]
  run map internal.gpkg --column occupied_count --public -o a.svg
  [ "$status" -eq 2 ]
  [[ "$output" == *"counts people"* ]]
  [ ! -e a.svg ]
  map internal.gpkg --column AANT_INW --public -o b.svg -q
  map public.gpkg --column places_per_1000 --public -o c.svg -q
}

@test "limits of classes differ in words wherever they differ, however small the numbers" {
  ogr2ogr -q -nln z -nlt MULTIPOLYGON klein.gpkg "$WIJK_SOURCE/shapes/wijken.shp" -dialect sqlite -sql "select *, rowid * 1e-7 as v from wijken"
  for choice in '--classes 5' '--classes 9 --method quantile'; do
    # shellcheck disable=SC2086
    map klein.gpkg --column v $choice -o a.svg --overwrite -q
    words a.svg | grep -E ' (tot|t/m) ' >limits
    [ "$(wc -l <limits)" -ge 5 ]
    awk '$1 == $3 || seen[$1]++ { exit 1 }' limits
  done
}

@test "a key of numbers for more zones than one can look up is refused" {
  "$WIJK_BIN/wijk-demo" -o stad --wijken 60 --buurten 450 --population-points 10 --facilities 10 --roads 100 -q
  run --separate-stderr map stad/buurten.shp --column AANT_INW --names key -o k.png
  [ "$status" -eq 2 ] && [ ! -e k.png ]
  [[ "$stderr" == *"a key of numbers is for 400 zones at most"* ]]
}

@test "a series has one classification: a file for each column, each with its own counts" {
  ogr2ogr -q -nln z -nlt MULTIPOLYGON z.gpkg "$buurten" -dialect sqlite \
    -sql "select *, AANT_INW as eerst, case when AANT_INW > 5000 then AANT_INW * 2 else AANT_INW end as later from buurten"
  echo mine >a.svg # the name that the others are made of is never written
  run map z.gpkg --series eerst,later -o a.svg -o a.png --json -q
  [ "$status" -eq 0 ]
  jq -e '.outputs == ["a__eerst.svg", "a__eerst.png", "a__later.svg", "a__later.png"]' <<<"$output"
  [ "$(cat a.svg)" = mine ]
  diff <(words a__eerst.svg | grep -E ' t/m ') <(words a__later.svg | grep -E ' t/m ')
  for field in eerst later; do # what the legend counts is what the zones are
    limits=$(words a__$field.svg | grep -E ' t/m ' | tail -1 | tr -d .)
    IFS=' ' read -r low _ high <<<"$limits"
    values=$(ogrinfo -q z.gpkg -dialect sqlite -sql "select sum($field >= $low and $field <= $high) from z where H2O <> 'JA'" |
      sed -n 's/.* = //p')
    [ "$(words a__$field.svg | grep -A1 -E ' t/m ' | tail -1)" = "$values" ]
  done
  (! diff <(words a__eerst.svg) <(words a__later.svg) >/dev/null)
}

@test "small multiples: one sheet with one legend, a letter and a column of counts for each map" {
  ogr2ogr -q -nln z -nlt MULTIPOLYGON z.gpkg "$buurten" -dialect sqlite \
    -sql "select *, AANT_INW as eerst, AANT_INW * 2 as later from buurten"
  run map z.gpkg --series eerst,later --small-multiples -o a.svg --alt-text -q
  [ "$status" -eq 0 ]
  [[ $output == "2 kaarten met dezelfde klassen. a: eerst, per buurt ("*" b: later, per buurt ("* ]]
  words a.svg | grep -qx 'a  eerst'
  words a.svg | grep -qx 'b  later'
  [ "$(words a.svg | grep -cx 'Klassen van alle kaarten')" -eq 1 ]
  [ "$(xmllint --xpath 'count(//*[local-name()="path"]/*[local-name()="title"])' a.svg)" -eq 180 ]
  for i in 1 2; do map z.gpkg --series eerst,later --small-multiples -o $i.png -q --size 800x500; done
  cmp 1.png 2.png
}

@test "a difference parts at nothing, and what does not differ is a class of its own" {
  ogr2ogr -q -nln z -nlt MULTIPOLYGON z.gpkg "$buurten" -dialect sqlite -sql "select *, AANT_INW * 1.0 as eerst,
    case when AANT_INW > 8000 then AANT_INW - 300.0 when AANT_INW > 4000 then AANT_INW + 200.0 else AANT_INW * 1.0 end as later from buurten"
  run map z.gpkg --difference eerst,later -o a.svg --alt-text -q
  [ "$status" -eq 0 ]
  [[ $output == "later min eerst, per buurt ("* ]]
  same=$(ogrinfo -q z.gpkg -dialect sqlite -sql "select sum(AANT_INW between 0 and 4000) from z where H2O <> 'JA'" | sed -n 's/.* = //p')
  [ "$(words a.svg | grep -m1 -A1 -x 0 | tail -1)" = "$same" ]
}

@test "a series, a sheet or a difference that cannot be is refused" {
  refuse 2 "--column and --series both say what is shown" --column AANT_INW --series AANT_INW -o a.png
  refuse 2 "--difference takes two columns, not 3" --difference AANT_INW,H2O,BU_CODE -o a.png
  refuse 2 "names 'aant_inw' twice" --series AANT_INW,aant_inw -o a.png
  refuse 2 "column 'H2O' holds no numbers to take a difference of" --difference AANT_INW,H2O -o a.png
  refuse 2 "cannot share classes: one holds numbers, one texts" --series AANT_INW,H2O -o a.png
  refuse 2 "--small-multiples wants --series" --column AANT_INW --small-multiples -o a.png
  refuse 2 "the page is too small for 2 maps" --series AANT_INW,AANTAL_HH --small-multiples -o a.png --size 60x40mm
}

@test "an atlas has a page and a bookmark for each zone that is not water, with its profile, figures and facilities" {
  atlas() { map "$shapes/wijken.shp" --column AANT_INW --facilities "$shapes/voorzieningen.csv" --atlas \
    --profile AANT_INW=Inwoners,AANTAL_HH=Huishoudens --figures GM_NAAM=Gemeente,AANT_INW -q "$@"; }
  atlas -o a.pdf --title Inwoners
  zones=$(ogrinfo -q "$shapes/wijken.shp" -dialect sqlite -sql "select count(*) from wijken where H2O <> 'JA'" | sed -n 's/.* = //p')
  [ "$(pdfinfo a.pdf | awk '/^Pages/ { print $2 }')" = "$zones" ]
  pdftohtml -xml -i -stdout a.pdf >a.xml
  [ "$(grep -c '<item page=' a.xml)" = "$zones" ]
  name=$(ogrinfo -q "$shapes/wijken.shp" -dialect sqlite -sql "select WK_NAAM from wijken where H2O <> 'JA' order by WK_CODE limit 1 offset 2" |
    sed -n 's/.* = //p')
  grep -q "<item page=\"3\">$name</item>" a.xml
  pdftotext -f 3 -l 3 a.pdf words
  for word in "$name" "blad 3 van $zones" DNA-profiel Huishoudens Gemeente Voorzieningen; do
    grep -qF "$word" words || { echo "no $word"; cat words; return 1; }
  done
  # beside the strip the value, and how many zones have more
  rank=$(ogrinfo -q "$shapes/wijken.shp" -dialect sqlite -sql "select 1 + count(*) from wijken where H2O <> 'JA' and
    AANTAL_HH > (select AANTAL_HH from wijken where WK_NAAM = '$name')" | sed -n 's/.* = //p')
  pdftotext -layout -f 3 -l 3 a.pdf - | grep -qE "Huishoudens +[0-9.]+ +$rank\$"
  for threads in 1 2 7; do atlas -o $threads.pdf --threads $threads; done
  sed -i 's/"threads":"[0-9]"//' ./[127].pdf
  cmp 1.pdf 2.pdf
  cmp 1.pdf 7.pdf
}

@test "the facilities of an atlas page are those that lie in the zone, the secret ones not in the public edition" {
  map "$shapes/wijken.shp" --column AANT_INW --facilities "$shapes/voorzieningen.csv" --atlas -o in.pdf -q
  map "$shapes/wijken.shp" --column AANT_INW --facilities "$shapes/voorzieningen.csv" --atlas -o out.pdf -q --public
  secret=$(awk -F';' '$10 == "ja" { print $2; exit }' "$shapes/voorzieningen.csv")
  pdftotext out.pdf - | (! grep -qF "$secret")
  counted=$(pdftotext in.pdf - | sed -n 's/^Voorzieningen (\([0-9]*\)).*/\1/p' | paste -sd+ | bc)
  "$WIJK_BIN/wijk-metrics" --zones "$shapes/wijken.shp" --facilities "$shapes/voorzieningen.csv" --metrics facilities_count \
    -q -o m.gpkg
  inside=$(ogrinfo -q m.gpkg -sql "select sum(facilities_count) from m where H2O <> 'JA'" | sed -n 's/.* = //p')
  [ "$counted" = "$inside" ]
}

@test "columns are called what the style in a GeoPackage calls them, in the language it was written in" {
  "$WIJK_BIN/wijk-zoning" --zones "$shapes/wijken.shp" --indicators "$shapes/wijken.shp" --indicator AANT_INW:higher:1 \
    --indicator AANTAL_HH:lower:1 -o z.gpkg -q
  map z.gpkg --column score --profile dna_AANT_INW --atlas -o a.pdf -q
  pdftotext -f 1 -l 1 a.pdf words
  grep -qx 'Score (hoger = sterker)' words
  grep -q '^AANT_INW' words # less "DNA-profiel: ", which stands above it
  map z.gpkg --column score -o b.svg -q --lang en
  (! words b.svg | grep -q sterker)
}

@test "an atlas that cannot be is refused" {
  refuse 2 "an atlas is one document" --column AANT_INW --atlas -o a.png
  refuse 2 "an atlas is one document" --column AANT_INW --atlas -o a.pdf -o b.pdf
  refuse 2 "--profile is about the pages of an --atlas" --column AANT_INW --profile AANT_INW -o a.pdf
  refuse 2 "'H2O' holds no numbers for a profile" --column AANT_INW --atlas --profile H2O -o a.pdf
  refuse 2 "an --atlas shows one column" --series AANT_INW,AANTAL_HH --atlas -o a.pdf
  refuse 2 "no column 'nergens'" --column AANT_INW --atlas --figures nergens -o a.pdf
}

@test "a difference with all on one side keeps to the classes asked for; a name that is taken is no fault" {
  ogr2ogr -q -nln z -nlt MULTIPOLYGON z.gpkg "$buurten" -dialect sqlite -sql "select *, AANT_INW * 1.0 as a,
    AANT_INW + (AANT_INW % 7) * 10.0 as up, AANT_INW - (AANT_INW % 7) * 10.0 as down, 1 as up_minus_a from buurten"
  for field in up down; do
    map z.gpkg --difference a,$field -o $field.svg -q
    zeros=$(ogrinfo -q z.gpkg -sql "select sum(AANT_INW % 7 = 0) from z where H2O <> 'JA' and AANT_INW >= 0" | sed -n 's/.* = //p')
    [ "$(words $field.svg | grep -m1 -A1 -x 0 | tail -1)" = "$zeros" ]
  done
}

@test "two columns that would go to one file are refused, and files are looked at before the first is drawn" {
  ogr2ogr -q -nln z -nlt MULTIPOLYGON z.gpkg "$buurten" -dialect sqlite -sql 'select *, 1.0 as "a b", 2.0 as a_b from buurten'
  run map z.gpkg --series 'a b,a_b' -o s.svg -q
  [ "$status" -eq 2 ]
  [[ $output == *"columns 'a b' and 'a_b' would both go to 's__a_b.svg'"* ]]
  echo old >s__AANTAL_HH.svg
  run map z.gpkg --series AANT_INW,AANTAL_HH -o s.svg --alt-text
  [ "$status" -eq 4 ]
  [[ $output != *"per buurt"* ]]
  [ "$(cat s__AANTAL_HH.svg)" = old ]
  map z.gpkg --series AANT_INW -o one.svg -q
  [ -e one__AANT_INW.svg ]
}

@test "an atlas without pages, on a full disk, and with more beside the map than there is room for" {
  ogr2ogr -q -nlt MULTIPOLYGON wet.gpkg "$buurten" -dialect sqlite -sql "select * from buurten where H2O = 'JA'"
  run map wet.gpkg --column AANT_INW --atlas -o a.pdf
  [ "$status" -eq 3 ]
  [[ $output == *"there is no zone to make a page of"* ]]
  figures=$(seq -s, -f 'f%g' 60)
  ogr2ogr -q -nln z -nlt MULTIPOLYGON z.gpkg "$shapes/wijken.shp" -dialect sqlite \
    -sql "select *, $(seq -s, 60 | sed 's/[0-9]*/&.5 as f&/g') from wijken"
  run map z.gpkg --column AANT_INW --atlas --figures "$figures" -o b.pdf -q --json
  [ "$status" -eq 0 ]
  jq -e '.findings[] | select(.code == "lines-left-out")' <<<"$output"
  pdftotext -f 1 -l 1 b.pdf - | grep -qE '^en [0-9]+ andere$'
  run bash -c 'ulimit -f 40; "$1" z.gpkg --column AANT_INW --atlas -o c.pdf' _ "$WIJK_BIN/wijk-map"
  [ "$status" -ne 0 ]
  [ ! -e c.pdf ]
}

@test "no figure, profile, series or difference of the public edition may count the secret or people" {
  "$WIJK_BIN/wijk-metrics" --zones "$buurten" --facilities "$shapes/voorzieningen.csv" -q -o m.gpkg
  for way in "--atlas --column AANT_INW --figures places_per_1000" "--atlas --column AANT_INW --profile places_per_1000" \
    "--series AANT_INW,places_per_1000" "--difference AANT_INW,places_count"; do
    # shellcheck disable=SC2086
    run map m.gpkg $way --public -o x.pdf -q
    [ "$status" -eq 3 ] || { echo "$way: $status $output"; return 1; }
    [[ $output == *"may count secret facilities"* ]]
  done
  run map m.gpkg --column AANT_INW --atlas --figures occupied_count --public -o x.pdf -q
  [ "$status" -eq 2 ]
  [[ $output == *"counts people"* ]]
  [ "$(ls)" = m.gpkg ]
}
