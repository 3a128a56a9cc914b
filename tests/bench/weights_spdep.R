# SPDX-License-Identifier: EUPL-1.2
# The neighbours of `national weights` by R spdep: seconds of poly2nb alone, and the number of pairs.
suppressPackageStartupMessages({library(sf); library(spdep)})
zones <- st_read(commandArgs(trailingOnly = TRUE)[1], quiet = TRUE)
took <- system.time(found <- poly2nb(zones, queen = TRUE, snap = 0.5))[["elapsed"]]
cat(took, sum(card(found)), "\n")
