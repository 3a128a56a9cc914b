/* SPDX-License-Identifier: EUPL-1.2 */
/* Roads: lines, with the roles that a graph asks for. */
#include "read/reading.h"

/* Speeds, ways and ids stay as they stand, text or number: what they mean is for the graph to say. */
static const wijk_role roles[] = {
    {"from", "van source from u beginknoop knoop_van van_knoop jte_id_beg from_node node_from", '*'},
    {"to", "naar target to v eindknoop knoop_naar naar_knoop jte_id_end to_node node_to", '*'},
    {"oneway", "eenricht eenrichting oneway one_way rijrichtng rijrichting", '*'},
    {"speed", "kmh km_h maxspeed max_speed maxsnelheid snelheid speed speed_kmh", '*'},
    {"class", "klasse class fclass highway wegklasse", '*'},
    {"length", "lengte_m length_m lengte length", '*'},
};
/* Lengths are those of the shapes: their field is needed by those only who ask for it. */
enum { ROLES = sizeof roles / sizeof *roles, NEEDED = ROLES - 1 };

static wijk_status check_lines(const wijk_reading *reading, wijk_error *err) {
  static const char *const kinds[] = {"no shapes", "points", "lines", "polygons"};
  wijk_geometry_type type = reading->layer->geometry.type;
  if (type == WIJK_GEOMETRY_LINE)
    return WIJK_OK;
  wijk_error_set(err, WIJK_DATA, "'%s' has %s, where roads are lines", reading->file, kinds[type]);
  wijk_error_hint(err, "give a layer of lines, one for each stretch of road between two crossings");
  return wijk_error_frame(err, "reading roads");
}

wijk_status wijk_read_roads(const wijk_source *source, wijk_arena *arena, wijk_report *report, wijk_layer **roads,
                            wijk_error *err) {
  wijk_reading reading;
  wijk_status status = wijk_reading_open(&reading, source, roles, NEEDED, arena, report, err);
  if (status == WIJK_OK)
    status = wijk_reading_digest(&reading, roles, ROLES, true, true, err);
  if (status == WIJK_OK)
    status = check_lines(&reading, err);
  if (status == WIJK_OK)
    status = wijk_reading_settle(&reading, err);
  if (status == WIJK_OK)
    status = wijk_reading_record(&reading, err);
  if (status == WIJK_OK)
    *roads = reading.layer;
  return status;
}
