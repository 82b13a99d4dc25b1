/** What an evaluation says. */
import type { Interval } from '@upnext/recsys'

export interface Report {
  readonly data: string
  readonly protocol: string
  readonly split: Readonly<Record<string, unknown>>
  readonly rows: readonly ReportRow[]
  /** Rows that are not there, and why; other things worth knowing. */
  readonly notes: readonly string[]
}

/** Metrics under their usual names with K, their intervals as `<metric> interval`. */
export type ReportRow = { readonly model: string } & Readonly<Record<string, Cell>>

export type Cell = number | string | null | Interval | Readonly<Record<string, unknown>>

/** Six decimals: more than the data can tell apart, and the same text everywhere. */
export function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6
}
