#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# A CSV is read right or refused by name: encoding, line ends, delimiters, decimal marks, quotes, widths, first line.

bats_require_minimum_version 1.5.0
load two_zones.bash

setup() { enter_two_zones; }

@test "UTF-16, with and without its mark, is refused and told how to save" {
  lines sound.csv id,capacity,rd_x,rd_y F1,10,100500,400500 F2,20,101500,400500
  iconv -t UTF-16 sound.csv >marked.csv
  iconv -t UTF-16LE sound.csv >little.csv
  iconv -t UTF-16BE sound.csv >big.csv
  for file in marked little big; do
    finds "$file.csv" "'$file.csv' is UTF-16 text" "save it as 'CSV UTF-8'"
  done
}

@test "a spreadsheet by the name of a CSV, and by its own, is told how to save" {
  printf 'PK\3\4rest' >sheet.csv
  finds sheet.csv "'sheet.csv' is a spreadsheet or zip archive, not a CSV" "save it as 'CSV UTF-8'"
  cp sheet.csv sheet.xlsx
  refuses 2 metrics --facilities sheet.xlsx -o x.csv
  says "'sheet.xlsx'" "save it as 'CSV UTF-8'"
}

@test "byte order mark, CRLF, CR, blank lines, no line feed at the end, blanks and quotes change nothing" {
  lines sound.csv id,capacity,rd_x,rd_y F1,10,100500,400500 F2,20,101500,400500
  printf '\357\273\277' | cat - sound.csv >mark.csv
  sed 's/$/\r/' sound.csv >crlf.csv
  tr '\n' '\r' <sound.csv >cr.csv
  { echo; echo '  '; sed G sound.csv; } >blank.csv
  head -c -1 sound.csv >end.csv
  sed -e 's/,/" , "/g' -e 's/.*/"&"/' sound.csv >quoted.csv
  for file in sound mark crlf cr blank end quoted; do
    [ "$(places $file.csv)" = "10 20" ] || { echo "$file: $(cat said)"; return 1; }
    [ ! -s said ]
    run -0 inspect --facilities $file.csv
    says "points       2" "id=id, capacity=capacity" "places       30" "0 errors, 0 warnings"
  done
}

@test "a semicolon with a decimal comma, and 1.234,56, are numbers" {
  lines comma.csv 'id;capacity;rd_x;rd_y' 'F1;1.200;100.500,5;400.500,25' 'F2;20;101500,5;400500'
  [ "$(places comma.csv)" = "1200 20" ]
  lines point.csv 'id;capacity;rd_x;rd_y' 'F1;1,200;100500.5;400500.25' 'F2;20;101500.5;400500'
  [ "$(places point.csv)" = "1200 20" ]
  lines group.csv 'id;capacity;score;rd_x;rd_y' 'F1;10;1.234,56;100500;400500' 'F2;20;7;101500;400500'
  run -0 inspect --facilities group.csv
  says "score (number)" "places       30"
}

@test "a file that reads both ways is refused, all that it says twice is named, and --decimal settles it" {
  lines two.csv 'id;capacity;bezet;rd_x;rd_y' 'F1;1.234;1.111;100500;400500' 'F2;2.345;7;101500;400500' 'F3;-1;7;101500;400500'
  finds two.csv "'two.csv' row 1: capacity '1.234' reads two ways" "row 1: bezet '1.111' reads two ways" \
    "row 3: capacity is -1, below 0" "give --decimal comma or --decimal point"
  refuses 3 metrics --facilities two.csv -o x.csv --skip-faulty
  says "capacity '1.234' reads two ways"
  [ "$(places two.csv --decimal comma --skip-faulty)" = "1234 2345" ]
  [ "$(places two.csv --decimal point --skip-faulty)" = "1.234 2.345" ]
}

@test "two marks in one column, and a column of each, are said" {
  lines mixed.csv 'id;capacity;rd_x;rd_y' 'F1;1,5;100500;400500' 'F2;2.5;101500;400500' 'F3;x;101500;400500'
  finds mixed.csv "row 1: capacity '1,5' is not a number" "row 3: capacity 'x' is not a number"
  lines each.csv 'id;capacity;score;rd_x;rd_y' 'F1;10;1,5;100500.5;400500.5' 'F2;20;2,5;101500.5;400500.5'
  [ "$(places each.csv)" = "10 20" ]
  grep -q "'score' has a decimal comma and 'rd_x' a decimal point; each is read by its own" said
}

@test "a file that can be cut into columns in two ways is refused" {
  lines tie.csv 'a;b,c' '1;2,3'
  finds tie.csv "'tie.csv' can be cut into columns in two ways" "put the names of the first line between quotes"
}

@test "an open quote spoils its own row only; what stands before and behind it is read and judged" {
  lines quote.csv id,name,capacity,rd_x,rd_y F1,Een,acht,100500,400500 'F2,"Twee,20,101500,400500' \
    F3,Drie,5,101500,400500 F4,Vier,-1,101500,400500 'F5,"Vijf ""in"" vijf",7,100500,400500'
  finds quote.csv "row 2: a quote in column 'name' is never closed" "a quote inside a text is written twice" \
    "row 1: capacity 'acht' is not a number" "row 4: capacity is -1, below 0"
  [ "$(places quote.csv --skip-faulty)" = "7 5" ]
  lines first.csv 'id,"name,capacity,rd_x,rd_y' F1,Een,8,100500,400500
  finds first.csv "'first.csv': a quote in the first line is never closed"
  lines behind.csv id,name,capacity,rd_x,rd_y 'F1,"Een" twee,8,100500,400500' F2,Twee,9,101500,400500
  finds behind.csv "row 1: text stands behind a closing quote"
  [ "$(places behind.csv --skip-faulty)" = "0 9" ]
}

@test "rows too long and too short are named, all of them, and the others count" {
  lines width.csv id,capacity,rd_x,rd_y F1,10,100500,400500 F2,20,101500,400500,9 F3,5,101500 F4 F5,7,101500,400500 F6,-1,101500,400500
  finds width.csv "row 2: 5 cells, where the first line has 4" "row 3: 3 cells, where the first line has 4" \
    "row 4: 1 cells, where the first line has 4" "row 6: capacity is -1, below 0"
  [ "$(places width.csv --skip-faulty)" = "10 7" ]
  grep -q "row 2: .*; the row is left out" said
  # a delimiter too many at the end of each line is what some programs write
  lines over.csv 'id;capacity;rd_x;rd_y;' 'F1;10;100500;400500;' 'F2;20;101500;400500;'
  [ "$(places over.csv)" = "10 20" ]
}

@test "a name of two columns is named, with the faults of the rows; leaving rows out does not help" {
  lines double.csv id,name,capacity,rd_x,rd_y,NAME,capacity F1,a,10,100500,400500,b,1 F2,a,-20,101500,400500,b,2
  finds double.csv "columns 2 and 6 are both called 'NAME'; give each a name of its own" \
    "columns 3 and 7 are both called 'capacity'" "row 2: capacity is -20, below 0"
  refuses 3 metrics --facilities double.csv -o x.csv --skip-faulty
}

@test "empty, blank, and nameless files are refused; a first line alone is a warning" {
  : >empty.csv
  printf '\n  \n\t\n' >blank.csv
  printf ';;;\n1;2;3;4\n' >nameless.csv
  finds empty.csv "'empty.csv' is empty" "the first line names the columns"
  finds blank.csv "'blank.csv' is empty"
  finds nameless.csv "the first line of 'nameless.csv' names no column"
  lines only.csv id,capacity,rd_x,rd_y
  [ "$(places only.csv)" = "0 0" ]
  grep -q "warning: 'only.csv': it has no rows" said
  run -0 inspect --facilities only.csv
  says "points       0" "warning: 'only.csv': it has no rows"
  lines noplace.csv id,capacity
  finds noplace.csv "'noplace.csv' has no fields that are known as coordinates"
}

@test "a source of which no row is sound is refused, though faulty rows may be left out" {
  lines none.csv id,capacity,rd_x,rd_y F1,x,100500,400500 F2,y,101500,400500
  refuses 3 metrics --facilities none.csv -o x.csv --skip-faulty
  says "row 1: capacity 'x' is not a number" "row 2: capacity 'y'" "'none.csv': every one of its 2 rows is faulty"
}

@test "more than twenty faults: the first twenty and a count" {
  { echo id,capacity,rd_x,rd_y; for i in {1..30}; do echo "F$i,x$i,100500,400500"; done; echo G,4,101500,400500; } >many.csv
  refuses 3 metrics --facilities many.csv -o x.csv
  says "row 1: capacity 'x1'" "row 20: capacity 'x20'" "and 10 more"
  [[ $output != *"'x21'"* ]]
  metrics --facilities many.csv --json 2>/dev/null >report.json || [ $? -eq 3 ]
  [ "$(jq '[.findings[] | select(.severity == "error")] | length' report.json)" -eq 30 ]
  run -1 inspect --facilities many.csv --json
  [ "$(jq '[.findings[] | select(.severity == "error")] | length' <<<"$output")" -eq 30 ]
  [ "$(places many.csv --skip-faulty)" = "0 4" ]
}

@test "a field name of 300 characters is kept whole, or told whole" {
  name=$(printf 'f%.0s' {1..300})
  lines long.csv "id,$name,rd_x,rd_y" F1,10,100500,400500 F2,20,101500,400500
  [ "$(places long.csv --field "capacity=$name")" = "10 20" ]
  refuses 2 metrics --facilities long.csv --field "capacity=${name}x" -o x.csv
  says "'long.csv' has no field '${name}x'" "did you mean '$name'?"
  for format in gpkg csv geojson shp; do
    "$WIJK_BIN/wijk-export" --facilities long.csv -o "out.$format" -q
    [ "$(places "out.$format" --field "capacity=$name")" = "10 20" ] || { cat said; return 1; }
  done
}
