/** What a verb may touch of the world: passed in, so that tests can look at what a verb says. */
import type { Clock } from '@upnext/ports'

export interface Terminal {
  /** A line on standard output: what was asked for. */
  readonly out: (line: string) => void
  /** A line on standard error: progress, hints, errors. */
  readonly err: (line: string) => void
  /** Whether standard error is a screen that a progress bar can be drawn on. */
  readonly isScreen: boolean
  /** Width that tables may take. */
  readonly columns: number
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
}
