# SPDX-License-Identifier: EUPL-1.2
# The point pattern again, by spatstat, in the window that sf makes of the zones.
#
#   Rscript pattern.R zones=FILE facilities=FILE none=FILE translation=FILE isotropic=FILE radius=R cross=A:B at_least=N
#
# The three files are city figures (id, by, value) made with that edge correction. The same weights are asked for: of
# spatstat edge.Ripley; of sf the exact overlap of the window with itself shifted, since spatstat's Kest takes pixels for
# that, and its edge.Trans(exact = TRUE) minutes.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))), "common.R"))
suppressMessages({
  library(spatstat.geom)
  library(spatstat.explore)
})
arguments <- commandArgs(trailingOnly = TRUE)
given <- setNames(sub("^[^=]*=", "", arguments), sub("=.*", "", arguments))

# Holes narrower than a metre are roundings of borders.
outline <- st_union(st_geometry(st_read(given[["zones"]], quiet = TRUE)))
rings <- list()
for (part in st_cast(outline, "POLYGON")) for (k in seq_along(part)) {
  ring <- part[[k]]
  shape <- st_polygon(list(ring))
  if (k > 1 && 2 * st_area(shape) / st_length(st_cast(shape, "LINESTRING")) < 1) next
  x <- ring[-1, 1]
  y <- ring[-1, 2]
  area <- sum(x * c(y[-1], y[1]) - c(x[-1], x[1]) * y) / 2
  if ((k == 1) != (area > 0)) { x <- rev(x); y <- rev(y) }
  rings[[length(rings) + 1]] <- list(x = x, y = y)
}
window <- owin(poly = rings)
stopifnot(length(st_cast(outline, "POLYGON")) == 1)

table <- read_table(given[["facilities"]])
table <- table[table$status == "bestaand", ]
points <- ppp(to_number(table$x), to_number(table$y), window = window)
stopifnot(npoints(points) == nrow(table))
n <- npoints(points)
A <- area(window)
radius <- as.numeric(given[["radius"]])
kinds <- strsplit(given[["cross"]], ":")[[1]]

pairs <- closepairs(points, radius)
polygon <- st_polygon(lapply(rings, function(r) cbind(c(r$x, r$x[1]), c(r$y, r$y[1]))))
once <- which(pairs$i < pairs$j)
overlap <- vapply(once, function(k) st_area(st_intersection(polygon, polygon + c(pairs$dx[k], pairs$dy[k]))), 0)
twin <- match(paste(pmin(pairs$i, pairs$j), pmax(pairs$i, pairs$j)), paste(pairs$i[once], pairs$j[once]))
weight <- list(
  none = rep(1, length(pairs$d)),
  isotropic = as.vector(edge.Ripley(points[pairs$i], matrix(pairs$d, ncol = 1))),
  translation = (A / overlap)[twin]
)
# spatstat leaves out arcs shorter than its own epsilon; our overlaps are interpolated across bands.
tolerance <- c(none = 1e-9, isotropic = 2e-5, translation = 2e-4)
for (edge in names(weight)) {
  city <- read.csv(given[[edge]], header = FALSE, col.names = c("id", "by", "value"), na.strings = "")
  figure <- function(id, by = NA) {
    id <- sub("\\{r\\}", paste0(given[["radius"]], "m"), id)
    city$value[city$id == id & (if (is.na(by)) is.na(city$by) else !is.na(city$by) & city$by == by)]
  }
  K <- A / (n * (n - 1)) * sum(weight[[edge]])
  compare(paste(edge, "K"), figure("ripley_{r}_k"), K, tolerance[[edge]])
  compare(paste(edge, "L"), figure("ripley_{r}_l"), sqrt(K / pi), tolerance[[edge]])
  from <- table$woonvorm[pairs$i] == kinds[1]
  to <- table$woonvorm[pairs$j] == kinds[2]
  cross <- A / (sum(table$woonvorm == kinds[1]) * sum(table$woonvorm == kinds[2])) * sum(weight[[edge]][from & to])
  compare(paste(edge, "cross K"), figure("cross_{r}_k", paste0("woonvorm=", given[["cross"]])), cross, tolerance[[edge]])
  if (edge == "none") {
    test <- clarkevans.test(points, correction = "none", alternative = "two.sided")
    compare("Clark-Evans R", figure("clark_evans_r"), unname(test$statistic), 1e-6)
    mean_m <- mean(nndist(points))
    L <- perimeter(window)
    expected <- sqrt(A / n) / 2 + (0.0514 + 0.0412 / sqrt(n)) * L / n
    compare("Donnelly's R", figure("clark_evans_donnelly_r"), mean_m / expected, 1e-6)
    compare("Donnelly's z", figure("clark_evans_donnelly_z"),
            (mean_m - expected) / sqrt(0.0703 * A / n^2 + 0.037 * L * sqrt(A / n^5)), 1e-6)
    # The envelope holds what Poisson points lead to: the same null hypothesis by other draws.
    set.seed(1)
    sims <- replicate(99, { p <- spatstat.random::runifpoint(n, win = window); A / (n * (n - 1)) * length(closepairs(p, radius, what = "ijd")$d) })
    low <- figure("ripley_{r}_k_low"); high <- figure("ripley_{r}_k_high")
    error <- 4 * sd(sims)
    compare("the envelope is about that of runifpoint", abs(low - min(sims)) < error && abs(high - max(sims)) < error, TRUE)
  }
}
conclude("pattern", as.numeric(given[["at_least"]]))
