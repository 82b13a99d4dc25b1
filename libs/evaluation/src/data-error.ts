/** Data, or what was asked of it, that cannot work: what is wrong in the message, what to do in the hint. */
export class DataError extends Error {
  override readonly name = 'DataError'
  readonly hint: string | null
  /** Of a program that ends with it: 1, the data; 2, it was asked for in a way that cannot work. */
  readonly exitCode: number

  constructor(message: string, options: { hint?: string; exitCode?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.hint = options.hint ?? null
    this.exitCode = options.exitCode ?? 1
  }
}

/** Text of whatever was thrown, on one line. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.replaceAll(/\s+/g, ' ').trim()
}
