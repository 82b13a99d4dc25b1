/** How far something has come: a bar on a screen, a line now and then elsewhere. */
import { Presets, SingleBar } from 'cli-progress'
import type { Terminal } from '../terminal.ts'

export interface Progress {
  /** `done` may be more than 0 where an earlier run has begun. */
  start(what: string, total: number, done: number): void
  update(done: number): void
  stop(): void
}

/** Off a screen, a line for every so many percent. */
const LINE_EVERY_PERCENT = 20

export function createProgress(terminal: Terminal): Progress {
  return terminal.isScreen ? createBar() : createLines(terminal.err)
}

function createBar(): Progress {
  let bar: SingleBar | null = null
  return {
    start(what, total, done) {
      if (total === 0) return
      const format = `  ${what.padEnd(8)} {bar} {percentage}% | {value} of {total}`
      bar = new SingleBar({ format, stream: process.stderr, hideCursor: true }, Presets.shades_classic)
      bar.start(total, done)
    },
    update(done) {
      bar?.update(done)
    },
    stop() {
      bar?.stop()
      bar = null
    },
  }
}

function createLines(write: (line: string) => void): Progress {
  let what = ''
  let total = 0
  let nextPercent = 0
  return {
    start(ofWhat, ofTotal, done) {
      what = ofWhat
      total = ofTotal
      nextPercent = percent(done, total) + LINE_EVERY_PERCENT
    },
    update(done) {
      const reached = percent(done, total)
      if (reached < nextPercent && done < total) return
      nextPercent = reached + LINE_EVERY_PERCENT
      write(`  ${what}: ${String(done)} of ${String(total)}`)
    },
    stop() {
      total = 0
    },
  }
}

function percent(done: number, total: number): number {
  return total === 0 ? 100 : Math.floor((100 * done) / total)
}
