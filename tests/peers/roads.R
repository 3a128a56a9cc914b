# SPDX-License-Identifier: EUPL-1.2
# Figures over the roads again, from the raw files, with R, sf and igraph: roads are snapped to here, cut where somebody
# or something is on them, and searched by igraph. Only the zones are those of sf.
#
#   Rscript roads.R zones=FILE key=FIELD facilities=FILE population=FILE roads=FILE metrics=FILE city=FILE at_least=N
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))), "common.R"))
suppressPackageStartupMessages(library(igraph))

arguments <- commandArgs(trailingOnly = TRUE)
given <- setNames(sub("^[^=]*=", "", arguments), sub("=.*", "", arguments))
radii <- c(500, 1000, 3000)
limit <- 500

zones <- read_zones(given[["zones"]], given[["key"]])
n <- nrow(zones)
fac <- read_table(given[["facilities"]])
fac <- fac[fac$status == "bestaand", ]
people <- read_table(given[["population"]])
points <- data.frame(x = c(to_number(people$x), to_number(fac$x)), y = c(to_number(people$y), to_number(fac$y)))
weight <- to_number(people$inwoners)
home <- seq_len(nrow(people))
stop_at <- nrow(people) + seq_len(nrow(fac))
zone <- find_zone(to_points(points$x[home], points$y[home]), zones)

# ---- where each point is on the roads ----

lines <- st_read(given[["roads"]], quiet = TRUE)
lines <- suppressWarnings(st_set_crs(lines, 28992))
corners <- lapply(st_geometry(lines), function(line) matrix(as.numeric(st_coordinates(line)[, 1:2]), ncol = 2))
pieces <- lapply(corners, function(c) sqrt(rowSums((c[-1, , drop = FALSE] - c[-nrow(c), , drop = FALSE])^2)))
metres <- vapply(pieces, sum, 0)

on_line <- function(e, x, y) { # how far along line e, and how far from it
  c <- corners[[e]]
  a <- c[-nrow(c), , drop = FALSE]
  d <- c[-1, , drop = FALSE] - a
  t <- ((x - a[, 1]) * d[, 1] + (y - a[, 2]) * d[, 2]) / pmax(rowSums(d^2), 1e-300)
  t <- pmin(1, pmax(0, t))
  off <- sqrt((a[, 1] + t * d[, 1] - x)^2 + (a[, 2] + t * d[, 2] - y)^2)
  k <- which.min(off)
  c((sum(pieces[[e]][seq_len(k - 1)]) + t[k] * pieces[[e]][k]) / metres[e], off[k])
}
edge <- st_nearest_feature(to_points(points$x, points$y), lines)
at <- t(mapply(on_line, edge, points$x, points$y))
edge[at[, 2] > limit] <- NA

# ---- the graph: every road is cut where somebody is ----

nodes <- unique(c(lines$van, lines$naar))
from <- match(lines$van, nodes)
to <- match(lines$naar, nodes)
cut <- split(which(!is.na(edge)), edge[!is.na(edge)])
whole <- setdiff(seq_len(nrow(lines)), as.integer(names(cut)))
chains <- do.call(rbind, lapply(names(cut), function(name) {
  e <- as.integer(name)
  here <- cut[[name]][order(at[cut[[name]], 1])]
  stops <- c(from[e], length(nodes) + here, to[e])
  share <- c(0, at[here, 1], 1)
  cbind(stops[-length(stops)], stops[-1], diff(share) * metres[e], e)
}))
arcs <- rbind(cbind(from[whole], to[whole], metres[whole], whole), chains)
both <- lines$eenricht[arcs[, 4]] != 1 | arcs[, 3] == 0
arcs <- rbind(arcs, arcs[both, c(2, 1, 3, 4)])
minutes <- arcs[, 3] * 60 / (1000 * lines$kmh[arcs[, 4]])
graph <- make_graph(as.vector(t(arcs[, 1:2])), n = length(nodes) + nrow(points), directed = TRUE)
places <- length(nodes) + stop_at[!is.na(edge[stop_at])]
cost <- function(weights) { # from every home to every facility that is on the roads
  d <- distances(graph, v = places, to = length(nodes) + home, mode = "in", weights = weights)
  d[, is.na(edge[home])] <- NA
  t(d)
}

# ---- figures per zone, and of the city as the last ----

weighted_share <- function(values, weights, share) {
  order <- order(values)
  below <- cumsum(weights[order])
  values[order][which(below >= share * below[length(below)])[1]]
}
lived <- !is.na(zone) & weight > 0
groups <- c(split(which(lived), factor(zone[lived], levels = seq_len(n))), list(which(lived)))
each <- function(values, figure) unname(vapply(groups, function(h) {
  h <- h[!is.na(values[h])]
  if (length(h)) figure(values[h], weight[h]) else NA_real_
}, 0))
average <- function(v, w) sum(v * w) / sum(w)

figures <- list()
for (kind in c("m", "min")) {
  far <- cost(if (kind == "m") arcs[, 3] else minutes)
  nearest <- apply(far, 1, function(d) if (all(is.na(d))) NA else min(d))
  nearest[is.infinite(nearest)] <- NA
  name <- paste0("nearest_net_", kind)
  figures[[paste0(name, "_mean")]] <- each(nearest, average)
  figures[[paste0(name, "_median")]] <- each(nearest, function(v, w) weighted_share(v, w, 0.5))
  figures[[paste0(name, "_p90")]] <- each(nearest, function(v, w) weighted_share(v, w, 0.9))
  figures[[paste0(name, "_max")]] <- each(nearest, function(v, w) max(v))
  lost <- if (kind == "m") "unreachable_net_count" else "unreachable_net_min_count"
  figures[[lost]] <- unname(vapply(groups, function(h) sum(weight[h][is.na(nearest[h])]), 0))
  if (kind == "m") metres_to <- far
}
for (r in radii) {
  count <- rowSums(metres_to <= r)
  figures[[sprintf("within_%dm_net_count", r)]] <- each(count, average)
  figures[[sprintf("reach_%dm_net_share", r)]] <- each(as.numeric(count > 0), average)
}
places_of <- to_number(fac$capaciteit)[!is.na(edge[stop_at])]
rings <- list(access_2sfca_net = cbind(m = 3000, w = 1), access_e2sfca_net = cbind(m = 1000 * 1:3, w = c(1, 0.68, 0.22)))
for (id in names(rings)) {
  share <- array(0, dim(metres_to))
  for (r in rev(seq_len(nrow(rings[[id]])))) share[!is.na(metres_to) & metres_to <= rings[[id]][r, "m"]] <- rings[[id]][r, "w"]
  shared <- colSums(share * weight)
  access <- 1000 * as.numeric(share %*% ifelse(shared > 0, places_of / shared, 0))
  access[is.na(edge[home])] <- NA
  figures[[id]] <- each(access, average)
}

# ---- ours against these: metres to a centimetre, minutes to a hundredth of a second ----

ours <- st_drop_geometry(st_read(given[["metrics"]], layer = sub("\\.gpkg$", "", basename(given[["metrics"]])),
                                 quiet = TRUE, stringsAsFactors = FALSE))
ours <- ours[order(ours[[given[["key"]]]], method = "radix"), ]
city <- read.csv(given[["city"]], header = FALSE, colClasses = c("character", "character", "numeric"), na.strings = "",
                 col.names = c("id", "by", "value"))
stopifnot(identical(ours[[given[["key"]]]], zones[[given[["key"]]]]))
homely <- lengths(groups[seq_len(n)]) > 0 # a zone without population points is measured from a point of our own
off <- 0
for (id in names(figures)) {
  theirs <- figures[[id]][seq_len(n)][homely]
  within <- if (grepl("_net_m_", id)) 0.01 else if (grepl("_min_", id)) 1 / 6000 else 1e-9 * pmax(1, abs(theirs))
  gap <- abs(ours[[id]][homely] - theirs)
  if (grepl("_net_m_", id)) off <- max(off, gap, na.rm = TRUE)
  compared <- compared + length(theirs)
  wrong <- which(is.na(ours[[id]][homely]) != is.na(theirs) | (!is.na(gap) & gap > within))
  differing <- differing + length(wrong)
  for (i in head(wrong, 3))
    cat(sprintf("DIFFERS %s %s: wijkatlas %.17g, R %.17g\n", id, zones[[given[["key"]]]][homely][i], ours[[id]][homely][i],
                theirs[i]))
  if (all(homely | zones$AANT_INW <= 0)) {
    mine <- city$value[city$id == id & is.na(city$by)]
    compared <- compared + 1
    if (!isTRUE(abs(mine - figures[[id]][n + 1]) <= max(within, na.rm = TRUE))) {
      differing <- differing + 1
      cat(sprintf("DIFFERS %s of the city: wijkatlas %.17g, R %.17g\n", id, mine, figures[[id]][n + 1]))
    }
  }
}
worst <- off
cat(sprintf("metres differ by at most %.3g m\n", off))
conclude("roads", as.numeric(given[["at_least"]]))
