import type { EventLog, ModelStore, ProfileStore } from '@upnext/ports'

/** The three ports on one set of backends. */
export interface Backends {
  readonly log: EventLog
  readonly profiles: ProfileStore
  readonly models: ModelStore
  /** Closes all three, the log first: whoever reads it still needs the stores for the batch in hand. */
  close(): Promise<void>
}

interface Closable {
  close(): Promise<void>
}

type Ports = Omit<Backends, 'close'>

/** Opens the three, and closes what is open already when one of them fails. */
export async function openAll(open: {
  readonly [Port in keyof Ports]: () => Ports[Port] | Promise<Ports[Port]>
}): Promise<Backends> {
  const opened: Closable[] = []
  const keep = <Port extends Closable>(port: Port): Port => {
    opened.unshift(port)
    return port
  }
  try {
    const profiles = keep(await open.profiles())
    const models = keep(await open.models())
    const log = keep(await open.log())
    return { log, profiles, models, close: () => closeInOrder(opened) }
  } catch (error) {
    // What went wrong at the start is what to tell, not what closing makes of it.
    await closeInOrder(opened).catch(() => undefined)
    throw error
  }
}

/** Closes every one, in order, also when one fails; then rejects with what failed. */
async function closeInOrder(ports: readonly Closable[]): Promise<void> {
  const failures: unknown[] = []
  for (const port of ports) {
    await port.close().catch((error: unknown) => failures.push(error))
  }
  if (failures.length > 0) throw new AggregateError(failures, 'a backend could not be closed')
}
