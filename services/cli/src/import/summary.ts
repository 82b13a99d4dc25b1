import type { ImportOutcome } from './run-import.ts'

/** What an import has done, in a few lines. */
export function summaryLines(outcome: ImportOutcome): string[] {
  const { state } = outcome
  if (outcome.kind === 'already-done') {
    return [`"${state.name}" was imported before: nothing to do (--again sends it once more, and counts it once)`]
  }
  return [
    `Imported "${state.name}"${outcome.resumed ? ' (went on where it was)' : ''} in ${outcome.seconds.toFixed(1)} s: ` +
      `${String(state.itemsSent)} titles, ${String(outcome.rows)} events`,
    `  accepted ${String(state.accepted)}, rejected ${String(sum(state.rejected))}`,
    ...reasonLines('rejected', state.rejected),
    ...reasonLines('not read', outcome.unreadable),
    ...(state.shiftMs === 0 ? [] : [`  all times were moved by ${days(state.shiftMs)} days`]),
    ...(sum(state.rejected) === 0 ? [] : ['  why: the topic upnext.rejected-events.v1 has each with its reason']),
  ]
}

function reasonLines(what: string, counts: Readonly<Record<string, number>>): string[] {
  return Object.entries(counts).map(([reason, count]) => `  ${what}: ${reason}: ${String(count)}`)
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}

function days(ms: number): string {
  return (ms / 86_400_000).toFixed(0)
}
