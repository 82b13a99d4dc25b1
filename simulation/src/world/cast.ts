/** Viewers of a few partitions, found once: most of what may go wrong needs several viewers beside each other. */
import { viewerPartition } from '@upnext/ports'
import { aViewer } from '@upnext/testkit'

export interface Cast {
  /** Names, as the app knows viewers. */
  readonly names: readonly string[]
  readonly partitions: readonly number[]
}

const PARTITIONS = [3, 17, 40]
const NAMES = Array.from({ length: 6000 }, (_, n) => `viewer-${n}`)
const PARTITION_OF = NAMES.map((name) => viewerPartition(aViewer(name)))
const namesIn = (partition: number): string[] => NAMES.filter((_, n) => PARTITION_OF[n] === partition)

/** Three viewers in each of three partitions. */
export const SMALL_CAST: Cast = {
  names: PARTITIONS.flatMap((partition) => namesIn(partition).slice(0, 3)),
  partitions: PARTITIONS,
}

/** More viewers of one partition than the feature service writes at once, so that it cuts a batch into several. */
export const WIDE_CAST: Cast = { names: namesIn(3).slice(0, 104), partitions: [3] }
