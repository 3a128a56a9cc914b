# SPDX-License-Identifier: EUPL-1.2
# Where the group is, from the formulas as published, the plain way: every sum over pairs is a full matrix.
#   x, t, a: group, residents, land in km², of zones with residents; at: centres of gravity (m), a column x and y
#   touches: a matrix that says which zones are neighbours

entropy <- function(p) -ifelse(p > 0, p * log(p), 0) - ifelse(p < 1, (1 - p) * log(1 - p), 0)

evenness_indices <- function(x, t, b = 0.5) {
  P <- sum(x) / sum(t); p <- x / t
  list(information_theory_h = sum(t * (entropy(P) - entropy(p))) / (entropy(P) * sum(t)),
       atkinson = 1 - P / (1 - P) * abs(sum((1 - p)^(1 - b) * p^b * t / (P * sum(t))))^(1 / (1 - b)))
}

# Numbers of groups of equal values in ascending order; a rounding does not part two.
ranks <- function(v) {
  order <- order(v)
  rank <- integer(length(v))
  rank[order] <- cumsum(c(1, diff(v[order]) > 1e-9 * max(v)))
  rank
}

land_indices <- function(x, t, a, cut = c("x", "y")) {
  cut <- match.arg(cut)
  X <- sum(x); y <- t - x; Y <- sum(y); rank <- ranks(a)
  per_rank <- function(v) as.numeric(tapply(v, rank, sum))
  mean_land <- function(people, which) { # of as many whole ranks, from the first in `which`, as hold `people`
    held <- cumsum(per_rank(t)[which])
    some <- which[seq_len(which(held >= people * (1 - 1e-12))[1])]
    sum(per_rank(t * a)[some]) / sum(per_rank(t)[some])
  }
  bounds <- function(people) c(mean_land(people, seq_len(max(rank))), mean_land(people, rev(seq_len(max(rank)))))
  m <- bounds(X); r <- if (cut == "x") m else bounds(Y)
  actual <- sum(x * a) / X
  list(absolute_concentration = if (m[2] > m[1]) 1 - (actual - m[1]) / (m[2] - m[1]) else NA,
       relative_concentration = if (r[2] > r[1]) (actual / (sum(y * a) / Y) - 1) / (r[1] / r[2] - 1) else NA)
}

centralisation_indices <- function(x, t, a, at, centre) {
  rank <- ranks(sqrt((at[, 1] - centre[1])^2 + (at[, 2] - centre[2])^2))
  share <- function(v) cumsum(as.numeric(tapply(v, rank, sum))) / sum(v)
  cross <- function(v, w) { # Σ V_(i-1) W_i - Σ V_i W_(i-1)
    n <- length(v)
    sum(v[-n] * w[-1]) - sum(v[-1] * w[-n])
  }
  list(absolute_centralisation = cross(share(x), share(a)), relative_centralisation = cross(share(x), share(t - x)))
}

clustering_indices <- function(x, t, near) {
  X <- sum(x); y <- t - x; Y <- sum(y); T <- sum(t); s <- x / X; n <- length(x)
  proximity <- function(v) sum(outer(v, v) * near) / sum(v)^2
  any <- X / n^2 * sum(near)
  list(absolute_clustering = (sum(s * (near %*% x)) - any) / (sum(s * (near %*% t)) - any),
       spatial_proximity = (X * proximity(x) + Y * proximity(y)) / (T * proximity(t)),
       relative_clustering = proximity(x) / proximity(y) - 1)
}

# e^(-d) as it stands, d in km; within a zone 0.6 times the root of its land.
near_by_distance <- function(a, at) {
  d <- sqrt(outer(at[, 1], at[, 1], "-")^2 + outer(at[, 2], at[, 2], "-")^2) / 1000
  diag(d) <- 0.6 * sqrt(a)
  exp(-d)
}

decay_isolation <- function(x, t, near) {
  K <- t(t(near) * t)
  K <- K / rowSums(K)
  sum(x / sum(x) * (K %*% (x / t)))
}

adjacent_dissimilarity <- function(x, t, touches) {
  p <- x / t; y <- t - x
  if (!any(touches)) return(NA)
  sum(abs(x / sum(x) - y / sum(y))) / 2 - sum(touches * abs(outer(p, p, "-"))) / sum(touches)
}

# Every figure of where the group is; `choices` are --centre, --rco, --atkinson and --clustering as the run had them.
arrangement <- function(x, t, a, at, touches, choices) {
  distance <- near_by_distance(a, at)
  near <- if (identical(choices$clustering, "contiguity")) touches + diag(length(x)) else distance
  c(evenness_indices(x, t, if (is.null(choices$atkinson)) 0.5 else choices$atkinson),
    land_indices(x, t, a, if (is.null(choices$rco)) "x" else choices$rco),
    if (!is.null(choices$centre)) centralisation_indices(x, t, a, at, choices$centre),
    clustering_indices(x, t, near),
    list(distance_decay_isolation = decay_isolation(x, t, distance),
         dissimilarity_adjacent = adjacent_dissimilarity(x, t, touches)))
}
