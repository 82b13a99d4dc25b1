/**
 * Bits one after the other, highest first. The widths of numbers stand in front of them, six bits each, and are as small as
 * they can be, so that equal values have equal bits.
 */
export interface Writer {
  /** `width`: 0 to 53 bits, of which the value needs no more. */
  bits(value: number, width: number): void
  flag(value: boolean): void
  /** 0 to 2^53 - 1: a width, then that many bits. */
  number(value: number): void
  /** A number, signed. */
  signed(value: number): void
  /** One width for all; nothing where there are no values. A column of zeros takes six bits. */
  column(values: readonly number[]): void
  /** Its distance from the time that this method wrote last: most of a profile's times lie close together. */
  time(atMs: number): void
  /** Whole bytes, given as hex digits, after zeros up to the next byte. */
  hex(digits: string): void
  /** UTF-8 with its length in front. */
  text(value: string): void
  finish(): Uint8Array
}

/** Bits of a width: 53 fits. */
export const WIDTH_BITS = 6
/** Wider values are written in planes of so many bits, the highest first: what fits into four bytes wherever it starts. */
export const PLANE_BITS = 24
export const PLANE = 2 ** PLANE_BITS

/** Shared by all writers, of which one is used at a time: buffers that live so shortly cost more than what is written in them. */
let buffer = Buffer.allocUnsafe(16_384)
let view = viewOf(buffer)

export function createWriter(): Writer {
  /** The next bit. Those before it in its byte are written, those after it are zero. */
  let at = 0
  let lastMs = 0

  /** Room for so many bits, and for the zeros that are written after them. */
  function room(bits: number): void {
    const size = (at >>> 3) + (bits >>> 3) + 8
    if (size <= buffer.length) return
    const larger = Buffer.allocUnsafe(size * 2)
    buffer.copy(larger)
    buffer = larger
    view = viewOf(buffer)
  }

  /** Of each value the `width` bits from the one worth `unit` upward; `width`: 1 to `PLANE_BITS`. */
  function plane(values: readonly number[], unit: number, width: number): void {
    room(values.length * width)
    const mask = 2 ** width - 1
    // A local, because this is where the time goes.
    let bit = at
    for (const value of values) {
      putAt(bit, (unit === 1 ? value : Math.floor(value / unit)) & mask, width)
      bit += width
    }
    at = bit
  }

  function planes(values: readonly number[], width: number): void {
    let unit = 1
    let left = width
    for (; left > PLANE_BITS; left -= PLANE_BITS) unit *= PLANE
    if (left > 0) plane(values, unit, left)
    for (; unit > 1; unit /= PLANE) plane(values, unit / PLANE, PLANE_BITS)
  }

  function bits(value: number, width: number): void {
    if (width > PLANE_BITS) {
      const high = Math.floor(value / PLANE)
      bits(high, width - PLANE_BITS)
      bits(value - high * PLANE, PLANE_BITS)
    } else if (width > 0) {
      room(width)
      putAt(at, value, width)
      at += width
    }
  }

  function number(value: number): void {
    const width = widthOf(value)
    bits(width, WIDTH_BITS)
    bits(value, width)
  }

  function column(values: readonly number[]): void {
    if (values.length === 0) return
    let width = 0
    for (const value of values) {
      const own = widthOf(value)
      if (own > width) width = own
    }
    bits(width, WIDTH_BITS)
    planes(values, width)
  }

  function align(): void {
    at = (at + 7) & ~7
  }

  const signed = (value: number): void => number(zigzag(value))

  return {
    bits,
    flag: (value) => bits(value ? 1 : 0, 1),
    number,
    signed,
    column,
    time(atMs) {
      signed(lastMs - atMs)
      lastMs = atMs
    },
    hex(digits) {
      align()
      const size = digits.length / 2
      room(size * 8)
      if (buffer.write(digits, at >>> 3, 'hex') !== size) throw new RangeError(`${digits} cannot be packed`)
      at += size * 8
    },
    text(value) {
      const encoded = Buffer.from(value, 'utf8')
      number(encoded.length)
      for (const byte of encoded) bits(byte, 8)
    },
    finish() {
      align()
      return Buffer.from(buffer.subarray(0, at >>> 3))
    },
  }
}

/** At most `PLANE_BITS` bits, and zeros to the end of the four bytes in which they start. */
function putAt(bit: number, value: number, width: number): void {
  const start = bit >>> 3
  const used = bit & 7
  const before = used === 0 ? 0 : (buffer[start] ?? 0) << 24
  view.setUint32(start, before | (value << (32 - width - used)))
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Whole numbers of both signs as numbers from 0: 0, -1, 1, -2, 2 ... Exact up to 2^52. */
export function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value
}

export function unzigzag(value: number): number {
  return value % 2 === 1 ? -(value + 1) / 2 : value / 2
}

function widthOf(value: number): number {
  if (value >>> 0 === value) return 32 - Math.clz32(value)
  // Anything else would be read back as something else.
  if (!(Number.isSafeInteger(value) && value >= 0)) throw new RangeError(`${value} cannot be packed`)
  return 64 - Math.clz32(Math.floor(value / 2 ** 32))
}
