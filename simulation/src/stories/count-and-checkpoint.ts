/**
 * The story of a trainer that counts: events come, some of them twice, checkpoints are written, the process dies, or the whole
 * machine. At its end the counts have to be those of a trainer that read the same log in peace.
 */
import { setImmediate } from 'node:timers/promises'
import { encodeViewerEvent } from '@upnext/contracts'
import type { ViewerEvent } from '@upnext/contracts'
import {
  aViewer,
  createFakeEventLog,
  createFakeModelStore,
  fakeClock,
  generateEvents,
  seededRandom,
} from '@upnext/testkit'
import type { Random } from '@upnext/testkit'
import { createFates } from '../crash/fates.ts'
import type { Fate } from '../crash/fates.ts'
import { foldSeam } from '../crash/fold-seam.ts'
import { createLife } from '../crash/life.ts'
import type { Life } from '../crash/life.ts'
import { createMemoryDisk } from '../disk/memory-disk.ts'
import { diskSeam } from '../disk/disk-seam.ts'
import { CHECKPOINT_MS, trainerOf } from '../processes/trainer-process.ts'
import type { Trainer } from '@upnext/trainer'
import type { Run } from '../runs.ts'
import { passTime } from '../timers.ts'
import { SMALL_CAST } from '../world/cast.ts'
import { TOPICS } from '../world/world.ts'
import { checkCounts } from '../check/check-counts.ts'

const EVENTS = 60
const TURNS = 25
/** The last is unknown. */
const COUNTRIES = ['AT', 'CH', 'DE', '']
const CHECKPOINTS = 'checkpoint-'

export async function countAndCheckpoint(seed: number, fated: readonly Fate[]): Promise<Run> {
  const random = seededRandom(seed)
  const fates = createFates(fated)
  const log = createFakeEventLog(Object.values(TOPICS))
  const models = createFakeModelStore()
  const clock = fakeClock()
  const disk = createMemoryDisk()
  diskSeam.disk = disk.files
  // Of one partition the order is always the same, so that the bytes can be compared; of three it is not.
  const events = crowd(random, seed % 2 === 0 ? 1 : 3)
  let born = 0
  let current: Life | null = null

  const start = async (): Promise<Trainer> => {
    const life = createLife(`trainer ${(born += 1)}`, fates)
    foldSeam.acting = life
    const trainer = trainerOf({ life, log, models, clock, folder: disk.folderOf(life) })
    current = life
    await Promise.race([trainer.start(), life.interrupted()])
    return trainer
  }

  const write = async (): Promise<void> => {
    const from = random.next() < 0.2 ? random.int(0, events.length) : sent
    const some = events.slice(from, from + random.int(1, 8))
    if (from === sent) sent += some.length
    await log.append(TOPICS.viewerEvents.name, some.map(encodeViewerEvent))
  }

  let sent = 0
  for (let turn = 0; turn < TURNS; turn += 1) {
    if (!isWell(current)) await start()
    if (random.next() < 0.6) await write()
    if (random.next() < 0.08) {
      kill(current)
      disk.cutPower(random)
    }
    clock.advance(CHECKPOINT_MS)
    passTime(CHECKPOINT_MS)
    await setImmediate()
  }
  fates.calm()
  kill(current)
  const last = await start()
  await setImmediate()
  await last.stop()
  const found = disk.lastOf(CHECKPOINTS)

  const quiet = createMemoryDisk()
  diskSeam.disk = quiet.files
  const calm = createLife('trainer in peace', fates)
  const peaceful = trainerOf({ life: calm, log, models: createFakeModelStore(), clock, folder: quiet.folderOf(calm) })
  await peaceful.start()
  await setImmediate()
  await peaceful.stop()
  foldSeam.acting = null
  return { struck: fates.struck, violations: checkCounts(found, quiet.lastOf(CHECKPOINTS), seed % 2 === 0) }
}

function isWell(life: Life | null): boolean {
  return life?.alive === true && !life.stalled
}

function kill(life: Life | null): void {
  life?.kill()
}

/** Viewers of one or of three partitions. Each partition has titles of its own: then its sums do not depend on the others'. */
function crowd(random: Random, partitions: 1 | 3): ViewerEvent[] {
  const names = SMALL_CAST.names.slice(0, 3 * partitions)
  return generateEvents({ seed: random.int(0, 1e9), viewers: names.length, events: EVENTS, items: 12 }).map(
    (event, i) => {
      const n = i % names.length
      const { kind } = event
      const country = COUNTRIES[i % COUNTRIES.length] ?? ''
      const own = kind !== undefined && 'itemId' in kind.value ? `${kind.value.itemId} of ${Math.floor(n / 3)}` : ''
      const viewer = aViewer(names[n])
      if (kind?.$case === 'watch')
        return { ...event, viewer, country, kind: { ...kind, value: { ...kind.value, itemId: own } } }
      if (kind?.$case === 'rating')
        return { ...event, viewer, country, kind: { ...kind, value: { ...kind.value, itemId: own } } }
      return { ...event, viewer, country }
    },
  )
}
