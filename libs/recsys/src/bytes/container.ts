/**
 * Named typed arrays and some JSON as one run of bytes: an 8-byte magic, u32 version, u32 length of the header, the header
 * (UTF-8 JSON: `meta` and the arrays' names, types and lengths), then the arrays, each starting at a multiple of 8.
 * Little-endian, as the typed arrays of every machine that Node is tested on. The same content gives the same bytes.
 */
export interface Container {
  /** JSON-serialisable. */
  readonly meta: unknown
  readonly arrays: Readonly<Record<string, PackedArray>>
}

export type PackedArray = Uint8Array | Uint32Array | Float32Array | Float64Array

export interface ContainerKind {
  /** 8 ASCII characters. */
  readonly magic: string
  readonly version: number
}

/** Bytes that are not such a container. The message says what was wrong. */
export class ContainerFormatError extends Error {
  override readonly name = 'ContainerFormatError'
  readonly code = 'UPNEXT_CONTAINER_FORMAT'
}

const ARRAY_TYPES = { u8: Uint8Array, u32: Uint32Array, f32: Float32Array, f64: Float64Array }
type ArrayType = keyof typeof ARRAY_TYPES
const PREFIX_BYTES = 16

export function containerToBytes(kind: ContainerKind, content: Container): Uint8Array {
  const entries = Object.entries(content.arrays)
  const shapes = entries.map(([name, array]) => ({ name, type: typeOf(array), length: array.length }))
  const header = new TextEncoder().encode(JSON.stringify({ meta: content.meta, arrays: shapes }))
  const size = entries.reduce((at, [, array]) => aligned(at) + array.byteLength, PREFIX_BYTES + header.length)
  const bytes = new Uint8Array(size)
  bytes.set(new TextEncoder().encode(kind.magic), 0)
  const view = new DataView(bytes.buffer)
  view.setUint32(8, kind.version, true)
  view.setUint32(12, header.length, true)
  bytes.set(header, PREFIX_BYTES)
  let at = PREFIX_BYTES + header.length
  for (const [, array] of entries) {
    at = aligned(at)
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at)
    at += array.byteLength
  }
  return bytes
}

export interface OpenContainer {
  readonly meta: unknown
  /** Each throws `ContainerFormatError` where there is no such array of that type. */
  u8(name: string): Uint8Array
  u32(name: string): Uint32Array
  f32(name: string): Float32Array
  f64(name: string): Float64Array
}

/** The arrays are copies: they do not hold on to `bytes`. Throws `ContainerFormatError`. */
export function containerFromBytes(kind: ContainerKind, bytes: Uint8Array): OpenContainer {
  if (bytes.length < PREFIX_BYTES) throw new ContainerFormatError(`only ${bytes.length} bytes`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const magic = new TextDecoder().decode(bytes.subarray(0, 8))
  if (magic !== kind.magic) throw new ContainerFormatError(`does not start with ${kind.magic}`)
  const version = view.getUint32(8, true)
  if (version !== kind.version) {
    throw new ContainerFormatError(`version ${version}, this program reads version ${kind.version}`)
  }
  const headerEnd = PREFIX_BYTES + view.getUint32(12, true)
  if (headerEnd > bytes.length) throw new ContainerFormatError('ends within its header')
  const header = parseHeader(bytes.subarray(PREFIX_BYTES, headerEnd))
  const arrays = readArrays(bytes, headerEnd, header.shapes)
  const typed = <Array extends PackedArray>(name: string, type: abstract new (...args: never) => Array): Array => {
    const array = arrays.get(name)
    if (array instanceof type) return array
    throw new ContainerFormatError(`array ${name} is missing or of another type`)
  }
  return {
    meta: header.meta,
    u8: (name) => typed(name, Uint8Array),
    u32: (name) => typed(name, Uint32Array),
    f32: (name) => typed(name, Float32Array),
    f64: (name) => typed(name, Float64Array),
  }
}

interface Shape {
  readonly name: string
  readonly type: ArrayType
  readonly length: number
}

function parseHeader(bytes: Uint8Array): { meta: unknown; shapes: readonly Shape[] } {
  const header = parseJson(bytes)
  if (!isRecord(header) || !Array.isArray(header['arrays']))
    throw new ContainerFormatError('its header lists no arrays')
  return { meta: header['meta'], shapes: header['arrays'].map(parseShape) }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new ContainerFormatError('its header is not JSON', { cause })
  }
}

function parseShape(shape: unknown): Shape {
  if (isRecord(shape)) {
    const { name, type, length } = shape
    if (typeof name === 'string' && isArrayType(type) && typeof length === 'number' && isCount(length)) {
      return { name, type, length }
    }
  }
  throw new ContainerFormatError('its header describes an array that cannot be')
}

function readArrays(bytes: Uint8Array, start: number, shapes: readonly Shape[]): Map<string, PackedArray> {
  const arrays = new Map<string, PackedArray>()
  let at = start
  for (const { name, type, length } of shapes) {
    const from = aligned(at)
    at = from + length * ARRAY_TYPES[type].BYTES_PER_ELEMENT
    if (at > bytes.length) throw new ContainerFormatError(`ends within array ${name}`)
    if (arrays.has(name)) throw new ContainerFormatError(`array ${name} is there twice`)
    // A copy starts at a multiple of 8 whatever `bytes` does, and lets go of `bytes`.
    arrays.set(name, new ARRAY_TYPES[type](Uint8Array.from(bytes.subarray(from, at)).buffer))
  }
  if (at !== bytes.length) throw new ContainerFormatError(`${bytes.length - at} bytes too long`)
  return arrays
}

function typeOf(array: PackedArray): ArrayType {
  if (array instanceof Uint32Array) return 'u32'
  if (array instanceof Float32Array) return 'f32'
  return array instanceof Float64Array ? 'f64' : 'u8'
}

function aligned(at: number): number {
  return Math.ceil(at / 8) * 8
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isArrayType(value: unknown): value is ArrayType {
  return typeof value === 'string' && Object.hasOwn(ARRAY_TYPES, value)
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
