import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { writeWhole } from '@upnext/service-kit'
import { withTempFolder } from '@upnext/testkit'
import { openPlace } from './place.ts'
import type { Place } from './place.ts'
import { freshState } from './state.ts'

function placeOf(dataFolder: string, path: string, again = false): Promise<Place> {
  return openPlace({ output: { kind: 'file', path }, source: 'topic', dataFolder, again })
}

describe('openPlace', () => {
  it('refuses a file that it did not make, whatever is left beside it', () =>
    withTempFolder(async (folder) => {
      const path = join(folder, 'events.jsonl')
      await writeFile(path, 'mine')
      await mkdir(`${path}.replay`)
      await expect(placeOf(folder, path)).rejects.toThrow('this was replayed before')
      const again = await placeOf(folder, path, true)
      await again.leave(true)
    }))

  it('leaves nothing where a replay ends before it noted anything, and its notes where it ends later', () =>
    withTempFolder(async (folder) => {
      const path = join(folder, 'events.jsonl')
      const early = await placeOf(folder, path)
      await early.leave(false)
      expect(existsSync(`${path}.replay`)).toBe(false)
      const late = await placeOf(folder, path)
      await writeWhole(join(`${path}.replay`, 'state.json'), JSON.stringify(freshState('request', [])))
      await late.leave(false)
      await writeFile(path, 'half')
      const next = await placeOf(folder, path)
      await next.leave(true)
      expect(existsSync(`${path}.replay`)).toBe(false)
    }))

  it('says plainly that the folder of the file is none', () =>
    withTempFolder(async (folder) => {
      await writeFile(join(folder, 'a.jsonl'), '')
      await expect(placeOf(folder, join(folder, 'a.jsonl', 'x.jsonl'))).rejects.toThrow('a.jsonl is no folder')
      await expect(placeOf(folder, join(folder, 'none', 'x.jsonl'))).rejects.toThrow('there is no folder')
    }))
})
