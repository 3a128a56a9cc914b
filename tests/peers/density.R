# SPDX-License-Identifier: EUPL-1.2
# The same density by spatstat, over the same cells:
#   Rscript density.R zones=FILE facilities=FILE.csv kernel=NAME bandwidth=M cell=M edge=HOW ours=FILE.xyz
# spatstat moves each point to the middle of its pixel before it spreads it (a fast Fourier transform over the grid), so
# it is asked for cells a fifth as wide, of which those are taken whose middle is that of one of ours. Its bandwidth is
# the standard deviation of every kernel: of a quartic the radius over the square root of 8.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))), "common.R"))
suppressPackageStartupMessages(library(spatstat.explore))

arguments <- commandArgs(trailingOnly = TRUE)
given <- setNames(sub("^[^=]*=", "", arguments), sub("=.*", "", arguments))
cell <- as.numeric(given[["cell"]])
bandwidth <- as.numeric(given[["bandwidth"]])
sigma <- if (given[["kernel"]] == "quartic") bandwidth / sqrt(8) else bandwidth

zones <- st_read(given[["zones"]], quiet = TRUE)
zones <- suppressWarnings(st_set_crs(zones, 28992))
fac <- read_table(given[["facilities"]])
fac <- fac[fac$status == "bestaand", ]
names(fac) <- tolower(names(fac))
x <- to_number(fac$x)
y <- to_number(fac$y)
weight <- to_number(fac$capaciteit)

ours <- read.table(given[["ours"]])
names(ours) <- c("x", "y", "v")
ours$v <- suppressWarnings(as.numeric(ours$v))
columns <- length(unique(ours$x))
rows <- length(unique(ours$y))
stopifnot(nrow(ours) == columns * rows)

# The window: the cells whose middles lie in a zone, as pixels of a fifth.
finer <- 5
inside <- lengths(st_intersects(st_as_sf(ours, coords = c("x", "y"), crs = 28992), zones)) > 0
cat(sprintf("cells inside: R %d, wijkatlas %d\n", sum(inside), sum(!is.na(ours$v))))
stopifnot(sum(inside != !is.na(ours$v)) <= 2) # a middle on a border
rows_up <- order(ours$y, ours$x)
mask <- matrix(inside[rows_up], nrow = rows, byrow = TRUE)
mask <- mask[rep(seq_len(rows), each = finer), rep(seq_len(columns), each = finer)]
left <- min(ours$x) - cell / 2
low <- min(ours$y) - cell / 2
window <- owin(c(left, left + columns * cell), c(low, low + rows * cell), mask = mask)

kept <- inside.owin(x, y, window)
cat(sprintf("facilities in the cells: %d of %d\n", sum(kept), length(kept)))
pattern <- ppp(x[kept], y[kept], window = window, check = FALSE)
map <- density(pattern, sigma = sigma, kernel = given[["kernel"]], weights = weight[kept], edge = given[["edge"]] != "none",
               diggle = given[["edge"]] == "boundary", dimyx = dim(mask))
middle <- (finer + 1) / 2
theirs <- as.matrix(map)[seq(middle, by = finer, length.out = rows), seq(middle, by = finer, length.out = columns)] * 1e6
mine <- matrix(ours$v[rows_up], nrow = rows, byrow = TRUE)
both <- !is.na(theirs) & !is.na(mine)
peak <- max(theirs[both])
off <- abs(theirs - mine)[both] / peak
cat(sprintf("peak %.3f, wijkatlas %.3f; sum %.2f, wijkatlas %.2f; largest difference %.4f of the peak, mean %.5f\n", peak,
            max(mine[both]), sum(theirs[both]) * cell^2 / 1e6, sum(mine[both]) * cell^2 / 1e6, max(off), mean(off)))
compare("density over its peak", (mine / peak)[both], (theirs / peak)[both], as.numeric(given[["within"]]))
conclude(paste("density", given[["kernel"]], given[["edge"]]), as.numeric(given[["at_least"]]))
