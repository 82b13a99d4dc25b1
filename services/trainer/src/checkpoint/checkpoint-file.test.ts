import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { withTempFolder } from '@upnext/testkit'
import { TrainerFencedError } from '../fencing.ts'
import { newestCheckpointEpoch, readNewestCheckpoint, writeCheckpointFile } from './checkpoint-file.ts'

async function textIn(folder: string): Promise<string> {
  return String(await readNewestCheckpoint(folder))
}

describe('the checkpoint file', () => {
  it('is that of the latest trainer, whose first write removes those before it', () =>
    withTempFolder(async (folder) => {
      expect(await readNewestCheckpoint(folder)).toBeNull()
      await writeCheckpointFile(folder, 9, Buffer.from('nine'))
      await writeCheckpointFile(folder, 10, Buffer.from('ten'))
      expect(await textIn(folder)).toBe('ten')
      expect(await readdir(folder)).toEqual(['checkpoint-10.bin'])
    }))

  it('is never written over by an older trainer', () =>
    withTempFolder(async (folder) => {
      await writeCheckpointFile(folder, 2, Buffer.from('new'))
      await expect(writeCheckpointFile(folder, 1, Buffer.from('old'))).rejects.toThrow(TrainerFencedError)
      // One that had looked before, and was held up until now, writes beside it.
      await writeFile(join(folder, 'checkpoint-1.bin'), 'old')
      expect(await textIn(folder)).toBe('new')
      await writeCheckpointFile(folder, 2, Buffer.from('newer'))
      expect(await readdir(folder)).toEqual(['checkpoint-2.bin'])
    }))

  it('keeps what the later of two trainers wrote that write at the same time', () =>
    withTempFolder(async (folder) => {
      for (let round = 0; round < 30; round++) {
        const [older, later] = [2 * round + 1, 2 * round + 2]
        const writes = [later, older].map((epoch) => writeCheckpointFile(folder, epoch, Buffer.from(`by ${epoch}`)))
        const [ofLater] = await Promise.allSettled(writes)
        expect(ofLater?.status).toBe('fulfilled')
        expect(await textIn(folder)).toBe(`by ${later}`)
        expect(await newestCheckpointEpoch(folder)).toBe(later)
      }
    }))
})
