import { partitionOf } from '@upnext/ports'
import type { NewRecord } from '@upnext/ports'

/** One record for each partition of a topic, with this value. */
export function oneForEach(partitions: number, value: string): NewRecord[] {
  const keys = new Map<number, string>()
  for (let i = 0; keys.size < partitions; i++) keys.set(partitionOf(Buffer.from(`k${i}`), partitions), `k${i}`)
  return [...keys.values()].map((key) => ({ key: Buffer.from(key), value: Buffer.from(value) }))
}

/** Records with keys `k0`, `k1`, ... and values `<prefix>0`, `<prefix>1`, ... */
export function someRecords(prefix: string, count: number): NewRecord[] {
  return Array.from({ length: count }, (_, i) => ({ key: Buffer.from(`k${i}`), value: Buffer.from(`${prefix}${i}`) }))
}
