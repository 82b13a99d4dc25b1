/** A real broker and a real Redis, each behind proxies that fail on demand, and ways past the proxies for whoever checks. */
import { freePorts, startFaultProxy, startKafka, startRedis } from '@upnext/testkit'
import type { FaultProxy, KafkaServer, RedisServer } from '@upnext/testkit'
import { SERVICES } from '../plan/fault.ts'
import type { ServiceName } from '../plan/fault.ts'

export interface Servers {
  readonly kafka: KafkaServer
  readonly redis: RedisServer
  /** One a service: all its copies share it. */
  readonly kafkaProxies: Readonly<Record<ServiceName, FaultProxy>>
  /** One a process, by its name. */
  readonly redisProxies: ReadonlyMap<string, FaultProxy>
  stop(): Promise<void>
}

/** This machine has no Kafka or no Redis: the message says what is missing. */
export class ServersMissingError extends Error {
  override readonly name = 'ServersMissingError'
}

/** Rejects with `ServersMissingError` where the servers cannot be had; nothing is left running then. */
export async function startServers(processes: readonly string[]): Promise<Servers> {
  const stops: (() => Promise<void>)[] = []
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).reverse()) await each()
  }
  try {
    const ports = await freePorts(SERVICES.length + processes.length)
    const proxyPorts = ports.slice(0, SERVICES.length)
    const redis = await had(startRedis())
    stops.push(() => redis.stop('SIGKILL'))
    const kafka = await had(startKafka({ proxyPorts }))
    stops.push(() => kafka.stop('SIGKILL'))
    const proxy = async (port: number, targetPort: number): Promise<FaultProxy> => {
      const started = await startFaultProxy({ targetPort, port })
      stops.push(() => started.close())
      return started
    }
    const behind = (i: number): Promise<FaultProxy> => proxy(proxyPorts[i] ?? 0, kafka.behindProxies[i] ?? 0)
    const kafkaProxies = {
      'event-collector': await behind(0),
      feature: await behind(1),
      ranking: await behind(2),
      trainer: await behind(3),
    }
    const redisProxies = new Map<string, FaultProxy>()
    for (const [i, name] of processes.entries())
      redisProxies.set(name, await proxy(ports[SERVICES.length + i] ?? 0, redis.port))
    return { kafka, redis, kafkaProxies, redisProxies, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function had<T>(starting: Promise<T>): Promise<T> {
  return starting.catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new ServersMissingError(`chaos needs a Kafka broker and a Redis server of its own: ${why}`, { cause })
  })
}
