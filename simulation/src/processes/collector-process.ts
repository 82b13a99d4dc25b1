/** An incarnation of the collector. */
import { topicsOf } from '@upnext/contracts'
import { collectorApp, createCollector } from '@upnext/event-collector'
import type { Clock, EventLog, NewRecord, Position } from '@upnext/ports'
import { TEST_KEYS } from '@upnext/testkit'
import type { Express } from 'express'
import type { Life } from '../crash/life.ts'
import { post } from './post.ts'
import type { RawAnswer } from './post.ts'
import { metricsOf, quietLogger } from './quiet.ts'

const TOPICS = topicsOf('')

export interface CollectorProcess {
  readonly life: Life
  /** Never resolves where the process dies before its answer. */
  send(body: string): Promise<RawAnswer>
}

export async function startCollector(life: Life, log: EventLog, clock: Clock): Promise<CollectorProcess> {
  let made = 0
  const chance = {
    uuid: () => {
      life.passNow('collector.taking')
      return `00000000-0000-4000-9000-${String((made += 1)).padStart(12, '0')}`
    },
    retryAfterS: () => 1,
  }
  const parts = { topics: TOPICS, keys: TEST_KEYS, clock, logger: quietLogger, metrics: metricsOf.collector }
  const collector = createCollector({ ...parts, log: collectorLog(life, log), chance })
  await collector.start()
  const app = collectorApp([collector.router], quietLogger)
  return { life, send: (body) => sendTo(app, life, body) }
}

function sendTo(app: Express, life: Life, body: string): Promise<RawAnswer> {
  return new Promise((resolve) => {
    post(app, '/v1/events', body, (answer) => {
      // Nobody waits for what is written to a connection: whoever is dead has not written it.
      if (!passes(life, 'collector.answer.before')) return
      resolve(answer)
      passes(life, 'collector.answer.after')
    })
  })
}

function passes(life: Life, point: 'collector.answer.before' | 'collector.answer.after'): boolean {
  try {
    life.passNow(point)
    return true
  } catch {
    return false
  }
}

/** An append that is torn reaches the log with its first records only: a batch goes to several partitions, one by one. */
function collectorLog(life: Life, log: EventLog): EventLog {
  const append = async (topic: string, records: readonly NewRecord[]): Promise<Position[]> => {
    if (topic !== TOPICS.viewerEvents.name) return life.step('collector.rejected', () => log.append(topic, records))
    return life.step('collector.append', async () => {
      if (records.length < 2) return log.append(topic, records)
      const half = Math.floor(records.length / 2)
      const first = await log.append(topic, records.slice(0, half))
      await life.pass('collector.append.torn')
      return [...first, ...(await log.append(topic, records.slice(half)))]
    })
  }
  return { ...log, append, bounds: (topic) => life.act(() => log.bounds(topic)) }
}
