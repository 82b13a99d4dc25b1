import type { Rejection } from '@upnext/contracts'
import type { NewRecord } from '@upnext/ports'

/** What becomes of one event or item of a batch. */
export type Outcome = Kept | Refused

export interface Kept {
  readonly status: 'accepted'
  /** Event id or item id. */
  readonly id: string
  /** The id was made here: the sender sent none. */
  readonly idMade: boolean
  readonly record: NewRecord
  readonly unknownFields: number
}

export interface Refused {
  readonly status: 'rejected'
  /** Event id or item id, where it was one. */
  readonly id: string | null
  readonly rejection: Rejection
  /** As it was sent. Measured and hashed, never kept. */
  readonly piece: Buffer
  /** Fields that identify nobody, where they could be read. */
  readonly traits: Traits
}

export interface Traits {
  readonly kind: string
  readonly device: string
  readonly country: string
}

export const NO_TRAITS: Traits = { kind: '', device: '', country: '' }
