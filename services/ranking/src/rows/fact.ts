import type { ReasonType } from '@upnext/contracts'
import type { FactCause } from './candidate.ts'

/** A cause that names no title; alone, it is all that speaks for a candidate. */
export function fact(
  type: ReasonType,
  share = 1,
  said: Pick<FactCause, 'country' | 'genre' | 'friends' | 'atMs'> = {},
): FactCause {
  return { kind: 'fact', type, share, ...said }
}
