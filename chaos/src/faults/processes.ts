/** Faults that strike processes: SIGKILL, SIGSTOP, zombies, and copies of `feature` that come and go. */
import { waitUntil } from '@upnext/testkit'
import type { Fault } from '../plan/fault.ts'
import type { Member } from '../world/member.ts'
import type { System } from '../world/system.ts'
import type { FaultContext, Happened } from './fault-context.ts'

type Of<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>

/** Something that was just killed is given time to come back, so that every kill hits a living process. */
const BACK_WITHIN_MS = 15_000

export async function killProcess(member: Member): Promise<Happened> {
  await member.kill()
  return true
}

export async function pauseProcess(member: Member, forMs: number, context: FaultContext): Promise<Happened> {
  member.signal('SIGSTOP')
  await context.pause(forMs)
  member.signal('SIGCONT')
  return true
}

/**
 * While the store answers slowly, batches are always in hand: read and not yet written. Stopped then, for longer than the session,
 * the process wakes up and writes what it computed from profiles that others have changed since.
 */
export async function makeZombie(fault: Of<'zombie'>, context: FaultContext): Promise<Happened> {
  const member = context.system.copy('feature', fault.copy)
  const proxy = context.system.servers.redisProxies.get(member.name)
  proxy?.slow({ latencyMs: fault.slowMs })
  await context.pause(4 * fault.slowMs)
  member.signal('SIGSTOP')
  await context.pause(fault.forMs)
  member.signal('SIGCONT')
  await context.pause(2 * fault.slowMs)
  await proxy?.heal()
  return true
}

/** 2 copies, 1, 3, 2: partitions are dealt out anew at every step. */
export async function stormOfRebalances(fault: Of<'rebalance-storm'>, context: FaultContext): Promise<Happened> {
  const [second, third] = [context.system.copy('feature', 1), context.system.copy('feature', 2)]
  await second.down()
  await context.pause(fault.stepMs)
  second.up()
  third.up()
  await waitUntil(() => third.ready(), { timeoutMs: BACK_WITHIN_MS, intervalMs: 100, message: 'a third copy' }).catch(
    () => undefined,
  )
  await context.pause(fault.stepMs)
  await third.down()
  return true
}

/**
 * There to be struck: ready, or, for a collector, alive, because it is not ready while the log is away. Of ranking the other copies have
 * to be ready as well: with all of them away nobody could answer, and nothing would be learned.
 */
export async function isStruckable(member: Member, system: System): Promise<boolean> {
  const others = member.service === 'ranking' ? system.copies('ranking').filter((copy) => copy !== member) : []
  const isThere = (): Promise<boolean> => (member.service === 'event-collector' ? member.live() : member.ready())
  const allThere = async (): Promise<boolean> => {
    const answers = await Promise.all([isThere(), ...others.map((copy) => copy.ready())])
    return answers.every(Boolean)
  }
  const wait = { timeoutMs: BACK_WITHIN_MS, intervalMs: 100, message: `${member.name} to be there to be struck` }
  return waitUntil(allThere, wait).then(
    () => true,
    () => false,
  )
}

/** Events come in and are folded, and there is somebody else to take partitions over. */
export async function isFlowing({ system, flowing }: FaultContext): Promise<boolean> {
  const all = async (): Promise<boolean> => {
    const ready = await Promise.all(system.copies('feature').map((copy) => copy.ready()))
    return ready.every(Boolean) && flowing()
  }
  return waitUntil(all, { timeoutMs: BACK_WITHIN_MS, intervalMs: 100, message: 'events to be folded' }).then(
    () => true,
    () => false,
  )
}
