/** MRR@K: 1 / rank of the first target among the first K (ranks count from 1), 0 where none is there. */
export function mrr<Item>(list: readonly Item[], targets: ReadonlySet<Item>, k: number): number {
  const at = list.slice(0, k).findIndex((item) => targets.has(item))
  return at === -1 ? 0 : 1 / (at + 1)
}
