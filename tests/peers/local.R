# SPDX-License-Identifier: EUPL-1.2
# Local Moran, Gi and Gi* with R spdep: figures, analytic p, p by permutation, and p adjusted by R's own p.adjust.
#   zones= key= value= snap= weights=queen|knn:K style=row|binary permutations=R local=CSV of ours at_least=
# spdep draws neighbours with replacement, which shows where they are many of few: the permutation part allows for it.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))), "common.R"))
arguments <- commandArgs(trailingOnly = TRUE)
given <- setNames(sub("^[^=]*=", "", arguments), sub("=.*", "", arguments))
suppressPackageStartupMessages(library(spdep))

zones <- st_read(given[["zones"]], quiet = TRUE, stringsAsFactors = FALSE)
suppressWarnings(st_crs(zones) <- NA)
zones <- zones[order(as.character(zones[[given[["key"]]]]), method = "radix"), ]
v <- to_number(as.character(zones[[given[["value"]]]]))
if ("H2O" %in% names(zones)) v[zones$H2O == "JA"] <- NA
zones <- zones[!is.na(v), ]
v <- as.numeric(zones[[given[["value"]]]])
rule <- strsplit(given[["weights"]], ":")[[1]]
nb <- if (rule[1] == "queen") poly2nb(zones, queen = TRUE, snap = as.numeric(given[["snap"]])) else
  knn2nb(knearneigh(st_coordinates(st_centroid(st_geometry(zones))), k = as.numeric(rule[2])))
if (any(card(nb) == 0)) {
  zones <- zones[card(nb) > 0, ]
  v <- v[card(nb) > 0]
  nb <- subset(nb, card(nb) > 0)
}
style <- if (given[["style"]] == "row") "W" else "B"
w <- nb2listw(nb, style = style)
self <- nb2listw(include.self(nb), style = style)
ours <- read.csv(given[["local"]], colClasses = "character")
names(ours) <- sub(paste0("^", given[["key"]], "$"), "zone_key", names(ours))
ours <- ours[match(as.character(zones[[given[["key"]]]]), ours$zone_key), ]
column <- function(name) as.numeric(ours[[name]])
set.seed(1)

moran <- localmoran(v, w, conditional = TRUE, alternative = "two.sided")
compare("moran_local", column("moran_local"), moran[, "Ii"], 1e-10)
gi <- localG(v, w)
star <- localG(v, self)
compare("gi_z", column("gi_z"), as.vector(gi), 1e-9)
compare("gi_star_z", column("gi_star_z"), as.vector(star), 1e-9)
compare("gi_z is Moran's z but for the sign", abs(column("gi_z")), abs(moran[, "Z.Ii"]), 1e-7)
quadrant <- as.character(interaction(ifelse(v > mean(v), "H", "L"), ifelse(lag.listw(w, v - mean(v)) > 0, "H", "L"), sep = ""))
count <- as.integer(given[["permutations"]])
if (count == 0) {
  compare("moran_p", column("moran_p"), moran[, 5], 1e-7)
  compare("moran_p_fdr", column("moran_p_fdr"), p.adjust(moran[, 5], "BH"), 1e-7)
  compare("gi_star_p", column("gi_star_p"), 2 * pnorm(-abs(star)), 1e-9)
  compare("gi_star_p_fdr", column("gi_star_p_fdr"), p.adjust(2 * pnorm(-abs(star)), "BH"), 1e-9)
} else {
  # Twice the smaller tail, as spdep has it (--tail doubled); drawn by R, without replacement as here.
  z <- v - mean(v)
  n <- length(v)
  theirs <- sapply(seq_along(v), function(i) {
    real <- sum(w$weights[[i]] * z[nb[[i]]])
    drawn <- replicate(count, sum(w$weights[[i]] * z[-i][sample.int(n - 1, length(nb[[i]]))]))
    extreme <- if (real >= -z[i] * sum(w$weights[[i]]) / (n - 1)) sum(drawn >= real - 1e-12) else sum(drawn <= real + 1e-12)
    min(1, 2 * (extreme + 1) / (count + 1))
  })
  # Two estimates of one chance from `count` draws each: 4.5 standard errors of their difference.
  tail <- pmax(theirs, column("moran_p")) / 2
  error <- 2 * sqrt(2 * tail * (1 - tail) / count)
  off <- abs(column("moran_p") - theirs) > 4.5 * error + 2 / count
  compare("moran_p by permutation, zones off", sum(off), 0, 0)
  compare("gi_star_p is the same", column("gi_star_p"), column("moran_p"), 0)
  compare("moran_p_fdr", column("moran_p_fdr"), p.adjust(column("moran_p"), "BH"), 1e-12)
  # spdep's own, with replacement: alike where neighbours are few of many
  own <- localmoran_perm(v, w, nsim = count, alternative = "two.sided", iseed = 1)[, 6]
  compare("moran_p and localmoran_perm, mean difference", mean(column("moran_p") - pmin(own, 1)), 0, 0.02)
}
significant <- column("moran_p") <= 0.05
compare("moran_cluster", as.numeric(ours$moran_cluster == ifelse(significant, quadrant, "ns")), rep(1, length(v)), 0)
word <- ifelse(star > 0, "hot", "cold")
compare("gi_cluster", mean(ours$gi_cluster == ifelse(column("gi_star_p") <= 0.05, word, "ns")), 1, if (count == 0) 0 else 0.05)
conclude("local autocorrelation", as.numeric(given[["at_least"]]))
