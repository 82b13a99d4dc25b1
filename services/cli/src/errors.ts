/** Errors that are said to the person at the keyboard: one line of what went wrong, one of what to do. */

/** `exitCode` 1: it did not work; 2: it was asked for in a way that cannot work; 3: it worked, and what came out is not to be trusted. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly hint: string | null
  readonly exitCode: number

  constructor(message: string, options: { hint?: string; exitCode?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.hint = options.hint ?? null
    this.exitCode = options.exitCode ?? 1
  }
}

/** A mistake in what was typed. */
export function usageError(message: string, hint?: string): CliError {
  return new CliError(message, { exitCode: 2, ...(hint === undefined ? {} : { hint }) })
}

/** Nobody answered at this address. */
export function notRunning(what: string, address: string, cause: unknown): CliError {
  return new CliError(`${what} does not answer at ${address}`, {
    hint: 'is Upnext running? start it with: npm start',
    cause,
  })
}

/** Text of whatever was thrown, on one line. */
export function errorText(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.replaceAll(/\s+/g, ' ').trim()
}
