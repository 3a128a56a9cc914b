#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# wijk-zoning as a stranger runs it.

bats_require_minimum_version 1.5.0

setup() {
  mkdir "$BATS_TEST_TMPDIR/here" && cd "$BATS_TEST_TMPDIR/here"
  shapes="$WIJK_SOURCE/shapes"
  demo=(--zones "$shapes/wijken.shp" --indicators "$shapes/dna_wijk.csv")
  two=(--indicator leefbaarheid_afwijking:higher:2 --indicator laag_inkomen_pct:lower:1)
}

zoning() { "$WIJK_BIN/wijk-zoning" "$@"; }
column() { jq -r --arg name "$1" '.features[].properties[$name]' z.geojson; }

@test "classes, DNA profile and norm rule of the demo city" {
  zoning "${demo[@]}" "${two[@]}" -o z.geojson -q
  [ "$(column zone_class | sort -u | tr '\n' ' ')" = "aandacht draagkrachtig kwetsbaar onbekend " ] # the river is onbekend
  [ "$(column norm_rule | sort -u | tr '\n' ' ')" = "geen groei maal stad " ]
  jq -e '.features[0].properties | has("dna_leefbaarheid_afwijking") and has("laag_inkomen_pct") and has("score_rank")' z.geojson
  zoning "${demo[@]}" --indicator leefbaarheid_afwijking:higher:1 --indicator misdrijven_per_1000:lower:1 \
    --indicator hbo_wo_pct:higher:1 -o z.geojson -q --overwrite
  jq -e '[.features[].properties.class_stability_share] | map(select(. != null)) | min >= 0 and max <= 1 and max > min' z.geojson
}

@test "the same bytes for any number of threads, others for another seed" {
  zoning "${demo[@]}" "${two[@]}" --threads 1 -o a.csv -q
  zoning "${demo[@]}" "${two[@]}" --threads 2 -o b.csv -q
  cmp a.csv b.csv
  zoning "${demo[@]}" "${two[@]}" --threads 1000000 -o many.csv -q
  cmp a.csv many.csv
  zoning "${demo[@]}" "${two[@]}" --seed 2 -o c.csv -q
  run -1 cmp -s a.csv c.csv
}

@test "a fixed norm, natural breaks, own names, and English words" {
  zoning "${demo[@]}" "${two[@]}" --classing fisher --class-names zwak,midden,sterk --norm zwak:4.5 --lang en -o z.geojson -q
  [ "$(column zone_class | sort -u | tr '\n' ' ')" = "midden onbekend sterk zwak " ]
  jq -e '[.features[].properties | select(.zone_class == "zwak") | .norm_per_1000 == 4.5 and .norm_rule == "fixed"] | all' z.geojson
}

@test "rows that join nothing and zones that find nothing are named" {
  sed '2s/^[^;]*/WK999999/' "$shapes/dna_wijk.csv" >dna.csv
  zoning --zones "$shapes/wijken.shp" --indicators dna.csv "${two[@]}" -o z.geojson --report r.json
  jq -e '.findings | map(.code) | contains(["row-not-joined"]) and contains(["zone-not-joined"])' r.json
  [ "$(column zone_class | grep -c onbekend)" -eq 2 ]
  jq -e '.counts.indicators | .read == .used + .not_selected + .outside + .rejected + .withheld' r.json
}

@test "what cannot be is refused with what to do" {
  run -2 zoning "${demo[@]}" -o z.csv
  [[ $output == *"no indicator is given"* ]]
  run -2 zoning "${demo[@]}" --indicator leefbaarheid_afwijkin:higher:1 -o z.csv
  [[ $output == *"did you mean"* ]]
  run -2 zoning "${demo[@]}" --indicator leefbaarheid_afwijking:up:1 -o z.csv
  run -2 zoning "${demo[@]}" --indicator leefbaarheid_afwijking:higher:0 -o z.csv
  run -2 zoning "${demo[@]}" --indicator leefbaarheid_afwijking:higher:1:bands=2/1 -o z.csv
  run -2 zoning "${demo[@]}" "${two[@]}" --norm zwart:4 -o z.csv
  [[ $output == *"which is no class"* ]]
  run -2 zoning "${demo[@]}" "${two[@]}" --classing thresholds -o z.csv
  run -2 zoning "${demo[@]}" "${two[@]}" --thresholds 1 -o z.csv
  run -2 zoning "${demo[@]}" "${two[@]}"
  [ ! -e z.csv ]
}

@test "indicators of the zones themselves" {
  zoning --zones "$shapes/buurten.shp" --indicators "$shapes/dna_buurt.csv" --indicator leefbaarheid_afwijking:higher:1 -o a.gpkg -q
  zoning --zones a.gpkg --indicator leefbaarheid_afwijking:higher:1 -o z.geojson -q
  column zone_class | grep -q kwetsbaar
}
