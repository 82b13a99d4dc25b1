import type { Topics } from '@upnext/contracts'
import type { TopicSpec } from '@upnext/ports'
import type { Command } from 'commander'
import { z } from 'zod'
import { usageError } from '../errors.ts'
import { listText } from '../options.ts'

/** Flags of all verbs of the archive. */
export const archiveFlags = {
  data: z.string().optional(),
  archive: z.string().min(1, 'expected a folder').optional(),
  json: z.boolean().default(false),
}

export const topicFlag = listText.optional()

const UNITS_MS = new Map([
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
])

/** A length of time such as `30s`, `5m`, `6h` or `1d`; 0 goes without a unit. Milliseconds. */
export const durationText = z
  .string()
  .regex(/^(?:0|\d{1,6}[smhd])$/, 'expected a time such as 30s, 5m, 6h or 1d')
  .transform((text) => Number.parseInt(text, 10) * (UNITS_MS.get(text.slice(-1)) ?? 0))

export function withArchiveFlags(command: Command): Command {
  return command
    .option('--archive <folder>', 'folder of the archive (UPNEXT_ARCHIVE)')
    .option('--data <folder>', 'data folder of an embedded Upnext (UPNEXT_DATA, default ./data)')
    .option('--json', 'print JSON')
}

/** Model updates are of no use later. */
const ARCHIVED: readonly (keyof Topics)[] = ['viewerEvents', 'catalog', 'rejectedEvents', 'deadLetters']

/** The topics named, in whole or as `viewer-events`; else all that are worth keeping. */
export function chosenTopics(topics: Topics, names: readonly string[] | undefined): readonly TopicSpec[] {
  if (names === undefined) return ARCHIVED.map((key) => topics[key])
  const all = Object.values(topics)
  return names.map((wanted) => {
    const found = all.find(({ name }) => name === wanted || shortName(name) === wanted)
    if (found !== undefined) return found
    throw usageError(
      `there is no topic ${wanted}`,
      `expected one of: ${all.map(({ name }) => shortName(name)).join(', ')}`,
    )
  })
}

/** `viewer-events` of `staging.upnext.viewer-events.v1`. */
export function shortName(topic: string): string {
  return topic.split('.').at(-2) ?? topic
}
