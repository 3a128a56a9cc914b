# SPDX-License-Identifier: EUPL-1.2
# Who is next to whom, and Moran's I, Geary's C and the general G over them, with R spdep.
#   zones= key= value= weights=queen|rook|knn:K|band:M|idw:M style=row|binary variance=randomisation|normality
#   snap= city= (id, value, expected, variance, p)
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))), "common.R"))
arguments <- commandArgs(trailingOnly = TRUE)
given <- setNames(sub("^[^=]*=", "", arguments), sub("=.*", "", arguments))
suppressPackageStartupMessages(library(spdep))

zones <- st_read(given[["zones"]], quiet = TRUE, stringsAsFactors = FALSE)
suppressWarnings(st_crs(zones) <- NA)
zones <- zones[order(zones[[given[["key"]]]], method = "radix"), ]
v <- to_number(as.character(zones[[given[["value"]]]]))
if ("H2O" %in% names(zones)) v[zones$H2O == "JA"] <- NA
zones <- zones[!is.na(v), ]
v <- as.numeric(zones[[given[["value"]]]])
rule <- strsplit(given[["weights"]], ":")[[1]]
measure <- as.numeric(rule[2])
centre <- st_coordinates(st_centroid(st_geometry(zones)))

nb <- switch(rule[1],
  queen = poly2nb(zones, queen = TRUE, snap = as.numeric(given[["snap"]])),
  rook = poly2nb(zones, queen = FALSE, snap = as.numeric(given[["snap"]])),
  knn = knn2nb(knearneigh(centre, k = measure)),
  band = dnearneigh(centre, 0, measure),
  idw = dnearneigh(centre, 0, measure))
islands <- card(nb) == 0
if (any(islands)) { # left out of everything
  nb <- subset(nb, !islands)
  v <- v[!islands]
  centre <- centre[!islands, ]
}
glist <- if (rule[1] == "idw") lapply(nbdists(nb, centre), function(d) 1000 / d) else NULL
style <- if (given[["style"]] == "row") "W" else "B"
w <- nb2listw(nb, glist = glist, style = style)
random <- given[["variance"]] == "randomisation"

tests <- list(moran_i = moran.test(v, w, randomisation = random, alternative = "two.sided"),
              geary_c = geary.test(v, w, randomisation = random, alternative = "two.sided"))
if (all(v >= 0)) tests$getis_g <- globalG.test(v, nb2listw(nb, style = "B"), alternative = "two.sided")

ours <- read.csv(given[["city"]], header = FALSE, colClasses = c("character", rep("numeric", 4)), na.strings = "",
                 col.names = c("id", "value", "expected", "variance", "p"))
for (id in names(tests)) {
  row <- ours[ours$id == id, ]
  stopifnot(nrow(row) == 1)
  estimate <- unname(tests[[id]]$estimate)
  compare(paste(id, "value"), row$value, estimate[1], 1e-11)
  compare(paste(id, "expected"), row$expected, estimate[2], 1e-12)
  compare(paste(id, "variance"), row$variance / estimate[3], 1, 1e-7)
  compare(paste(id, "p"), row$p, tests[[id]]$p.value, 1e-8)
}
# Of G the expectation is the number of pairs over n (n - 1)
if ("getis_g" %in% ours$id)
  compare("pairs", ours$expected[ours$id == "getis_g"] * length(v) * (length(v) - 1), sum(card(nb)), 1e-9)
conclude("autocorrelation", as.numeric(given[["at_least"]]))
