import { EventEmitter } from 'node:events'
import { describe, expect, it } from '@jest/globals'
import { waitUntil } from '@upnext/testkit'
import { destroyWhenSilent } from './socket.ts'

const SILENT_MS = 16

function aSocket() {
  const emitter = new EventEmitter()
  const socket = {
    bytesRead: 0,
    bytesWritten: 0,
    looks: 0,
    errors: [] as (Error | undefined)[],
    once: (event: string, listener: () => void) => emitter.once(event, listener),
    destroy(error?: Error) {
      socket.errors.push(error)
      emitter.emit('close')
      return socket
    },
  }
  return socket
}

describe('a socket that was asked something', () => {
  it('is destroyed when no answer comes', async () => {
    const socket = aSocket()
    destroyWhenSilent(socket as never, SILENT_MS)
    socket.bytesWritten = 100
    await waitUntil(() => socket.errors.length > 0, { message: 'it is destroyed' })
    expect(socket.errors).toEqual([new Error('no answer for 16 ms')])
  })

  it('is kept while answers come, and while nothing was asked', async () => {
    const [busy, idle] = [aSocket(), aSocket()]
    destroyWhenSilent(busy as never, SILENT_MS)
    destroyWhenSilent(idle as never, SILENT_MS)
    idle.bytesWritten = 100
    idle.bytesRead = 50
    await waitUntil(() => ((busy.bytesWritten += 10), (busy.bytesRead += 10)) > 400, {
      message: 'time goes by',
      intervalMs: 5,
    })
    expect([busy.errors, idle.errors]).toEqual([[], []])
  })
})
