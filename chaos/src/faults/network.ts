/** Faults between a service and a server: what the proxies do to their connections. */
import type { FaultProxy } from '@upnext/testkit'
import type { Link } from '../plan/fault.ts'
import type { System } from '../world/system.ts'
import type { FaultContext, Happened } from './fault-context.ts'

/** Bytes vanish without a word; the connections of that time stay silent for ever, and both sides have to notice by themselves. */
export async function cutLink(link: Link, forMs: number, { system, pause }: FaultContext): Promise<Happened> {
  const proxies = proxiesOf(link, system)
  for (const proxy of proxies) proxy.cut()
  await pause(forMs)
  await healAll(proxies)
  return true
}

/** New connections get no answer. Those that are open are ended, so that new ones are needed. */
export async function halfOpenLink(link: Link, forMs: number, { system, pause }: FaultContext): Promise<Happened> {
  const proxies = proxiesOf(link, system)
  for (const proxy of proxies) {
    proxy.ignoreNew()
    proxy.reset()
  }
  await pause(forMs)
  await healAll(proxies)
  // What was never answered is still waiting.
  for (const proxy of proxies) proxy.reset()
  return true
}

/** The log has the events; the collectors never hear of it. */
export async function loseAnswers(forMs: number, { system, pause }: FaultContext): Promise<Happened> {
  const proxies = proxiesOf('event-collector to kafka', system)
  for (const proxy of proxies) proxy.cut('answers')
  await pause(forMs)
  await healAll(proxies)
  return true
}

async function healAll(proxies: readonly FaultProxy[]): Promise<void> {
  await Promise.all(proxies.map((proxy) => proxy.heal()))
}

function proxiesOf(link: Link, { servers, members }: System): readonly FaultProxy[] {
  const toRedis = (service: string): readonly FaultProxy[] =>
    members.flatMap((member) => (member.service === service ? (servers.redisProxies.get(member.name) ?? []) : []))
  switch (link) {
    case 'event-collector to kafka':
      return [servers.kafkaProxies['event-collector']]
    case 'feature to kafka':
      return [servers.kafkaProxies.feature]
    case 'feature to redis':
      return toRedis('feature')
    case 'ranking to redis':
      return toRedis('ranking')
  }
}
