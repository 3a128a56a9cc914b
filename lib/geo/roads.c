/* SPDX-License-Identifier: EUPL-1.2 */
/* Lines into a graph: edges, nodes, who leads to whom, what hangs together. */
#include "geo/roads.h"

#include <omp.h>
#include <string.h>
#include <wijk/number.h>
#include <wijk/text.h>

#include "base/memory.h"

int road_workers(int threads, size_t work) {
  return work < 5000 ? 1 : threads > 0 ? threads : omp_get_max_threads();
}

/* ---- fields ---- */

static const char *field_of_role(const wijk_layer *lines, const char *role) {
  const wijk_column *column = wijk_layer_find_role(lines, role);
  return column ? column->name : NULL;
}

wijk_roads_rule wijk_roads_rule_find(const wijk_layer *lines) {
  wijk_roads_rule rule = {.from_field = field_of_role(lines, "from"),
                          .to_field = field_of_role(lines, "to"),
                          .oneway_field = field_of_role(lines, "oneway"),
                          .speed_field = field_of_role(lines, "speed"),
                          .class_field = field_of_role(lines, "class"),
                          .speed_kmh = NAN};
  if (!rule.from_field || !rule.to_field)
    rule.from_field = rule.to_field = NULL;
  return rule;
}

static const wijk_column *find_field(const road_making *making, const char *what, const char *name, wijk_error *err) {
  const wijk_column *column = name ? wijk_layer_find(making->lines, name) : NULL;
  if (name && !column && err->status == WIJK_OK)
    wijk_error_set(err, WIJK_USAGE, "'%s' has no field '%s' (asked for as %s of roads)", making->source, name, what);
  return column;
}

static wijk_status find_fields(road_making *making, wijk_error *err) {
  const wijk_roads_rule *rule = making->rule;
  road_fields *fields = &making->fields;
  fields->from = find_field(making, "from", rule->from_field, err);
  fields->to = find_field(making, "to", rule->to_field, err);
  fields->length = find_field(making, "length", rule->length_field, err);
  fields->oneway = find_field(making, "oneway", rule->oneway_field, err);
  fields->speed = find_field(making, "speed", rule->speed_field, err);
  fields->kind = rule->class_count ? find_field(making, "class", rule->class_field, err) : NULL;
  if (err->status != WIJK_OK)
    return err->status;
  if (!fields->from != !fields->to)
    return wijk_error_set(err, WIJK_USAGE, "the ids of roads' ends are given for one end only: '%s'",
                          fields->from ? rule->from_field : rule->to_field);
  if (fields->from && (fields->from->type == WIJK_COLUMN_NUMBER) != (fields->to->type == WIJK_COLUMN_NUMBER))
    return wijk_error_set(err, WIJK_USAGE, "'%s': of %s and %s one holds numbers and the other text", making->source,
                          rule->from_field, rule->to_field);
  if (fields->length && fields->length->type != WIJK_COLUMN_NUMBER)
    return wijk_error_set(err, WIJK_USAGE, "'%s': %s is no field of numbers (asked for as length of roads)",
                          making->source, rule->length_field);
  if (rule->class_count && !fields->kind)
    return wijk_error_set(err, WIJK_USAGE, "classes of roads are asked for, but no field of '%s' is known to hold them",
                          making->source);
  if (!(rule->snap_m >= 0) || isinf(rule->snap_m))
    return wijk_error_set(err, WIJK_USAGE, "the distance within which roads meet is no number of metres");
  if (making->lines->geometry.type != WIJK_GEOMETRY_LINE)
    return wijk_error_set(err, WIJK_DATA, "'%s' holds no lines, where roads are lines", making->source);
  return WIJK_OK;
}

/* ---- who leads to whom ---- */

/* Offsets become running places while arcs are laid, and are those of the next node afterwards: so they start one
 * node further on. */
static void lay_arc(wijk_roads *roads, uint32_t into, uint32_t node, uint32_t edge) {
  size_t at = roads->first_arc[into + 1]++;
  roads->arc_node[at] = node;
  roads->arc_edge[at] = edge;
  for (int c = 0; c < 2; c++)
    if (roads->arc_cost[c])
      roads->arc_cost[c][at] = road_known(roads->edges[edge].cost[c]);
}

static wijk_status lay_arcs(wijk_roads *roads, wijk_error *err) {
  size_t arcs = 0;
  bool minutes = false;
  for (size_t e = 0; e < roads->edge_count; e++) {
    arcs += (roads->edges[e].ways & ROAD_ALONG ? 1u : 0u) + (roads->edges[e].ways & ROAD_AGAINST ? 1u : 0u);
    minutes |= !isnan(roads->edges[e].cost[WIJK_ROAD_MINUTES]);
  }
  roads->first_arc = memory_new_zeroed(roads->node_count + 2, sizeof *roads->first_arc);
  roads->arc_node = memory_resize(NULL, arcs, sizeof *roads->arc_node);
  roads->arc_edge = memory_resize(NULL, arcs, sizeof *roads->arc_edge);
  roads->arc_cost[WIJK_ROAD_METRES] = memory_resize(NULL, arcs, sizeof(double));
  if (minutes)
    roads->arc_cost[WIJK_ROAD_MINUTES] = memory_resize(NULL, arcs, sizeof(double));
  if (!roads->first_arc || !roads->arc_node || !roads->arc_edge || !roads->arc_cost[WIJK_ROAD_METRES] ||
      (minutes && !roads->arc_cost[WIJK_ROAD_MINUTES]))
    return wijk_error_set(err, WIJK_MEMORY, "no memory for %zu roads", roads->edge_count);
  for (size_t e = 0; e < roads->edge_count; e++) {
    const road_edge *edge = &roads->edges[e];
    if (edge->ways & ROAD_ALONG)
      roads->first_arc[edge->to + 2]++;
    if (edge->ways & ROAD_AGAINST)
      roads->first_arc[edge->from + 2]++;
  }
  for (size_t node = 0; node < roads->node_count; node++)
    roads->first_arc[node + 2] += roads->first_arc[node + 1];
  for (size_t e = 0; e < roads->edge_count; e++) {
    const road_edge *edge = &roads->edges[e];
    if (edge->ways & ROAD_ALONG)
      lay_arc(roads, edge->to, edge->from, (uint32_t)e);
    if (edge->ways & ROAD_AGAINST)
      lay_arc(roads, edge->from, edge->to, (uint32_t)e);
  }
  return WIJK_OK;
}

/* ---- what hangs together ---- */

static wijk_status count_components(wijk_roads *roads, wijk_error *err) {
  wijk_roads_facts *facts = &roads->facts;
  uint32_t *group = memory_resize(NULL, roads->node_count, sizeof *group);
  uint32_t *sizes = memory_new_zeroed(roads->node_count, sizeof *sizes);
  if (group && sizes) {
    for (size_t node = 0; node < roads->node_count; node++)
      group[node] = (uint32_t)node;
    for (size_t e = 0; e < roads->edge_count; e++)
      road_group_join(group, roads->edges[e].from, roads->edges[e].to);
    for (size_t node = 0; node < roads->node_count; node++) {
      size_t size = ++sizes[road_group_find(group, (uint32_t)node)];
      facts->component_count += size == 1;
      facts->largest_component_nodes = size > facts->largest_component_nodes ? size : facts->largest_component_nodes;
    }
  } else {
    wijk_error_set(err, WIJK_MEMORY, "no memory for %zu nodes of roads", roads->node_count);
  }
  memory_free(group);
  memory_free(sizes);
  return err->status;
}

static void count_edges(wijk_roads *roads) {
  wijk_roads_facts *facts = &roads->facts;
  facts->node_count = roads->node_count;
  facts->edge_count = roads->edge_count;
  facts->has_minutes = roads->arc_cost[WIJK_ROAD_MINUTES] != NULL;
  for (size_t e = 0; e < roads->edge_count; e++) {
    facts->oneway_count += roads->edges[e].ways != (ROAD_ALONG | ROAD_AGAINST);
    facts->without_minutes_count += isnan(roads->edges[e].cost[WIJK_ROAD_MINUTES]);
    facts->length_m += roads->edges[e].cost[WIJK_ROAD_METRES];
  }
}

static wijk_status say_graph(const road_making *making, wijk_error *err) {
  const wijk_roads_facts facts = making->roads->facts;
  char share[WIJK_NUMBER_SIZE];
  wijk_number_write_fixed(100.0 * (double)facts.largest_component_nodes / (double)facts.node_count, 1, share);
  wijk_finding finding = {.severity = WIJK_NOTE, .code = "road-graph", .source = making->source};
  wijk_report_add_finding(
      making->report, &finding, err,
      "the roads have %zu nodes and %zu edges in %zu component%s; the largest has %s %% of the nodes", facts.node_count,
      facts.edge_count, facts.component_count, facts.component_count == 1 ? "" : "s", share);
  if (err->status != WIJK_OK || !facts.without_minutes_count || !facts.has_minutes)
    return err->status;
  finding = (wijk_finding){.severity = WIJK_WARNING,
                           .code = "no-speed",
                           .source = making->source,
                           .field = making->fields.speed ? making->fields.speed->name : NULL,
                           .hint = "give a speed for roads without one, or leave out their class"};
  return wijk_report_add_finding(making->report, &finding, err,
                                 "%zu of %zu roads have no known speed: no way in minutes leads over them",
                                 facts.without_minutes_count, facts.edge_count);
}

/* ---- the whole ---- */

static wijk_status make(road_making *making, wijk_error *err) {
  uint32_t *node_end = NULL;
  wijk_status status = find_fields(making, err);
  if (status == WIJK_OK)
    status = road_edges_make(making, err);
  if (status == WIJK_OK)
    status = road_nodes_make(making, &node_end, err);
  if (status == WIJK_OK && !making->fields.from && making->rule->snap_m > 0)
    status = road_nodes_join(making, &node_end, err);
  if (status == WIJK_OK)
    status = road_nodes_order(making, node_end, err);
  memory_free(node_end);
  if (status == WIJK_OK)
    status = lay_arcs(making->roads, err);
  if (status == WIJK_OK)
    status = count_components(making->roads, err);
  if (status == WIJK_OK)
    status = road_tree_make(making->roads, making->threads, err);
  if (status != WIJK_OK)
    return status;
  count_edges(making->roads);
  return say_graph(making, err);
}

static const char *source_of(const wijk_layer *lines, const wijk_report *report) {
  for (size_t i = 0; i < report->input_count; i++)
    if (strcmp(report->inputs[i].role, "roads") == 0)
      return report->inputs[i].source;
  return lines->name;
}

wijk_status wijk_roads_new(const wijk_layer *lines, const wijk_roads_rule *rule, int threads, wijk_report *report,
                           wijk_roads **roads, wijk_error *err) {
  road_making making = {.lines = lines,
                        .rule = rule,
                        .report = report,
                        .source = source_of(lines, report),
                        .threads = threads,
                        .roads = memory_new_zeroed(1, sizeof *making.roads)};
  if (!making.roads)
    return wijk_error_set(err, WIJK_MEMORY, "no memory for roads");
  making.roads->lines = lines;
  if (make(&making, err) != WIJK_OK) {
    wijk_roads_free(making.roads);
    return wijk_error_frame(err, "making a graph of roads");
  }
  *roads = making.roads;
  return WIJK_OK;
}

void wijk_roads_free(wijk_roads *roads) {
  if (!roads)
    return;
  memory_free(roads->edges);
  memory_free(roads->first_arc);
  memory_free(roads->arc_node);
  memory_free(roads->arc_edge);
  memory_free(roads->arc_cost[0]);
  memory_free(roads->arc_cost[1]);
  road_tree_free(&roads->tree);
  memory_free(roads);
}

void wijk_roads_describe(const wijk_roads *roads, wijk_roads_facts *facts) {
  *facts = roads->facts;
}

wijk_road_edge wijk_roads_edge(const wijk_roads *roads, uint32_t edge) {
  const road_edge *own = &roads->edges[edge];
  return (wijk_road_edge){.row = own->row,
                          .from = own->from,
                          .to = own->to,
                          .forward = own->ways & ROAD_ALONG,
                          .backward = own->ways & ROAD_AGAINST,
                          .metres = own->cost[WIJK_ROAD_METRES],
                          .minutes = own->cost[WIJK_ROAD_MINUTES]};
}
