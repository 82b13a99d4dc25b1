/**
 * What was replayed, so that the same can be replayed again and compared: nothing in it depends on when, where to or how fast it
 * was done.
 */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { CliError, usageError } from '../errors.ts'
import { ROLE_WORDS } from './known-topic.ts'
import type { RoleWord } from './known-topic.ts'
import { digestOfAll } from './record-bytes.ts'
import { parseJson } from './state.ts'
import type { ReplayState } from './state.ts'

const count = z.int().nonnegative()
const [firstRole, ...roles] = Object.keys(ROLE_WORDS) as [RoleWord, ...RoleWord[]]

const ManifestSchema = z.strictObject({
  format: z.literal(1),
  topic: z.string(),
  holds: z.enum([firstRole, ...roles]),
  filters: z.strictObject({
    viewer_key: z.string().nullable(),
    kind: z.string().nullable(),
    item: z.string().nullable(),
  }),
  read: count,
  written: count,
  digest: z.hex().length(64),
  /** By partition number: the offsets, and what came of them. */
  partitions: z.array(
    z.strictObject({ start: count, end: count, read: count, written: count, digest: z.hex().length(64) }),
  ),
})

export type Manifest = Readonly<z.infer<typeof ManifestSchema>>

export function manifestOf(asked: Pick<Manifest, 'topic' | 'holds' | 'filters'>, state: ReplayState): Manifest {
  const { partitions } = state
  const { topic, holds, filters } = asked
  return {
    format: 1,
    topic,
    holds,
    filters,
    read: partitions.reduce((sum, { read }) => sum + read, 0),
    written: partitions.reduce((sum, { written }) => sum + written, 0),
    digest: digestOfAll(partitions),
    partitions: partitions.map(({ start, end, read, written, chain }) => ({
      start,
      end,
      read,
      written,
      digest: chain,
    })),
  }
}

/** One line for each partition, so that two manifests are easy to compare. */
export function manifestText({ partitions, ...facts }: Manifest): string {
  const head = JSON.stringify(facts, null, 2).replace(/\n\}$/, '')
  const lines = partitions.map((partition) => `    ${JSON.stringify(partition)}`)
  return `${head},\n  "partitions": [\n${lines.join(',\n')}\n  ]\n}`
}

export async function readManifest(path: string): Promise<Manifest> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CliError(`cannot read ${path}`, { cause })
  })
  const parsed = ManifestSchema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw usageError(`${path} is not the manifest of a replay`)
}

/** What differs, in plain words; nothing where the two replays wrote the same. */
export function differences(before: Manifest, now: Manifest): string[] {
  const found = before.partitions.flatMap((was, partition) => {
    const is = now.partitions[partition]
    if (is === undefined) return [`partition ${partition} is not there`]
    if (was.read !== is.read) return [`partition ${partition}: ${is.read} records read, ${was.read} before`]
    if (was.written !== is.written)
      return [`partition ${partition}: ${is.written} records written, ${was.written} before`]
    return was.digest === is.digest ? [] : [`partition ${partition}: other records`]
  })
  return found.length === 0 && before.digest !== now.digest ? ['other records'] : found
}
