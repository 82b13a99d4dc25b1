/**
 * What titles are about, as sparse vectors: w_it = family(t) * idf(t) where title i has token t, idf(t) = ln((n + 1) / (df(t) + 1)) + 1
 * with df(t) titles of n that have it, and each row scaled to length 1: the product of two rows is their cosine. (Salton and
 * Buckley 1988; smoothed so that a token of every title still counts.) O(tokens + d log d), d different tokens.
 */
import type { BuildProgress } from '../build/progress.ts'
import type { SparseMatrix } from '../similarity/interactions.ts'

/** Row: title number, column: token number, ascending within a row; every weight is positive. */
export interface ContentMatrix extends SparseMatrix {
  /** Token number -> token, sorted by code units, so that the same titles give the same bytes. */
  readonly tokens: readonly string[]
  /** By token: family * idf, before any row is scaled. */
  readonly tokenWeights: Float64Array
  /** By title: what its row was divided by; 0 where it is empty. */
  readonly lengths: Float64Array
}

/**
 * How much a token counts, by what stands before its ':'. Tags, genres and years: the steps that put the most titles liked by the
 * same viewers next to each other on MovieLens (latest-small). It has nothing of the others: there, one franchise is taken for the
 * strongest sign, a person for a stronger one than a tag, and language for a matter of rules more than of taste.
 */
const FAMILY_WEIGHTS: ReadonlyMap<string, number> = new Map([
  ['franchise', 2],
  ['person', 1.5],
  ['tag', 1],
  ['genre', 0.5],
  ['language', 0.25],
  ['year', 0.25],
])
const OTHER_FAMILY_WEIGHT = 1

/** Titles a step: some milliseconds of work between two yields. */
const STEP = 1024

/**
 * `titles`: each title's tokens, by title number; their order does not matter and repeats count once. A token that only one
 * title has makes nothing alike and is dropped. A title that is left without tokens has an empty row.
 */
export function* contentMatrix(titles: readonly (readonly string[])[]): Generator<BuildProgress, ContentMatrix> {
  const titlesWith = yield* countTitles(titles)
  const shared = [...titlesWith].filter(([, count]) => count > 1)
  const tokens = shared.map(([token]) => token).sort()
  const columnOf = new Map(tokens.map((token, column) => [token, column]))
  const tokenWeights = Float64Array.from(tokens, (token) =>
    tokenWeight(token, titlesWith.get(token) ?? 0, titles.length),
  )

  const entries = shared.reduce((sum, [, count]) => sum + count, 0)
  const offsets = new Uint32Array(titles.length + 1)
  const columns = new Uint32Array(entries)
  const weights = new Float32Array(entries)
  const lengths = new Float64Array(titles.length)
  let size = 0
  for (const [title, words] of titles.entries()) {
    if (title % STEP === 0) yield { stage: 'content', done: titles.length + title, of: 2 * titles.length }
    const row = rowOf(words, columnOf)
    const length = Math.sqrt(row.reduce((sum, column) => sum + (tokenWeights[column] ?? 0) ** 2, 0))
    for (const column of row) {
      columns[size] = column
      weights[size] = (tokenWeights[column] ?? 0) / length
      size += 1
    }
    lengths[title] = length
    offsets[title + 1] = size
  }
  return { tokens, tokenWeights, lengths, offsets, columns, weights }
}

function* countTitles(titles: readonly (readonly string[])[]): Generator<BuildProgress, Map<string, number>> {
  const counts = new Map<string, number>()
  for (const [title, words] of titles.entries()) {
    if (title % STEP === 0) yield { stage: 'content', done: title, of: 2 * titles.length }
    for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return counts
}

function tokenWeight(token: string, titlesWith: number, titles: number): number {
  const family = FAMILY_WEIGHTS.get(token.slice(0, Math.max(0, token.indexOf(':')))) ?? OTHER_FAMILY_WEIGHT
  return family * (Math.log((titles + 1) / (titlesWith + 1)) + 1)
}

function rowOf(words: readonly string[], columnOf: ReadonlyMap<string, number>): Uint32Array {
  const row: number[] = []
  for (const word of new Set(words)) {
    const column = columnOf.get(word)
    if (column !== undefined) row.push(column)
  }
  return Uint32Array.from(row).sort()
}
