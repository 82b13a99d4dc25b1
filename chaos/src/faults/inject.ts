/** Does what the plan says, each fault at its time, and keeps an account of it. */
import { nameOf } from '../plan/fault.ts'
import type { Fault, PlannedFault } from '../plan/fault.ts'
import type { Member } from '../world/member.ts'
import type { System } from '../world/system.ts'
import type { FaultContext, Happened } from './fault-context.ts'
import { createLocks } from './locks.ts'
import { cutLink, halfOpenLink, loseAnswers } from './network.ts'
import { isFlowing, isStruckable, killProcess, makeZombie, pauseProcess, stormOfRebalances } from './processes.ts'
import { fillRedis, killKafka, killRedis, rollRedisBack } from './servers.ts'

export interface InjectOptions extends FaultContext {
  readonly plan: readonly PlannedFault[]
  readonly say: (line: string) => void
  readonly onBegin: () => void
  readonly onEnd: () => void
}

export interface Injected {
  /** How many of each name happened. */
  readonly happened: Readonly<Record<string, number>>
  /** Faults whose target could not be struck, or that failed themselves. */
  readonly skipped: readonly string[]
}

/** Resolves when the last fault is over. */
export async function injectAll(options: InjectOptions): Promise<Injected> {
  const { plan, say, pause, onBegin, onEnd } = options
  const startedAt = performance.now()
  const locks = createLocks()
  const happened: Record<string, number> = {}
  const skipped: string[] = []

  async function strike({ atMs, fault }: PlannedFault): Promise<void> {
    await pause(Math.max(0, atMs - (performance.now() - startedAt)))
    const name = nameOf(fault)
    await locks.hold(thingsOf(fault), async () => {
      const missing = await missingFor(fault, options)
      if (missing !== null) {
        skipped.push(name)
        say(`${name} left out: ${missing}`)
        return
      }
      onBegin()
      const began = performance.now()
      try {
        if (await inject(fault, options)) happened[name] = (happened[name] ?? 0) + 1
        else skipped.push(name)
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        skipped.push(name)
        say(`${name} went wrong: ${why}`)
      } finally {
        onEnd()
        const seconds = (ms: number): string => (ms / 1_000).toFixed(1)
        say(`${seconds(began - startedAt)} s  ${name}, ${seconds(performance.now() - began)} s`)
      }
    })
  }

  await Promise.all(plan.map(strike))
  return { happened, skipped }
}

/** Waits for what a fault needs to mean anything, and says what there is not. */
async function missingFor(fault: Fault, context: FaultContext): Promise<string | null> {
  const member = struckBy(fault, context.system)
  if (member !== null && !(await isStruckable(member, context.system))) return `${member.name} was not there`
  if (fault.kind === 'zombie' && !(await isFlowing(context))) return 'no batch was in hand'
  return null
}

/** The process that is struck, where it is one. */
function struckBy(fault: Fault, system: System): Member | null {
  if (fault.kind === 'zombie') return system.copy('feature', fault.copy)
  if (fault.kind !== 'kill' && fault.kind !== 'pause') return null
  if (fault.target === 'kafka' || fault.target === 'redis') return null
  return system.copy(fault.target, fault.copy)
}

function inject(fault: Fault, context: FaultContext): Promise<Happened> {
  switch (fault.kind) {
    case 'kill':
      if (fault.target === 'kafka') return killKafka(context)
      if (fault.target === 'redis') return killRedis(context)
      return killProcess(context.system.copy(fault.target, fault.copy))
    case 'pause':
      return pauseProcess(context.system.copy(fault.target, fault.copy), fault.forMs, context)
    case 'zombie':
      return makeZombie(fault, context)
    case 'cut':
      return cutLink(fault.link, fault.forMs, context)
    case 'half-open':
      return halfOpenLink(fault.link, fault.forMs, context)
    case 'lost-answers':
      return loseAnswers(fault.forMs, context)
    case 'redis-rollback':
      return rollRedisBack(context)
    case 'redis-full':
      return fillRedis(fault.forMs, context)
    case 'rebalance-storm':
      return stormOfRebalances(fault, context)
  }
}

/** What two faults must not strike at the same time. */
function thingsOf(fault: Fault): readonly string[] {
  switch (fault.kind) {
    case 'kill':
      return fault.target === 'ranking' ? ['ranking'] : [`${fault.target} ${fault.copy}`]
    case 'pause':
      return fault.target === 'ranking' ? ['ranking'] : [`${fault.target} ${fault.copy}`]
    case 'zombie':
      return [`feature ${fault.copy}`, 'feature to redis']
    case 'cut':
    case 'half-open':
      return [fault.link]
    case 'lost-answers':
      return ['event-collector to kafka']
    case 'redis-rollback':
    case 'redis-full':
      return ['redis 0']
    case 'rebalance-storm':
      return ['feature 0', 'feature 1']
  }
}
