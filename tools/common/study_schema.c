/* SPDX-License-Identifier: EUPL-1.2 */
/* What a study file may say, in one table, and the documentation made from it. */
#include "common/study.h"

#include <string.h>

const study_key study_keys[] = {
    {"language", STUDY_CHOICE, "lang", NULL, "nl|en", "language of labels, legends and reasons"},
    {"crs", STUDY_TEXT, "crs", NULL, NULL, "coordinate reference system of the work: projected, in metres"},
    {"assume_crs", STUDY_TEXT, "assume-crs", NULL, NULL, "system of a source that carries none, or local"},
    {"decimal", STUDY_CHOICE, "decimal", NULL, "point|comma", "decimal mark of CSV files"},
    {"seed", STUDY_WHOLE, "seed", NULL, NULL, "where chance starts"},

    {"sources.zones", STUDY_PATH, "zones", NULL, NULL, "polygons of the wijken or buurten"},
    {"sources.facilities", STUDY_PATH, "facilities", NULL, NULL, "facilities, as points"},
    {"sources.population", STUDY_PATH, "population", NULL, NULL, "points with the residents that live there"},
    {"sources.roads", STUDY_PATH, "roads", NULL, NULL, "roads, as lines from crossing to crossing"},
    {"sources.indicators", STUDY_PATH, "indicators", NULL, NULL, "table with the DNA indicators of each zone"},
    {"sources.context_zones", STUDY_PATH, "context-zones", NULL, NULL, "zones around those of the study area"},
    {"sources.zoning", STUDY_PATH, "zoning", NULL, NULL, "zoning map as wijk-zoning writes it"},
    {"sources.demand", STUDY_PATH, "demand", NULL, NULL, "people who need each form of housing"},
    {"sources.inflow", STUDY_PATH, "inflow", NULL, NULL, "people who come in, per year and form"},
    {"sources.transitions", STUDY_PATH, "transitions", NULL, NULL, "yearly chances of moving between forms"},
    {"sources.homes", STUDY_PATH, "homes", NULL, NULL, "homes for people who leave, per year"},
    {"sources.places", STUDY_PATH, "places", NULL, NULL, "places per year and form"},
    {"sources.realised", STUDY_PATH, "realised", NULL, NULL, "people who came to need each form, per year"},
    {"sources.outflow_agreements", STUDY_PATH, "outflow-agreements", NULL, NULL, "agreed and realised outflow"},
    {"layers", STUDY_TABLE, "layer", "=", NULL, "for a source with several layers: its name, and the layer to take"},

    {"fields.zones.key", STUDY_TEXT, "zone-key", NULL, NULL, "field with the unique key of a zone"},
    {"fields.zones.name", STUDY_TEXT, "zone-name", NULL, NULL, "field with the name of a zone"},
    {"fields.zones.residents", STUDY_TEXT, "residents", NULL, NULL, "field with the residents of a zone"},
    {"fields.zones.land_area", STUDY_TEXT, "land-area", NULL, NULL, "field with the land area of a zone"},
    {"fields.facilities.id", STUDY_TEXT, "field", "facilities.id=", NULL, "field with the id of a facility"},
    {"fields.facilities.name", STUDY_TEXT, "field", "facilities.name=", NULL, "its name"},
    {"fields.facilities.form", STUDY_TEXT, "field", "facilities.form=", NULL, "form of housing"},
    {"fields.facilities.group", STUDY_TEXT, "field", "facilities.group=", NULL, "target group"},
    {"fields.facilities.sector", STUDY_TEXT, "field", "facilities.sector=", NULL, "sector of care"},
    {"fields.facilities.provider", STUDY_TEXT, "field", "facilities.provider=", NULL, "care provider"},
    {"fields.facilities.owner", STUDY_TEXT, "field", "facilities.owner=", NULL, "owner of the building"},
    {"fields.facilities.capacity", STUDY_TEXT, "field", "facilities.capacity=", NULL, "number of places"},
    {"fields.facilities.occupied", STUDY_TEXT, "field", "facilities.occupied=", NULL, "places in use"},
    {"fields.facilities.status", STUDY_TEXT, "field", "facilities.status=", NULL, "existing, planned, closed"},
    {"fields.facilities.confidential", STUDY_TEXT, "field", "facilities.confidential=", NULL,
     "whether it is secret: ja, 1, true, yes"},
    {"fields.facilities.valid_from", STUDY_TEXT, "field", "facilities.valid_from=", NULL, "first day it is there"},
    {"fields.facilities.valid_to", STUDY_TEXT, "field", "facilities.valid_to=", NULL, "last day it is there"},
    {"fields.facilities.x", STUDY_TEXT, "field", "facilities.x=", NULL, "easting or longitude"},
    {"fields.facilities.y", STUDY_TEXT, "field", "facilities.y=", NULL, "northing or latitude"},
    {"fields.population.x", STUDY_TEXT, "field", "population.x=", NULL, "easting or longitude of a population point"},
    {"fields.population.y", STUDY_TEXT, "field", "population.y=", NULL, "northing or latitude"},
    {"fields.population.residents", STUDY_TEXT, "field", "population.residents=", NULL, "residents at the point"},
    {"fields.roads.from", STUDY_TEXT, "field", "roads.from=", NULL, "id of the node where a road begins"},
    {"fields.roads.to", STUDY_TEXT, "field", "roads.to=", NULL, "id of the node where it ends"},
    {"fields.roads.oneway", STUDY_TEXT, "field", "roads.oneway=", NULL, "the ways it may be used"},
    {"fields.roads.speed", STUDY_TEXT, "field", "roads.speed=", NULL, "its speed in km/h"},
    {"fields.roads.class", STUDY_TEXT, "field", "roads.class=", NULL, "its class"},
    {"fields.roads.length", STUDY_TEXT, "field", "roads.length=", NULL,
     "its length in metres, instead of that of its shape"},
    {"fields.forecast.year", STUDY_TEXT, "field", "layer.year=", NULL, "year of a row of a forecast"},
    {"fields.forecast.scenario", STUDY_TEXT, "field", "layer.scenario=", NULL, "its scenario"},
    {"fields.forecast.form", STUDY_TEXT, "field", "layer.form=", NULL, "its form of housing"},
    {"fields.forecast.demand", STUDY_TEXT, "field", "layer.demand=", NULL, "people who need a place"},
    {"fields.forecast.places", STUDY_TEXT, "field", "layer.places=", NULL, "places for them"},
    {"fields.forecast.p10", STUDY_TEXT, "field", "layer.p10=", NULL, "lower end of the band about demand"},
    {"fields.forecast.p90", STUDY_TEXT, "field", "layer.p90=", NULL, "its upper end"},
    {"fields.demand.people", STUDY_TEXT, "field", "demand.people=", NULL, "people who need a form at the beginning"},
    {"fields.inflow.people", STUDY_TEXT, "field", "inflow.people=", NULL, "people who come in"},
    {"fields.inflow.source", STUDY_TEXT, "field", "inflow.source=", NULL, "whose forecast it is"},
    {"fields.transitions.chance", STUDY_TEXT, "field", "transitions.chance=", NULL, "chance of a move within a year"},
    {"fields.homes.homes", STUDY_TEXT, "field", "homes.homes=", NULL, "homes for people who leave"},
    {"fields.homes.people_per_home", STUDY_TEXT, "field", "homes.people_per_home=", NULL, "how many share one"},
    {"fields.neighbours.name", STUDY_TEXT, "field", "neighbours.name=", NULL, "name of an area around the zones"},
    {"fields.proposals.name", STUDY_TEXT, "field", "proposals.name=", NULL, "name of a proposed place"},
    {"fields.proposals.form", STUDY_TEXT, "field", "proposals.form=", NULL, "its form of housing"},
    {"fields.proposals.capacity", STUDY_TEXT, "field", "proposals.capacity=", NULL, "its places"},
    {"fields.proposals.confidential", STUDY_TEXT, "field", "proposals.confidential=", NULL, "whether it is secret"},
    {"fields.proposals.x", STUDY_TEXT, "field", "proposals.x=", NULL, "easting or longitude"},
    {"fields.proposals.y", STUDY_TEXT, "field", "proposals.y=", NULL, "northing or latitude"},
    {"fields.indicators.key", STUDY_TEXT, "field", "indicators.key=", NULL, "zone key in the table of indicators"},
    {"fields.zoning.zone_class", STUDY_TEXT, "field", "zoning.zone_class=", NULL, "class of a zone in the zoning map"},

    {"facilities.status", STUDY_LIST, "status", NULL, NULL, "which facilities count, by status"},
    {"facilities.date", STUDY_DATE, "date", NULL, NULL, "only facilities valid on this date; printed on maps"},
    {"facilities.forms", STUDY_LIST, "forms", NULL, NULL, "the ladder of forms of housing"},

    {"metrics.list", STUDY_LIST, "metrics", NULL, NULL, "which figures to make"},
    {"metrics.by", STUDY_LIST, "by", NULL, NULL, "fields of the facilities to repeat the figures by"},
    {"metrics.radii", STUDY_LIST, "radii", NULL, NULL, "radii in whole metres"},

    {"facilities.forms", STUDY_LIST, "forms", NULL, NULL, "ladder of forms of housing, from heavy to light"},

    {"density.kernel", STUDY_CHOICE, "kernel", NULL, "quartic|gaussian", "how a place is spread over its surroundings"},
    {"density.bandwidth", STUDY_NUMBER, "bandwidth", NULL, NULL, "how far, in metres"},
    {"density.edge", STUDY_CHOICE, "density-edge", NULL, "boundary|uniform|none", "what is done at the border"},
    {"density.cell", STUDY_NUMBER, "cell", NULL, NULL, "side of a cell in metres"},
    {"density.by", STUDY_TEXT, "by", NULL, NULL, "field for whose values the density is repeated"},
    {"density.weight", STUDY_CHOICE, "weight", NULL, "places|facilities", "what is counted"},

    {"zoning.indicators", STUDY_INDICATORS, "indicator", NULL, NULL, "what makes up the score of a zone"},
    {"zoning.classing", STUDY_CHOICE, "classing", NULL, "quantiles|thresholds|fisher", "how scores become classes"},
    {"zoning.thresholds", STUDY_LIST, "thresholds", NULL, NULL, "limits of the score between classes, ascending"},
    {"zoning.class_names", STUDY_LIST, "class-names", NULL, NULL, "names of the classes, from low score to high"},
    {"zoning.draws", STUDY_WHOLE, "draws", NULL, NULL, "draws of the weights for class_stability_share"},
    {"zoning.norms", STUDY_TABLE, "norm", ":", NULL, "places per 1000 residents that each class allows"},

    {"metrics.list", STUDY_LIST, "metrics", NULL, NULL, "which metrics; without it all"},
    {"metrics.by", STUDY_LIST, "by", NULL, NULL, "fields for whose values the metrics are repeated"},
    {"metrics.radii", STUDY_LIST, "radii", NULL, NULL, "distances in metres"},
    {"metrics.atkinson", STUDY_NUMBER, "atkinson", NULL, NULL, "parameter b of atkinson, between 0 and 1"},
    {"metrics.rco", STUDY_CHOICE, "rco", NULL, "x|y", "relative_concentration cut off at the group or at the others"},
    {"metrics.clustering", STUDY_CHOICE, "clustering", NULL, "exponential|contiguity",
     "near by distance or as neighbours"},
    {"metrics.sensitivity", STUDY_FLAG, "sensitivity", NULL, NULL,
     "the indices of the city for other borders and radii"},
    {"metrics.also_zones", STUDY_LIST, "also-zones", NULL, NULL, "other zones for that"},
    {"metrics.cell_size", STUDY_NUMBER, "cell-size", NULL, NULL, "side in metres of the squares for that"},
    {"metrics.inference", STUDY_WHOLE, "inference", NULL, NULL, "draws of chance to test the indices of the city by"},
    {"metrics.inference_by", STUDY_CHOICE, "inference-by", NULL, "reallocation|permutation", "what chance moves"},
    {"metrics.centre", STUDY_TEXT, "centre", NULL, NULL, "centre of the city as X,Y in the system of the work"},
    {"metrics.value", STUDY_TEXT, "value", NULL, NULL, "what autocorrelation is about: a figure or a field of zones"},
    {"metrics.weights", STUDY_TEXT, "weights", NULL, NULL, "who is next to whom: queen, rook, knn:K, band:M or idw:M"},
    {"metrics.weights_style", STUDY_CHOICE, "weights-style", NULL, "row|binary", "whether weights of a zone sum to 1"},
    {"metrics.weights_snap", STUDY_NUMBER, "weights-snap", NULL, NULL, "metres within which boundaries are common"},
    {"metrics.permutations", STUDY_WHOLE, "permutations", NULL, NULL, "random orders that p is counted from; 0 = none"},
    {"metrics.shared_permutations", STUDY_FLAG, "shared-permutations", NULL, NULL, "one table of them for all zones"},
    {"metrics.variance", STUDY_CHOICE, "variance", NULL, "randomisation|normality", "what variances suppose"},
    {"metrics.moran_scale", STUDY_CHOICE, "moran-scale", NULL, "n|esda", "what moran_local is divided by"},
    {"metrics.tail", STUDY_CHOICE, "tail", NULL, "both|doubled|one", "permutations that p of a zone counts"},
    {"metrics.significance", STUDY_NUMBER, "significance", NULL, NULL, "highest p of a zone in a cluster"},
    {"metrics.fdr", STUDY_FLAG, "fdr", NULL, NULL, "clusters by the p adjusted for the number of zones"},
    {"metrics.edge", STUDY_CHOICE, "edge", NULL, "auto|none|translation|isotropic", "edge correction of Ripley's K"},
    {"metrics.envelope", STUDY_NUMBER, "envelope", NULL, NULL, "simulations of chance for the point pattern"},
    {"metrics.cross", STUDY_LIST, "cross", NULL, NULL,
     "kinds of facilities to compare, as in woonvorm=opvang:verblijf"},

    {"roads.classes", STUDY_LIST, "road-classes", NULL, NULL, "classes of roads to be used; without it all"},
    {"roads.speed_kmh", STUDY_NUMBER, "speed", NULL, NULL, "speed in km/h of a road without a speed of its own"},
    {"roads.join_m", STUDY_NUMBER, "road-join", NULL, NULL,
     "ends of roads this near meet, also where fields say which do"},
    {"roads.snap_limit_m", STUDY_NUMBER, "snap-limit", NULL, NULL, "further from a road than this is unreachable"},
    {"roads.snap_leg", STUDY_FLAG, "snap-leg", NULL, NULL, "count the way to the road in distances over the roads"},

    {"access.radius_m", STUDY_NUMBER, "access-radius", NULL, NULL, "catchment of access_2sfca in metres"},
    {"access.rings", STUDY_LIST, "access-rings", NULL, NULL, "rings of access_e2sfca, each as METRES:WEIGHT"},

    {"forecast.scenarios", STUDY_LIST, "scenarios", NULL, NULL, "which scenarios, in this order"},
    {"forecast.sources", STUDY_LIST, "sources", NULL, NULL, "whose forecasts, the first to compare the others with"},
    {"forecast.by", STUDY_LIST, "by", NULL, NULL, "further columns that forecasts stand apart by"},
    {"forecast.base_year", STUDY_WHOLE, "base-year", NULL, NULL, "year at the end of which people were counted"},
    {"forecast.draws", STUDY_WHOLE, "draws", NULL, NULL, "draws for the bands about the demand"},
    {"forecast.inflow_spread", STUDY_NUMBER, "inflow-spread", NULL, NULL, "how unsure the level of the inflow is"},
    {"forecast.chance_weight", STUDY_NUMBER, "chance-weight", NULL, NULL, "observations that chances are worth"},

    {"map.column", STUDY_TEXT, "column", NULL, NULL, "what is coloured: a metric or a field"},
    {"map.series", STUDY_LIST, "series", NULL, NULL, "columns in the same classes, a map for each"},
    {"map.small_multiples", STUDY_FLAG, "small-multiples", NULL, NULL, "the maps of the series on one sheet"},
    {"map.difference", STUDY_LIST, "difference", NULL, NULL, "two columns: what the second has more"},
    {"map.atlas", STUDY_FLAG, "atlas", NULL, NULL, "a page for each zone, in one document"},
    {"map.profile", STUDY_LIST, "profile", NULL, NULL, "columns of the DNA profile in an atlas"},
    {"map.figures", STUDY_LIST, "figures", NULL, NULL, "columns listed in an atlas"},
    {"map.chart", STUDY_CHOICE, "chart", NULL, "demand|lorenz|load", "a chart in place of a map"},
    {"map.per", STUDY_TEXT, "per", NULL, NULL, "over whom a Lorenz curve divides: a field, or zones"},
    {"map.norm_column", STUDY_TEXT, "norm-column", NULL, NULL, "norm in a chart of load"},
    {"map.class_column", STUDY_TEXT, "class-column", NULL, NULL, "zoning class in a chart of load"},
    {"map.panels", STUDY_CHOICE, "panels", NULL, "form|scenario", "what a chart of demand has a panel for"},
    {"map.scenario", STUDY_TEXT, "scenario", NULL, NULL, "the one scenario in a chart of demand"},
    {"map.form", STUDY_TEXT, "form", NULL, NULL, "the one form of housing in a chart of demand"},
    {"map.classes", STUDY_WHOLE, "classes", NULL, NULL, "number of classes"},
    {"map.method", STUDY_CHOICE, "method", NULL, "fisher|quantile|equal|pretty|stddev", "how classes are made"},
    {"map.breaks", STUDY_LIST, "breaks", NULL, NULL, "fixed limits of the classes, ascending"},
    {"map.palette", STUDY_TEXT, "palette", NULL, NULL, "colours by the name of their makers, as in YlOrBr"},
    {"map.theme", STUDY_PATH, "theme", NULL, "light|dark",
     "paper, colours and letters: light, dark, or a file of one's own"},
    {"map.midpoint", STUDY_NUMBER, "midpoint", NULL, NULL, "value where colours part into two sides"},
    {"map.title", STUDY_TEXT, "title", NULL, NULL, "title above the map"},
    {"map.subtitle", STUDY_TEXT, "subtitle", NULL, NULL, "line below the title"},
    {"map.legend", STUDY_TEXT, "legend", NULL, NULL, "heading of the legend"},
    {"map.source", STUDY_TEXT, "source", NULL, NULL, "source line below the map"},
    {"map.size", STUDY_TEXT, "size", NULL, NULL, "size of the page, as 210x297mm or 1600x900"},
    {"map.names", STUDY_CHOICE, "names", NULL, "auto|key|inside|none",
     "where names go that have no room in their zone"},
    {"map.inset", STUDY_TEXT, "inset", NULL, NULL,
     "zones in a frame of their own: auto, none, or two corners in metres"},
    {"map.water", STUDY_PATH, "water", NULL, NULL, "water over the zones, as polygons or lines"},
    {"map.roads", STUDY_PATH, "roads", NULL, NULL, "roads over the zones, as lines"},
    {"map.neighbours", STUDY_PATH, "neighbours", NULL, NULL, "polygons around the zones"},
    {"map.flows", STUDY_PATH, "flows", NULL, NULL, "lines drawn as arrows"},
    {"map.flow_weight", STUDY_TEXT, "flow-weight", NULL, NULL, "field with how many people go along each"},
    {"map.flow_least", STUDY_NUMBER, "flow-least", NULL, NULL, "no arrows for less than this"},
    {"map.flow_legend", STUDY_TEXT, "flow-legend", NULL, NULL, "what the arrows are, in the legend"},
    {"map.proposals", STUDY_PATH, "proposals", NULL, NULL, "proposed places, as points"},
    {"map.dpi", STUDY_NUMBER, "dpi", NULL, NULL, "pixels per inch of a PNG"},

    {"privacy.public", STUDY_FLAG, "public", NULL, NULL, "make the public edition"},
    {"privacy.secret_groups", STUDY_LIST, "secret-groups", NULL, NULL,
     "target groups whose facilities are all secret; without it vrouwenopvang"},
    {"privacy.no_confidential", STUDY_FLAG, "no-confidential", NULL, NULL,
     "the facilities hold no secret ones, though no field says so"},
    {0},
};

const study_key study_indicator_parts[] = {
    {"field", STUDY_TEXT, NULL, NULL, NULL, "field of the source"},
    {"direction", STUDY_CHOICE, NULL, NULL, "higher|lower", "whether higher or lower is better"},
    {"weight", STUDY_NUMBER, NULL, NULL, NULL, "above 0, relative to the other weights"},
    {"scaling", STUDY_TEXT, NULL, ":", NULL, "z (without it), rank, or bands=A/B/C"},
    {0},
};

static const char introduction[] =
    "A study file says once what options would say each time. It is YAML 1.2: tables, lists and plain values; no "
    "aliases, no tags. Every program takes it with --study; an option on the command line wins. Files are relative to "
    "the folder of the study file. A key that does not exist, stands twice, or holds something else than it should is "
    "an error that says where. A number in quotes is text.";

static const char example_file[] = "language: nl\n"
                                   "sources:\n"
                                   "  zones: wijken.shp\n"
                                   "  facilities: voorzieningen.csv\n"
                                   "fields:\n"
                                   "  facilities: {capacity: plaatsen}\n"
                                   "zoning:\n"
                                   "  indicators:\n"
                                   "    - {field: leefbaarheid, direction: higher, weight: 2}\n"
                                   "    - {field: laag_inkomen_pct, direction: lower, weight: 1}\n"
                                   "  norms: {draagkrachtig: 15, aandacht: 10}\n"
                                   "privacy:\n"
                                   "  secret_groups: [vrouwenopvang]\n";

static const study_manual manual = {"wijk-study",
                                    "the file that says once what the options of wijkatlas would say each time",
                                    introduction,
                                    study_keys,
                                    "keys of an indicator",
                                    study_indicator_parts,
                                    example_file};

void study_help(wijk_text *out) {
  study_write_help(&manual, out);
}

void study_man(wijk_text *out) {
  study_write_man(&manual, out);
}
