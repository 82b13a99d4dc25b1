/** The same bytes, not a copy, as Node and the vendors' clients want them. Another Buffer around one would take longer than reading a key. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
