/** Which titles the same viewers like, by three measures of how much more than usual; with f what one event weighs in G. */
import type { RowSet } from '../model/model.ts'
import { SHRINKAGE } from './gram.ts'
import type { Gram } from './gram.ts'
import { pruneRows } from './prune-rows.ts'

/** S_ij = G_ij / (sqrt(G_ii G_jj) + shrinkage f): the shrinkage keeps titles with a handful of viewers from looking alike by chance. */
export function cosineRows(gram: Gram, neighbours: number, shrinkage = SHRINKAGE): RowSet {
  const { diagonal, eventWeight } = gram
  const damping = shrinkage * eventWeight
  return rowsBy(
    gram,
    neighbours,
    (together, i, j) => together / (Math.sqrt((diagonal[i] ?? 0) * (diagonal[j] ?? 0)) + damping),
  )
}

/** L_ij = log(1 + g_ij / (r_i r_j / t + 1)) with g = G / f, r its row sums and t the sum of all: as the counts' log-lift, without order. */
export function liftRows(gram: Gram, neighbours: number): RowSet {
  const { rows, diagonal, eventWeight } = gram
  const sums = Float64Array.from(diagonal, (_, title) => {
    let sum = 0
    for (let at = rows.offsets[title] ?? 0; at < (rows.offsets[title + 1] ?? 0); at++) sum += rows.weights[at] ?? 0
    return sum / eventWeight
  })
  const total = sums.reduce((all, sum) => all + sum, 0)
  return rowsBy(gram, neighbours, (together, i, j) => {
    const expected = total > 0 ? ((sums[i] ?? 0) * (sums[j] ?? 0)) / total : 0
    return Math.log1p(Math.max(0, together / eventWeight) / (Math.max(0, expected) + 1))
  })
}

const WALK_DAMPING = 0.4

/**
 * W_ij = G_ij / G_ii / (G_jj / f)^0.4: how often a walk from title to viewer to title ends at j, less for titles where every walk
 * ends. Source: RP3beta (Paudel et al. 2017).
 */
export function walkRows(gram: Gram, neighbours: number): RowSet {
  const { diagonal, eventWeight } = gram
  const damping = Float64Array.from(diagonal, (value) => Math.max(1e-9, value / eventWeight) ** WALK_DAMPING)
  return rowsBy(gram, neighbours, (together, i, j) => together / Math.max(1e-9, diagonal[i] ?? 0) / (damping[j] ?? 1))
}

function rowsBy({ rows }: Gram, neighbours: number, score: (together: number, i: number, j: number) => number): RowSet {
  return pruneRows(rows, neighbours, (i, j, at) => score(rows.weights[at] ?? 0, i, j))
}
