import type { Exit } from '@upnext/testkit'

/** Why a process left, in the words of the last grave line that it printed; numbers are left out, so that reasons can be counted. */
export function exitReason(exit: Exit, output: string): string {
  const how = exit.signal ?? `exit code ${exit.code ?? '?'}`
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  const fatal = lines.findLast((line) => line.includes('"level":"fatal"'))
  const said = fatal === undefined ? lines.findLast((line) => !line.startsWith('{')) : messageOf(fatal)
  return `${how}: ${(said ?? 'said nothing').replaceAll(/\d+/g, '#').slice(0, 160)}`
}

function messageOf(line: string): string {
  try {
    const entry: unknown = JSON.parse(line)
    const found = [at(at(entry, 'err'), 'message'), at(entry, 'msg')]
    return found.filter((text) => typeof text === 'string').join(' / ')
  } catch {
    return line
  }
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}
