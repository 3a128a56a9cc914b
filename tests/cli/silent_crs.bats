#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Where on earth: what a source declares, what its coordinates say, and rows that lie nowhere.

load silent

setup() { enter_folder; }

wgs84='GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
bessel='DATUM["D_Amersfoort",SPHEROID["Bessel_1841",6377397.155,299.1528128]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]'

# rd NAME METHOD [DATUM]: a .prj of RD under any name.
rd() {
  printf '%s' "PROJCS[\"$1\",GEOGCS[\"GCS\",${3-$bessel}],PROJECTION[\"$2\"],PARAMETER[\"False_Easting\",155000.0]," \
    'PARAMETER["False_Northing",463000.0],PARAMETER["Central_Meridian",5.38763888888889],' \
    'PARAMETER["Scale_Factor",0.9999079],PARAMETER["Latitude_Of_Origin",52.1561605555556],UNIT["Meter",1.0]]'
}

# Two zones of Amsterdam in degrees; with an argument, latitude first.
degrees() {
  local west='4.9,52.3 4.9,52.31 4.91,52.31 4.91,52.3 4.9,52.3' east='4.91,52.3 4.91,52.31 4.92,52.31 4.92,52.3 4.91,52.3'
  printf 'WK1 West 1 NEE | %s\nWK2 Oost 2 NEE | %s\n' "$west" "$east" |
    if [ $# -gt 0 ]; then sed -E 's/([0-9.]+),([0-9.]+)/\2,\1/g'; else cat; fi
}

# geojson CRS RING...: zones A, B, … as GeoJSON; CRS is a crs member with its comma, or nothing.
geojson() {
  local key=A ring features=''
  for ring in "${@:2}"; do
    features+="${features:+,}{\"type\":\"Feature\",\"properties\":{\"id\":\"$key\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[$ring]]}}"
    key=$(tr A-Y B-Z <<<"$key")
  done
  printf '{"type":"FeatureCollection",%s"features":[%s]}' "$1" "$features"
}
in_rd='[100000,400000],[101000,400000],[101000,401000],[100000,400000]'
in_degrees='[4.9,52.3],[4.91,52.3],[4.91,52.31],[4.9,52.3]'
crs() { printf '"crs":{"type":"name","properties":{"name":"%s"}},' "$1"; }

# points_refused FILE WORDS...: facilities with a fault.
points_refused() {
  local file=$1
  run -1 wijk-inspect --zones sound.shp --facilities "$file"
  says "${@:2}"
  run -3 wijk-metrics --zones sound.shp --facilities "$file" -o new.csv
  says "${@:2}"
  [ ! -e new.csv ]
}

@test "no .prj: RD and Dutch degrees are recognised, with a warning; anything else is refused" {
  inspected 0 sound.shp "EPSG:28992, recognised" \
    "warning: 'sound.shp': the source does not say its coordinate system; its coordinates are RD metres (EPSG:28992)"
  degrees | zones d
  inspected 0 d.shp "EPSG:4326, recognised, reprojected to EPSG:28992" "extent       x 121767, y 479216" \
    "its coordinates are degrees (EPSG:4326)"
  printf 'A West 1 NEE | square:5000000,7000000,1000\n' | zones far
  refused_always far.shp "'far.shp' does not say its coordinate system, and its coordinates (x 5000000 to 5001000, y 7000000 to 7001000) do not tell" \
    "give --assume-crs CODE"
}

@test ".prj spellings of RD are one and the same, and leave the figures alone" {
  for name in RD_New Rijksdriehoekstelsel_New Stereographic unnamed; do
    for method in Double_Stereographic Oblique_Stereographic Stereographic; do
      copy_set sound "$name"
      rd "$name" "$method" >"$name.prj"
      inspected 0 "$name.shp" "EPSG:28992, declared" "0 errors, 1 warning"
      same_figures "$name.shp" sound.shp
    done
  done
  copy_set sound a
  for form in wkt1 wkt2 wkt_esri wkt2_2015 proj4; do
    gdalsrsinfo -o "$form" EPSG:28992 >a.prj
    inspected 0 a.shp "EPSG:28992, declared"
    same_figures a.shp sound.shp
  done
  gdalsrsinfo -o wkt1 EPSG:7415 >a.prj # RD with heights above NAP
  inspected 0 a.shp "EPSG:28992, declared"
}

@test "RD without its datum shift, or with one of zeros, is RD: nothing moves" {
  copy_set sound a
  for shift in '' ',TOWGS84[0,0,0,0,0,0,0]' ',TOWGS84[565.4,50.3,465.6,-0.4,0.3,-1.9,4.1]'; do
    rd kaart Oblique_Stereographic "DATUM[\"unknown\",SPHEROID[\"Bessel 1841\",6377397.155,299.1528128]$shift],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]" >a.prj
    inspected 0 a.shp "EPSG:28992, declared"
    same_figures a.shp sound.shp
  done
  echo '+proj=sterea +lat_0=52.1561605555556 +lon_0=5.38763888888889 +k=0.9999079 +x_0=155000 +y_0=463000 +ellps=bessel +units=m' >a.prj
  inspected 0 a.shp "EPSG:28992, declared"
}

# Four points 50 m from the corner that all four zones share, in degrees (by GDAL's own way from RD to ETRS89). Without
# the datum shift they would lie 103 m further north, two of them in another zone.
@test "degrees keep the datum shift: points 50 m from a corner stay in their zones" {
  cat >facilities.csv <<'CSV'
id;lon;lat
F1;4.6071560;51.5948486
F2;4.6071406;51.5957474
F3;4.6085991;51.5948582
F4;4.6085837;51.5957570
CSV
  wijk-metrics -q --zones sound.shp --facilities facilities.csv --metrics facilities_count -o out.csv
  [ "$(tail -n +2 out.csv | cut -d, -f5 | tr '\n' ' ')" = "1 1 1 1 " ]
}

@test "a projection on a datum that nobody knows: refused, for its shift would be left out" {
  copy_set sound a
  echo 'PROJCS["grid",GEOGCS["u",DATUM["unknown",SPHEROID["Bessel 1841",6377397.155,299.1528128]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",9],PARAMETER["scale_factor",1],PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1]]' >a.prj
  refused_always a.shp "no way is known from 'grid' to 'Amersfoort / RD New' that keeps the datum shift" \
    "correct the declaration of the source"
}

@test "a .prj that is no coordinate system, or is no projection" {
  copy_set sound a
  for words in nonsense 'PROJCS["x",GEOGCS["u"'; do
    echo "$words" >a.prj
    refused_always a.shp "'$words' is no coordinate reference system" "take it out (its .prj) and give --assume-crs"
  done
  echo 'LOCAL_CS["bouwput",UNIT["metre",1]]' >a.prj
  refused_always a.shp "'a.shp' has the coordinate system 'LOCAL_CS[\"bouwput\"" "neither degrees nor a projection in metres"
  : >a.prj
  inspected 0 a.shp "EPSG:28992, recognised"
}

@test "degrees declared as RD: .prj, GeoJSON, --assume-crs, field names" {
  degrees | zones d
  rd RD_New Double_Stereographic >d.prj
  refused_always d.shp "'d.shp' says it is EPSG:28992, but its coordinates (x 4.9 to 4.92, y 52.3 to 52.31) are degrees" \
    "correct the declaration of the source (its .prj or crs)"
  geojson "$(crs urn:ogc:def:crs:EPSG::28992)" "$in_degrees" >d.geojson
  refused_always d.geojson "'d.geojson' says it is EPSG:28992, but its coordinates" "are degrees"
  rm d.prj
  run -3 wijk-metrics --zones d.shp --facilities facilities.csv --assume-crs EPSG:28992 -o new.csv
  says "'d.shp' is assumed to be EPSG:28992, but its coordinates" "are degrees" "correct --assume-crs"
  printf 'id;rd_x;rd_y\n1;4.9;52.3\n' >p.csv
  points_refused p.csv "'p.csv' says it is EPSG:28992, but its coordinates" "its field names say so: name them x and y"
}

@test "RD declared as degrees: .prj, GeoJSON; another projection declared for RD" {
  copy_set sound a
  echo "$wgs84" >a.prj
  refused_always a.shp "'a.shp' says it is EPSG:4326, but its coordinates (x 100000 to 102000, y 400000 to 402000) are RD metres" \
    "correct the declaration"
  geojson "$(crs urn:ogc:def:crs:OGC:1.3:CRS84)" "$in_rd" >a.geojson
  refused_always a.geojson "'a.geojson' says it is EPSG:4326, but its coordinates" "are RD metres"
  gdalsrsinfo -o wkt_esri EPSG:25831 >a.prj
  refused_always a.shp "'a.shp' says it is EPSG:25831, but its coordinates" "are RD metres"
}

@test "GeoJSON without crs: RD with a warning, degrees as its standard says; a crs that is null says nothing" {
  for member in '' '"crs":null,'; do
    geojson "$member" "$in_rd" >a.geojson
    inspected 0 a.geojson "EPSG:28992, recognised" "its coordinates are RD metres"
    geojson "$member" "$in_degrees" >a.geojson
    inspected 0 a.geojson "EPSG:4326, recognised, reprojected to EPSG:28992" "as GeoJSON without a crs member is"
  done
}

@test "a GeoJSON crs that does not exist is not taken for degrees" {
  geojson "$(crs EPSG:99999)" "$in_degrees" >a.geojson
  refused_always a.geojson "'EPSG:99999' is no coordinate reference system" "correct the declaration of the source"
}

@test "swapped axes: RD and degrees, declared or not, shapes and tables" {
  four | sed -E 's/square:([0-9]+),([0-9]+)/square:\2,\1/' | zones a
  refused_always a.shp "'a.shp' has its axes swapped: x 400000 to 402000, y 100000 to 102000 is RD the wrong way round" \
    "x goes first and is the smaller"
  rd RD_New Double_Stereographic >a.prj
  refused_always a.shp "'a.shp' has its axes swapped"
  degrees swapped | zones d
  refused_always d.shp "'d.shp' has its axes swapped: x 52.3 to 52.31, y 4.9 to 4.92 is latitude and longitude the wrong way round" \
    "longitude goes first"
  echo "$wgs84" >d.prj
  refused_always d.shp "'d.shp' has its axes swapped"
  printf 'id;x;y\n1;400500;100500\n2;400600;100500\n' >p.csv
  points_refused p.csv "'p.csv' has its axes swapped" "swap the two fields"
  printf 'id;lon;lat\n1;52.3;4.9\n2;52.4;4.9\n' >p.csv
  points_refused p.csv "'p.csv' has its axes swapped" "name them lon and lat"
}

@test "New York, Null Island and one row with swapped axes: each is named; the others count" {
  { four; printf '%s\n' 'NY York 5 NEE | -74,40.7 -74,40.8 -73.9,40.8 -74,40.7' \
    'NUL Island 5 NEE | square:0,0,1' 'OM Draai 5 NEE | square:400000,100000,1000' \
    'HALF Weg 5 NEE | 100000,403000 101000,403000 5,52 100000,403000'; } | zones a
  rd RD_New Double_Stereographic >a.prj
  refused a.shp "'a.shp' row 5: coordinates -74 40.7 are outside the range of RD" "row 6: coordinates 0 0 are outside" \
    "row 7: coordinates 400000 100000 are outside" "row 8: coordinates 5 52 are outside"
  left_out a.shp sound.shp "row 5:" "row 6:" "row 7:" "row 8:"
  { degrees; printf 'WK3 York 3 NEE | -74,40.7 -74,40.8 -73.9,40.8 -74,40.7\n'; } | zones d
  echo "$wgs84" >d.prj
  degrees | zones only
  echo "$wgs84" >only.prj
  refused d.shp "'d.shp' row 3: coordinates -74 40.7 are not in or near the Netherlands"
  left_out d.shp only.shp "row 3:"
}

@test "a facility in New York is named; the others count" {
  printf 'id;lon;lat\nF1;4.6071560;51.5948486\nF2;-74.0060;40.7128\nF3;4.6085991;51.5948582\n' >p.csv
  points_refused p.csv "'p.csv' row 2: coordinates -74.006 40.7128 are not in or near the Netherlands"
  run -0 wijk-metrics --zones sound.shp --facilities p.csv --skip-faulty --metrics facilities_count -o out.csv
  says "row 2: coordinates -74.006 40.7128 are not in or near the Netherlands; the row is left out"
  [ "$(tail -n +2 out.csv | cut -d, -f5 | tr '\n' ' ')" = "1 1 0 0 " ]
}

@test "NaN and infinity in a Shapefile: each row is named, with the place; the others count" {
  { printf '%s\n' 'N1 Nan 1 NEE | 100000,nan 100000,403000 101000,403000 100000,nan' \
    'N2 Inf 1 NEE | 100000,402000 inf,403000 101000,403000 100000,402000' \
    'N3 Min 1 NEE | -inf,402000 100000,403000 101000,403000 -inf,402000'; four; } | zones a
  refused a.shp "'a.shp' row 1: a coordinate is missing or no finite number: 100000 not finite" \
    "row 2: a coordinate is missing or no finite number: not finite 403000" "row 3: a coordinate is missing or no finite"
  [ "$(grep -c "row 1:" <<<"$output")" -eq 1 ]
  left_out a.shp sound.shp "row 1:" "row 2:" "row 3:"
}

@test "NaN, infinity and 1e400 in GeoJSON: the row is named; the others count" {
  geojson '' "$in_rd" '[101000,400000],[102000,400000],[102000,401000],[101000,400000]' >sound.geojson
  for number in NaN Infinity -Infinity 1e400 -1e400 1e308; do
    geojson '' "$in_rd" '[101000,400000],[102000,400000],[102000,401000],[101000,400000]' \
      "[103000,400000],[104000,400000],[$number,401000],[103000,400000]" >a.geojson
    refused a.geojson "'a.geojson' row 3:"
    left_out a.geojson sound.geojson "'a.geojson' row 3:"
  done
}

@test "NaN, infinity, 1e400 and nothing at all in a table of facilities: each row is named; the others count" {
  printf 'id;x;y\n1;100500;400500\n2;NaN;400500\n3;inf;400500\n4;1e400;400500\n5;100500;\n6;100500;-1e999\n7;;\n8;100600;400500\n' >p.csv
  points_refused p.csv "'p.csv' row 2: x 'NaN' is not a number" "row 3: x 'inf' is not a number" \
    "row 4: x '1e400' is not a number" "row 5: a coordinate is missing or no finite number: 100500 not finite" \
    "row 6: y '-1e999' is not a number" "row 7: there are no coordinates"
  run -0 wijk-metrics --zones sound.shp --facilities p.csv --skip-faulty --metrics facilities_count -o out.csv
  [ "$(tail -n +2 out.csv | cut -d, -f5 | tr '\n' ' ')" = "2 0 0 0 " ]
}
