/**
 * Intra-list diversity@K (Ziegler et al. 2005): mean over the pairs of the first K of 1 - cosine of their content tokens, each
 * title a set of tokens: cosine = |A ∩ B| / sqrt(|A| |B|). Titles without content are left out; `null` below two titles.
 */
export function diversity<Item>(
  list: readonly Item[],
  k: number,
  tokensOf: (item: Item) => readonly string[],
): number | null {
  const sets = list
    .slice(0, k)
    .map((item) => new Set(tokensOf(item)))
    .filter((tokens) => tokens.size > 0)
  const pairs = (sets.length * (sets.length - 1)) / 2
  if (pairs === 0) return null
  let distance = 0
  sets.forEach((a, at) => {
    for (const b of sets.slice(at + 1)) distance += 1 - cosine(a, b)
  })
  return distance / pairs
}

function cosine(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0
  for (const token of a) if (b.has(token)) common += 1
  return common / Math.sqrt(a.size * b.size)
}
