/** The primary's end of the channel to one worker. */
import type { Worker } from 'node:cluster'
import { fromFailure, isToPrimary } from './messages.ts'
import type { Told, ToWorker } from './messages.ts'

/** Operators wait for the answer; a worker that takes longer is said not to answer. */
const ANSWER_WITHIN_MS = 1000

export interface Channel {
  /** What the worker says of itself; null where it does not in time. */
  ask(metrics: boolean): Promise<Told | null>
  askToStop(): void
  /** The worker is gone: nobody waits for its answers any longer. */
  close(): void
}

export interface ChannelListener {
  readonly onReady: () => void
  readonly onFailed: (failure: Error) => void
}

export function createChannel(worker: Worker, { onReady, onFailed }: ChannelListener): Channel {
  const waiting = new Map<number, (told: Told | null) => void>()
  let asked = 0
  worker.on('message', (message: unknown) => {
    if (!isToPrimary(message)) return
    if (message.upnext === 'ready') onReady()
    else if (message.upnext === 'failed') onFailed(fromFailure(message.failure))
    else waiting.get(message.id)?.(message.told)
  })
  // One that is just dying cannot be written to; its end is heard of all the same.
  worker.on('error', () => undefined)
  const send = (message: ToWorker): void => {
    if (worker.isConnected()) worker.send(message, () => undefined)
  }

  return {
    ask(metrics) {
      const id = (asked += 1)
      return new Promise((resolve) => {
        const alarm = setTimeout(() => waiting.get(id)?.(null), ANSWER_WITHIN_MS)
        waiting.set(id, (told) => {
          clearTimeout(alarm)
          waiting.delete(id)
          resolve(told)
        })
        send({ upnext: 'tell', id, metrics })
      })
    },
    askToStop: () => send({ upnext: 'stop' }),
    close() {
      for (const answer of [...waiting.values()]) answer(null)
    },
  }
}
