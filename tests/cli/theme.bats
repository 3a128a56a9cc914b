#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# wijk-map --theme: light, dark, and the theme file of a house, in every kind of file and picture.

bats_require_minimum_version 1.5.0

map() { "$WIJK_BIN/wijk-map" "$@"; }

setup() {
  mkdir "$BATS_TEST_TMPDIR/here" && cd "$BATS_TEST_TMPDIR/here" || return
  shapes=$WIJK_SOURCE/shapes
  shown=("$shapes/buurten.shp" --column AANT_INW -q)
}

# theme LINE…: the theme file house.yaml
theme() { printf '%s\n' "$@" >house.yaml; }

# refused TEXT…: a map with house.yaml is refused with these texts, and nothing is written.
refused() {
  run --separate-stderr map "${shown[@]}" --theme house.yaml -o x.svg
  # shellcheck disable=SC2154
  [ "$status" -eq 2 ] || { echo "exit code $status"; echo "$stderr"; return 1; }
  [ ! -e x.svg ]
  for text; do
    [[ "$stderr" == *"$text"* ]] || { echo "lacks: $text"; echo "$stderr"; return 1; }
  done
}

# The first and the last pixel of a picture, and of a page of a PDF.
ground() { convert "$1" -format '%[hex:p{0,0}] %[hex:p{5,5}]' info:; }

@test "the paper is the theme's in PNG, PDF and SVG, on light by default" {
  map "${shown[@]}" --size 160x110mm --dpi 60 -o plain.svg
  map "${shown[@]}" --size 160x110mm --dpi 60 --theme light -o light.svg
  cmp plain.svg light.svg
  map "${shown[@]}" --size 160x110mm --dpi 60 --theme dark -o a.png -o a.pdf -o a.svg
  [ "$(ground a.png)" = "14171B 14171B" ]
  pdftoppm -r 60 -png a.pdf page
  [ "$(ground page-1.png)" = "14171B 14171B" ]
  grep -q '<rect width="100%" height="100%" fill="#14171b"/>' a.svg
  run ! grep -qi '#ffffff' a.svg
}

@test "on dark paper low classes are dark, and the legend follows; -r turns them round" {
  map "${shown[@]}" --palette Greys --theme dark -o a.svg
  map "${shown[@]}" --palette Greys-r --theme dark -o b.svg
  map "${shown[@]}" --palette Greys -o c.svg
  swatches() { grep -A40 '<title>legenda</title>' "$1" | grep -o '<path fill="#[0-9a-f]*"' | head -5 | tr -d '\n'; }
  [ "$(swatches a.svg)" = '<path fill="#252525"<path fill="#636363"<path fill="#969696"<path fill="#cccccc"<path fill="#f7f7f7"' ]
  [ "$(swatches b.svg)" = '<path fill="#f7f7f7"<path fill="#cccccc"<path fill="#969696"<path fill="#636363"<path fill="#252525"' ]
  [ "$(swatches c.svg)" = "$(swatches b.svg)" ]
}

@test "sheets, series, differences and atlases are dark too, in Dutch and in English" {
  for lang in nl en; do
    map "$shapes/wijken.shp" --series AANT_INW,AANTAL_HH --small-multiples --lang "$lang" --theme dark -q -o "$lang.svg"
    map "$shapes/wijken.shp" --difference AANTAL_HH,AANT_INW --lang "$lang" --theme dark -q -o "d$lang.svg"
    map "$shapes/wijken.shp" --column AANT_INW --facilities "$shapes/voorzieningen.csv" --atlas --lang "$lang" --theme dark -q -o "$lang.pdf"
    run ! grep -qi '#ffffff' "$lang.svg" "d$lang.svg"
    pdftoppm -r 40 -f 1 -l 1 -png "$lang.pdf" "$lang"
    [ "$(ground "$lang-01.png")" = "14171B 14171B" ]
  done
  pdftotext nl.pdf - | grep -q 'Voorzieningen'
  pdftotext en.pdf - | grep -q 'Facilities'
}

@test "a house brings its colours, palettes and symbols; what it leaves out is its base's" {
  theme 'base: dark' 'colours:' '  paper: "#101820"' '  water: "#0b3c5d"' 'palettes: {sequential: cividis}' 'symbols: {opvang: "#FF8800"}'
  map "${shown[@]}" --facilities "$shapes/voorzieningen.csv" --theme house.yaml -o a.svg
  grep -q 'height="100%" fill="#101820"' a.svg
  grep -q 'fill="#0b3c5d"' a.svg
  grep -q 'fill="#ff8800"' a.svg
  grep -q 'fill="#ffea46"' a.svg                                  # cividis
  grep -q 'fill="#f4f4f2"' a.svg                                  # the ink of dark
  grep -q 'stroke="#101820" stroke-opacity="0.9" paint-order' a.svg # the halo goes with the paper
  map "${shown[@]}" --theme house.yaml --palette Blues -o b.svg
  run ! grep -q 'fill="#ffea46"' b.svg
}

@test "the example of the invented municipality and that of the help are taken as they are" {
  map "${shown[@]}" --facilities "$shapes/voorzieningen.csv" --theme "$shapes/huisstijl.yaml" -o a.pdf
  map --help=theme | sed '1,/^example$/d' >house.yaml
  run --separate-stderr map "$shapes/buurten.shp" --column AANT_INW --theme house.yaml -o b.pdf
  [ "$status" -eq 0 ]
  [ -z "$stderr" ]
}

@test "letters from files beside the theme file are in the PDF, and named in the SVG" {
  mkdir -p house/fonts
  cp /usr/share/fonts/truetype/open-sans/OpenSans-{Light,ExtraBold}.ttf house/fonts
  printf 'fonts: {regular: fonts/OpenSans-Light.ttf, bold: fonts/OpenSans-ExtraBold.ttf}\n' >house/theme.yaml
  map "${shown[@]}" --theme house/theme.yaml --title Letters -o a.pdf -o a.svg
  pdffonts a.pdf >fonts
  grep -q 'OpenSans-Light .* yes yes' fonts
  grep -q 'OpenSans-Extrabold .* yes yes' fonts
  run ! grep -q 'OpenSans-Regular' fonts
  pdftotext a.pdf - | grep -qx Letters
  grep -q "font-family=\"'Open Sans', sans-serif\"" a.svg
}

@test "letters by the name of an installed family, and the same bytes twice" {
  theme 'fonts: {family: Open Sans Light}'
  map "${shown[@]}" --theme house.yaml -o a.pdf -o a.svg
  map "${shown[@]}" --theme house.yaml -o b.pdf -o b.svg
  cmp a.pdf b.pdf
  cmp a.svg b.svg
  pdffonts a.pdf | grep -q 'OpenSans-Light .* yes yes'
  grep -q "font-family=\"'Open Sans Light', 'Open Sans', sans-serif\"" a.svg
}

@test "a study file names the theme: by its word, or a file beside the study" {
  mkdir study
  printf 'map: {theme: dark}\n' >study/dark.yaml
  printf 'map: {theme: house.yaml}\n' >study/house-study.yaml
  printf 'colours: {paper: "#fffaf0"}\n' >study/house.yaml
  map "${shown[@]}" --study study/dark.yaml -o a.svg
  grep -q 'height="100%" fill="#14171b"' a.svg
  map "${shown[@]}" --study study/house-study.yaml -o b.svg
  grep -q 'height="100%" fill="#fffaf0"' b.svg
  map "${shown[@]}" --study study/dark.yaml --theme light -o c.svg
  grep -q 'height="100%" fill="#ffffff"' c.svg
}

@test "a theme file says all that is wrong with it, where, and what there is" {
  theme 'base: purple' 'colours:' '  papier: "#fffdf7"' '  ink: #14213d' '  quiet: blue' 'palettes:' '  sequential: YlGnB' \
    '  diverging: viridis' 'symbols:' '  opvang: red' 'fonts:' '  regular: nowhere.ttf'
  refused "'house.yaml' line 1, column 7: base is to be one of light|dark, not 'purple'" \
    "line 3, column 3: there is no key 'papier' in colours; did you mean 'paper'?" \
    'line 4, column 3: colours.ink has no value; write a colour in quotes, as "#1c1c1c"' \
    "line 5, column 10: colours.quiet is to be a colour as \"#1c1c1c\", not 'blue'" \
    "line 7, column 15: palettes.sequential: there is no palette 'YlGnB'; did you mean 'YlGnBu'?" \
    "line 8, column 14: palettes.diverging: 'viridis' is a palette of another kind; diverging ones are PuOr" \
    "line 10, column 11: symbols.opvang is to be a colour" "line 12, column 12: fonts.regular: there is no file 'nowhere.ttf'" \
    "while reading the theme file"
}

@test "letters that are not there are refused" {
  theme 'fonts: {family: No Such Letters}'
  refused "line 1, column 17: fonts.family: the font 'No Such Letters' is not on this machine"
  theme 'fonts: {regular: house.yaml}'
  refused "fonts.regular: 'house.yaml' is no font"
  theme 'fonts: {family: Open Sans, regular: house.yaml}'
  refused "fonts.family: fonts has a family and files"
  theme 'fonts: {bold: house.yaml}'
  refused "fonts.bold: fonts lacks its regular"
}

@test "text that cannot be read is refused with its contrast; what is drawn faintly is a warning" {
  theme 'colours: {quiet: "#999999", edge: "#cccccc"}'
  refused "'house.yaml': text cannot be read: quiet on paper has a contrast of 2.84, WCAG AA wants 4.5"
  theme 'colours: {halo: "#222222"}'
  refused "ink on halo has a contrast of 1."
  theme 'colours: {edge: "#cccccc"}'
  run --separate-stderr map "$shapes/buurten.shp" --column AANT_INW --theme house.yaml -o a.png --json
  [ "$status" -eq 0 ]
  jq -e '[.findings[] | select(.code == "theme-contrast")] == [{"severity": "warning", "code": "theme-contrast", "source": null,
    "row": null, "field": null, "value": null, "message": "theme: edge on paper has a contrast of 1.6, WCAG AA wants 3"}]' <<<"$output" ||
    jq -e '.findings[] | select(.code == "theme-contrast").message == "theme: edge on paper has a contrast of 1.6, WCAG AA wants 3"' <<<"$output"
}

@test "a theme that is neither a word nor a file is refused" {
  run --separate-stderr map "${shown[@]}" --theme purple -o x.png
  [ "$status" -eq 2 ]
  [[ "$stderr" == *"--theme purple is not known"*"there are light and dark"* ]]
  run --separate-stderr map "${shown[@]}" --theme nowhere.yaml -o x.png
  [ "$status" -eq 4 ]
  [[ "$stderr" == *"'nowhere.yaml' cannot be read"* ]]
}

@test "the report names the theme without its folder, and a theme file is never written over" {
  map "${shown[@]}" --theme "$shapes/huisstijl.yaml" -o a.svg --json >report.json
  [ "$(jq -r .parameters.theme report.json)" = huisstijl.yaml ]
  run ! grep -q "$shapes" a.svg
  theme 'base: dark'
  mv house.yaml house.svg
  run -2 --separate-stderr map "${shown[@]}" --theme ./house.svg -o house.svg --overwrite
  [[ "$stderr" == *"an input is never replaced"* ]]
  [ "$(cat house.svg)" = "base: dark" ]
}
