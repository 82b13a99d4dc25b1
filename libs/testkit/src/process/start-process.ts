import { waitUntil } from '../wait-until.ts'
import { startChild } from './child.ts'
import type { Child } from './child.ts'
import { cleanEnvironment } from './clean-environment.ts'

export interface ProcessOptions {
  /** JavaScript file to run, such as `services/ranking/dist/main.js`: absolute, or seen from `cwd`. */
  readonly entry: string
  readonly args?: readonly string[]
  /** On top of {@link cleanEnvironment}. */
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Options of Node itself, such as `--max-old-space-size=256`. */
  readonly nodeArgs?: readonly string[]
  /** When it is ready: its output matches, or the probe answers true. Without it: as soon as it runs. */
  readonly ready?: RegExp | ((child: Child) => boolean | Promise<boolean>)
  /** Told everything that it prints, piece by piece. */
  readonly onOutput?: (text: string) => void
  /** For getting ready. Default 20 s. */
  readonly timeoutMs?: number
}

/** Starts Node on a built file and waits until it is ready. One that ends or is late instead is an error that shows its output. */
export async function startProcess(options: ProcessOptions): Promise<Child> {
  const { entry, args = [], nodeArgs = [], ready, timeoutMs = 20_000 } = options
  const child = await startChild({
    command: process.execPath,
    args: [...nodeArgs, entry, ...args],
    // A process that fails for good would stay for a while: no test wants to wait for that unless it says so.
    env: cleanEnvironment({ UPNEXT_EXIT_LINGER: '0', ...options.env }),
    cwd: options.cwd,
    onOutput: options.onOutput,
  })
  if (ready === undefined) return child
  await untilReady(child, entry, timeoutMs, () => (ready instanceof RegExp ? ready.test(child.output()) : ready(child)))
  return child
}

/** Waits until the probe answers true; where that fails the child is ended and the error shows what it said. */
export async function untilReady(
  child: Child,
  name: string,
  timeoutMs: number,
  probe: () => boolean | Promise<boolean>,
): Promise<void> {
  const said = (): string => child.output().slice(-4_000).trim() || '(no output)'
  try {
    await waitUntil(async () => child.exit() !== null || (await probe()), {
      timeoutMs,
      intervalMs: 15,
      message: () => `${name} to be ready; it said:\n${said()}`,
    })
  } catch (error) {
    await child.stop('SIGKILL')
    throw error
  }
  const exit = child.exit()
  if (exit === null) return
  await child.exited
  throw new Error(`${name} ended before it was ready (${exit.signal ?? exit.code ?? '?'}); it said:\n${said()}`)
}
