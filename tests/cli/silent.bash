# SPDX-License-Identifier: EUPL-1.2
# shellcheck disable=SC2154 # output and status are of run
# What each test of a faulty source asks: what wijk-inspect and a program that computes say of it, and that neither
# leaves anything behind.

bats_require_minimum_version 1.5.0

# A folder of the test's own with sound.shp (see four) and facilities.csv: one facility in the first zone, one in the
# last.
enter_folder() {
  mkdir "$BATS_TEST_TMPDIR/here" && cd "$BATS_TEST_TMPDIR/here" || return
  export PATH="$WIJK_BIN:$PATH"
  four | zones sound
  printf 'id;woonvorm;capaciteit;x;y\nF1;opvang;5;100500;400500\nF2;opvang;7;101500;401500\n' >facilities.csv
}

# Four squares of 1 km in RD, in the form that shapefile.py reads.
four() {
  cat <<'ROWS'
WK000001 Zuidwest 100 NEE | square:100000,400000,1000
WK000002 Zuidoost 200 NEE | square:101000,400000,1000
WK000003 Noordwest 300 NEE | square:100000,401000,1000
WK000004 Noordoost 400 NEE | square:101000,401000,1000
ROWS
}

# zones NAME <rows
zones() { "$WIJK_SOURCE/tests/cli/shapefile.py" "$1"; }

# copy_set FROM TO: .shp, .shx and .dbf under another name.
copy_set() { for part in shp shx dbf; do cp "$1.$part" "$2.$part"; done; }

# poke FILE OFFSET FORMAT VALUE: overwrites bytes; the format is Python's (">i" a big-endian, "<i" a little-endian number
# of 4 bytes, "<d" a little-endian double).
poke() {
  python3 -c 'import struct, sys
path, offset, form, value = sys.argv[1:]
with open(path, "r+b") as file:
    file.seek(int(offset))
    file.write(struct.pack(form, float(value) if form[-1] == "d" else int(value)))' "$@"
}

# says WORDS...: all of them are in what was printed last.
says() {
  local words
  for words; do
    [[ $output == *"$words"* ]] || { printf 'not said: %s\nbut: %s\n' "$words" "$output"; return 1; }
  done
}

# inspected CODE SOURCE WORDS...
inspected() {
  run "-$1" wijk-inspect --zones "$2" --facilities facilities.csv
  says "${@:3}"
}

# refused SOURCE WORDS...: zones with a fault. wijk-inspect says what, and exits 1; wijk-metrics says the same, exits 3,
# writes nothing and leaves what was there.
refused() {
  local source=$1 before
  shift
  inspected 1 "$source" "$@"
  printf 'old' >old.csv
  before=$(ls -A)
  run -3 wijk-metrics --zones "$source" --facilities facilities.csv -o new.csv
  says "$@"
  run -3 wijk-metrics --zones "$source" --facilities facilities.csv -o old.csv --overwrite
  [ "$(cat old.csv)" = old ]
  [ "$(ls -A)" = "$before" ]
}

# refused_always SOURCE WORDS...: nor do --skip-faulty and a sound row make it go on.
refused_always() {
  refused "$@"
  run -3 wijk-metrics --zones "$1" --facilities facilities.csv --skip-faulty -o new.csv
  says "${@:2}"
  [ ! -e new.csv ]
}

# left_out SOURCE SOUND WORDS...: with --skip-faulty the figures of SOURCE are those of SOUND, and it says which rows
# were left out.
left_out() {
  run -0 wijk-metrics --zones "$1" --facilities facilities.csv --skip-faulty -o left.csv --overwrite
  says "${@:3}" "the row is left out"
  same_figures "$1" "$2" --skip-faulty
}

# same_figures A B [OPTION...]: two sources of zones give the same table, byte for byte.
same_figures() {
  wijk-metrics -q --zones "$1" --facilities facilities.csv -o a.csv --overwrite "${@:3}"
  wijk-metrics -q --zones "$2" --facilities facilities.csv -o b.csv --overwrite "${@:3}"
  diff a.csv b.csv
}
