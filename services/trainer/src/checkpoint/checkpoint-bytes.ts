/** The trainer's knowledge as one run of bytes: a SHA-256 over the rest, then the rest. */
import { createHash } from 'node:crypto'
import { isViewerKey } from '@upnext/contracts'
import type { ViewerKey } from '@upnext/contracts'
import { asBuffer } from '@upnext/ports'
import { FOLD_VERSION, decodeProfile } from '@upnext/profiles'
import {
  ContainerFormatError,
  containerFromBytes,
  containerToBytes,
  countsFromBytes,
  countsToBytes,
  itemHashesFromU32,
  itemHashesToU32,
} from '@upnext/recsys'
import type { ContainerKind, ModelSettings, OpenContainer } from '@upnext/recsys'
import { z } from 'zod'
import type { Counted } from '../counting/live-counts.ts'
import { ModelSettingsSchema } from '../training/configuration-schema.ts'
import type { TrendState } from '../trends/trend-counts.ts'
import { readTrends, trendArrays, trendShape } from '../trends/trends-bytes.ts'

export interface Checkpoint {
  /** The topic that was read: a checkpoint of another one is foreign. */
  readonly topic: string
  readonly positions: ReadonlyMap<number, number>
  readonly viewers: ReadonlyMap<ViewerKey, Uint8Array>
  readonly counted: Counted
  readonly trends: TrendState
  readonly events: number
  /** The last model published, and how many events it knew. */
  readonly model: { readonly id: string; readonly events: number } | null
}

/** Not a checkpoint that this program can go on from. The message says why; the log can be read again from its start. */
export class CheckpointRefusedError extends Error {
  override readonly name = 'CheckpointRefusedError'
}

const CHECKPOINT: ContainerKind = { magic: 'UPNXTRCK', version: 3 }
const DIGEST_BYTES = 32
const KEY_BYTES = 22

const Meta = z.object({
  topic: z.string(),
  foldVersion: z.literal(FOLD_VERSION),
  positions: z.array(z.tuple([z.int().nonnegative(), z.int().nonnegative()])),
  events: z.int().nonnegative(),
  model: z.object({ id: z.string(), events: z.int().nonnegative() }).nullable(),
  unit: z.number().positive(),
  settings: ModelSettingsSchema,
  trends: z.array(z.tuple([z.string(), z.int().nonnegative()])),
  /** What tuning began from: another program may count otherwise. */
  base: z.unknown(),
})

export function checkpointToBytes(checkpoint: Checkpoint, base: ModelSettings): Uint8Array {
  const { topic, positions, events, model, viewers, counted, trends } = checkpoint
  const { unit, settings, popularity } = counted
  const inOrder = [...viewers].sort(([a], [b]) => (a < b ? -1 : 1))
  const meta: z.infer<typeof Meta> = {
    topic,
    foldVersion: FOLD_VERSION,
    positions: [...positions].sort(([a], [b]) => a - b),
    events,
    model,
    unit,
    settings,
    trends: trendShape(trends),
    base,
  }
  const body = containerToBytes(CHECKPOINT, {
    meta,
    arrays: {
      keys: Buffer.from(inOrder.map(([key]) => key).join(''), 'latin1'),
      lengths: Uint32Array.from(inOrder, ([, bytes]) => bytes.length),
      profiles: Buffer.concat(inOrder.map(([, bytes]) => bytes)),
      counts: countsToBytes(counted.counts),
      items: itemHashesToU32(counted.items),
      'popularity.total': Float64Array.from(popularity.total),
      'popularity.month': Float64Array.from(popularity.month),
      'popularity.days': Float64Array.from(popularity.days),
      'popularity.asOfMs': Float64Array.from(popularity.total, (_, item) => asOfMs(popularity, item)),
      ...trendArrays(trends),
    },
  })
  return Buffer.concat([digestOf(body), body])
}

function asOfMs({ asOfMs: of }: Counted['popularity'], item: number): number {
  return typeof of === 'number' ? of : (of[item] ?? 0)
}

/** Throws `CheckpointRefusedError` for broken bytes, another topic, another fold or other settings to begin tuning from. */
export function checkpointFromBytes(bytes: Uint8Array, topic: string, base: ModelSettings): Checkpoint {
  const body = bytes.subarray(DIGEST_BYTES)
  if (!digestOf(body).equals(bytes.subarray(0, DIGEST_BYTES))) {
    throw new CheckpointRefusedError('its checksum does not agree')
  }
  try {
    return readBody(body, topic, base)
  } catch (cause) {
    if (!(cause instanceof ContainerFormatError)) throw cause
    throw new CheckpointRefusedError(cause.message, { cause })
  }
}

function readBody(body: Uint8Array, topic: string, base: ModelSettings): Checkpoint {
  const container = containerFromBytes(CHECKPOINT, body)
  const meta = Meta.safeParse(container.meta)
  if (!meta.success) throw new CheckpointRefusedError('made by another version of the fold, or not by a trainer')
  if (JSON.stringify(meta.data.base) !== JSON.stringify(base)) {
    throw new CheckpointRefusedError('made with other settings')
  }
  if (meta.data.topic !== topic) throw new CheckpointRefusedError(`made from topic ${meta.data.topic}`)
  const viewers = readViewers(container.u8('keys'), container.u32('lengths'), container.u8('profiles'))
  const trends = readTrends(container, meta.data.trends)
  if (trends === null) throw new CheckpointRefusedError('its trends do not go together')
  return {
    topic,
    positions: new Map(meta.data.positions),
    viewers,
    counted: readCounted(container, meta.data),
    trends,
    events: meta.data.events,
    model: meta.data.model,
  }
}

function readCounted(container: OpenContainer, { unit, settings }: Pick<Counted, 'unit' | 'settings'>): Counted {
  const counts = countsFromBytes(container.u8('counts'), settings.counts)
  const items = itemHashesFromU32(container.u32('items'))
  const popularity = {
    total: container.f64('popularity.total'),
    month: container.f64('popularity.month'),
    days: container.f64('popularity.days'),
    asOfMs: container.f64('popularity.asOfMs'),
  }
  if (counts.size() > items.length || popularity.total.length > items.length) {
    throw new CheckpointRefusedError('it counts titles that it does not name')
  }
  return { items, counts, popularity, unit, settings }
}

function readViewers(keys: Uint8Array, lengths: Uint32Array, profiles: Uint8Array): Map<ViewerKey, Uint8Array> {
  const text = asBuffer(keys).toString('latin1')
  const viewers = new Map<ViewerKey, Uint8Array>()
  let at = 0
  lengths.forEach((length, i) => {
    const key = text.slice(i * KEY_BYTES, (i + 1) * KEY_BYTES)
    if (!isViewerKey(key)) throw new CheckpointRefusedError('it names a viewer that cannot be')
    viewers.set(key, profiles.slice(at, at + length))
    at += length
  })
  if (at !== profiles.length) throw new CheckpointRefusedError('its profiles do not go together')
  checkCodec(viewers)
  return viewers
}

/** All profiles are of one version: the first tells whether this program reads it. */
function checkCodec(viewers: ReadonlyMap<ViewerKey, Uint8Array>): void {
  const [first] = viewers.values()
  if (first === undefined) return
  try {
    decodeProfile(first)
  } catch (cause) {
    throw new CheckpointRefusedError('its profiles are of another version', { cause })
  }
}

function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}
