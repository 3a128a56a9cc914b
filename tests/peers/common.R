# SPDX-License-Identifier: EUPL-1.2
# What both comparisons need: reading the raw files with R's own means, and comparing figure by figure.
suppressPackageStartupMessages(library(sf))

missing_codes <- c(-99999999, -99999, -99998, -99997)

# Numbers as a Dutch spreadsheet writes them (or with a point, where the file has commas between fields).
to_number <- function(text) {
  number <- suppressWarnings(as.numeric(sub(",", ".", text, fixed = TRUE)))
  number[number %in% missing_codes] <- NA
  number
}

read_table <- function(path) {
  first <- readLines(path, n = 1, encoding = "UTF-8", warn = FALSE)
  mark <- if (grepl(";", first, fixed = TRUE)) ";" else ","
  read.table(path, sep = mark, header = TRUE, colClasses = "character", quote = "\"", comment.char = "",
             check.names = FALSE, encoding = "UTF-8", na.strings = "", fill = FALSE)
}

# Zones in RD, by key; figures that stand for "missing" are missing.
read_zones <- function(path, key) {
  zones <- st_read(path, quiet = TRUE, stringsAsFactors = FALSE)
  st_geometry(zones) <- "geometry"
  if (is.na(st_crs(zones)$epsg) || st_crs(zones)$epsg != 28992) zones <- suppressWarnings(st_set_crs(zones, 28992))
  zones <- zones[order(zones[[key]], method = "radix"), ]
  invalid <- !st_is_valid(zones)
  if (any(invalid)) st_geometry(zones)[invalid] <- st_make_valid(st_geometry(zones)[invalid])
  zones
}

to_points <- function(x, y) st_as_sf(data.frame(x = x, y = y), coords = c("x", "y"), crs = 28992)

# Row of the zone that holds each point, the lowest of those that touch it; NA outside.
find_zone <- function(points, zones) {
  hits <- st_intersects(points, zones)
  vapply(hits, function(rows) if (length(rows)) min(rows) else NA_integer_, integer(1))
}

compared <- 0
bounded <- 0
differing <- 0
worst <- 0

# `ours` against `theirs`: both missing is equal; numbers within `tolerance` of each other, relative above 1.
compare <- function(what, ours, theirs, tolerance = 1e-9) {
  stopifnot(length(ours) == length(theirs))
  compared <<- compared + length(ours)
  if (is.character(theirs)) {
    wrong <- which(!(is.na(ours) & is.na(theirs)) & (is.na(ours) != is.na(theirs) | ours != theirs))
  } else {
    ours <- as.numeric(ours)
    off <- abs(ours - theirs) / pmax(1, abs(theirs))
    wrong <- which(is.na(ours) != is.na(theirs) | (!is.na(off) & off > tolerance))
    if (any(!is.na(off))) worst <<- max(worst, off, na.rm = TRUE)
  }
  if (length(wrong)) {
    differing <<- differing + length(wrong)
    for (i in head(wrong, 5))
      cat(sprintf("DIFFERS %s [%d]: wijkatlas %s, R %s\n", what, i, format(ours[i], digits = 17),
                  format(theirs[i], digits = 17)))
    if (length(wrong) > 5) cat(sprintf("  ... and %d more\n", length(wrong) - 5))
  }
}

# `ours` from `low` to `high`: where the two are the same this is `compare`.
compare_between <- function(what, ours, low, high, tolerance = 1e-9) {
  open <- !is.na(low) & !is.na(high) & high > low
  compare(what, ours[!open], low[!open], tolerance)
  bounded <<- bounded + sum(open)
  wrong <- which(open & (is.na(ours) | ours < low * (1 - tolerance) | ours > high * (1 + tolerance)))
  differing <<- differing + length(wrong)
  for (i in head(wrong, 5))
    cat(sprintf("DIFFERS %s [%d]: wijkatlas %.17g, R between %.17g and %.17g\n", what, i, ours[i], low[i], high[i]))
}

conclude <- function(name, at_least) {
  cat(sprintf("%s: %d figures compared and %d more within bounds, %d differ, largest relative difference %.3g\n", name,
              compared, bounded, differing, worst))
  if (compared < at_least) {
    cat(sprintf("only %d figures were compared, %d were expected\n", compared, at_least))
    quit(status = 1)
  }
  quit(status = if (differing > 0) 1 else 0)
}
