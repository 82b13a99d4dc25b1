/** Reading and writing checkpoints of one topic in one folder, one at a time. */
import type { ModelSettings } from '@upnext/recsys'
import type { PartitionBounds } from '@upnext/ports'
import { CheckpointRefusedError, checkpointFromBytes, checkpointToBytes } from './checkpoint-bytes.ts'
import type { Checkpoint } from './checkpoint-bytes.ts'
import { newestCheckpointEpoch, readNewestCheckpoint, writeCheckpointFile } from './checkpoint-file.ts'

export interface CheckpointStore {
  /** The latest trainer that has written here, also where what it wrote cannot be gone on from; 0: none. */
  newestEpoch(): Promise<number>
  /** `null` where there is none. Throws `CheckpointRefusedError` for one that cannot be gone on from. */
  read(bounds: readonly PartitionBounds[]): Promise<Checkpoint | null>
  /** Packs at once, then writes. Answers the size. Rejects with `TrainerFencedError` where a later trainer has written. */
  write(checkpoint: Checkpoint, epoch: number): Promise<number>
}

export function createCheckpointStore(folder: string, topic: string, base: ModelSettings): CheckpointStore {
  let writing: Promise<unknown> = Promise.resolve()
  return {
    newestEpoch: () => newestCheckpointEpoch(folder),
    read: async (bounds) => {
      const bytes = await readNewestCheckpoint(folder)
      if (bytes === null) return null
      const checkpoint = checkpointFromBytes(bytes, topic, base)
      refuseOtherLog(checkpoint, bounds)
      return checkpoint
    },
    write: async (checkpoint, epoch) => {
      const bytes = checkpointToBytes(checkpoint, base)
      const before = writing
      const mine = (async () => {
        await before
        await writeCheckpointFile(folder, epoch, bytes)
      })()
      writing = mine.catch(() => undefined)
      await mine
      return bytes.length
    },
  }
}

/** A position beyond the log's end was made from another log: its topic was made anew. */
function refuseOtherLog({ positions }: Checkpoint, bounds: readonly PartitionBounds[]): void {
  for (const [partition, next] of positions) {
    if (next > (bounds[partition]?.end ?? 0)) {
      throw new CheckpointRefusedError(`it has read partition ${partition} further than the log goes: another log`)
    }
  }
}
