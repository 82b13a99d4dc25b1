/**
 * Reads what a `Writer` wrote. Every read checks that it is inside the bytes, that no shorter spelling exists, and that times
 * are such as the fold takes.
 */
import { GREATEST_TIME_MS } from '../types.ts'
import { PLANE, PLANE_BITS, WIDTH_BITS, unzigzag } from './writer.ts'

/** Bytes that no version of this code has written: cut short, damaged, or of a later version. */
export class ProfileCorruptError extends Error {
  override readonly name = 'ProfileCorruptError'
}

export interface Reader {
  /** `width`: 0 to 53. */
  bits(width: number): number
  flag(): boolean
  number(): number
  signed(): number
  /** A number of things that take at least one bit each. */
  count(): number
  /** `count` values, which must not be above `greatest`. */
  column(count: number, greatest?: number): number[]
  /** Goes past a column of so many. */
  skipColumn(count: number): void
  time(): number
  /** So many whole bytes, as hex digits. */
  hex(size: number): string
  text(): string
  /** Goes past so many bits. */
  skip(width: number): void
  /** Goes past so many whole bytes. */
  skipBytes(size: number): void
  /** Throws unless everything has been read. */
  end(): void
}

const GREATEST_WIDTH = 53
const SHORT_TEXT = 100

export function createReader(source: Uint8Array): Reader {
  const buffer = Buffer.from(source.buffer, source.byteOffset, source.byteLength)
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength)
  const endBit = source.length * 8
  /** From here on fewer than four bytes are left. */
  const tail = source.length - 3
  /** The next bit. */
  let at = 0
  let lastMs = 0

  function need(size: number): void {
    if (size > endBit - at) throw new ProfileCorruptError(`ends at byte ${source.length}, in the middle of a value`)
  }

  /** The four bytes from `start` as one number, with zeros after the end. */
  function fourBytes(start: number): number {
    if (start < tail) return view.getUint32(start)
    let value = 0
    for (let i = start; i < start + 4; i++) value = (value << 8) | (source[i] ?? 0)
    return value
  }

  /** Adds the next `width` bits, 1 to `PLANE_BITS`, below those that each value has. */
  function plane(values: number[], width: number): void {
    // A local, because this is where the time goes.
    let bit = at
    for (let i = 0; i < values.length; i++) {
      const next = (fourBytes(bit >>> 3) << (bit & 7)) >>> (32 - width)
      values[i] = (values[i] ?? 0) * PLANE + next
      bit += width
    }
    at = bit
  }

  /** Values whose bits are all there. */
  function planes(count: number, width: number): number[] {
    const values: number[] = []
    for (let i = 0; i < count; i++) values.push(0)
    const first = width % PLANE_BITS
    if (first > 0) plane(values, first)
    for (let left = width - first; left > 0; left -= PLANE_BITS) plane(values, PLANE_BITS)
    return values
  }

  function bits(width: number): number {
    if (width > PLANE_BITS) return bits(width - PLANE_BITS) * PLANE + bits(PLANE_BITS)
    need(width)
    if (width === 0) return 0
    const value = (fourBytes(at >>> 3) << (at & 7)) >>> (32 - width)
    at += width
    return value
  }

  function widthOfEach(): number {
    const width = bits(WIDTH_BITS)
    if (width > GREATEST_WIDTH) throw new ProfileCorruptError(`a number at bit ${at} is too large`)
    return width
  }

  function checkWidth(width: number, greatest: number): void {
    if (width > 0 && greatest < 2 ** (width - 1))
      throw new ProfileCorruptError(`numbers before bit ${at} are wider than they need be`)
  }

  function number(): number {
    const width = widthOfEach()
    const value = bits(width)
    checkWidth(width, value)
    return value
  }

  function column(count: number, limit = Number.MAX_SAFE_INTEGER): number[] {
    if (count === 0) return []
    const width = widthOfEach()
    // Zeros take no bits, but never are there more of anything than bits in all: a damaged count must not fill the memory.
    if (count > endBit) throw new ProfileCorruptError(`${count} values announced, ${endBit} bits in all`)
    need(width * count)
    const values = planes(count, width)
    let greatest = 0
    for (let i = 0; i < count; i++) greatest = Math.max(greatest, values[i] ?? 0)
    checkWidth(width, greatest)
    if (greatest > limit) throw new ProfileCorruptError(`${greatest} stands where at most ${limit} means something`)
    return values
  }

  function skip(width: number): void {
    need(width)
    at += width
  }

  function align(): void {
    if (bits((8 - (at & 7)) & 7) !== 0) throw new ProfileCorruptError(`something stands between values at bit ${at}`)
  }

  const signed = (): number => unzigzag(number())

  return {
    bits,
    flag: () => bits(1) === 1,
    number,
    signed,
    count() {
      const count = number()
      if (count <= endBit - at) return count
      throw new ProfileCorruptError(`${count} entries announced, ${endBit - at} bits left`)
    },
    column,
    skipColumn(count) {
      if (count > 0) skip(widthOfEach() * count)
    },
    time() {
      lastMs = checkedTime(lastMs - signed())
      return lastMs
    },
    hex(size) {
      align()
      need(size * 8)
      const start = at >>> 3
      at += size * 8
      return buffer.toString('hex', start, start + size)
    },
    text() {
      const length = number()
      need(length * 8)
      const codes = planes(length, 8)
      // The usual case, and no more than a call takes as arguments.
      if (length <= SHORT_TEXT && codes.every((code) => code < 0x80)) return String.fromCharCode(...codes)
      const encoded = Buffer.from(codes)
      const text = encoded.toString('utf8')
      if (!Buffer.from(text, 'utf8').equals(encoded))
        throw new ProfileCorruptError(`text before bit ${at} is not UTF-8`)
      return text
    },
    skip,
    skipBytes(size) {
      align()
      skip(size * 8)
    },
    end() {
      align()
      if (at !== endBit) throw new ProfileCorruptError(`${source.length - (at >>> 3)} bytes too many`)
    },
  }
}

/** Throws for what is no time of an event. */
export function checkedTime(atMs: number): number {
  if (Math.abs(atMs) < GREATEST_TIME_MS) return atMs
  throw new ProfileCorruptError(`time ${atMs} ms is out of range`)
}

export function sumOf(values: readonly number[]): number {
  let sum = 0
  // By number: an iterator over lists of several kinds leaves an object for each value.
  for (let at = 0; at < values.length; at++) sum += values[at] ?? 0
  return sum
}

export function countOf(values: readonly number[], is: (value: number) => boolean): number {
  let count = 0
  for (const value of values) if (is(value)) count++
  return count
}
