/** The thread in which the trainer lives: its own handles on the same backends. */
import { parentPort, workerData } from 'node:worker_threads'
import { createTrainerHost } from './trainer-host.ts'
import type { FromTrainer, ToTrainer, TrainerTask } from './messages.ts'

const port = parentPort
if (port === null) throw new Error('this file is a thread of the standalone process; it cannot be run by itself')

// The main thread is of the same build: what it hands over has this shape.
const task = workerData as TrainerTask
const say = (message: FromTrainer): void => {
  port.postMessage(message)
}

const host = await createTrainerHost(task, say)
port.on('message', (message: ToTrainer) => {
  void host.handle(message).then((ended) => {
    // With the port closed nothing keeps the thread alive.
    if (ended) port.close()
  })
})
say({ kind: 'started' })
