# SPDX-License-Identifier: EUPL-1.2
# Runs commands as documents show them, in a folder laid out as the repository is.

# Goes to a new folder with shapes/ and an empty out/, and puts the programs on the path.
enter_repository() {
  cd "$(mktemp -d "$BATS_FILE_TMPDIR/repository.XXXXXX")" || return
  cp -r "$WIJK_SOURCE/shapes" shapes
  mkdir out
  export PATH="$WIJK_BIN:$PATH"
}

# The programs in the order of the work, so that each finds what the one before it wrote; others after them.
programs_in_order() {
  local name
  for name in wijk-demo wijk-inspect wijk-zoning wijk-metrics wijk-map wijk-export wijk-forecast wijk-allocate; do
    [ ! -e "$WIJK_SOURCE/tools/$name.c" ] || echo "$name"
  done
  for name in "$WIJK_SOURCE"/tools/wijk-*.c; do
    name=$(basename "$name" .c)
    case $name in wijk-demo | wijk-inspect | wijk-zoning | wijk-metrics | wijk-map | wijk-export | wijk-forecast | wijk-allocate | wijk-\*) ;; *) echo "$name" ;; esac
  done
}

# Runs the ```console blocks of a document: what stands after "$ " is run, and what stands under it is to be what it
# prints ("…" for any lines). Commands that install or build are what other tests are about, and passed over.
run_document() {
  local command='' expected='' line inside='' ran=0 failed=0
  while IFS= read -r line || [ -n "$line" ]; do
    if [ -z "$inside" ]; then
      [ "$line" != '```console' ] || inside=yes
      continue
    fi
    case $line in
    '```') check_command || failed=1; command='' expected='' inside='' ;;
    '$ '*) check_command || failed=1; command=${line#'$ '} expected='' ;;
    *) if [[ $command == *\\ ]]; then command=${command%\\}$line; else expected+=$line$'\n'; fi ;;
    esac
  done <"$1"
  echo "ran $ran commands"
  [ "$ran" -ge "$2" ] && [ "$failed" -eq 0 ]
}

# The pictures that a document shows are ones that its commands made, within the tolerance of tests/golden/compare.c.
check_pictures() { # DOCUMENT LEAST
  local shown made found failed=0 count=0
  while read -r shown; do
    count=$((count + 1)) found=''
    for made in out/*.png; do
      ! "$WIJK_BIN/tests/golden/golden-compare" "$made" "$WIJK_SOURCE/$shown" "$BATS_TEST_TMPDIR/differs" 2>/dev/null || found=yes
    done
    [ -n "$found" ] || { echo "no command makes $shown"; failed=1; }
  done < <(sed -n 's/^!\[..*\](\(.*\.png\))$/\1/p' "$1")
  echo "compared $count pictures"
  [ "$count" -ge "$2" ] && [ "$failed" -eq 0 ]
}

check_command() {
  local actual pattern=$expected
  case $command in
  '' | git\ clone\ * | cd\ * | export\ PATH=* | scripts/* | cmake\ * | sudo\ * | man\ *) return 0 ;;
  esac
  ran=$((ran + 1))
  actual=$(bash -c "$command" 2>&1 </dev/null; echo "exit code $?")
  [[ $expected == *'exit code '* ]] || pattern+=$'exit code 0\n'
  pattern=$(printf '%s' "$pattern" | sed -e 's/[][\\*?]/\\&/g' -e 's/^…$/*/')
  # shellcheck disable=SC2053
  [[ $actual == $pattern ]] && return 0
  printf 'command: %s\nexpected:\n%s\nprinted:\n%s\n' "$command" "$expected" "$actual"
  return 1
}
