#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Every figure of --list can be asked for by its id, of the invented city, also by form; and every figure that the design of the
# catalogue names is in --list, at its level. The design lies with the real data, and is passed over where that is not.

bats_require_minimum_version 1.5.0

setup_file() {
  "$WIJK_BIN/wijk-metrics" --list --json >"$BATS_FILE_TMPDIR/list.json"
}

setup() {
  mkdir "$BATS_TEST_TMPDIR/here" && cd "$BATS_TEST_TMPDIR/here" || return
  list=$BATS_FILE_TMPDIR/list.json
  shapes=$WIJK_SOURCE/shapes
}

# The ids in the first column of table $1 of a page: the cell says "nearest_m_mean, _median" for nearest_m_median too,
# "within_500m_count, _1000m_" for every radius, "x and y", "x_*" for all that begin so; what is behind it in words is left out.
ids_of_table() {
  awk -v table="$1" '/^\|/ { if (!inside) { n++; inside = 1 } if (n == table) print; next } { inside = 0 }' "$2" | sed 1,2d |
    cut -d'|' -f2 | sed -E 's/\([^)]*\)//g; s/`[^`]*`//g; s/…//g; s/ (at|per) .*//; s/ and |;/,/g' |
    awk -F, '{
      for (i = 1; i <= NF; i++) {
        word = $i
        gsub(/[ \t]/, "", word)
        if (word == "" || word ~ /^_[0-9]+m_$/) continue
        if (word ~ /^_/) { word = stem word } else { stem = word; sub(/_[^_]*$/, "", stem) }
        gsub(/_[0-9]+m_/, "_{r}_", word)
        print word
      }
    }'
}

# Table $1 names only figures of level $2 that are in --list.
table_is_listed() {
  local page=$WIJK_SHARED/design/metrics.md missing='' count=0 id
  while read -r id; do
    count=$((count + 1))
    jq -e --arg id "$id" --arg level "$2" '[.metrics[] | select(.level == $level) | .id | select(. == $id or
      sub("\\{r\\}_"; "") == $id or ($id | endswith("*")) and startswith($id | rtrimstr("*")))] != []' "$list" >/dev/null ||
      missing+=" $id"
  done < <(ids_of_table "$1" "$page")
  echo "$count ids, not listed:$missing"
  [ -z "$missing" ] && [ "$count" -ge "$3" ]
}

@test "the ids that a table names are read out of it" {
  printf '%s\n' '| id | unit |' '|---|---|' '| a_m_mean, _p90 | m |' '| w_500m_count, _1000m_ (also `--radii`) | n |' '| b; c |' \
    '| d_m_* | m |' >page.md
  printf 'x\n\n| id | f |\n|---|---|\n| e and f per zone class | |\n| r_k, r_l at `--radii` | |\n| s_500m_share … | |\n' >>page.md
  diff <(ids_of_table 1 page.md) <(printf '%s\n' a_m_mean a_m_p90 'w_{r}_count' b c 'd_m_*')
  diff <(ids_of_table 2 page.md) <(printf '%s\n' e f r_k r_l 's_{r}_share')
}

@test "every figure of the zones in the design is in --list" {
  [ -e "$WIJK_SHARED/design/metrics.md" ] || skip "no design of the catalogue here"
  table_is_listed 1 zone 33
}

@test "every figure of the city in the design is in --list" {
  [ -e "$WIJK_SHARED/design/metrics.md" ] || skip "no design of the catalogue here"
  table_is_listed 2 city 34
}

@test "every figure has a title in both languages, a formula, and where it is no count, share or word a unit and a source" {
  jq -e '[.metrics[] | select(.title_nl == null or .title_en == null or .formula == null or (has("unit_nl") and has("unit_en") and
    has("source") | not))] == []' "$list"
  # Without a unit: words, and figures that are numbers of no thing.
  diff <(jq -r '.metrics[] | select(.unit_nl == null or .unit_en == null) | .id' "$list" | sort -u) <(printf '%s\n' \
    geary_c getis_g gi_cluster gi_star_z gi_z moran_cluster moran_i moran_local zone_class | sort)
  # Without a source: counts, and one number divided by or taken from another.
  diff <(jq -r '.metrics[] | select(.source == null) | .id' "$list" | sort -u) <(printf '%s\n' \
    'class_{class}_share' excess_places_count facilities_count headroom_places_count norm_per_1000 occupied_count places_count \
    places_per_1000 places_per_km2 places_share 'reach_{r}_net_share' 'reach_{r}_share' residents_count residents_share \
    spacing_m_mean spacing_m_min unreachable_net_count unreachable_net_min_count zone_class | sort)
}

@test "every id of --list works by itself, at its levels, and by form where it says so" {
  local id needs name failed=''
  "$WIJK_BIN/wijk-zoning" --zones "$shapes/wijken.shp" --indicators "$shapes/dna_wijk.csv" \
    --indicator leefbaarheid_afwijking:higher:2 -o zoning.gpkg -q
  printf 'metrics:\n  radii: [1000]\n  envelope: 3\n  permutations: 19\n' >few.yml
  while read -r id; do
    needs=()
    case $id in
      *_net_* | *_net) needs=(--roads "$shapes/wegen.shp") ;;
      *_centralisation) needs=(--centre '148700,505400') ;;
      cross_*) needs=(--cross woonvorm=beschermd:opvang) ;;
      *class* | headroom* | theil_between*) needs=(--zoning zoning.gpkg) ;;
      places_per_1000 | places_share | location_quotient) needs=(--zoning zoning.gpkg) ;;
    esac
    rm -f r.json z.json
    # "within_{r}_count" is within_count for all radii; one radius and few draws are enough here. They stand in a study file:
    # given as options they would be refused for figures that do not look at them.
    "$WIJK_BIN/wijk-metrics" --zones "$shapes/buurten.shp" --facilities "$shapes/voorzieningen.csv" \
      --population "$shapes/inwoners.csv" "${needs[@]}" --by woonvorm --study few.yml \
      --metrics "${id/'{r}_'/}" --report r.json -o z.json -q || { failed+=" $id"; continue; }
    name=${id/'{r}'/1000m}
    # A figure that --list says is of the zones is a column of theirs, of the city is in the report, by form is there by form;
    # and each has a number or a word somewhere.
    jq -en --arg id "$id" --arg name "$name" --slurpfile list "$list" --slurpfile z z.json --slurpfile r r.json '
      ($name | sub("\\{class\\}.*"; "")) as $head |
      [$z[0].rows[] | to_entries[] | select(.value != null) | .key | select(startswith($head))] as $columns |
      [$r[0].city[] | select(.id == $name and .value != null) | .by // ""] as $city |
      $list[0].metrics | map(select(.id == $id)) | length > 0 and all(
        if .level == "zone" then
          ($columns | any(contains("__") | not)) and ((.by | not) or ($columns | any(startswith($name + "__"))))
        else
          ($city | any((startswith("woonvorm=") | not) or contains(":"))) and ((.by | not) or ($city | any(startswith("woonvorm="))))
        end)' >/dev/null || failed+=" $id"
  done < <(jq -r '.metrics[].id' "$list" | sort -u)
  echo "failed:$failed"
  [ -z "$failed" ]
}
