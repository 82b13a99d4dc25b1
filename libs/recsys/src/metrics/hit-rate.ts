/** HR@K: 1 where any of the targets stands among the first K, else 0. */
export function hitRate<Item>(list: readonly Item[], targets: ReadonlySet<Item>, k: number): number {
  return list.slice(0, k).some((item) => targets.has(item)) ? 1 : 0
}
