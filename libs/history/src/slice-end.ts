/** Where the slice of a training job ends, as it is written on the command line. */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { BOUNDARY_WORDS, parseBoundary } from './boundary.ts'
import type { Boundary } from './boundary.ts'

export interface SliceEnd {
  readonly events: Boundary
  readonly catalog: Boundary
}

/** What was written after `--until` says no end. */
export class SliceEndError extends Error {
  override readonly name = 'SliceEndError'
}

export const UNTIL_NOW: SliceEnd = { events: { kind: 'end' }, catalog: { kind: 'end' } }

const PositionsSchema = z.array(z.looseObject({ partition: z.int().nonnegative(), nextOffset: z.int().nonnegative() }))

/** The part of a model's manifest that says what it was made of. */
const ManifestSchema = z.looseObject({ positions: PositionsSchema, catalogPositions: PositionsSchema.optional() })

/**
 * A time holds for events and catalogue; offsets are those of the events, and the catalogue is read to its end; a file of the form of
 * a model's manifest names both. Rejects with `SliceEndError`.
 */
export async function parseUntil(text: string): Promise<SliceEnd> {
  const boundary = parseBoundary(text)
  if (boundary !== null) return { events: boundary, catalog: boundary.kind === 'time' ? boundary : UNTIL_NOW.catalog }
  const parsed = ManifestSchema.safeParse(await readJson(text))
  if (!parsed.success) throw new SliceEndError(`--until: ${text} is no manifest of a model`)
  const { positions, catalogPositions } = parsed.data
  return {
    events: offsetsOf(positions),
    catalog: catalogPositions === undefined ? UNTIL_NOW.catalog : offsetsOf(catalogPositions),
  }
}

function offsetsOf(positions: z.infer<typeof PositionsSchema>): Boundary {
  return { kind: 'offsets', offsets: new Map(positions.map(({ partition, nextOffset }) => [partition, nextOffset])) }
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    throw new SliceEndError(`--until: expected end, ${BOUNDARY_WORDS}, or the file of a manifest, got "${path}"`, {
      cause,
    })
  }
}
