/**
 * Divides partitions among members so that nobody has two more than another, and as few as possible change hands. `owners`
 * says who has each partition now (`null`: nobody); members that are gone lose theirs. Without members nobody has any.
 */
export function assignPartitions<M>(owners: readonly (M | null)[], members: readonly M[]): (M | null)[] {
  if (members.length === 0) return owners.map(() => null)
  const quota = quotas(owners, members)
  const kept = new Map<M, number>(members.map((member) => [member, 0]))
  const next = owners.map((owner) => {
    if (owner === null) return null
    const count = kept.get(owner)
    if (count === undefined || count >= (quota.get(owner) ?? 0)) return null
    kept.set(owner, count + 1)
    return owner
  })
  const takers = members.flatMap((m) => new Array<M>((quota.get(m) ?? 0) - (kept.get(m) ?? 0)).fill(m))
  return next.map((owner) => owner ?? takers.shift() ?? null)
}

/** Who has most now may keep one more, where the partitions do not divide evenly. */
function quotas<M>(owners: readonly (M | null)[], members: readonly M[]): Map<M, number> {
  const has = (member: M): number => owners.filter((owner) => owner === member).length
  const least = Math.floor(owners.length / members.length)
  const extra = owners.length % members.length
  const richestFirst = [...members].sort((a, b) => has(b) - has(a))
  return new Map(richestFirst.map((member, i) => [member, i < extra ? least + 1 : least]))
}
