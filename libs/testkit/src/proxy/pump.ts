import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** What a direction does with its bytes right now. */
export interface Flow {
  /** `pass`: hands them on. `hold`: keeps them until they may pass. `swallow`: takes them, and they are gone. */
  readonly mode: 'pass' | 'hold' | 'swallow'
  /** Added to the way of every byte. */
  readonly latencyMs: number
  /** `null`: as fast as it goes. */
  readonly bytesPerSecond: number | null
}

export const FREE_FLOW: Flow = { mode: 'pass', latencyMs: 0, bytesPerSecond: null }

export interface PumpOptions {
  readonly from: Socket
  readonly to: Socket
  readonly flow: () => Flow
  /** Resolves at the next change of the flow. */
  readonly changed: () => Promise<unknown>
  readonly onLost: (bytes: number) => void
}

/** A sender that is not read from is slowed down by TCP from here on. */
const HIGH_WATER_BYTES = 1_048_576
/** So many pieces a second, where the bandwidth is limited. */
const DRIPS = 20

interface Piece {
  readonly bytes: Buffer
  readonly due: number
}

/**
 * Hands on what one side of a connection sends to the other, in order, as the flow says. Once it has swallowed a byte it
 * swallows all that follow, the end of the stream too: a stream with a hole in it must not come alive again.
 */
export function startPump({ from, to, flow, changed, onLost }: PumpOptions): void {
  const queue: Piece[] = []
  let queuedBytes = 0
  let ended = false
  let broken = false
  let pumping = false

  from.on('data', (bytes: Buffer) => {
    queue.push({ bytes, due: performance.now() + flow().latencyMs })
    queuedBytes += bytes.length
    if (queuedBytes > HIGH_WATER_BYTES) from.pause()
    void pump()
  })
  from.on('end', () => {
    ended = true
    void pump()
  })
  from.on('close', (failed) => {
    if (failed) void reset()
  })

  /** A reset is a message as well: whoever is cut off does not get it. */
  async function reset(): Promise<void> {
    if (await passes()) to.resetAndDestroy()
  }

  async function pump(): Promise<void> {
    if (pumping) return
    pumping = true
    for (let piece = queue.shift(); piece !== undefined; piece = queue.shift()) {
      await handOn(piece)
      queuedBytes -= piece.bytes.length
      if (queuedBytes <= HIGH_WATER_BYTES) from.resume()
    }
    pumping = false
    if (ended && (await passes()) && !to.destroyed) to.end()
  }

  async function handOn({ bytes, due }: Piece): Promise<void> {
    const early = due - performance.now()
    if (early > 0) await pause(early)
    for (let at = 0; at < bytes.length;) {
      if (!(await passes())) {
        onLost(bytes.length - at)
        return
      }
      const { bytesPerSecond } = flow()
      const size = bytesPerSecond === null ? bytes.length : Math.max(1, Math.floor(bytesPerSecond / DRIPS))
      const part = bytes.subarray(at, at + size)
      if (bytesPerSecond !== null) await pause((1_000 * part.length) / bytesPerSecond)
      if (!to.destroyed) to.write(part)
      at += part.length
    }
  }

  /** Waits while bytes are held. False where they are swallowed, now and for ever. */
  async function passes(): Promise<boolean> {
    while (flow().mode === 'hold' && !broken) await changed()
    broken ||= flow().mode === 'swallow'
    return !broken
  }
}
