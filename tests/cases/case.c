/* SPDX-License-Identifier: EUPL-1.2 */
#include "case.h"

#include <math.h>
#include <string.h>

typedef struct words {
  char *word[MOST_WORDS];
  size_t count;
} words;

/* Words between blanks; '#' ends the line. */
static void split(char *line, words *w) {
  w->count = 0;
  line[strcspn(line, "#\r\n")] = '\0';
  for (char *at = line; w->count < MOST_WORDS;) {
    at += strspn(at, " \t");
    if (*at == '\0') {
      break;
    }
    const size_t length = strcspn(at, " \t");
    w->word[w->count++] = at;
    if (at[length] == '\0') {
      break;
    }
    at[length] = '\0';
    at += length + 1;
  }
}

typedef struct reader {
  one_case *c;
  wijk_arena *arena;
  wijk_error *err;
  const char *file;
  int line;
} reader;

static bool wrong(reader *r, const char *what, const char *word) {
  wijk_error_set(r->err, WIJK_DATA, "%s:%d: %s '%s'", r->file, r->line, what, word == NULL ? "" : word);
  return false;
}

static double number(reader *r, const char *word) {
  double value = NAN;
  if (strcmp(word, "-") != 0 && !wijk_number_read(word, strlen(word), &value)) {
    wrong(r, "not a number:", word);
  }
  return value;
}

static size_t numbers(reader *r, const words *w, size_t first, double *values, size_t most) {
  size_t count = 0;
  for (size_t i = first; i < w->count && count < most; i++) {
    if (strcmp(w->word[i], "m") != 0) {
      values[count++] = number(r, w->word[i]);
    }
  }
  return count;
}

static size_t texts(const words *w, size_t first, const char **values, size_t most) {
  size_t count = 0;
  for (size_t i = first; i < w->count && count < most; i++) {
    values[count++] = w->word[i];
  }
  return count;
}

static bool add_row(reader *r, case_grid *grid, const words *w, size_t first) {
  if (grid->rows == MOST_ROWS || w->count - first > MOST_COLUMNS) {
    return wrong(r, "the map is too large", "");
  }
  if (grid->rows > 0 && w->count - first != grid->columns) {
    return wrong(r, "a row of the map is not as long as the first", w->word[first]);
  }
  grid->columns = w->count - first;
  for (size_t i = first; i < w->count; i++) {
    if (w->word[i][1] != '\0') {
      return wrong(r, "a cell of the map is one letter, not", w->word[i]);
    }
    grid->cell[grid->rows][i - first] = w->word[i][0];
  }
  grid->rows++;
  return true;
}

/* "150,50" */
static bool place(reader *r, const char *word, double *x, double *y) {
  const char *comma = strchr(word, ',');
  if (comma == NULL || !wijk_number_read(word, (size_t)(comma - word), x) ||
      !wijk_number_read(comma + 1, strlen(comma + 1), y)) {
    return wrong(r, "a place is written x,y, not", word);
  }
  return true;
}

/* points A B B: one facility each, of unknown size, in the middle of the zone's first cell */
static bool add_points(reader *r, const words *w) {
  one_case *c = r->c;
  for (size_t i = 1; i < w->count; i++) {
    if (w->word[i][1] != '\0' || c->point_count == MOST_ITEMS) {
      return wrong(r, "a point is the letter of its zone, not", w->word[i]);
    }
    c->points[c->point_count++] = (case_point){.zone = w->word[i][0], .size = NAN, .occupied = NAN};
  }
  return true;
}

/* facility A places=12 occupied=10 form=opvang provider=P group=ggz; or facility at=150,50 … */
static bool add_facility(reader *r, const words *w) {
  one_case *c = r->c;
  case_point p = {.size = NAN, .occupied = NAN};
  for (size_t i = 1; i < w->count; i++) {
    char *word = w->word[i], *value = strchr(word, '=');
    if (value == NULL && word[1] == '\0') {
      p.zone = word[0];
      continue;
    }
    if (value == NULL) {
      return wrong(r, "a facility has name=value, not", word);
    }
    *value++ = '\0';
    if (strcmp(word, "at") == 0) {
      if (!place(r, value, &p.x, &p.y)) {
        return false;
      }
    } else if (strcmp(word, "places") == 0) {
      p.size = number(r, value);
      c->has_size = true;
    } else if (strcmp(word, "occupied") == 0) {
      p.occupied = number(r, value);
      c->has_occupied = true;
    } else if (strcmp(word, "form") == 0) {
      p.form = strcmp(value, "-") == 0 ? NULL : value;
      c->has_form = true;
    } else if (strcmp(word, "provider") == 0) {
      p.provider = strcmp(value, "-") == 0 ? NULL : value;
      c->has_provider = true;
    } else if (strcmp(word, "group") == 0) {
      p.group = value;
      c->has_group = true;
    } else {
      return wrong(r, "a facility has no", word);
    }
  }
  c->points[c->point_count++] = p;
  return c->point_count < MOST_ITEMS || wrong(r, "too many facilities", "");
}

/* road 0,50 100,50 oneway=1 speed=30 length=90 class=path */
static bool add_road(reader *r, const words *w) {
  one_case *c = r->c;
  if (c->road_count == MOST_ROADS) {
    return wrong(r, "too many roads", "");
  }
  case_road *road = &c->roads[c->road_count++];
  const struct {
    const char *name, **value;
  } fields[] = {{"oneway", &road->oneway}, {"speed", &road->speed}, {"length", &road->length}, {"class", &road->kind}};
  for (size_t i = 1; i < w->count; i++) {
    char *equals = strchr(w->word[i], '=');
    bool known = false;
    if (equals == NULL) {
      if (road->count == MOST_BENDS || !place(r, w->word[i], &road->x[road->count], &road->y[road->count])) {
        return wrong(r, "a road has too many bends, or", w->word[i]);
      }
      road->count++;
      continue;
    }
    *equals = '\0';
    for (size_t k = 0; k < sizeof fields / sizeof fields[0]; k++) {
      if (strcmp(w->word[i], fields[k].name) == 0) {
        *fields[k].value = equals + 1;
        known = true;
      }
    }
    if (!known) {
      return wrong(r, "a road has no", w->word[i]);
    }
  }
  return true;
}

/* people 150,50=10 250,50=4 */
static bool add_people(reader *r, const words *w) {
  one_case *c = r->c;
  for (size_t i = 1; i < w->count; i++) {
    char *equals = strchr(w->word[i], '=');
    case_point p = {0};
    if (equals == NULL || c->people_count == MOST_ITEMS) {
      return wrong(r, "people are written x,y=number, not", w->word[i]);
    }
    *equals = '\0';
    p.size = number(r, equals + 1);
    if (!place(r, w->word[i], &p.x, &p.y)) {
      return false;
    }
    c->people[c->people_count++] = p;
  }
  return true;
}

/* expect ID [of FIELD=VALUE] [in ZONE] [expected|variance|p] VALUE [within T]; expect ID … null [the reason] */
static bool add_expect(reader *r, const words *w) {
  case_expect e = {.line = r->line};
  size_t i = 1;
  if (r->c->expect_count == MOST_EXPECTS || w->count < 3) {
    return wrong(r, "an expectation has an id and a value", "");
  }
  e.id = w->word[i++];
  if (i + 1 < w->count && strcmp(w->word[i], "of") == 0) {
    e.of = w->word[i + 1];
    i += 2;
  }
  if (i + 1 < w->count && strcmp(w->word[i], "in") == 0) {
    e.zone = w->word[i + 1];
    i += 2;
  }
  if (i + 1 < w->count &&
      (strcmp(w->word[i], "expected") == 0 || strcmp(w->word[i], "variance") == 0 || strcmp(w->word[i], "p") == 0)) {
    e.of_chance = w->word[i++];
  }
  if (i == w->count) {
    return wrong(r, "an expectation has no value", e.id);
  }
  e.value = w->word[i++];
  if (strcmp(e.value, "null") == 0 && i < w->count) {
    wijk_text reason = {0};
    for (size_t first = i; i < w->count; i++) {
      wijk_text_add(&reason, i == first ? "" : " ");
      wijk_text_add(&reason, w->word[i]);
    }
    e.reason = wijk_arena_text(r->arena, reason.bytes, r->err);
    wijk_text_free(&reason);
  } else if (i + 1 < w->count && strcmp(w->word[i], "within") == 0) {
    e.within = number(r, w->word[i + 1]);
    i += 2;
  } else if (i < w->count) { /* words: "geen groei" */
    e.value = wijk_arena_format(r->arena, r->err, "%s %s", e.value, w->word[i++]);
  }
  if (i != w->count) {
    return wrong(r, "what is meant by", w->word[i]);
  }
  r->c->expects[r->c->expect_count++] = e;
  return true;
}

static bool add_field(reader *r, const words *w) {
  one_case *c = r->c;
  if (c->field_count == 8 || w->count < 2) {
    return wrong(r, "too many fields", "");
  }
  case_field *field = &c->fields[c->field_count++];
  field->name = w->word[1];
  field->count = numbers(r, w, 2, field->values, MOST_ZONES);
  return true;
}

static bool add_legend(reader *r, const words *w) {
  for (size_t i = 1; i < w->count; i++) {
    if (w->word[i][1] != '=' || (unsigned char)w->word[i][0] >= 128) {
      return wrong(r, "a legend is written LETTER=class, not", w->word[i]);
    }
    r->c->legend[(unsigned char)w->word[i][0]] = w->word[i] + 2;
  }
  return true;
}

/* rings 1000:1 2000:0.5 */
static bool add_rings(reader *r, const words *w) {
  wijk_method *method = &r->c->method;
  method->ring_m = r->c->ring_m;
  method->ring_weight = r->c->ring_weight;
  method->ring_count = 0;
  for (size_t i = 1; i < w->count && i <= 8; i++) {
    char *colon = strchr(w->word[i], ':');
    if (colon == NULL) {
      return wrong(r, "a ring is written radius:weight, not", w->word[i]);
    }
    *colon = '\0';
    r->c->ring_m[method->ring_count] = number(r, w->word[i]);
    r->c->ring_weight[method->ring_count++] = number(r, colon + 1);
  }
  return true;
}

static bool add_classing(reader *r, const words *w) {
  one_case *c = r->c;
  c->classing = strcmp(w->word[1], "fisher") == 0 ? WIJK_CLASSING_FISHER : WIJK_CLASSING_QUANTILES;
  if (strcmp(w->word[1], "thresholds") == 0) {
    c->classing = WIJK_CLASSING_THRESHOLDS;
    c->threshold_count = numbers(r, w, 2, c->thresholds, 8);
  }
  return true;
}

static bool understand(reader *r, const words *w, case_grid **grid) {
  one_case *c = r->c;
  const char *keyword = w->word[0];
#define IS(text) (strcmp(keyword, text) == 0)
  if (IS("map") || IS("zoning")) {
    *grid = IS("map") ? &c->map : &c->zoning;
    return w->count == 1 || add_row(r, *grid, w, 1);
  }
  *grid = NULL;
  if (IS("expect")) {
    return add_expect(r, w);
  }
  if (IS("points")) {
    c->has_points = true;
    return add_points(r, w);
  }
  if (IS("facility")) {
    c->has_points = true;
    return add_facility(r, w);
  }
  if (IS("road")) {
    return add_road(r, w);
  }
  if (IS("people")) {
    return add_people(r, w);
  }
  if (IS("legend")) {
    return add_legend(r, w);
  }
  if (IS("field")) {
    return add_field(r, w);
  }
  if (w->count < 2) {
    return wrong(r, "nothing follows", keyword);
  }
  if (IS("grid")) {
    c->grid_m = number(r, w->word[1]);
  } else if (IS("shapes")) {
    c->shapes = w->word[1];
    c->shapes_crs = w->count > 2 ? w->word[2] : NULL;
    c->shapes_key = w->count > 3 ? w->word[3] : NULL;
  } else if (IS("residents")) {
    c->residents_count = numbers(r, w, 1, c->residents, MOST_ZONES);
  } else if (IS("land")) {
    c->land_count = numbers(r, w, 1, c->land, MOST_ZONES);
  } else if (IS("water")) {
    c->water = w->word[1];
  } else if (IS("classes")) {
    c->class_count = texts(w, 1, c->classes, MOST_ZONES);
  } else if (IS("class-names")) {
    c->class_name_count = texts(w, 1, c->class_names, 8);
  } else if (IS("classing")) {
    return add_classing(r, w);
  } else if (IS("norm")) {
    return c->norm_count < 8 &&
           wijk_zone_class_read(w->word[1], r->arena, &c->norms[c->norm_count++], r->err) == WIJK_OK;
  } else if (IS("indicator")) {
    return c->indicator_count < 8 &&
           wijk_indicator_read(w->word[1], r->arena, &c->indicators[c->indicator_count++], r->err) == WIJK_OK;
  } else if (IS("group")) {
    c->group = w->word[1];
  } else if (IS("total")) {
    c->total = w->word[1];
  } else if (IS("snap-limit")) {
    c->method.snap_limit_m = number(r, w->word[1]);
  } else if (IS("snap-leg")) {
    c->method.snap_counts = strcmp(w->word[1], "yes") == 0;
  } else if (IS("speed")) {
    c->road_rule.speed_kmh = number(r, w->word[1]);
  } else if (IS("road-classes")) {
    c->road_rule.class_count = texts(w, 1, c->road_classes, 8);
    c->road_rule.classes = c->road_classes;
  } else if (IS("catchment")) {
    c->method.access_radius_m = number(r, w->word[1]);
  } else if (IS("rings")) {
    return add_rings(r, w);
  } else if (IS("kernel")) {
    c->method.kernel = strcmp(w->word[1], "gaussian") == 0 ? WIJK_KERNEL_GAUSSIAN : WIJK_KERNEL_QUARTIC;
  } else if (IS("bandwidth")) {
    c->method.bandwidth_m = number(r, w->word[1]);
  } else if (IS("density-edge")) {
    c->method.density_edge = strcmp(w->word[1], "none") == 0      ? WIJK_DENSITY_EDGE_NONE
                             : strcmp(w->word[1], "uniform") == 0 ? WIJK_DENSITY_EDGE_UNIFORM
                                                                  : WIJK_DENSITY_EDGE_BOUNDARY;
  } else if (IS("radii")) {
    c->radius_count = numbers(r, w, 1, c->radii, 8);
  } else if (IS("by")) {
    c->by_count = texts(w, 1, c->by, 4);
  } else if (IS("forms")) {
    c->form_count = texts(w, 1, c->forms, 16);
  } else if (IS("atkinson")) {
    c->method.atkinson_b = number(r, w->word[1]);
  } else if (IS("rco")) {
    c->method.concentration_on_total = strcmp(w->word[1], "y") == 0;
  } else if (IS("centre")) {
    return place(r, w->word[1], &c->method.centre_x, &c->method.centre_y);
  } else if (IS("clustering")) {
    c->method.clustering_contiguity = strcmp(w->word[1], "contiguity") == 0;
  } else if (IS("value")) {
    c->method.value = w->word[1];
  } else if (IS("weights")) {
    c->method.weights.row_standardise = w->count < 3 || strcmp(w->word[2], "binary") != 0;
    c->method.weights.snap_m = w->count > 3 ? number(r, w->word[3]) : NAN;
    return wijk_weights_rule_read(w->word[1], &c->method.weights, r->err) == WIJK_OK;
  } else if (IS("permutations")) {
    c->method.permutations = (size_t)number(r, w->word[1]);
  } else if (IS("variance")) {
    c->method.normality = strcmp(w->word[1], "normality") == 0;
  } else if (IS("moran-scale")) {
    c->method.moran_esda = strcmp(w->word[1], "esda") == 0;
  } else if (IS("tail")) {
    c->method.tail = strcmp(w->word[1], "one") == 0       ? WIJK_TAIL_ONE
                     : strcmp(w->word[1], "doubled") == 0 ? WIJK_TAIL_DOUBLED
                                                          : WIJK_TAIL_BOTH;
  } else if (IS("significance")) {
    c->method.significance = number(r, w->word[1]);
  } else if (IS("fdr")) {
    c->method.fdr = true;
  } else if (IS("edge")) {
    c->method.edge = strcmp(w->word[1], "none") == 0          ? WIJK_EDGE_NONE
                     : strcmp(w->word[1], "translation") == 0 ? WIJK_EDGE_TRANSLATION
                     : strcmp(w->word[1], "isotropic") == 0   ? WIJK_EDGE_ISOTROPIC
                                                              : WIJK_EDGE_AUTO;
  } else if (IS("envelope")) {
    c->method.envelope = (size_t)number(r, w->word[1]);
  } else if (IS("cross")) {
    c->method.cross_count = texts(w, 1, c->cross, 4);
    c->method.cross = c->cross;
  } else if (IS("metrics")) {
    c->metric_count = texts(w, 1, c->metrics, 16);
  } else {
    return wrong(r, "no such keyword:", keyword);
  }
#undef IS
  return r->err->status == WIJK_OK;
}

bool case_read(FILE *stream, const char *file, int *line, wijk_arena *arena, one_case *made, wijk_error *err) {
  reader r = {made, arena, err, file, *line};
  case_grid *grid = NULL;
  char text[2000];
  *made = (one_case){.file = file, .grid_m = 100, .method = wijk_method_default(), .road_rule = {.speed_kmh = NAN}};
  for (;;) {
    const long start = ftell(stream);
    if (fgets(text, sizeof text, stream) == NULL) {
      break;
    }
    r.line++;
    char *copy = wijk_arena_text(arena, text, err);
    const bool indented = text[0] == ' ' || text[0] == '\t';
    if (copy != NULL && strncmp(copy, "source", 6) == 0) {
      if (made->source != NULL) { /* the next case: to be read again */
        fseek(stream, start, SEEK_SET);
        r.line--;
        break;
      }
      copy[strcspn(copy, "\r\n")] = '\0';
      made->source = copy + 6 + strspn(copy + 6, " ");
      made->line = r.line;
      if (made->source[0] == '\0') {
        return wrong(&r, "the source is empty", "");
      }
      continue;
    }
    words w;
    split(copy, &w);
    if (w.count == 0) {
      continue;
    }
    if (made->source == NULL) {
      return wrong(&r, "a case begins with its source, not with", w.word[0]);
    }
    if (indented && grid != NULL ? !add_row(&r, grid, &w, 0) : !understand(&r, &w, &grid)) {
      return false;
    }
  }
  *line = r.line;
  return made->source != NULL && err->status == WIJK_OK;
}
