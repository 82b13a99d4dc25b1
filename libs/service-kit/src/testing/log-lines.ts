import { createLogger } from '../logger.ts'
import type { Logger } from '../logger.ts'

export interface LogLines {
  readonly log: Logger
  /** Every line so far, parsed. */
  lines(): Record<string, unknown>[]
}

/** A logger that keeps its lines for a test to look at. */
export function keepLogLines(): LogLines {
  const kept: string[] = []
  const destination = { write: (line: string) => void kept.push(line) }
  return {
    log: createLogger({ service: 'test', level: 'debug', destination }),
    lines: () => kept.map((line) => JSON.parse(line) as Record<string, unknown>),
  }
}
