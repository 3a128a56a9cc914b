# SPDX-License-Identifier: EUPL-1.2
# Do the cells of densities add up to the places in the zones? Rasters are read by terra, the places are counted by sf:
#   Rscript density_sums.R zones=FILE facilities=FILE.csv at_least=N DENSITY.tif DENSITY__form.tif ...
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))), "common.R"))
suppressPackageStartupMessages(library(terra))

arguments <- commandArgs(trailingOnly = TRUE)
given <- setNames(sub("^[^=]*=", "", arguments), sub("=.*", "", arguments))
files <- grep("[.]tif$", arguments, value = TRUE)

zones <- suppressWarnings(st_set_crs(st_read(given[["zones"]], quiet = TRUE), 28992))
fac <- read_table(given[["facilities"]])
fac <- fac[fac$status == "bestaand", ]
places <- to_number(fac$capaciteit)
where <- to_points(to_number(fac$x), to_number(fac$y))
inside <- !is.na(places) & lengths(st_intersects(where, zones)) > 0

for (file in files) {
  form <- if (grepl("__", file)) sub(".*__(.*)[.]tif$", "\\1", file) else NA
  map <- rast(file)
  stopifnot(crs(map, describe = TRUE)$code == "28992", identical(res(map), c(100, 100)))
  wanted <- sum(places[inside & (is.na(form) | fac$woonvorm == form)])
  stopifnot(wanted > 0)
  total <- global(map, "sum", na.rm = TRUE)[[1]] * prod(res(map)) / 1e6
  # 1e-5 of 32-bit numbers; a thousandth was asked for
  compare(paste("sum of", file), total / wanted, 1, 1e-5)
}
conclude("sums of densities", as.numeric(given[["at_least"]]))
