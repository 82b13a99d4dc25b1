/** What can happen in a world of collectors and feature services. */
import { startCollector } from '../processes/collector-process.ts'
import type { CollectorProcess } from '../processes/collector-process.ts'
import { bodyOf, hear } from '../world/client.ts'
import type { History } from '../world/client.ts'
import { createGeneration } from '../world/generation.ts'
import type { GenerationGroup } from '../world/generation.ts'
import { aPoisonRecord } from '../world/poison.ts'
import { makeRequests } from '../world/requests.ts'
import type { Request } from '../world/requests.ts'
import { TOPICS } from '../world/world.ts'
import type { World } from '../world/world.ts'
import { createOperator } from './operator.ts'

export interface Stage {
  readonly history: History
  readonly requests: readonly Request[]
  /** The generations that are being built; the second only once somebody has begun it. */
  readonly groups: readonly GenerationGroup[]
  open(): Promise<void>
  send(): Promise<void>
  deliver(): Promise<void>
  wake(): Promise<void>
  rebalance(): Promise<void>
  poison(): Promise<void>
  /** A reader is handed again what it has read, as from a buffer that nobody emptied. */
  rewindReader(): Promise<void>
  rememberStore(): Promise<void>
  rewindStore(): Promise<void>
  /** Begins the second generation, or switches to it where it has caught up. */
  rebuild(): Promise<void>
  /** Everything that is left to do; `false` where it does not end. */
  settle(): Promise<boolean>
}

const REQUESTS = 9
const ROUNDS = 400

export function createStage(world: World): Stage {
  const { random, cast, log, clock } = world
  const history: History = { acked: new Set(), rejected: new Set() }
  const requests = makeRequests(random, cast.names, REQUESTS)
  const first = createGeneration(world, 1)
  const groups = [first]
  const operator = createOperator(world, groups)
  let collector: CollectorProcess | null = null
  let backup: (() => void) | null = null

  const liveCollector = async (): Promise<CollectorProcess | null> => {
    if (collector?.life.alive !== true || collector.life.stalled) {
      const life = world.birth('collector')
      collector = (await world.turn(life, () => startCollector(life, log, clock))) ?? null
    }
    return collector
  }

  const send = async (): Promise<void> => {
    const open = requests.filter(({ answered }) => !answered)
    const request = open[0] === undefined ? undefined : random.pick(open.slice(0, 3))
    const taking = await liveCollector()
    if (request === undefined || taking === null) return
    const answer = await world.turn(taking.life, () => taking.send(bodyOf(request)))
    hear(history, request, answer ?? null)
  }

  const atRest = async (): Promise<boolean> => {
    if (requests.some(({ answered }) => !answered) || world.hanging.length > 0) return false
    for (const group of groups) if (!(await group.caughtUp())) return false
    return true
  }

  return {
    history,
    requests,
    groups,
    open: () => first.join(),
    send,
    deliver: async () => random.pick(groups).deliver(),
    wake: () => world.wakeOne(),
    rebalance: async () => {
      const group = random.pick(groups)
      if (group.size < 3 && random.next() < 0.5) await group.join()
      else group.divide()
    },
    poison: async () => {
      await log.append(TOPICS.viewerEvents.name, [aPoisonRecord(random, cast.names)])
    },
    rewindReader: async () => random.pick(groups).rewind(),
    rememberStore: async () => {
      // A store without any generation is none that somebody would go back to.
      if ((await world.store.generations()).active === 0) return
      backup = world.store.remember()
    },
    rewindStore: async () => {
      if (backup === null) return
      backup()
      world.witness.forget()
      operator.storeWentBack()
    },
    rebuild: () => operator.rebuild(),
    async settle() {
      for (let round = 0; round < ROUNDS; round += 1) {
        while (world.hanging.length > 0) await world.wakeOne()
        if (await atRest()) return operator.finish()
        await send()
        for (const group of groups) await group.deliverAll()
      }
      return false
    },
  }
}
