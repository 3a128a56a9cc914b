/* SPDX-License-Identifier: EUPL-1.2 */
/* Which figures look at which option. */
#include "common/method.h"

#include <string.h>

#define INDICES "segregation,evenness,exposure,inequality,concentration,land,centralisation,clustering,adjacent"
#define LOCAL_P "moran_p,moran_p_fdr,moran_cluster,gi_star_p,gi_star_p_fdr,gi_cluster"
#define RADII "reach,reach_net,cross,ripley_"
#define ACCESS_RADII "access,access_net"

static const struct {
  const char *option;
  const char *figures; /* families, ids and beginnings of ids ("ripley_") */
} served[] = {
    {"radii", RADII},
    {"snap-limit", "nearest_net,reach_net,access_2sfca_net,access_e2sfca_net"},
    {"snap-leg", "nearest_net,reach_net,access_2sfca_net,access_e2sfca_net"},
    {"access-radius", "access_2sfca,access_2sfca_net"},
    {"access-rings", "access_e2sfca,access_e2sfca_net"},
    {"forms", "form_entropy,spacing"},
    {"atkinson", "atkinson"},
    {"rco", "relative_concentration"},
    {"centre", "centralisation"},
    {"clustering", "absolute_clustering,spatial_proximity,relative_clustering"},
    {"value", "autocorrelation,autocorrelation_local"},
    {"weights", "autocorrelation,autocorrelation_local,adjacent,clustering"},
    {"weights-snap", "autocorrelation,autocorrelation_local,adjacent,clustering"},
    {"weights-style", "autocorrelation,autocorrelation_local"},
    {"permutations", "autocorrelation," LOCAL_P},
    {"shared-permutations", LOCAL_P},
    {"tail", LOCAL_P},
    {"variance", "autocorrelation"},
    {"moran-scale", "moran_local"},
    {"significance", "moran_cluster,gi_cluster"},
    {"fdr", "moran_cluster,gi_cluster"},
    {"inference", INDICES},
    {"also-zones", INDICES ",autocorrelation"},
    {"sensitivity", INDICES ",autocorrelation," RADII},
    {"edge", "ripley_,cross"},
    {"envelope", "pattern,cross"},
    {"cross", "cross"},
    {"kernel", "density"},
    {"bandwidth", "density"},
    {"density-edge", "density"},
    {"context-zones", "access,density,autocorrelation_local"},
};

/* The figures asked for, and what they are about. */
static wijk_status add_value(run *run, const wijk_metric_request *request, wijk_metric_request *wider,
                             wijk_error *err) {
  *wider = *request;
  if (request->id_count == 0 || !(wijk_metric_request_asks(request, "autocorrelation") ||
                                  wijk_metric_request_asks(request, "autocorrelation_local"))) {
    return WIJK_OK;
  }
  const char **ids = WIJK_ARENA_ADD(run->arena, const char *, request->id_count + 1, err);
  if (ids == NULL) {
    return WIJK_MEMORY;
  }
  memcpy(ids, request->ids, request->id_count * sizeof *ids);
  ids[request->id_count] = run_text(run, "value");
  wider->ids = ids;
  wider->id_count = request->id_count + 1;
  return WIJK_OK;
}

static bool is_served(const wijk_metric_request *request, const char *figures) {
  char word[64];
  for (const char *at = figures; *at != '\0'; at += *at == ',') {
    const size_t length = strcspn(at, ",");
    memcpy(word, at, length);
    word[length] = '\0';
    if (wijk_metric_request_asks(request, word)) {
      return true;
    }
    at += length;
  }
  return false;
}

wijk_status method_check(run *run, const wijk_metric_request *request, wijk_error *err) {
  wijk_metric_request wider;
  if (add_value(run, request, &wider, err) != WIJK_OK) {
    return WIJK_MEMORY;
  }
  for (size_t i = 0; i < sizeof served / sizeof served[0]; i++) {
    if (run_asked(run, served[i].option) && !is_served(&wider, served[i].figures)) {
      wijk_error_set(err, WIJK_USAGE, "--%s does nothing for the figures of --metrics %s", served[i].option,
                     run_text(run, "metrics"));
      return wijk_error_hint(err, "it is for %s", served[i].figures);
    }
  }
  return WIJK_OK;
}
