/**
 * One file for each trainer epoch, replaced as a whole: after a crash at any moment it holds the old checkpoint or the new one. The
 * epoch is in the name, so that an older trainer that was not stopped yet can never write over what a later one has written: the
 * newest epoch's file is what counts.
 */
import { readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing, writeWhole } from '@upnext/service-kit'
import { fencedBy } from '../fencing.ts'

const NAME = /^checkpoint-(\d{1,15})\.bin$/

/** 0 where there is none. */
export async function newestCheckpointEpoch(folder: string): Promise<number> {
  return Math.max(0, ...(await epochsIn(folder)))
}

/** `null` where there is none. */
export async function readNewestCheckpoint(folder: string): Promise<Uint8Array | null> {
  const epoch = await newestCheckpointEpoch(folder)
  return epoch === 0 ? null : readFile(join(folder, nameOf(epoch)))
}

/**
 * Resolves once the bytes would survive a power cut; those of earlier epochs are removed then. Rejects with `TrainerFencedError` where
 * a later epoch has written. Not to be called twice at the same time.
 */
export async function writeCheckpointFile(folder: string, epoch: number, bytes: Uint8Array): Promise<void> {
  const newest = await newestCheckpointEpoch(folder)
  if (newest > epoch) throw fencedBy(newest, epoch)
  await writeWhole(join(folder, nameOf(epoch)), bytes)
  await removeEarlier(folder, epoch)
}

async function removeEarlier(folder: string, epoch: number): Promise<void> {
  const earlier = (await epochsIn(folder)).filter((other) => other < epoch)
  await Promise.all(earlier.map((other) => rm(join(folder, nameOf(other)), { force: true })))
}

async function epochsIn(folder: string): Promise<number[]> {
  try {
    return (await readdir(folder)).flatMap((name) => {
      const epoch = NAME.exec(name)?.[1]
      return epoch === undefined ? [] : [Number(epoch)]
    })
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

function nameOf(epoch: number): string {
  return `checkpoint-${epoch}.bin`
}
