import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Child } from '../process/child.ts'

/** A real server for tests, on ports of its own, with a data folder of its own. */
export interface TestServer {
  /** Of the process that runs now, or ran last. */
  readonly pid: number
  /** Where it keeps its data, until `stop`. */
  readonly folder: string
  /** Ends it for good and removes its data. Twice is harmless. */
  stop(signal?: NodeJS.Signals): Promise<void>
  /** Takes it away and keeps its data and its ports, until {@link restart}. Default SIGKILL. */
  kill(signal?: NodeJS.Signals): Promise<void>
  /** Brings it back on the same ports with the same data, after ending it with the signal (default SIGTERM) if it runs. */
  restart(signal?: NodeJS.Signals): Promise<void>
  /** What it printed since it last started. */
  output(): string
}

/** A server out of a way to start its process on a folder; the folder lives until `stop`. */
export async function testServer(name: string, start: (folder: string) => Promise<Child>): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), `upnext-${name}-`))
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  let child: Child
  let stopped = false
  try {
    child = await start(folder)
  } catch (error) {
    await remove()
    throw error
  }
  return {
    get pid() {
      return child.pid
    },
    folder,
    output: () => child.output(),
    kill: async (signal = 'SIGKILL') => {
      await child.stop(signal)
    },
    restart: async (signal = 'SIGTERM') => {
      if (stopped) throw new Error(`this ${name} was stopped for good: use kill() on what is to come back`)
      await child.stop(signal)
      child = await start(folder)
    },
    stop: async (signal = 'SIGTERM') => {
      stopped = true
      await child.stop(signal)
      await remove()
    },
  }
}
