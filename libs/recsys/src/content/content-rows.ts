/**
 * Which titles are about the same: S_ij = F_i . F_j, the cosine of two rows of a content matrix, computed as the sum of the
 * squared weights of the tokens that i and j share / (|i| |j|). Row by row over one dense accumulator, never titles * titles of
 * memory.
 *
 * Walking the list of a token's titles for each of them takes df^2 steps, so the few tokens that much of the catalogue has (a language,
 * a genre) would be nearly all of the work. Only the lists of rarer tokens are walked; what the frequent ones add is looked
 * up for the titles found so. Time: the sum of df^2 over the rarer tokens, which is at most the matrix' entries * cap, plus
 * titles * cap where tokens are frequent. 100,000 titles of 20 tokens: 15 s on one core.
 */
import { transpose } from '../similarity/interactions.ts'
import type { BuildProgress } from '../build/progress.ts'
import { createRowSetWriter } from '../build/row-set-writer.ts'
import type { RowSet } from '../model/model.ts'
import { createTopK } from '../top-k.ts'
import type { Ranked } from '../top-k.ts'
import type { ContentMatrix } from './content-matrix.ts'
import { createFrequentTokens } from './frequent-tokens.ts'

/** A token of more titles than this is frequent. */
const FREQUENT_ABOVE = 2000

/** Titles a step: some milliseconds of work between two yields. */
const STEP = 64

/**
 * The best `limit` neighbours of every title, best first; equal ones stand in the order of their numbers. Exact where no token is
 * frequent. Where some are, the candidates of a title are those that share a rarer token with it; if these are fewer than `limit`,
 * also `frequentAbove` titles of its rarest frequent token (of equally rare ones the first): from the place (title number
 * modulo the token's titles) on, round and round, so that different titles try different ones.
 */
export function* contentRows(
  matrix: ContentMatrix,
  limit: number,
  frequentAbove = FREQUENT_ABOVE,
): Generator<BuildProgress, RowSet> {
  const titles = matrix.offsets.length - 1
  const neighboursOf = createSearch(matrix, limit, frequentAbove)
  const writer = createRowSetWriter(titles, limit)
  for (let title = 0; title < titles; title++) {
    if (title % STEP === 0) yield { stage: 'content rows', done: title, of: titles }
    const row = neighboursOf(title)
    writer.add(row.items, row.scores)
  }
  return writer.finish()
}

function createSearch(matrix: ContentMatrix, limit: number, frequentAbove: number): (title: number) => Ranked {
  const { offsets, columns, tokens, tokenWeights, lengths } = matrix
  const titles = offsets.length - 1
  const byToken = transpose(matrix, tokens.length)
  const sizes = Uint32Array.from(
    tokens,
    (_, token) => (byToken.offsets[token + 1] ?? 0) - (byToken.offsets[token] ?? 0),
  )
  const frequent = createFrequentTokens(
    matrix,
    tokens.map((_, token) => token).filter((token) => (sizes[token] ?? 0) > frequentAbove),
  )
  const best = createTopK(limit, (a, b) => a - b)
  // What the rarer tokens shared with a title add up to. Weights are positive: 0 is whoever was not touched.
  const sums = new Float64Array(titles)
  const candidates = new Uint32Array(titles)
  let count = 0

  /** Touches whoever has the token. */
  const walk = (token: number): void => {
    const square = (tokenWeights[token] ?? 0) ** 2
    const end = byToken.offsets[token + 1] ?? 0
    for (let at = byToken.offsets[token] ?? 0; at < end; at++) {
      const other = byToken.columns[at] ?? 0
      const sum = sums[other] ?? 0
      if (sum === 0) candidates[count++] = other
      sums[other] = sum + square
    }
  }

  /** Some of those who have the token, and were not touched. */
  const sample = (token: number, title: number): void => {
    const size = sizes[token] ?? 0
    const start = byToken.offsets[token] ?? 0
    for (let step = 0; step < frequentAbove; step++) {
      const other = byToken.columns[start + ((title + step) % size)] ?? 0
      if (sums[other] === 0) candidates[count++] = other
    }
  }

  const rank = (title: number): void => {
    const length = lengths[title] ?? 0
    frequent.compareWith(title)
    for (let at = 0; at < count; at++) {
      const other = candidates[at] ?? 0
      const sum = (sums[other] ?? 0) + frequent.sharedBy(other)
      sums[other] = 0
      // Rounded to what is stored, so that equal stored scores are equal here.
      const score = Math.fround(sum / (length * (lengths[other] ?? 0)))
      if (other !== title && best.accepts(other, score)) best.add(other, score)
    }
  }

  return (title) => {
    count = 0
    let rarest = -1
    for (let at = offsets[title] ?? 0; at < (offsets[title + 1] ?? 0); at++) {
      const token = columns[at] ?? 0
      if ((sizes[token] ?? 0) <= frequentAbove) walk(token)
      else if (rarest < 0 || (sizes[token] ?? 0) < (sizes[rarest] ?? 0)) rarest = token
    }
    // The title itself is one of them, if any of its tokens was walked.
    if (count <= limit && rarest >= 0) sample(rarest, title)
    rank(title)
    return best.drain()
  }
}
