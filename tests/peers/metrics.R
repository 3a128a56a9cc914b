# SPDX-License-Identifier: EUPL-1.2
# Every figure of wijk-metrics again, from the raw files, with R and sf. Written from the formulas of the catalogue,
# the plain way: full distance matrices, double sums, no index.
#
#   Rscript metrics.R zones=FILE key=FIELD residents=FIELD facilities=FILE [population=FILE] [zoning=FILE]
#                     by=FIELD metrics=FILE city=FILE.csv at_least=N [distances=no] [outside=FILE]
#                     [centre=X,Y] [rco=y] [atkinson=B] [clustering=contiguity]
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "indices.R"))

arguments <- commandArgs(trailingOnly = TRUE)
given <- setNames(sub("^[^=]*=", "", arguments), sub("=.*", "", arguments))
with_distances <- !identical(unname(given["distances"]), "no")
radii <- c(500, 1000, 3000)

zones <- read_zones(given[["zones"]], given[["key"]])
n <- nrow(zones)
residents <- to_number(as.character(zones[[given[["residents"]]]]))
water <- if ("H2O" %in% names(zones)) zones$H2O == "JA" else rep(FALSE, n)
land <- ifelse(water, 0, as.numeric(st_area(zones)) / 1e6)
in_ratio <- !water & !is.na(residents) & residents > 0
on_land <- !water & land > 0

# ---- facilities and people ----

fac <- read_table(given[["facilities"]])
if ("status" %in% names(fac)) fac <- fac[fac$status == "bestaand", ]
if ("lon" %in% names(fac)) {
  points <- st_transform(st_as_sf(data.frame(x = as.numeric(fac$lon), y = as.numeric(fac$lat)), coords = c("x", "y"),
                                  crs = 4258), 28992)
  fac$X <- st_coordinates(points)[, 1]
  fac$Y <- st_coordinates(points)[, 2]
} else {
  fac$X <- to_number(fac$x)
  fac$Y <- to_number(fac$y)
}
fac$zone <- find_zone(to_points(fac$X, fac$Y), zones)
if ("outside" %in% names(given)) writeLines(as.character(which(is.na(fac$zone))), given[["outside"]])
has_places <- "capaciteit" %in% names(fac)
fac$size <- if (has_places) to_number(fac$capaciteit) else rep(1, nrow(fac))
fac$in_use <- if ("bezet" %in% names(fac)) to_number(fac$bezet) else rep(NA_real_, nrow(fac))

homes <- data.frame(x = numeric(0), y = numeric(0), w = numeric(0), zone = integer(0))
outsiders <- homes
if ("population" %in% names(given)) {
  p <- read_table(given[["population"]])
  homes <- data.frame(x = to_number(p$x), y = to_number(p$y), w = to_number(p$inwoners))
  homes$zone <- find_zone(to_points(homes$x, homes$y), zones)
  outsiders <- homes[is.na(homes$zone) & homes$w > 0, ] # they share what access shares out
  homes <- homes[!is.na(homes$zone) & homes$w > 0, ]
}
# A zone without population points is measured from one point inside, which each program may choose for itself: bounds
# over the whole polygon stand in for it.
homes$lonely <- rep(FALSE, nrow(homes))
lonely <- setdiff(which(!water), homes$zone)
if (length(lonely)) {
  w <- residents[lonely]
  homes <- rbind(homes, data.frame(x = NA, y = NA, w = ifelse(is.na(w), 0, w), zone = lonely, lonely = TRUE))
}

# ---- the zoning map ----

classes <- NULL
if ("zoning" %in% names(given)) {
  map <- st_read(given[["zoning"]], layer = sub("\\.gpkg$", "", basename(given[["zoning"]])), quiet = TRUE, stringsAsFactors = FALSE)
  map <- map[order(map[[1]], method = "radix"), ]
  known <- c("kwetsbaar", "aandacht", "draagkrachtig", "onbekend")
  classes <- known[known %in% map$zone_class]
  share <- matrix(NA_real_, n, length(classes), dimnames = list(NULL, classes))
  if (given[["key"]] %in% names(map) && all(zones[[given[["key"]]]] %in% map[[given[["key"]]]])) {
    zone_class <- map$zone_class[match(zones[[given[["key"]]]], map[[given[["key"]]]])]
    share <- NULL
  } else {
    peopled <- !homes$lonely
    at <- rep(NA_integer_, nrow(homes))
    at[peopled] <- find_zone(to_points(homes$x[peopled], homes$y[peopled]), map)
    for (i in seq_len(n)) {
      here <- peopled & homes$zone == i
      if (any(here)) {
        for (k in classes)
          share[i, k] <- sum(homes$w[here & !is.na(at) & map$zone_class[at] == k]) / sum(homes$w[here])
      } else {
        for (k in classes) {
          part <- suppressWarnings(st_intersection(st_geometry(zones)[i], st_geometry(map)[map$zone_class == k]))
          share[i, k] <- min(1, sum(as.numeric(st_area(part))) / as.numeric(st_area(zones[i, ])))
        }
      }
    }
    zone_class <- apply(share, 1, function(s) if (max(s) > 1e-9) classes[which.max(s)] else NA_character_)
  }
  rule <- map$norm_rule[match(zone_class, map$zone_class)]
  factor <- map$norm_factor[match(zone_class, map$zone_class)]
  fixed <- map$norm_per_1000[match(zone_class, map$zone_class)]
}

# ---- figures of one set of facilities ----

weighted_share <- function(values, weights, share) { # smallest value with at least this share of the weight
  order <- order(values)
  below <- cumsum(weights[order])
  values[order][which(below >= share * below[length(below)])[1]]
}

distances <- function(x, y, to_x, to_y) sqrt(outer(x, to_x, "-")^2 + outer(y, to_y, "-")^2)

per_zone <- function(f, forms) {
  out <- list()
  inside <- f[!is.na(f$zone), ]
  sum_of <- function(values) vapply(seq_len(n), function(i) sum(values[inside$zone == i]), 0)
  x <- sum_of(inside$size)
  out$facilities_count <- sum_of(rep(1, nrow(inside)))
  places <- if (has_places) x else rep(NA_real_, n)
  out$places_count <- places
  out$occupied_count <- if ("bezet" %in% names(f)) sum_of(inside$in_use) else NULL
  out$places_per_1000 <- ifelse(in_ratio, 1000 * places / residents, NA)
  out$places_per_km2 <- ifelse(on_land, places / land, NA)
  land_sum <- sum(x[on_land], na.rm = TRUE)
  out$places_share <- ifelse(on_land & land_sum > 0, places / land_sum, NA)
  X <- sum(x[in_ratio], na.rm = TRUE)
  T <- sum(residents[in_ratio & !is.na(x)])
  out$residents_share <- ifelse(in_ratio, residents / sum(residents[in_ratio]), NA)
  out$location_quotient <- ifelse(in_ratio & X > 0, (x / X) / (residents / T), NA)
  city_rate <- 1000 * X / T
  rate <- 1000 * places / residents
  norm <- rep(city_rate, n)
  if (!is.null(classes))
    norm <- ifelse(is.na(rule), NA, ifelse(rule == "vast", fixed, ifelse(rule == "maal stad", factor * city_rate,
                   pmin(rate, city_rate))))
  norm[!in_ratio | is.na(places)] <- NA
  out$norm_per_1000 <- norm
  out$excess_places_count <- places - norm * residents / 1000
  if (!is.null(classes)) out$headroom_places_count <- norm * residents / 1000 - places
  mix <- function(word, score) vapply(seq_len(n), function(i) {
    here <- inside$zone == i
    if (!any(here) || is.na(x[i]) || x[i] == 0) NA_real_ else score(tapply(inside$size[here], word[here], sum) / x[i])
  }, 0)
  if ("aanbieder" %in% names(f)) out$provider_hhi <- mix(inside$aanbieder, function(q) sum(q^2))
  if ("woonvorm" %in% names(f))
    out$form_entropy <- mix(inside$woonvorm, function(q) -sum(q[q > 0] * log(q[q > 0])) / log(length(forms)))
  out$group <- x
  out
}

# Distances from every home to every facility, at the least and at the most.
home_distances <- function(f, furthest) {
  d <- matrix(0, nrow(homes), nrow(f))
  lived <- !homes$lonely
  d[lived, ] <- distances(homes$x[lived], homes$y[lived], f$X, f$Y)
  points <- to_points(f$X, f$Y)
  for (h in which(homes$lonely)) {
    zone <- st_geometry(zones)[homes$zone[h]]
    if (furthest) { # the distance to one place is largest at a corner
      corners <- st_coordinates(zone)
      d[h, ] <- apply(distances(corners[, "X"], corners[, "Y"], f$X, f$Y), 2, max)
    } else {
      d[h, ] <- as.numeric(st_distance(zone, points))
    }
  }
  d
}

# One list per end: the least distances give the least nearest and the most within a radius.
distance_figures <- function(f) {
  if (nrow(f) == 0) stop("no facilities")
  near <- home_distances(f, FALSE)
  far <- if (any(homes$lonely)) home_distances(f, TRUE) else near
  groups <- c(split(seq_len(nrow(homes)), factor(homes$zone, levels = seq_len(n))), list(seq_len(nrow(homes))))
  each <- function(figure) unname(vapply(groups, function(h) {
    if (!length(h)) NA_real_ else if (length(h) == 1) figure(h, 1) else figure(h, homes$w[h])
  }, 0))
  figures_of <- function(nearest, within) {
    out <- list(nearest_m_mean = each(function(h, w) sum(w * nearest[h]) / sum(w)),
                nearest_m_median = each(function(h, w) weighted_share(nearest[h], w, 0.5)),
                nearest_m_p90 = each(function(h, w) weighted_share(nearest[h], w, 0.9)),
                nearest_m_max = each(function(h, w) max(nearest[h][w > 0])))
    for (r in names(within)) {
      out[[sprintf("within_%sm_count", r)]] <- each(function(h, w) sum(w * within[[r]][h]) / sum(w))
      out[[sprintf("reach_%sm_share", r)]] <- each(function(h, w) sum(w * (within[[r]][h] > 0)) / sum(w))
    }
    out # n zones, and the city as the last
  }
  count_within <- function(d) lapply(setNames(radii, radii), function(r) rowSums(d <= r))
  list(low = figures_of(apply(near, 1, min), count_within(far)),
       high = figures_of(apply(far, 1, min), count_within(near)))
}

# Two-step floating catchment: every home and facility, the full matrix. Where residents are placed by each program's own
# interior point, access is anybody's guess: then NULL. A zone where nobody lives is left out (NA in both).
rings <- list(access_2sfca = cbind(m = 3000, w = 1), access_e2sfca = cbind(m = 1000 * 1:3, w = c(1, 0.68, 0.22)))
access_figures <- function(f) {
  if (!has_places || any(homes$lonely & homes$w > 0)) return(NULL)
  lived <- homes[!homes$lonely, ]
  people <- rbind(lived[, c("x", "y", "w")], outsiders[, c("x", "y", "w")])
  d <- distances(people$x, people$y, f$X, f$Y)
  lapply(rings, function(ring) {
    weight <- array(0, dim(d))
    for (r in rev(seq_len(nrow(ring)))) weight[d <= ring[r, "m"]] <- ring[r, "w"]
    shared <- colSums(weight * people$w)
    per_resident <- ifelse(shared > 0, f$size / shared, 0)
    access <- 1000 * as.numeric(weight %*% per_resident)[seq_len(nrow(lived))]
    zone <- factor(lived$zone, levels = seq_len(n))
    c(tapply(lived$w * access, zone, sum) / tapply(lived$w, zone, sum), sum(lived$w * access) / sum(lived$w))
  })
}

spacing_figures <- function(f) {
  form <- if ("woonvorm" %in% names(f)) f$woonvorm else rep("", nrow(f))
  gap <- rep(NA_real_, nrow(f))
  for (k in unique(form)) {
    same <- which(form == k)
    if (length(same) < 2) next
    d <- distances(f$X[same], f$Y[same], f$X[same], f$Y[same])
    diag(d) <- Inf
    gap[same] <- apply(d, 1, min)
  }
  per <- function(figure) vapply(seq_len(n), function(i) {
    g <- gap[!is.na(f$zone) & f$zone == i & !is.na(gap)]
    if (length(g)) figure(g) else NA_real_
  }, 0)
  list(spacing_m_min = per(min), spacing_m_mean = per(mean))
}

# ---- figures of the city ----

choices <- as.list(given[names(given) %in% c("centre", "rco", "atkinson", "clustering")])
if ("centre" %in% names(choices)) choices$centre <- as.numeric(strsplit(choices$centre, ",")[[1]])
if ("atkinson" %in% names(choices)) choices$atkinson <- as.numeric(choices$atkinson)
if (with_distances) {
  centres <- st_coordinates(st_centroid(st_geometry(zones)))
  touches <- as.matrix(st_is_within_distance(zones, zones, 0.5, sparse = FALSE)) & !diag(n)
}

city_figures <- function(f, z) {
  x <- z$group
  use <- in_ratio & !is.na(x)
  xi <- x[use]; ti <- residents[use]; yi <- ti - xi
  X <- sum(xi); T <- sum(ti); Y <- T - X
  s <- xi / X; p <- xi / ti; P <- X / T
  two <- all(xi <= ti) && X > 0
  lx <- x[on_land & !is.na(x)]; la <- land[on_land & !is.na(x)]
  nl <- length(lx); LX <- sum(lx)
  plus <- function(v) ifelse(v > 0, v * log(length(xi) * v), 0)
  out <- list(facilities_count = nrow(f), residents_count = sum(residents[in_ratio]),
              hoover = sum(abs(s - ti / T)) / 2,
              dissimilarity = if (two) sum(abs(s - yi / Y)) / 2 else NA,
              gini_segregation = if (two) sum(outer(ti, ti) * abs(outer(p, p, "-"))) / (2 * T^2 * P * (1 - P)) else NA,
              isolation = if (two) sum(s * p) else NA,
              interaction = if (two) sum(s * yi / ti) else NA,
              gini = sum((2 * seq_len(nl) - nl - 1) * sort(lx)) / (nl * LX),
              theil_t = sum(plus(s)),
              hhi = sum((lx / LX)^2),
              hhi_normalised = (sum((lx / LX)^2) - 1 / nl) / (1 - 1 / nl),
              delta = sum(abs(lx / LX - la / sum(la))) / 2)
  out$places_count <- if (has_places) sum(f$size) else NA
  out$eta2 <- if (two && X < T) (out$isolation - P) / (1 - P) else NA
  if (with_distances) {
    figures <- arrangement(xi, ti, land[use], centres[use, , drop = FALSE], touches[use, use], choices)
    if (!two || X == T) figures[names(figures) != "absolute_centralisation"] <- NA
    out <- c(out, figures)
  }
  out$places_per_1000 <- if (has_places) 1000 * X / T else NA
  if ("bezet" %in% names(f)) out$occupied_count <- sum(f$in_use)
  out <- c(out, autocorrelation_figures(z$places_per_1000))
  if (!is.null(classes)) {
    k <- ifelse(is.na(zone_class[use]), "-", zone_class[use])
    S <- tapply(s, k, sum); m <- table(k)[names(S)]
    out$theil_between_share <- sum(ifelse(S > 0, S * log(length(xi) * S / m), 0)) / out$theil_t
  }
  out
}

# Over the zones with a value that have neighbours; queen, rows that sum to 1, within a decimetre.
neighbours_of <- list()
autocorrelation_figures <- function(v) {
  here <- which(!is.na(v) & !water)
  none <- list(moran_i = NA, geary_c = NA, getis_g = NA)
  if (length(here) < 3) return(none)
  name <- paste(here, collapse = " ")
  if (is.null(neighbours_of[[name]]))
    neighbours_of[[name]] <<- spdep::poly2nb(st_geometry(zones)[here], queen = TRUE, snap = 0.1)
  nb <- neighbours_of[[name]]
  next_to <- spdep::card(nb) > 0
  v <- v[here][next_to]
  if (length(v) < 3 || max(v) == min(v)) return(none)
  nb <- subset(nb, next_to)
  w <- spdep::nb2listw(nb, style = "W")
  m <- length(v)
  list(moran_i = spdep::moran(v, w, m, spdep::Szero(w))$I,
       geary_c = spdep::geary(v, w, m, m - 1, spdep::Szero(w))$C,
       getis_g = if (sum(v > 0) > 1) spdep::globalG.test(v, spdep::nb2listw(nb, style = "B"))$estimate[[1]] else NA)
}

class_figures <- function(z) {
  x <- z$group
  use <- in_ratio & !is.na(x)
  do.call(rbind, lapply(classes, function(k) {
    here <- use & !is.na(zone_class) & zone_class == k
    there <- on_land & !is.na(x) & !is.na(zone_class) & zone_class == k
    X <- sum(x[use]); T <- sum(residents[use])
    data.frame(class = k, places_per_1000 = if (any(here)) 1000 * sum(x[here]) / sum(residents[here]) else NA,
               places_share = sum(x[there]) / sum(x[on_land & !is.na(x)]),
               location_quotient = if (any(here)) (sum(x[here]) / X) / (sum(residents[here]) / T) else NA)
  }))
}

# ---- ours against these ----

ours <- st_drop_geometry(st_read(given[["metrics"]], layer = sub("\\.gpkg$", "", basename(given[["metrics"]])),
                                 quiet = TRUE, stringsAsFactors = FALSE))
ours <- ours[order(ours[[given[["key"]]]], method = "radix"), ]
city <- read.csv(given[["city"]], header = FALSE, colClasses = c("character", "character", "numeric"), na.strings = "",
                 encoding = "UTF-8", col.names = c("id", "by", "value"))
seen <- character(0)
seen_city <- grepl("^(clark_evans|ripley|cross)_", city$id) # pattern.R compares those

city_value <- function(id, by) {
  row <- which(city$id == id & (if (is.na(by)) is.na(city$by) else !is.na(city$by) & city$by == by))
  if (length(row) != 1) stop(paste(length(row), "figures of the city", id, by))
  seen_city[row] <<- TRUE
  city$value[row]
}

slug <- function(text) gsub("^_+|_+$", "", gsub("[^a-z0-9]+", "_", tolower(text)))

compare_set <- function(f, forms, value) {
  by <- if (is.na(value)) NA else paste0(given[["by"]], "=", value)
  z <- per_zone(f, forms)
  d <- if (with_distances) distance_figures(f) else list()
  ask <- function(id) {
    name <- if (is.na(value)) id else paste0(id, "__", slug(value))
    seen <<- c(seen, name)
    if (!name %in% names(ours)) stop(paste("wijkatlas wrote no", name))
    name
  }
  for (id in setdiff(names(z), c("group", if (!is.na(value)) "residents_share")))
    compare(id, ours[[ask(id)]], z[[id]])
  for (id in names(d$low)) { # none where distances=no
    zone <- seq_len(n)
    compare_between(id, ours[[ask(id)]], d$low[[id]][zone], d$high[[id]][zone])
    compare_between(paste("city", id), city_value(id, by), d$low[[id]][n + 1], d$high[[id]][n + 1])
  }
  access <- if (with_distances) access_figures(f) else list()
  for (id in if (is.null(access)) names(rings) else names(access)) {
    name <- ask(id)
    city_access <- city_value(id, by)
    if (is.null(access)) next
    known <- !is.na(access[[id]][seq_len(n)])
    compare(id, ours[[name]][known], access[[id]][seq_len(n)][known])
    compare(paste("city", id), city_access, access[[id]][n + 1])
  }
  gaps <- if (with_distances) spacing_figures(f) else list()
  for (id in names(gaps)) compare(id, ours[[ask(id)]], gaps[[id]])
  figures <- city_figures(f, z)
  for (id in names(figures)) {
    if (id == "residents_count" && !is.na(value)) next
    compare(paste("city", id, by), city_value(id, by), figures[[id]])
  }
  if (!is.null(classes)) {
    of_class <- class_figures(z)
    for (row in seq_len(nrow(of_class)))
      for (id in c("places_per_1000", "places_share", "location_quotient")) {
        which <- paste0(if (is.na(value)) "" else paste0(by, ","), "zone_class=", of_class$class[row])
        compare(paste("city", id, which), city_value(id, which), of_class[[id]][row])
      }
  }
}

stopifnot(identical(ours[[given[["key"]]]], zones[[given[["key"]]]]))
forms <- unique(fac$woonvorm)
compare_set(fac, forms, NA)
for (value in sort(unique(fac[[given[["by"]]]]))) compare_set(fac[fac[[given[["by"]]]] == value, ], forms, value)
if (!is.null(classes)) {
  compare("zone_class", ours$zone_class, zone_class)
  seen <- c(seen, "zone_class")
  if (!is.null(share)) for (k in classes) {
    name <- paste0("class_", k, "_share")
    compare(name, ours[[name]], share[, k], 1e-7)
    seen <- c(seen, name)
  }
}

# Nothing of ours may go unasked.
unasked <- setdiff(names(ours), c(names(zones), seen))
# local.R compares the local statistics; the density at a point is worked out by hand in tests/cases/density.case, and the
# raster of the same kernels is held against spatstat by density.R.
unasked <- grep("^(moran_(local|p|p_fdr|cluster)|gi_(z|star_z|star_p|star_p_fdr|cluster)|place_density_kde)(__|$)",
                unasked, value = TRUE, invert = TRUE)
if (length(unasked)) cat("not compared:", unasked, "\n")
if (any(!seen_city)) cat("not compared (city):", paste(city$id, city$by)[!seen_city], "\n")
if (length(unasked) || any(!seen_city)) differing <- differing + 1
conclude("metrics", as.numeric(given[["at_least"]]))
