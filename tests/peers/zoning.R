# SPDX-License-Identifier: EUPL-1.2
# wijk-zoning again, from the raw files: z-scores, weighted mean, terciles, rank, and the stability of the classes
# under draws of the weights of R's own.
#
#   Rscript zoning.R indicators=FILE weights=FIELD:higher|lower:W,... zoning=FILE at_least=N
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))), "common.R"))

arguments <- commandArgs(trailingOnly = TRUE)
given <- setNames(sub("^[^=]*=", "", arguments), sub("=.*", "", arguments))

ours <- st_drop_geometry(st_read(given[["zoning"]], layer = sub("\\.gpkg$", "", basename(given[["zoning"]])), quiet = TRUE,
                                 stringsAsFactors = FALSE))
ours <- ours[order(ours$WK_CODE, method = "radix"), ]
table <- read_table(given[["indicators"]])
table <- table[match(ours$WK_CODE, table$wijkcode), ]

parts <- strsplit(strsplit(given[["weights"]], ",")[[1]], ":")
fields <- vapply(parts, `[`, "", 1)
sign <- ifelse(vapply(parts, `[`, "", 2) == "higher", 1, -1)
weights <- as.numeric(vapply(parts, `[`, "", 3))
weights <- weights / sum(weights)

values <- sapply(fields, function(field) to_number(table[[field]]))
scaled <- sapply(seq_along(fields), function(j) {
  v <- values[, j]
  m <- mean(v, na.rm = TRUE)
  sign[j] * (v - m) / sqrt(mean((v - m)^2, na.rm = TRUE))
})
there <- !is.na(scaled)
unknown <- drop(!there %*% weights > 0.5 + 1e-12)

score_by <- function(w) {
  score <- rowSums(sweep(replace(scaled, !there, 0), 2, w, "*")) / drop(there %*% w)
  score[unknown | !is.finite(score)] <- NA
  score
}
class_by <- function(score) {
  limits <- quantile(score, c(1, 2) / 3, na.rm = TRUE, type = 7)
  c("kwetsbaar", "aandacht", "draagkrachtig")[1 + (score >= limits[1]) + (score >= limits[2])]
}

score <- score_by(weights)
class <- class_by(score)
for (j in seq_along(fields)) {
  compare(fields[j], ours[[fields[j]]], values[, j])
  compare(paste0("dna_", fields[j]), ours[[paste0("dna_", fields[j])]], scaled[, j])
}
compare("score", ours$score, score)
compare("score_rank", ours$score_rank, ifelse(is.na(score), NA, rank(score, na.last = "keep", ties.method = "min")))
compare("zone_class", ours$zone_class, ifelse(is.na(class), "onbekend", class))

# Shares of 1,000 draws here and 20,000 there: apart by no more than chance allows (five standard errors).
set.seed(1)
draws <- 20000
kept <- numeric(nrow(ours))
alpha <- 10 * length(weights) * weights
for (d in seq_len(draws)) {
  w <- rgamma(length(alpha), alpha)
  kept <- kept + (class_by(score_by(w / sum(w))) == class)
}
stability <- kept / draws
error <- 5 * sqrt(pmax(stability * (1 - stability), 1e-4) / 1000) + 1e-3
compare("class_stability_share is there", is.na(ours$class_stability_share), is.na(stability))
compare("class_stability_share within chance", abs(ours$class_stability_share - stability) <= error,
        ifelse(is.na(stability), NA, TRUE))
conclude("zoning", as.numeric(given[["at_least"]]))
