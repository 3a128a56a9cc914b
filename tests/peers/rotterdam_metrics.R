# SPDX-License-Identifier: EUPL-1.2
# Every figure of wijk-zoning and wijk-metrics on the Rotterdam data, worked out again with R's sf, straight from the
# definitions: no code, index or order is shared with the library.
#   Rscript rotterdam_metrics.R DATA_FOLDER zoning.gpkg metrics.gpkg city.json
# made by the commands of the README with --by woonvorm. Exit 1 when a figure differs.
suppressMessages({ library(sf); library(jsonlite) })
arguments <- commandArgs(trailingOnly = TRUE)
data <- arguments[1]
near <- function(a, b) (is.na(a) & is.na(b)) | (!is.na(a) & !is.na(b) & abs(a - b) <= 1e-9 * pmax(1, abs(a), abs(b)))
wrong <- 0; compared <- 0
check <- function(name, ours, theirs, rows = seq_along(ours)) {
  same <- if (is.character(theirs)) (ours == theirs & !is.na(ours)) else near(as.numeric(ours), as.numeric(theirs))
  compared <<- compared + length(rows)
  bad <- rows[!same[rows]]
  if (length(bad) > 0) {
    wrong <<- wrong + length(bad)
    cat(sprintf("%s: %d differ; row %d: %s here, %s in R\n", name, length(bad), bad[1], format(ours[bad[1]], digits = 17),
                format(theirs[bad[1]], digits = 17)))
  }
}
missing_code <- function(v) ifelse(v < -99990, NA, v)
first_of <- function(hits) vapply(hits, function(h) if (length(h)) min(h) else NA_integer_, integer(1))

# ---- the zoning ----
zoning <- st_read(arguments[2], layer = "zoning", quiet = TRUE)
dna <- read.csv2(file.path(data, "dna_wijk_2024.csv"), fileEncoding = "UTF-8")
dna <- dna[match(zoning$WK_CODE, dna$wijkcode), ]
z <- function(v) (v - mean(v, na.rm = TRUE)) / sqrt(mean((v - mean(v, na.rm = TRUE))^2, na.rm = TRUE))
profile <- cbind(z(dna$leefbaarheid_afwijking), -z(dna$laag_inkomen_pct))
weight <- c(2, 1) / 3
known <- !is.na(profile) %*% weight
score <- ifelse(known >= 0.5, rowSums(sweep(profile, 2, weight, "*"), na.rm = TRUE) / known, NA)
limits <- quantile(score, c(1, 2) / 3, na.rm = TRUE, type = 7)
class_of <- c("kwetsbaar", "aandacht", "draagkrachtig")[1 + (score >= limits[1]) + (score >= limits[2])]
class_of[is.na(class_of)] <- "onbekend"
check("dna_leefbaarheid_afwijking", zoning$dna_leefbaarheid_afwijking, profile[, 1])
check("dna_laag_inkomen_pct", zoning$dna_laag_inkomen_pct, profile[, 2])
check("score", zoning$score, score)
check("score_rank", zoning$score_rank, ifelse(is.na(score), NA, rank(score, ties.method = "min", na.last = "keep")))
check("zone_class of wijken", zoning$zone_class, class_of)

# Other draws of the same weights: two shares of draws may differ by chance, by 0.06 once in thousands of zones.
set.seed(20240101)
kept <- rowMeans(replicate(4000, {
  w <- rgamma(2, 10 * 2 * weight); w <- w / sum(w)
  there <- !is.na(profile) %*% w
  drawn <- ifelse(known >= 0.5, rowSums(sweep(profile, 2, w, "*"), na.rm = TRUE) / there, NA)
  lim <- quantile(drawn, c(1, 2) / 3, na.rm = TRUE, type = 7)
  c("kwetsbaar", "aandacht", "draagkrachtig")[1 + (drawn >= lim[1]) + (drawn >= lim[2])] == class_of
}))
kept[is.na(score)] <- NA
off <- abs(zoning$class_stability_share - kept)
cat(sprintf("class_stability_share: largest difference from R's own draws %.3f\n", max(off, na.rm = TRUE)))
check("class_stability_share", as.numeric(off < 0.06), ifelse(is.na(kept), NA, 1))

# ---- zones, facilities, people ----
ours <- st_read(arguments[3], layer = "metrics", quiet = TRUE)
zones <- st_read(file.path(data, "buurten_2024.shp"), quiet = TRUE)
zones <- zones[order(zones$BU_CODE, method = "radix"), ]
stopifnot(all(zones$BU_CODE == ours$BU_CODE))
n <- nrow(zones)
residents <- missing_code(zones$AANT_INW)
lived <- !is.na(residents) & residents > 0
land <- as.numeric(st_area(zones)) / 1e6
f <- read.csv2(file.path(data, "voorzieningen_synthetisch.csv"), fileEncoding = "UTF-8", colClasses = c(id = "character"))
f <- f[f$status == "bestaand", ]
points <- st_as_sf(f, coords = c("x", "y"), crs = 28992, remove = FALSE)
f$zone <- first_of(st_intersects(points, zones))
people <- read.csv2(file.path(data, "inwoners_100m_synthetisch.csv"))
squares <- st_as_sf(people, coords = c("x", "y"), crs = 28992, remove = FALSE)
people$zone <- first_of(st_intersects(squares, zones))
people$class <- zoning$zone_class[first_of(st_intersects(squares, zoning))]
inside <- !is.na(people$zone) & people$inwoners > 0

# ---- class of each zone: by people, else by area ----
classes <- c("kwetsbaar", "aandacht", "draagkrachtig", "onbekend")
share <- matrix(0, n, 4, dimnames = list(NULL, classes))
total <- tapply(people$inwoners[inside], factor(people$zone[inside], seq_len(n)), sum, default = 0)
for (k in classes) {
  mine <- inside & !is.na(people$class) & people$class == k
  share[, k] <- tapply(people$inwoners[mine], factor(people$zone[mine], seq_len(n)), sum, default = 0)
}
for (i in which(total == 0)) {
  total[i] <- land[i] * 1e6
  pieces <- suppressWarnings(st_intersection(st_geometry(zones)[i], zoning))
  which_class <- zoning$zone_class[attr(pieces, "idx")[, 2]]
  for (k in classes) share[i, k] <- sum(as.numeric(st_area(pieces))[which_class == k])
}
share <- share / as.vector(total)
zone_class <- ifelse(rowSums(share) > 0, classes[max.col(share, ties.method = "first")], NA)
by_people <- tapply(people$inwoners[inside], factor(people$zone[inside], seq_len(n)), sum, default = 0) > 0
# zoning classes that no wijk has make no column
for (k in intersect(classes, unique(zoning$zone_class)))
  check(sprintf("class_%s_share", k), round(ours[[sprintf("class_%s_share", k)]], 6), round(share[, k], 6))
check("zone_class", ifelse(is.na(ours$zone_class), "-", ours$zone_class), ifelse(is.na(zone_class), "-", zone_class))

# ---- figures of some facilities ----
city <- fromJSON(arguments[4])$city
city_value <- function(id, by) {
  row <- city$id == id & (if (is.na(by)) is.na(city$by) else !is.na(city$by) & city$by == by)
  if (sum(row) == 1) city$value[row] else NaN
}
quantile_of <- function(d, w, q) { o <- order(d); d[o][which(cumsum(w[o]) >= q * sum(w))[1]] }

figures <- function(part, suffix, by) {
  column <- function(id) ours[[paste0(id, suffix)]]
  in_zone <- factor(part$zone, seq_len(n))
  sum_of <- function(v) as.numeric(tapply(v, in_zone, sum, default = 0))
  x <- sum_of(part$capaciteit); count <- sum_of(rep(1, nrow(part))); X <- sum(x); Xr <- sum(x[lived]); T <- sum(residents[lived])
  t <- ifelse(lived, residents, NA); rate <- 1000 * x / t; mean_rate <- 1000 * Xr / T
  check(paste0("facilities_count", suffix), column("facilities_count"), count)
  check(paste0("places_count", suffix), column("places_count"), x)
  check(paste0("occupied_count", suffix), column("occupied_count"), sum_of(part$bezet))
  check(paste0("places_per_1000", suffix), column("places_per_1000"), rate)
  check(paste0("places_per_km2", suffix), column("places_per_km2"), x / land)
  check(paste0("places_share", suffix), column("places_share"), x / X)
  check(paste0("location_quotient", suffix), column("location_quotient"), (x / Xr) / (t / T))
  norm <- ifelse(zone_class == "draagkrachtig", 1.5 * mean_rate, ifelse(zone_class == "aandacht", mean_rate, pmin(rate, mean_rate)))
  norm[!lived] <- NA
  check(paste0("norm_per_1000", suffix), column("norm_per_1000"), norm)
  check(paste0("excess_places_count", suffix), column("excess_places_count"), x - norm * t / 1000)
  check(paste0("headroom_places_count", suffix), column("headroom_places_count"), norm * t / 1000 - x)
  mix <- function(word, f) vapply(seq_len(n), function(i) {
    mine <- part[part$zone == i & !is.na(part$zone), ]
    if (nrow(mine) == 0) NA_real_ else f(tapply(mine$capaciteit, as.character(mine[[word]]), sum) / sum(mine$capaciteit))
  }, numeric(1))
  check(paste0("provider_hhi", suffix), column("provider_hhi"), mix("aanbieder", function(q) sum(q^2)))
  check(paste0("form_entropy", suffix), column("form_entropy"), mix("woonvorm", function(q) -sum(q * log(q)) / log(5)))
  # distances: zones without people at a point are measured from a point inside, which is ours to choose
  d <- sqrt(outer(people$x, part$x, "-")^2 + outer(people$y, part$y, "-")^2)
  least <- apply(d, 1, min)
  of_zone <- function(g) vapply(seq_len(n), function(i) { m <- inside & people$zone == i; if (any(m)) g(least[m], people$inwoners[m], m) else NA_real_ }, numeric(1))
  rows <- which(by_people)
  check(paste0("nearest_m_mean", suffix), column("nearest_m_mean"), of_zone(function(d, w, m) sum(d * w) / sum(w)), rows)
  check(paste0("nearest_m_median", suffix), column("nearest_m_median"), of_zone(function(d, w, m) quantile_of(d, w, 0.5)), rows)
  check(paste0("nearest_m_p90", suffix), column("nearest_m_p90"), of_zone(function(d, w, m) quantile_of(d, w, 0.9)), rows)
  check(paste0("nearest_m_max", suffix), column("nearest_m_max"), of_zone(function(d, w, m) max(d)), rows)
  for (r in c(500, 1000, 3000)) {
    found <- rowSums(d <= r)
    check(sprintf("within_%dm_count%s", r, suffix), column(sprintf("within_%dm_count", r)), of_zone(function(d, w, m) sum(found[m] * w) / sum(w)), rows)
    check(sprintf("reach_%dm_share%s", r, suffix), column(sprintf("reach_%dm_share", r)), of_zone(function(d, w, m) sum((found[m] > 0) * w) / sum(w)), rows)
  }
  between <- sqrt(outer(part$x, part$x, "-")^2 + outer(part$y, part$y, "-")^2)
  between[outer(part$woonvorm, part$woonvorm, "!=")] <- Inf
  diag(between) <- Inf
  gap <- apply(between, 1, min)
  spacing <- function(g) vapply(seq_len(n), function(i) { m <- !is.na(part$zone) & part$zone == i & is.finite(gap); if (any(m)) g(gap[m]) else NA_real_ }, numeric(1))
  check(paste0("spacing_m_min", suffix), column("spacing_m_min"), spacing(min))
  check(paste0("spacing_m_mean", suffix), column("spacing_m_mean"), spacing(mean))

  figure <- function(id, value, of = by) check(paste(id, of), city_value(id, of), value)
  figure("facilities_count", nrow(part)); figure("places_count", sum(part$capaciteit)); figure("occupied_count", sum(part$bezet))
  figure("places_per_1000", mean_rate)
  xl <- x[lived]; tl <- residents[lived]; yl <- tl - xl; p <- xl / tl; P <- sum(xl) / sum(tl); s <- xl / sum(xl)
  figure("hoover", sum(abs(s - tl / sum(tl))) / 2)
  crowded <- any(xl > tl)
  figure("dissimilarity", if (crowded) NA else sum(abs(s - yl / sum(yl))) / 2)
  figure("gini_segregation", if (crowded) NA else sum(outer(tl, tl) * abs(outer(p, p, "-"))) / (2 * sum(tl)^2 * P * (1 - P)))
  figure("isolation", if (crowded) NA else sum(s * p)); figure("interaction", if (crowded) NA else sum(s * yl / tl))
  figure("gini", sum(abs(outer(x, x, "-"))) / (2 * n^2 * mean(x)))
  H <- sum((x / X)^2); figure("hhi", H); figure("hhi_normalised", (H - 1 / n) / (1 - 1 / n))
  figure("delta", sum(abs(x / X - land / sum(land))) / 2)
  term <- function(s, n) ifelse(s > 0, s * log(n * s), 0)
  theil <- sum(term(s, length(s))); figure("theil_t", theil)
  group <- ifelse(is.na(zone_class), "-", zone_class)[lived]
  S <- tapply(s, group, sum); N <- tapply(s, group, length)
  figure("theil_between_share", sum(ifelse(S > 0, S * log(length(s) * S / N), 0)) / theil)
  for (k in intersect(classes, unique(zoning$zone_class))) {
    of <- paste0(if (is.na(by)) "" else paste0(by, ","), "zone_class=", k)
    mine <- !is.na(zone_class) & zone_class == k
    tk <- sum(residents[mine & lived])
    figure("places_share", sum(x[mine]) / X, of)
    figure("places_per_1000", if (tk > 0) 1000 * sum(x[mine & lived]) / tk else NA, of)
    figure("location_quotient", if (tk > 0) (sum(x[mine & lived]) / Xr) / (tk / T) else NA, of)
  }
}

check("residents_share", ours$residents_share, ifelse(lived, residents / sum(residents[lived]), NA))
check("residents_count", city_value("residents_count", NA), sum(residents, na.rm = TRUE))
check("residents of the buurten, as published", sum(residents, na.rm = TRUE), 670585)
check("facilities in a buurt", sum(!is.na(f$zone)), 271)
figures(f, "", NA)
for (form in unique(f$woonvorm)) figures(f[f$woonvorm == form, ], paste0("__", form), paste0("woonvorm=", form))
cat(sprintf("%d figures compared with sf %s, %d differ\n", compared, packageVersion("sf"), wrong))
quit(status = if (wrong > 0) 1 else 0)
