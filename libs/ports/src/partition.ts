/**
 * The partition of a key, as Kafka's own clients choose it (murmur2, made positive, modulo), so that records written by other
 * tools stand where ours would. Source of the constants: org.apache.kafka.common.utils.Utils#murmur2.
 */
export function partitionOf(key: Uint8Array, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions
}

/** Partitions of the viewer events topic. For ever: another number means another topic and another generation. */
export const VIEWER_PARTITIONS = 48

/** The partition that all events and the profile of a viewer belong to. */
export function viewerPartition(viewerKey: string): number {
  return partitionOf(Buffer.from(viewerKey, 'latin1'), VIEWER_PARTITIONS)
}

/** 32-bit murmur2 with Kafka's seed, as a signed integer. */
export function murmur2(data: Uint8Array): number {
  const m = 0x5bd1e995
  const length = data.length
  const at = (i: number): number => data[i] ?? 0
  let h = 0x9747b28c ^ length
  const whole = length - (length % 4)
  for (let i = 0; i < whole; i += 4) {
    let k = at(i) | (at(i + 1) << 8) | (at(i + 2) << 16) | (at(i + 3) << 24)
    k = Math.imul(k, m)
    k ^= k >>> 24
    k = Math.imul(k, m)
    h = Math.imul(h, m) ^ k
  }
  if (length % 4 === 3) h ^= at(whole + 2) << 16
  if (length % 4 >= 2) h ^= at(whole + 1) << 8
  if (length % 4 >= 1) h = Math.imul(h ^ at(whole), m)
  h ^= h >>> 13
  h = Math.imul(h, m)
  h ^= h >>> 15
  return h
}
