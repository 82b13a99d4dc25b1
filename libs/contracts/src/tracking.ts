/**
 * The opaque value that events echo: one version byte and a message, as base64url. An answer holds hundreds of them, so what the items
 * of a row share is encoded once, and each item's own fields are put behind it: of concatenated protobuf messages the later field wins.
 */
import { Tracking } from './gen/upnext/ranking/v1/tracking.ts'
import type { ItemHash } from './item-hash.ts'
import { serializer } from './serializer.ts'

const VERSION = 1
const toBytes = serializer<Tracking>(Tracking)

/** What the items of a row have in common. */
export type RowTracking = Omit<Tracking, 'item' | 'position' | 'reasonType' | 'propensity' | '_unknownFields'>

export interface ItemTracking {
  readonly hash: ItemHash
  /** In the row, from 0. */
  readonly position: number
  readonly reasonType: number
  /** Probability with which chance put it there; 1: none had a hand in it. */
  readonly propensity: number
}

export interface TrackingEncoder {
  /** The row's own value. */
  readonly row: string
  /** Throws `RangeError` for a position or a reason type that is no unsigned 32-bit number. */
  item(item: ItemTracking): string
}

export function encodeTracking(tracking: Tracking): string {
  return withVersion(tracking).toString('base64url')
}

/** `null` for text that this version did not write. */
export function decodeTracking(text: string): Tracking | null {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes[0] !== VERSION) return null
  try {
    return Tracking.decode(bytes.subarray(1))
  } catch {
    return null
  }
}

/** Encodes as {@link encodeTracking} would, or so that it decodes to the same. */
export function trackingEncoder(facts: RowTracking): TrackingEncoder {
  // What is new comes before what is spread: the other way around it takes Node 20 five times as long, and leaves more to collect.
  const shared = { item: NO_ITEM, position: 0, reasonType: 0, propensity: 1, ...facts }
  const bytes = withVersion(shared)
  // Three bytes make four characters: up to there the text is the same for every item.
  const whole = bytes.length - (bytes.length % 3)
  const text = bytes.toString('base64url', 0, whole)
  const rest = bytes.subarray(whole)
  return {
    row: bytes.toString('base64url'),
    item: (item) => text + ownFields(rest, item),
  }
}

const NO_ITEM = Buffer.alloc(0)

function withVersion(tracking: Tracking): Buffer {
  const message = toBytes(tracking)
  const bytes = Buffer.allocUnsafe(1 + message.length)
  bytes[0] = VERSION
  bytes.set(message, 1)
  return bytes
}

// (Field number * 8 + wire type) of the fields of an item.
const ITEM = 0x32
const POSITION = 0x38
const REASON_TYPE = 0x40
const PROPENSITY = 0x4d
const HASH_BYTES = 8
/** At most 2 from before, the hash with tag and length, two numbers of at most 5 bytes and a float, each with its tag. */
const scratch = Buffer.alloc(2 + (2 + HASH_BYTES) + 2 * (1 + 5) + (1 + 4))

function ownFields(before: Buffer, { hash, position, reasonType, propensity }: ItemTracking): string {
  let at = before.copy(scratch)
  scratch[at++] = ITEM
  scratch[at++] = HASH_BYTES
  at += scratch.write(hash, at, 'hex')
  at = writeNumber(POSITION, position, at)
  at = writeNumber(REASON_TYPE, reasonType, at)
  if (propensity !== 1) {
    scratch[at++] = PROPENSITY
    at = scratch.writeFloatLE(propensity, at)
  }
  return scratch.toString('base64url', 0, at)
}

/** A varint; 0 is what an absent field means. Answers where the next field goes. */
function writeNumber(tag: number, value: number, start: number): number {
  if (value >>> 0 !== value) throw new RangeError(`a tracking value holds whole numbers below 2^32, not ${value}`)
  if (value === 0) return start
  let at = start
  scratch[at++] = tag
  let rest = value
  for (; rest > 127; rest >>>= 7) scratch[at++] = (rest & 127) | 128
  scratch[at++] = rest
  return at
}
