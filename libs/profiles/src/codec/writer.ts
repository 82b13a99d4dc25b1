/** Bytes one after the other. Integers take as few as they need: 7 bits a byte, lowest first. */
export interface Writer {
  byte(value: number): void
  /** 0 to 2^53 - 1. */
  unsigned(value: number): void
  /** Like `unsigned`, with a sign bit in the first byte. */
  signed(value: number): void
  /** Four bytes, big-endian. */
  u32(value: number): void
  bytes(value: Uint8Array): void
  /** UTF-8 with its length in front. */
  text(value: string): void
  finish(): Uint8Array
}

export function createWriter(): Writer {
  let buffer = Buffer.allocUnsafe(1024)
  let length = 0

  function room(size: number): void {
    if (length + size <= buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, length + size))
    buffer.copy(larger, 0, 0, length)
    buffer = larger
  }

  function byte(value: number): void {
    room(1)
    buffer[length++] = value
  }

  function unsigned(value: number): void {
    // Anything else would never end, or be read back as something else.
    if (!(Number.isSafeInteger(value) && value >= 0)) throw new RangeError(`${value} cannot be packed`)
    let rest = value
    while (rest >= 0x80) {
      byte((rest % 0x80) + 0x80)
      rest = Math.floor(rest / 0x80)
    }
    byte(rest)
  }

  function signed(value: number): void {
    const sign = value < 0 ? 0x40 : 0
    const magnitude = Math.abs(value)
    const more = magnitude >= 0x40
    byte((more ? 0x80 : 0) + sign + (magnitude % 0x40))
    if (more) unsigned(Math.floor(magnitude / 0x40))
  }

  function bytes(value: Uint8Array): void {
    room(value.length)
    buffer.set(value, length)
    length += value.length
  }

  return {
    byte,
    unsigned,
    signed,
    bytes,
    u32(value) {
      room(4)
      length = buffer.writeUInt32BE(value, length)
    },
    text(value) {
      const encoded = Buffer.from(value, 'utf8')
      unsigned(encoded.length)
      bytes(encoded)
    },
    finish: () => Buffer.from(buffer.subarray(0, length)),
  }
}
