/** For verbs that take long: Ctrl-C and SIGTERM end them where they can be gone on from. */
import { CliError } from './errors.ts'

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const

/** The reason with which the signal aborts when the process is asked to stop. */
export class StoppedError extends CliError {}

/** `hint` says how to go on. A second Ctrl-C ends the process at once, as if nobody listened. */
export async function untilStopped<Result>(
  hint: string,
  body: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const stop = new AbortController()
  const listeners = Object.entries(EXIT_CODES).map(([name, exitCode]) => {
    const listener = (): void => stop.abort(new StoppedError('stopped', { exitCode, hint }))
    process.once(name, listener)
    return { name, listener }
  })
  try {
    return await body(stop.signal)
  } catch (error) {
    // Whatever was broken off says so in its own words, which are not why.
    stop.signal.throwIfAborted()
    throw error
  } finally {
    for (const { name, listener } of listeners) process.off(name, listener)
  }
}
