/**
 * Tells ranking what is watched of late. Ranking reads the topic from its start, so it finds the last word on every country there;
 * counts that only fade need no word, as ranking fades them itself. Each is said again now and then all the same, before the topic
 * forgets it.
 */
import type { EventLog } from '@upnext/ports'
import type { UpdateOrigin } from '../counting/row-updates.ts'
import type { TrendCounts } from './trend-counts.ts'
import { trendsRecord } from './trends-record.ts'

/** Titles said of a country, by each count. */
export const SAID_TITLES = 200

export interface TrendsSenderOptions {
  readonly log: Pick<EventLog, 'append'>
  readonly updatesTopic: string
  readonly settings: TrendsPace
}

export interface TrendsPace {
  /** Of a country that goes on changing, at most this often. */
  readonly trendsEveryMs: number
  /** Of a country where nobody has watched anything since, this often. */
  readonly trendsAgainMs: number
  readonly countriesPerFlush: number
}

export interface TrendsSender {
  /** Sends the countries that are due, those that have waited longest first, and answers how many. Rejects with the log's error: then they are due still. */
  send(trends: TrendCounts, origin: UpdateOrigin): Promise<number>
}

interface Sent {
  readonly version: number
  readonly atMs: number
}

export function createTrendsSender({ log, updatesTopic, settings }: TrendsSenderOptions): TrendsSender {
  const { trendsEveryMs, trendsAgainMs, countriesPerFlush } = settings
  const sent = new Map<string, Sent>()

  const isDue = (country: string, version: number, nowMs: number): boolean => {
    const last = sent.get(country)
    return last === undefined || nowMs - last.atMs >= (last.version === version ? trendsAgainMs : trendsEveryMs)
  }
  const lastMs = (country: string): number => sent.get(country)?.atMs ?? -Infinity

  return {
    async send(trends, origin) {
      const nowMs = origin.writtenAtMs
      const due = [...trends.versions()]
        .filter(([country, version]) => isDue(country, version, nowMs))
        .sort(([a], [b]) => compare(lastMs(a), lastMs(b)) || compare(a, b))
        .slice(0, countriesPerFlush)
      if (due.length === 0) return 0
      await log.append(
        updatesTopic,
        due.map(([country]) => trendsRecord(origin, trends.of(country, nowMs, SAID_TITLES))),
      )
      for (const [country, version] of due) sent.set(country, { version, atMs: nowMs })
      return due.length
    },
  }
}

function compare<Value extends number | string>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0
}
