/** The trainer as a process that is killed again and again while events come: what it knows in the end is what one reader of the log knows. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { openEmbedded } from '@upnext/backends'
import { isViewerKey } from '@upnext/contracts'
import type { ViewerEvent, ViewerKey } from '@upnext/contracts'
import { freePort, generateEvents, seededRandom, startProcess, tempFolder, waitUntil } from '@upnext/testkit'
import type { Child, TempFolder } from '@upnext/testkit'
import { checkpointFromBytes } from './checkpoint/checkpoint-bytes.ts'
import type { Checkpoint } from './checkpoint/checkpoint-bytes.ts'
import { newestCheckpointEpoch } from './checkpoint/checkpoint-file.ts'
import { TRAINER_SETTINGS } from './settings.ts'
import { TOPICS, append } from './testing/trainer-room.ts'
import { createViewerProfiles } from './viewers/viewer-profiles.ts'

const entry = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const EVENTS = 6_000
const KILLS = 6
let folder: TempFolder
let child: Child | null = null

beforeEach(async () => {
  folder = await tempFolder()
})

afterEach(async () => {
  await child?.stop('SIGKILL')
  await folder.remove()
})

async function startTrainer(): Promise<Child> {
  const env = {
    UPNEXT_DATA: folder.path,
    UPNEXT_HTTP_PORT: String(await freePort()),
    UPNEXT_TRAIN_CHECKPOINT_INTERVAL: '100ms',
    UPNEXT_TRAIN_MIN_EVENTS: '1000000',
  }
  child = await startProcess({ entry, args: [], env, ready: /following viewer events/, timeoutMs: 30_000 })
  return child
}

async function newest(): Promise<Checkpoint | null> {
  const place = join(folder.path, 'trainer')
  const epoch = await newestCheckpointEpoch(place)
  if (epoch === 0) return null
  const bytes = await readFile(join(place, `checkpoint-${epoch}.bin`))
  return checkpointFromBytes(bytes, TOPICS.viewerEvents.name, TRAINER_SETTINGS.base)
}

/** What there is to know: a fold of each event, once. */
function reference(events: readonly ViewerEvent[]): { profiles: ReadonlyMap<ViewerKey, Uint8Array>; events: number } {
  const viewers = createViewerProfiles()
  let news = 0
  for (const event of events) {
    if (isViewerKey(event.viewer) && viewers.fold(event.viewer, event).delta.titles.length > 0) news += 1
  }
  return { profiles: viewers.packed(), events: news }
}

const inHex = (profiles: ReadonlyMap<ViewerKey, Uint8Array>) =>
  [...profiles].map(([key, bytes]) => `${key} ${Buffer.from(bytes).toString('hex')}`).sort()

it('never counts an event twice, nor forgets one, however often it is killed', async () => {
  const events = generateEvents({ seed: 21, viewers: 60, events: EVENTS })
  const random = seededRandom(5)
  const { log, close } = await openEmbedded({ folder: folder.path, topics: Object.values(TOPICS) })
  try {
    let sent = 0
    for (let kill = 1; kill <= KILLS; kill++) {
      const trainer = await startTrainer()
      const goal = Math.floor((EVENTS * kill) / (KILLS + 1))
      const before = (await newest())?.events ?? 0
      for (; sent < goal; sent += 50) await append(log, events.slice(sent, sent + 50))
      // Some are killed in the middle of what came last, some after they have written it down.
      if (random.next() < 0.5) {
        await waitUntil(async () => ((await newest())?.events ?? 0) > before, {
          message: 'a newer checkpoint',
          timeoutMs: 30_000,
        })
      }
      await trainer.stop('SIGKILL')
    }
    const last = await startTrainer()
    await append(log, events.slice(sent))
    const bounds = await log.bounds(TOPICS.viewerEvents.name)
    const expected = reference(events)
    await waitUntil(async () => (await newest())?.events === expected.events, {
      message: () => `a checkpoint of all events; the trainer said ${last.output()}`,
      timeoutMs: 30_000,
    })
    expect(await last.stop()).toEqual({ code: 0, signal: null })
    const known = await newest()
    expect(known?.events).toBe(expected.events)
    expect(inHex(known?.viewers ?? new Map())).toEqual(inHex(expected.profiles))
    expect(bounds.map((_, partition) => known?.positions.get(partition))).toEqual(bounds.map(({ end }) => end))
    expect(await newestCheckpointEpoch(join(folder.path, 'trainer'))).toBe(KILLS + 1)
  } finally {
    await close()
  }
}, 180_000)
