import { parseArgs } from 'node:util'

export interface RebuildFlags {
  readonly rate: number | null
  readonly force: boolean
  readonly loseHistory: boolean
}

/** What `--rebuild` was started with; `null` where the service itself is meant. Throws for flags that do not exist. */
export function rebuildFlags(args: readonly string[]): RebuildFlags | null {
  if (!args.includes('--rebuild')) return null
  const { values } = parseArgs({
    args: [...args],
    options: {
      rebuild: { type: 'boolean' },
      rate: { type: 'string' },
      force: { type: 'boolean', default: false },
      'lose-history': { type: 'boolean', default: false },
    },
  })
  const rate = values.rate === undefined ? null : Number(values.rate)
  if (rate !== null && !(rate > 0)) throw new RangeError(`--rate: expected events a second, got ${values.rate ?? ''}`)
  return { rate, force: values.force, loseHistory: values['lose-history'] }
}
