/** Whether two generations hold the same profiles, partition by partition, while traffic goes on. */
import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import { VIEWER_PARTITIONS } from '@upnext/ports'
import type { ProfileStore } from '@upnext/ports'
import { recordsBehind } from '../positions.ts'
import { comparePartition } from './compare-partition.ts'
import type { DifferingViewer, PartitionComparison, Patience } from './compare-partition.ts'

export interface CompareOptions {
  readonly a: number
  readonly b: number
  /** So many viewers that differ are told in detail. */
  readonly sample: number
  readonly patience: Patience
  readonly onPartition?: (compared: PartitionComparison) => void
}

export interface Comparison {
  readonly a: GenerationSide
  readonly b: GenerationSide
  /** Partitions in which nothing was folded in while they were read, with both at one position. */
  readonly steadyPartitions: number
  readonly viewers: {
    readonly differing: number
    readonly onlyInA: number
    readonly onlyInB: number
    /** Looked different, but both generations were never seen at one position. */
    readonly undecided: number
  }
  readonly samples: readonly ViewerSample[]
}

export interface GenerationSide {
  readonly generation: number
  readonly profiles: number
  /** Of the steady partitions; where all are, what `digestOf` gives. */
  readonly digest: string
  /** Records that the other one has and this one has not. */
  readonly behind: number
}

/** A viewer that differs, with both packed profiles. */
export interface ViewerSample {
  readonly viewer: string
  readonly a: Uint8Array | null
  readonly b: Uint8Array | null
}

/** Holds one partition's profiles of both generations in memory at a time. */
export async function compareGenerations(
  store: Pick<ProfileStore, 'read' | 'scan'>,
  options: CompareOptions,
): Promise<Comparison> {
  const { a, b, sample, patience } = options
  const digests = { a: createHash('sha256'), b: createHash('sha256') }
  const [sideA, sideB] = [createSide(digests.a), createSide(digests.b)]
  const samples: ViewerSample[] = []
  const viewers = { differing: 0, onlyInA: 0, onlyInB: 0, undecided: 0 }
  let steadyPartitions = 0
  for (let partition = 0; partition < VIEWER_PARTITIONS; partition++) {
    const compared = await comparePartition(store, { a, b, partition }, patience, digests)
    sideA.add(compared.profiles.a, compared.positions.a)
    sideB.add(compared.profiles.b, compared.positions.b)
    if (compared.steady) steadyPartitions += 1
    viewers.undecided += compared.undecided.length
    for (const viewer of compared.differing) {
      viewers[kindOf(viewer)] += 1
      if (samples.length < sample) samples.push({ viewer: viewer.key, a: viewer.a, b: viewer.b })
    }
    options.onPartition?.(compared)
  }
  return {
    a: { generation: a, ...sideA.summary(sideB.positions) },
    b: { generation: b, ...sideB.summary(sideA.positions) },
    steadyPartitions,
    viewers,
    samples,
  }
}

function kindOf({ a, b }: DifferingViewer): 'differing' | 'onlyInA' | 'onlyInB' {
  if (a !== null && b !== null) return 'differing'
  return a === null ? 'onlyInB' : 'onlyInA'
}

interface Side {
  readonly positions: readonly number[]
  add(profiles: number, position: number): void
  summary(others: readonly number[]): Omit<GenerationSide, 'generation'>
}

function createSide(hash: Hash): Side {
  const positions: number[] = []
  let profiles = 0
  return {
    positions,
    add(count, position) {
      profiles += count
      positions.push(position)
    },
    summary: (others) => ({ profiles, digest: hash.digest('hex'), behind: recordsBehind(positions, others) }),
  }
}
