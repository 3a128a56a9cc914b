# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
# What a comparison with R spdep starts from: the programs, the scripts and the shared data, in a folder of its own.

setup_file() {
  export PATH="$WIJK_BIN:$PATH" PEERS="$WIJK_SOURCE/tests/peers"
  export SHARED="${WIJK_SHARED:-$WIJK_SOURCE/../shared}"
}

setup() {
  command -v Rscript >/dev/null && Rscript -e 'library(spdep)' >/dev/null 2>&1 || skip "R with spdep is not installed"
  cd "$BATS_TEST_TMPDIR" || return
}
