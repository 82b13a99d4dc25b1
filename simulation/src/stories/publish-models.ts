/**
 * The story of trainers that publish: each claims an epoch, writes a model chunk by chunk, seals it, makes it the active one and says
 * so. Some die on the way, some hang and go on when others are long at work. Whoever reads meanwhile sees whole models only.
 */
import { createChunkedModelStore, createGate } from '@upnext/backends'
import { StoreUnavailableError } from '@upnext/ports'
import type { ModelStore } from '@upnext/ports'
import { createFakeEventLog, seededRandom } from '@upnext/testkit'
import { TrainerFencedError, publishModel } from '@upnext/trainer'
import { createFates } from '../crash/fates.ts'
import type { Fate } from '../crash/fates.ts'
import { createLife } from '../crash/life.ts'
import type { Life } from '../crash/life.ts'
import { createModelShelf } from '../world/model-shelf.ts'
import type { ModelShelf } from '../world/model-shelf.ts'
import type { Run } from '../runs.ts'
import { TOPICS } from '../world/world.ts'

const MODELS = 10
const UPDATES = TOPICS.modelUpdates.name
/** A little more than one chunk, so that a model is written in two. */
const LARGE = 512 * 1024 + 64

export async function publishModels(seed: number, fated: readonly Fate[]): Promise<Run> {
  const random = seededRandom(seed)
  const fates = createFates(fated)
  const shelf = createModelShelf()
  const log = createFakeEventLog(Object.values(TOPICS))
  const reader = storeOf(shelf, null)
  const violations: string[] = []
  const hanging: { readonly life: Life; readonly work: Promise<unknown> }[] = []
  const whole = new Map<string, number>()
  let lastEpoch = 0

  const publish = async (life: Life, n: number): Promise<void> => {
    const models = storeOf(shelf, life)
    const epoch = await models.claimEpoch()
    const bytes = modelBytes(seed, n)
    const appending = {
      ...log,
      append: (...args: Parameters<typeof log.append>) => life.step('model.announce', () => log.append(...args)),
    }
    const deps = { log: appending, models, updatesTopic: UPDATES, epoch, nowMs: n }
    const id = await trying(() => publishModel(deps, { bytes, manifest: { n } }))
    if (id !== null) whole.set(id, n)
  }

  /** What any reader may see at any time: no model, or a whole one, and never an older trainer's after a newer one's. */
  const look = async (): Promise<void> => {
    const active = await reader.active()
    if (active === null) return
    if (active.epoch < lastEpoch) violations.push(`epoch ${active.epoch} is active after epoch ${lastEpoch}`)
    lastEpoch = active.epoch
    const model = await reader.get(active.id)
    const n = Number(model?.manifest['n'] ?? NaN)
    if (model === null) violations.push(`model ${active.id} is active and not in the store`)
    else if (!Buffer.from(model.bytes).equals(modelBytes(seed, n)))
      violations.push(`model ${active.id} is not what was put`)
  }

  const turn = async (life: Life, work: Promise<unknown>): Promise<void> => {
    await Promise.race([work, life.interrupted()])
    if (life.alive && life.stalled) hanging.push({ life, work })
    await look()
  }

  const wake = async (): Promise<void> => {
    const next = hanging.splice(random.int(0, hanging.length), 1)[0]
    if (next === undefined) return
    next.life.wake()
    await turn(next.life, next.work)
  }

  for (let n = 1; n <= MODELS; n += 1) {
    const life = createLife(`trainer ${n}`, fates)
    await turn(life, publish(life, n))
    if (random.next() < 0.4) await wake()
  }
  fates.calm()
  while (hanging.length > 0) await wake()
  const last = createLife('last trainer', fates)
  await turn(last, publish(last, 0))
  const active = await reader.active()
  if (whole.get(active?.id ?? '') !== 0) violations.push('the last trainer lived, and its model is not the active one')
  if (!log.recordsOf(UPDATES).some(({ key }) => Buffer.from(key).toString('latin1') === active?.id))
    violations.push('nobody was told of the active model')
  if (shelf.strayChunks() > 0) violations.push(`${shelf.strayChunks()} chunks belong to no model that is known`)
  return { struck: fates.struck, violations }
}

/** As the trainer does it: what the store could not do now is tried again, and whoever is fenced stops. Answers `null` then. */
async function trying(publish: () => Promise<string>): Promise<string | null> {
  for (;;) {
    try {
      return await publish()
    } catch (error) {
      if (error instanceof TrainerFencedError) return null
      if (!(error instanceof StoreUnavailableError)) throw error
    }
  }
}

/** The product's own store over the shelf, as one process sees it; `null`: as a reader that never dies. */
function storeOf(shelf: ModelShelf, life: Life | null): ModelStore {
  return createChunkedModelStore({
    index: life === null ? shelf.index : shelf.indexFor(life),
    chunks: life === null ? shelf.chunks : shelf.chunksFor(life),
    gate: createGate('model store', (error) => (error instanceof Error ? error : new Error(String(error)))),
    release: async () => undefined,
  })
}

/** Some are of one chunk, some of two. */
function modelBytes(seed: number, n: number): Uint8Array {
  const bytes = Buffer.alloc(n % 3 === 0 ? LARGE : 100, n)
  bytes.writeUInt32LE(seed, bytes.length - 8)
  return bytes
}
