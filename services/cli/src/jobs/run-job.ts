/** A service's own program as a job: the same code as in production, in a process of its own. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { CliError } from '../errors.ts'
import { untilStopped } from '../stop-signal.ts'
import type { Terminal } from '../terminal.ts'

export interface Job {
  /** In words: "the rebuild". */
  readonly name: string
  readonly program: URL
  readonly args: readonly string[]
  readonly env: Terminal['env']
  /** Where its log goes: with what was asked for, or to standard error. */
  readonly stdout: 'inherit' | 2
  /** What starting it again does. */
  readonly hint: string
}

/**
 * Answers what the job reports. It never outlives this process: asked to stop, this waits until the job has ended, and a kill closes
 * the channel between the two. Rejects with `CliError` where the job fails, and with `StoppedError`.
 */
export async function runJob({ name, program, args, env, stdout, hint }: Job): Promise<unknown> {
  return untilStopped(hint, async (signal) => {
    const stdio = ['ignore', stdout, 'inherit', 'ipc'] as const
    const job = spawn(process.execPath, [fileURLToPath(program), ...args], { env, stdio: [...stdio] })
    let report: unknown = null
    job.on('message', (message) => {
      report = message
    })
    // Not by a signal: Ctrl-C reaches the job as well, and a second signal would cut its stop short.
    signal.addEventListener('abort', () => {
      if (job.connected && job.exitCode === null && job.signalCode === null) job.disconnect()
    })
    const code = await new Promise<number | null>((done, reject) => {
      job.once('close', done)
      // A channel that was closed from this side is never said to be closed.
      job.once('exit', (exitCode) => {
        if (signal.aborted) done(exitCode)
      })
      job.once('error', reject)
    })
    if (code === 0 && report !== null) return report
    signal.throwIfAborted()
    const ended = code === 0 ? 'was stopped' : `ended with exit code ${code ?? 'none'}; its last lines say why`
    throw new CliError(`${name} ${ended}`, { hint })
  })
}
