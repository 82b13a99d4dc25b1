/**
 * Cuts a sorted history into waves of requests. The lanes of a wave are sent side by side, the requests of a lane one after the
 * other; a viewer's events stay in one lane, so their order holds, and a wave starts when the one before it is
 * acknowledged, so the whole keeps its order of time up to one wave.
 */
import { createHash } from 'node:crypto'
import type { ImportEvent } from './import-event.ts'

export interface WaveShape {
  /** Events in one request. */
  readonly requestSize: number
  readonly lanes: number
}

export interface Wave {
  /** Events of this wave, over all lanes. */
  readonly size: number
  readonly lanes: readonly (readonly ImportEvent[][])[]
}

/** The wave that begins at event number `from`; of size 0 at the end. */
export function waveAt(events: readonly ImportEvent[], from: number, shape: WaveShape): Wave {
  const slice = events.slice(from, from + shape.requestSize * shape.lanes)
  const lanes: ImportEvent[][] = Array.from({ length: shape.lanes }, () => [])
  for (const event of slice) lanes[laneOf(event.viewer, shape.lanes)]?.push(event)
  return {
    size: slice.length,
    lanes: lanes.filter((lane) => lane.length > 0).map((lane) => inRequests(lane, shape.requestSize)),
  }
}

/** Consecutive pieces of at most `size`. */
export function inRequests<Part>(parts: readonly Part[], size: number): Part[][] {
  const requests: Part[][] = []
  for (let at = 0; at < parts.length; at += size) requests.push(parts.slice(at, at + size))
  return requests
}

function laneOf(viewer: string, lanes: number): number {
  return createHash('sha1').update(viewer, 'utf8').digest().readUInt32BE(0) % lanes
}
