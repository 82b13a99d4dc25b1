/**
 * ObjectStore: named pieces of bytes, each whole or not there at all. For files that are written once and read for years.
 *
 * A name is a path of plain words: segments of letters, digits, `.`, `_`, `=` and `-` between slashes, none of which begins
 * with a dot; at most 500 characters. No name may be the beginning of another up to a slash. Everything else is a `RangeError`.
 * Whatever cannot be read or written now is a `StoreUnavailableError`.
 */
export interface ObjectStore {
  /** The objects whose names begin with `prefix`, in the order of their names. '' means all. */
  list(prefix: string): Promise<readonly StoredObject[]>

  /** The bytes of an object, or `null` where there is none. */
  read(name: string): Promise<Uint8Array | null>

  /**
   * Writes an object, in place of the one that has this name. Whoever reads meanwhile sees the old one or the new one, whole.
   * Once it resolves, the object survives a crash of the machine. A writer that is killed leaves nothing that can be seen.
   */
  write(name: string, bytes: Uint8Array): Promise<void>

  /** Removes an object; one that is not there is no error. */
  remove(name: string): Promise<void>
}

export interface StoredObject {
  readonly name: string
  readonly sizeBytes: number
}

const MAX_NAME = 500
const SEGMENT = /^[A-Za-z0-9_=-][A-Za-z0-9._=-]*$/

/** Throws a `RangeError` where the name is not one that every store takes. */
export function checkObjectName(name: string): void {
  if (isObjectName(name)) return
  throw new RangeError(`${JSON.stringify(name)} is no name of an object: expected plain words between slashes`)
}

export function isObjectName(name: string): boolean {
  return name.length <= MAX_NAME && name.split('/').every((segment) => SEGMENT.test(segment))
}
