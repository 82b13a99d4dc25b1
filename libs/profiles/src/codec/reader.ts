/** Reads what a `Writer` wrote. Every read checks that it is inside the bytes, and that no shorter spelling exists. */

/** Bytes that no version of this code has written: cut short, damaged, or of a later version. */
export class ProfileCorruptError extends Error {
  override readonly name = 'ProfileCorruptError'
}

export interface Reader {
  byte(): number
  unsigned(): number
  signed(): number
  u32(): number
  bytes(length: number): Buffer
  text(): string
  /** A number of things that take at least one byte each. */
  count(): number
  /** A count, doubled, and a flag in the lowest bit. */
  head(): { readonly count: number; readonly flag: boolean }
  /** Throws unless everything has been read. */
  end(): void
}

export function createReader(source: Uint8Array): Reader {
  const buffer = Buffer.from(source.buffer, source.byteOffset, source.byteLength)
  let at = 0

  function take(size: number): number {
    const start = at
    if (size > buffer.length - start)
      throw new ProfileCorruptError(`ends at byte ${buffer.length}, in the middle of a value`)
    at += size
    return start
  }

  const byte = (): number => buffer.readUInt8(take(1))

  function unsigned(): number {
    let value = 0
    for (let scale = 1; ; scale *= 0x80) {
      const next = byte()
      value += (next & 0x7f) * scale
      if (!Number.isSafeInteger(value)) throw new ProfileCorruptError(`a number at byte ${at} is too large`)
      if (next === 0 && scale > 1) throw new ProfileCorruptError(`a number at byte ${at} is longer than it need be`)
      if (next < 0x80) return value
    }
  }

  function signed(): number {
    const first = byte()
    const rest = first >= 0x80 ? unsigned() : 0
    if (first >= 0x80 && rest === 0) throw new ProfileCorruptError(`a number at byte ${at} is longer than it need be`)
    const magnitude = rest * 0x40 + (first & 0x3f)
    if (!Number.isSafeInteger(magnitude)) throw new ProfileCorruptError(`a number at byte ${at} is too large`)
    if ((first & 0x40) === 0) return magnitude
    if (magnitude === 0) throw new ProfileCorruptError(`a minus zero at byte ${at}`)
    return -magnitude
  }

  const bytes = (length: number): Buffer => {
    const start = take(length)
    return buffer.subarray(start, start + length)
  }

  function checked(count: number): number {
    if (count <= buffer.length - at) return count
    throw new ProfileCorruptError(`${count} entries announced, ${buffer.length - at} bytes left`)
  }

  return {
    byte,
    unsigned,
    signed,
    bytes,
    u32: () => buffer.readUInt32BE(take(4)),
    text() {
      const encoded = bytes(unsigned())
      const text = encoded.toString('utf8')
      if (!Buffer.from(text, 'utf8').equals(encoded))
        throw new ProfileCorruptError(`text before byte ${at} is not UTF-8`)
      return text
    },
    count: () => checked(unsigned()),
    head() {
      const head = unsigned()
      return { count: checked(Math.floor(head / 2)), flag: head % 2 === 1 }
    },
    end() {
      if (at !== buffer.length) throw new ProfileCorruptError(`${buffer.length - at} bytes too many`)
    },
  }
}
