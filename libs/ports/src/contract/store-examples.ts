/** Small words that the stores' suites are written in. */
import type { ProfileBatch } from '../profile-store.ts'

/** A batch of texts; generation 1, partition 0 and expected position 0 unless told otherwise. */
export function batchOf(
  batch: Partial<Omit<ProfileBatch, 'profiles'>> & { next: number; profiles: Readonly<Record<string, string | null>> },
): ProfileBatch {
  const profiles = Object.entries(batch.profiles).map(([key, text]) => ({
    key,
    bytes: text === null ? null : bytesOf(text),
  }))
  return { generation: 1, partition: 0, expected: 0, ...batch, profiles }
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

export function textOf(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : new TextDecoder().decode(bytes)
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

export function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i)
}

/** Bytes that look random and are the same every time. */
export function noise(sizeBytes: number, seed: number): Uint8Array {
  // Looking up a global is slow where tests run.
  const { imul } = Math
  const bytes = new Uint8Array(sizeBytes)
  let state = seed >>> 0
  for (let i = 0; i < sizeBytes; i += 1) {
    state = (imul(state, 1_664_525) + 1_013_904_223) >>> 0
    bytes[i] = state >>> 24
  }
  return bytes
}
