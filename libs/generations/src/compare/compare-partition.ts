/**
 * Compares one partition of two generations while both are being fed. What looks different in a walk through both may only have
 * been read at different times, so those viewers are read again, each in one instant with its generation's position, until both
 * generations stand at the same one: then a difference is one.
 */
import type { Hash } from 'node:crypto'
import type { ProfileStore } from '@upnext/ports'
import { updateDigest } from '../update-digest.ts'

export interface PartitionPair {
  readonly a: number
  readonly b: number
  readonly partition: number
}

export interface PartitionComparison {
  readonly partition: number
  readonly profiles: { readonly a: number; readonly b: number }
  readonly positions: { readonly a: number; readonly b: number }
  /** Nothing was folded in while the profiles were read, and both generations stood at one position. */
  readonly steady: boolean
  readonly differing: readonly DifferingViewer[]
  /** Viewers that looked different, of whom both generations never stood at the same position. */
  readonly undecided: readonly string[]
}

export interface DifferingViewer {
  readonly key: string
  /** `null`: no profile. */
  readonly a: Uint8Array | null
  readonly b: Uint8Array | null
}

/** How often viewers are read again before they count as undecided, and what is waited for in between. */
export interface Patience {
  readonly attempts: number
  readonly pause: () => Promise<void>
}

/** Take in all profiles of every steady partition, as `digestOf` does. */
export interface Digests {
  readonly a: Hash
  readonly b: Hash
}

const VIEWERS_A_READ = 100

type Profiles = ReadonlyMap<string, Uint8Array>

export async function comparePartition(
  store: Pick<ProfileStore, 'read' | 'scan'>,
  pair: PartitionPair,
  patience: Patience,
  digests: Digests,
): Promise<PartitionComparison> {
  const { a, b, partition } = pair
  const positions = async (): Promise<{ a: number; b: number }> => ({
    a: (await store.read(a, partition, [])).position,
    b: (await store.read(b, partition, [])).position,
  })
  const before = await positions()
  const [ofA, ofB] = [await scanned(store, a, partition), await scanned(store, b, partition)]
  const after = await positions()
  const steady = before.a === after.a && before.b === after.b && before.a === before.b
  if (steady) {
    updateDigest(digests.a, ofA)
    updateDigest(digests.b, ofB)
  }
  const suspects = [...new Set([...ofA.keys(), ...ofB.keys()])].filter((key) => !same(ofA.get(key), ofB.get(key)))
  const looked = { differing: [] as DifferingViewer[], undecided: [] as string[] }
  for (let at = 0; at < suspects.length; at += VIEWERS_A_READ) {
    const keys = suspects.slice(at, at + VIEWERS_A_READ)
    // Where the two have not met in all this time, the rest of the partition need not wait as long.
    const attempts = looked.undecided.length > 0 ? 1 : patience.attempts
    const found = await lookAgain(store, pair, keys, { ...patience, attempts })
    if (found === null) looked.undecided.push(...keys)
    else looked.differing.push(...found)
  }
  return {
    partition,
    profiles: { a: ofA.size, b: ofB.size },
    positions: after,
    steady,
    ...looked,
  }
}

/** Those of the viewers that differ at one position of both; `null` where both were never seen at one. */
async function lookAgain(
  store: Pick<ProfileStore, 'read'>,
  { a, b, partition }: PartitionPair,
  keys: readonly string[],
  { attempts, pause }: Patience,
): Promise<DifferingViewer[] | null> {
  for (let attempt = 1; ; attempt += 1) {
    const [ofA, ofB] = await Promise.all([store.read(a, partition, keys), store.read(b, partition, keys)])
    if (ofA.position === ofB.position) {
      const pairs = keys.map((key, at) => ({ key, a: ofA.profiles[at] ?? null, b: ofB.profiles[at] ?? null }))
      return pairs.filter((viewer) => !same(viewer.a, viewer.b))
    }
    if (attempt >= attempts) return null
    await pause()
  }
}

async function scanned(store: Pick<ProfileStore, 'scan'>, generation: number, partition: number): Promise<Profiles> {
  const profiles = new Map<string, Uint8Array>()
  for await (const { key, bytes } of store.scan(generation, partition)) profiles.set(key, bytes)
  return profiles
}

function same(a: Uint8Array | null | undefined, b: Uint8Array | null | undefined): boolean {
  if (!a || !b) return !a && !b
  return Buffer.compare(a, b) === 0
}
