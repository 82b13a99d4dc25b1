/** One memory for kernels to work on. Arrays that were taken from it stand there until all are given back. */
import { wasm } from './web-assembly.ts'
import type { WasmMemory } from './web-assembly.ts'

export interface Arena {
  readonly memory: WasmMemory
  /** All zeros. Throws a RangeError where there is no more room. */
  float32(length: number): Float32Array<ArrayBuffer>
  float64(length: number): Float64Array<ArrayBuffer>
  uint32(length: number): Uint32Array<ArrayBuffer>
  int32(length: number): Int32Array<ArrayBuffer>
  uint8(length: number): Uint8Array<ArrayBuffer>
  /** Begins anew with room for so many bytes: whatever was taken is not to be used any more. Throws a RangeError, and has done nothing, where there is no room. */
  restart(bytes: number): void
}

const PAGE = 65_536
/** WebAssembly's places have 32 bits. */
const MOST_PAGES = 65_536
/** Arrays begin at multiples of it, as vector instructions like it best. */
const LINE = 64

/** `bytes`: what arrays will take together, besides what they are rounded up by. Memory that is never touched costs nothing but addresses, of which V8 sets aside 10 GiB for each arena. */
export function createArena(bytes: number): Arena {
  const memory = new wasm.Memory({ initial: pagesOf(bytes) })
  let room = bytes
  let used = 0
  const take = (size: number): number => {
    const from = used
    used = Math.ceil((used + size) / LINE) * LINE
    if (used > memory.buffer.byteLength) throw new RangeError(`an arena of ${room} bytes is too small`)
    return from
  }
  return {
    memory,
    float32: (length) => new Float32Array(memory.buffer, take(4 * length), length),
    float64: (length) => new Float64Array(memory.buffer, take(8 * length), length),
    uint32: (length) => new Uint32Array(memory.buffer, take(4 * length), length),
    int32: (length) => new Int32Array(memory.buffer, take(4 * length), length),
    uint8: (length) => new Uint8Array(memory.buffer, take(length), length),
    restart: (asked) => {
      // First what may fail: then all is as it was.
      const missing = pagesOf(asked) - memory.buffer.byteLength / PAGE
      if (missing > 0) memory.grow(missing)
      new Uint8Array(memory.buffer, 0, used).fill(0)
      room = asked
      used = 0
    },
  }
}

function pagesOf(bytes: number): number {
  const pages = Math.ceil(bytes / PAGE) + 1
  if (pages > MOST_PAGES) throw new RangeError(`${bytes} bytes are more than the 4 GiB that kernels can work on`)
  return pages
}
