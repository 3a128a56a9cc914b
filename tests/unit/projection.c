/* SPDX-License-Identifier: EUPL-1.2 */
/* Which CRS a text means, and coordinates against the official RD test sheet. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <wijk/geo.h>

/* The test sheet of RDNAPTRANS (Kadaster and Rijkswaterstaat): ETRS89 degrees and RD metres of the same points. */
static const struct sheet_point {
  double longitude, latitude, x, y;
} sheet[] = {{4.824761912, 53.160753042, 117380.12, 575040.34},
             {5.387203657, 52.155172897, 155000, 463000},
             {3.397588595, 51.368607152, 16460.91, 377380.23}};
enum { SHEET_COUNT = sizeof sheet / sizeof *sheet };

/* Spellings of RD as found in the wild. */
static const char esri_prj[] =
    "PROJCS[\"RD_New\",GEOGCS[\"GCS_Amersfoort\",DATUM[\"D_Amersfoort\",SPHEROID[\"Bessel_1841\",6377397.155,"
    "299.1528128]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Double_"
    "Stereographic\"],PARAMETER[\"False_Easting\",155000.0],PARAMETER[\"False_Northing\",463000.0],PARAMETER["
    "\"Central_Meridian\",5.38763888888889],PARAMETER[\"Scale_Factor\",0.9999079],PARAMETER[\"Latitude_Of_Origin\","
    "52.1561605555556],UNIT[\"Meter\",1.0]]";
static const char stelsel_prj[] =
    "PROJCS[\"Rijksdriehoekstelsel_New\",GEOGCS[\"GCS_Amersfoort\",DATUM[\"D_Amersfoort\",SPHEROID[\"Bessel_1841\","
    "6377397.155,299.1528128]],PRIMEM[\"Greenwich\",0],UNIT[\"Degree\",0.017453292519943295]],PROJECTION[\"Double_"
    "Stereographic\"],PARAMETER[\"latitude_of_origin\",52.15616055555555],PARAMETER[\"central_meridian\","
    "5.38763888888889],PARAMETER[\"scale_factor\",0.9999079],PARAMETER[\"false_easting\",155000],PARAMETER[\"false_"
    "northing\",463000],UNIT[\"Meter\",1]]";
static const char plain_prj[] =
    "PROJCS[\"Stereographic\",GEOGCS[\"Bessel 1841\",DATUM[\"D_Bessel_1841\",SPHEROID[\"Bessel_1841\",6377397.155,"
    "299.1528128]],PRIMEM[\"Greenwich\",0],UNIT[\"Degree\",0.017453292519943295]],PROJECTION[\"Stereographic\"],"
    "PARAMETER[\"latitude_of_origin\",52.15616055555555],PARAMETER[\"central_meridian\",5.38763888888889],PARAMETER["
    "\"scale_factor\",0.9999079],PARAMETER[\"false_easting\",155000],PARAMETER[\"false_northing\",463000],UNIT["
    "\"Meter\",1]]";
static const char bare_proj[] = "+proj=sterea +lat_0=52.15616055555555 +lon_0=5.38763888888889 +k=0.9999079 "
                                "+x_0=155000 +y_0=463000 +ellps=bessel +units=m +no_defs";
static const char shifted_proj[] =
    "+proj=sterea +lat_0=52.15616055555555 +lon_0=5.38763888888889 +k=0.9999079 +x_0=155000 +y_0=463000 "
    "+ellps=bessel +towgs84=565.417,50.3319,465.552,-0.398957,0.343988,-1.8774,4.0725 +units=m +no_defs";
static const char *const rd_spellings[] = {
    "EPSG:28992", "epsg:28992", "28992",      "RD New",   "urn:ogc:def:crs:EPSG::28992", esri_prj, stelsel_prj,
    plain_prj,    bare_proj,    shifted_proj, "EPSG:7415"};
enum { SPELLING_COUNT = sizeof rd_spellings / sizeof *rd_spellings };

static double worst_m(const char *from, const char *to) {
  wijk_error err = {0};
  wijk_projection *projection = wijk_projection_open(from, to, &err);
  if (!projection)
    fail_msg("%s", err.message);
  double x[SHEET_COUNT], y[SHEET_COUNT], worst = 0;
  for (int i = 0; i < SHEET_COUNT; i++) {
    x[i] = sheet[i].longitude;
    y[i] = sheet[i].latitude;
  }
  size_t lost = 9;
  assert_int_equal(wijk_projection_compute(projection, SHEET_COUNT, x, y, &lost, &err), WIJK_OK);
  assert_int_equal(lost, 0);
  for (int i = 0; i < SHEET_COUNT; i++)
    worst = fmax(worst, hypot(x[i] - sheet[i].x, y[i] - sheet[i].y));
  wijk_projection_close(projection);
  return worst;
}

static void test_sheet_forward(void **state) {
  (void)state;
  static const char *const degrees[] = {"EPSG:4258", "EPSG:4326", "urn:ogc:def:crs:OGC:1.3:CRS84",
                                        "+proj=longlat +datum=WGS84 +no_defs"};
  for (size_t i = 0; i < sizeof degrees / sizeof *degrees; i++)
    for (size_t j = 0; j < SPELLING_COUNT; j++)
      assert_true(worst_m(degrees[i], rd_spellings[j]) < 0.25);
}

/* The mistake that this door is there to prevent: Amersfoort's degrees read as ETRS89's. */
static void test_sheet_without_shift(void **state) {
  (void)state;
  double off_m = worst_m("EPSG:4289", "EPSG:28992");
  assert_true(off_m > 80 && off_m < 150);
}

static void test_sheet_back(void **state) {
  (void)state;
  wijk_error err = {0};
  wijk_projection *projection = wijk_projection_open("EPSG:28992", "EPSG:4326", &err);
  assert_non_null(projection);
  assert_non_null(strstr(wijk_projection_pipeline(projection), "+proj=sterea"));
  assert_true(strstr(wijk_projection_pipeline(projection), "+proj=helmert") ||
              strstr(wijk_projection_pipeline(projection), "grid"));
  for (int i = 0; i < SHEET_COUNT; i++) {
    double x = sheet[i].x, y = sheet[i].y;
    size_t lost = 0;
    assert_int_equal(wijk_projection_compute(projection, 1, &x, &y, &lost, &err), WIJK_OK);
    assert_true(fabs(x - sheet[i].longitude) * 68000 < 0.25 && fabs(y - sheet[i].latitude) * 111200 < 0.25);
  }
  wijk_projection_close(projection);
}

/* WGS84 in metres goes over degrees, not past the shift: Web Mercator of a point lands where the point does. */
static void test_web_mercator(void **state) {
  (void)state;
  wijk_error err = {0};
  wijk_projection *projection = wijk_projection_open("EPSG:3857", "EPSG:28992", &err);
  assert_non_null(projection);
  const double half_turn_m = 20037508.342789244, pi = 3.14159265358979323846;
  for (int i = 0; i < SHEET_COUNT; i++) {
    double x = sheet[i].longitude / 180 * half_turn_m;
    double y = log(tan(pi / 4 + sheet[i].latitude * pi / 360)) / pi * half_turn_m;
    size_t lost = 0;
    wijk_projection_compute(projection, 1, &x, &y, &lost, &err);
    assert_true(hypot(x - sheet[i].x, y - sheet[i].y) < 0.25);
  }
  wijk_projection_close(projection);
}

static void test_nothing_to_do(void **state) {
  (void)state;
  static const char *const pairs[][2] = {
      {"EPSG:28992", esri_prj}, {bare_proj, "EPSG:28992"}, {"EPSG:4326", "EPSG:4258"}, {"local", "local"}};
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
    wijk_error err = {0};
    wijk_projection *projection = wijk_projection_open(pairs[i][0], pairs[i][1], &err);
    assert_non_null(projection);
    assert_string_equal(wijk_projection_pipeline(projection), "+proj=noop");
    double x[] = {0.1, NAN, 3, INFINITY}, y[] = {0.7, 1, NAN, 5};
    size_t lost = 9;
    assert_int_equal(wijk_projection_compute(projection, 4, x, y, &lost, &err), WIJK_OK);
    assert_true(x[0] == 0.1 && y[0] == 0.7);
    assert_true(isnan(x[1]) && isnan(y[1]) && isnan(x[2]) && isnan(y[2]) && isnan(x[3]) && isnan(y[3]));
    assert_int_equal(lost, 1);
    wijk_projection_close(projection);
  }
}

static void test_lost_points(void **state) {
  (void)state;
  wijk_error err = {0};
  wijk_projection *projection = wijk_projection_open("EPSG:4326", "EPSG:28992", &err);
  double x[] = {5.387203657, 155000, NAN, 5, 5.387203657}, y[] = {52.155172897, 463000, NAN, INFINITY, 52.155172897};
  size_t lost = 0;
  assert_int_equal(wijk_projection_compute(projection, 5, x, y, &lost, &err), WIJK_OK);
  assert_int_equal(lost, 2);
  assert_true(isnan(x[1]) && isnan(x[2]) && isnan(y[3]));
  assert_true(x[4] == x[0] && fabs(x[4] - 155000) < 0.25);
  wijk_projection_close(projection);
}

static void check_crs(const char *definition, const char *code, bool metres, bool degrees) {
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  const char *found = NULL;
  bool found_metres = !metres, found_degrees = !degrees;
  if (wijk_crs_find(definition, arena, &found, &found_metres, &found_degrees, &err) != WIJK_OK)
    fail_msg("%s", err.message);
  assert_string_equal(found, code);
  assert_int_equal(found_metres, metres);
  assert_int_equal(found_degrees, degrees);
  wijk_arena_free(arena);
}

static void test_crs_codes(void **state) {
  (void)state;
  for (size_t i = 0; i < SPELLING_COUNT; i++)
    check_crs(rd_spellings[i], "EPSG:28992", true, false);
  check_crs("EPSG:4326", "EPSG:4326", false, true);
  check_crs("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", false, true);
  check_crs("GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],PRIMEM["
            "\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]",
            "EPSG:4326", false, true);
  check_crs("EPSG:4258", "EPSG:4258", false, true);
  check_crs("EPSG:25831", "EPSG:25831", true, false);
  check_crs("EPSG:2263", "EPSG:2263", false, false); /* feet */
  check_crs("local", "local", true, false);
}

/* One parameter off is another grid. */
static void test_crs_not_rd(void **state) {
  (void)state;
  static const char other[] = "+proj=sterea +lat_0=52.15616055555555 +lon_0=5.38763888888889 +k=0.9999079 "
                              "+x_0=155000 +y_0=463001 +ellps=bessel +units=m +no_defs";
  static const char other_ellipsoid[] = "+proj=sterea +lat_0=52.15616055555555 +lon_0=5.38763888888889 +k=0.9999079 "
                                        "+x_0=155000 +y_0=463000 +ellps=GRS80 +units=m +no_defs";
  check_crs(other, other, true, false);
  check_crs(other_ellipsoid, other_ellipsoid, true, false);
}

/* Expected: gdalsrsinfo -o wkt1 and -o wkt_esri of GDAL 3.6.2. A withdrawn code (3073) keeps its own parameters: GDAL
 * puts its successor's in their place. */
static void test_descriptions(void **state) {
  (void)state;
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  const char *wkt = NULL, *name = NULL;
  assert_int_equal(wijk_crs_describe("EPSG:28992", WIJK_CRS_ESRI, arena, &wkt, &name, &err), WIJK_OK);
  assert_string_equal(wkt, "PROJCS[\"RD_New\",GEOGCS[\"GCS_Amersfoort\",DATUM[\"D_Amersfoort\",SPHEROID["
                           "\"Bessel_1841\",6377397.155,299.1528128]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\","
                           "0.0174532925199433]],PROJECTION[\"Double_Stereographic\"],PARAMETER[\"False_Easting\","
                           "155000.0],PARAMETER[\"False_Northing\",463000.0],PARAMETER[\"Central_Meridian\","
                           "5.38763888888889],PARAMETER[\"Scale_Factor\",0.9999079],PARAMETER[\"Latitude_Of_Origin\","
                           "52.1561605555556],UNIT[\"Meter\",1.0]]");
  assert_string_equal(name, "Amersfoort / RD New");
  assert_int_equal(wijk_crs_describe("EPSG:28992", WIJK_CRS_WKT1, arena, &wkt, &name, &err), WIJK_OK);
  assert_non_null(strstr(wkt, "PROJECTION[\"Oblique_Stereographic\"]"));
  assert_non_null(strstr(wkt, "AXIS[\"Easting\",EAST],AXIS[\"Northing\",NORTH],AUTHORITY[\"EPSG\",\"28992\"]]"));
  assert_int_equal(wijk_crs_describe("EPSG:3073", WIJK_CRS_WKT1, arena, &wkt, &name, &err), WIJK_OK);
  assert_non_null(strstr(wkt, "AUTHORITY[\"EPSG\",\"3073\"]]"));
  assert_int_equal(wijk_crs_describe("EPSG:1", WIJK_CRS_WKT1, arena, &wkt, &name, &err), WIJK_DATA);
  wijk_arena_free(arena);
}

static void test_errors(void **state) {
  (void)state;
  static const char *const no_crs[] = {"", "nonsense", "EPSG:0", "+proj=nonsense", "PROJCS[\"x\""};
  for (size_t i = 0; i < sizeof no_crs / sizeof *no_crs; i++) {
    wijk_error err = {0};
    wijk_arena *arena = wijk_arena_new(&err);
    const char *code = "untouched";
    bool metres = true, degrees = true;
    assert_int_equal(wijk_crs_find(no_crs[i], arena, &code, &metres, &degrees, &err), WIJK_DATA);
    assert_string_equal(code, "untouched");
    assert_non_null(strstr(err.message, "no coordinate reference system"));
    wijk_arena_free(arena);
    wijk_error open_err = {0};
    assert_null(wijk_projection_open(no_crs[i], "EPSG:28992", &open_err));
    assert_int_equal(open_err.status, WIJK_DATA);
  }
  wijk_error err = {0};
  assert_null(wijk_projection_open("local", "EPSG:28992", &err));
  assert_int_equal(err.status, WIJK_USAGE);
  /* A grid on Bessel's ellipsoid with no datum: no way to ETRS89 is known, so none is made up. */
  wijk_error bessel_err = {0};
  assert_null(wijk_projection_open("+proj=longlat +ellps=bessel +no_defs", "EPSG:28992", &bessel_err));
  assert_int_equal(bessel_err.status, WIJK_DATA);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_sheet_forward), cmocka_unit_test(test_sheet_without_shift),
                                     cmocka_unit_test(test_sheet_back),    cmocka_unit_test(test_web_mercator),
                                     cmocka_unit_test(test_nothing_to_do), cmocka_unit_test(test_lost_points),
                                     cmocka_unit_test(test_crs_codes),     cmocka_unit_test(test_crs_not_rd),
                                     cmocka_unit_test(test_errors),        cmocka_unit_test(test_descriptions)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
