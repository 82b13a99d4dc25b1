/** The whole system on its own servers, with a small catalogue in it, and whoever watches what its processes print. */
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureKafkaTopics, openKafkaLog, openRedisProfileStore } from '@upnext/backends'
import { topicsOf } from '@upnext/contracts'
import type { KeyContext, Topics } from '@upnext/contracts'
import type { EventLog, ProfileStore } from '@upnext/ports'
import { waitUntil } from '@upnext/testkit'
import type { ServiceName } from '../plan/fault.ts'
import { COPIES } from '../plan/fault.ts'
import { sendCatalog } from '../load/send-catalog.ts'
import { createMember } from './member.ts'
import type { Member } from './member.ts'
import { NAMESPACE, REBUILDER, VIEWER_SECRET, environmentOf, planProcesses } from './processes.ts'
import type { GuardOff, ProcessPlan } from './processes.ts'
import { startServers } from './servers.ts'
import type { Servers } from './servers.ts'

export interface SystemOptions {
  /** For logs and for what processes keep. */
  readonly folder: string
  readonly guardOff: GuardOff | null
  readonly onOutput: (process: string, text: string) => void
  readonly onUnplannedExit: (process: string, reason: string) => void
}

export interface System {
  readonly servers: Servers
  readonly members: readonly Member[]
  /** The copies of a service that usually run. */
  copies(service: ServiceName): readonly Member[]
  /** Copy `i` of a service, counted from 0, whether it usually runs or not. */
  copy(service: ServiceName, i: number): Member
  /** Builds the second generation; not up until it is asked to be. */
  readonly rebuilder: Member
  /** The log and the profiles themselves, past every proxy. */
  readonly log: EventLog
  readonly profiles: ProfileStore
  readonly topics: Topics
  readonly keys: KeyContext
  stop(): Promise<void>
}

const READY_TIMEOUT_MS = 90_000

/** Resolves when every process is ready and the catalogue is in. Rejects where the servers cannot be had. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const plans = await planProcesses(options.guardOff)
  const servers = await startServers(plans.map(({ name }) => name))
  const stops: (() => Promise<unknown>)[] = [() => servers.stop()]
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).reverse()) await each()
  }
  try {
    const topics = topicsOf(NAMESPACE)
    const kafka = { brokers: [servers.kafka.brokers], clientId: 'chaos' }
    await ensureKafkaTopics({ ...kafka, topics: Object.values(topics) })
    const log = await openKafkaLog({ ...kafka, topics: Object.values(topics), namespace: NAMESPACE })
    stops.push(() => log.close())
    const profiles = await openRedisProfileStore({
      url: servers.redis.url,
      namespace: NAMESPACE,
      commandTimeoutMs: 2_000,
    })
    stops.push(() => profiles.close())
    const members = await Promise.all(plans.map((plan) => memberOf(plan, servers, options)))
    stops.push(() => Promise.all(members.map((member) => member.down('SIGKILL'))))
    const system = describe(servers, members, { log, profiles, topics })
    for (const service of Object.keys(COPIES)) for (const member of system.copies(asService(service))) member.up()
    const usual = members.filter(({ wanted }) => wanted)
    await waitUntil(async () => (await Promise.all(usual.map((member) => member.ready()))).every(Boolean), {
      timeoutMs: READY_TIMEOUT_MS,
      intervalMs: 100,
      message: `all processes to be ready; see their logs in ${options.folder}`,
    })
    await sendCatalog(system.copy('event-collector', 0).http)
    return { ...system, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function describe(
  servers: Servers,
  members: readonly Member[],
  stores: Pick<System, 'log' | 'profiles' | 'topics'>,
): Omit<System, 'stop'> {
  const copy = (service: ServiceName, i: number): Member => named(members, `${service}-${i + 1}`)
  return {
    ...stores,
    servers,
    members,
    copies: (service) => Array.from({ length: COPIES[service] }, (_, i) => copy(service, i)),
    copy,
    rebuilder: named(members, REBUILDER),
    keys: { secret: Buffer.from(VIEWER_SECRET, 'hex'), namespace: NAMESPACE },
  }
}

async function memberOf(plan: ProcessPlan, servers: Servers, options: SystemOptions): Promise<Member> {
  const { name, service, entry, args, httpPort, grpcPort } = plan
  const data = join(options.folder, 'data', name)
  await mkdir(data, { recursive: true })
  const file = createWriteStream(join(options.folder, `${name}.log`), { flags: 'a' })
  return createMember({
    name,
    service,
    entry,
    args,
    env: environmentOf(plan, servers, data),
    http: `http://127.0.0.1:${httpPort}`,
    grpc: `127.0.0.1:${grpcPort}`,
    onOutput: (text) => {
      file.write(text)
      options.onOutput(name, text)
    },
    onUnplannedExit: (reason) => options.onUnplannedExit(name, reason),
  })
}

function named(members: readonly Member[], name: string): Member {
  const member = members.find((each) => each.name === name)
  if (member === undefined) throw new RangeError(`there is no process ${name}`)
  return member
}

function asService(name: string): ServiceName {
  if (name === 'event-collector' || name === 'feature' || name === 'ranking' || name === 'trainer') return name
  throw new RangeError(`there is no service ${name}`)
}
