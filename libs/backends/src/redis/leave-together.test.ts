import { expect, it } from '@jest/globals'
import { Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { Cluster, Redis } from 'ioredis'
import { leaveTogether } from './leave-together.ts'

/** A connection that goes nowhere: how many commands each of its writes had. */
function connected(): { client: Redis; writes: number[] } {
  const client = new Redis({ lazyConnect: true })
  const writes: number[] = []
  const stream = new Socket()
  stream._write = (_command, _encoding, done) => {
    writes.push(1)
    done()
  }
  stream._writev = (commands, done) => {
    writes.push(commands.length)
    done()
  }
  client.stream = stream
  return { client, writes }
}

function send({ client }: { client: Redis }, command: string): void {
  leaveTogether(client)
  client.stream.write(command)
}

it('lets what one callback sends leave in one write, and what the next one sends in another', async () => {
  const connection = connected()
  for (const command of ['a', 'b', 'c']) send(connection, command)
  await setImmediate()
  expect(connection.writes).toEqual([3])
  for (const command of ['d', 'e']) send(connection, command)
  await setImmediate()
  expect(connection.writes).toEqual([3, 2])
})

it('takes what promises send that go on after it', async () => {
  const connection = connected()
  await Promise.all(
    ['a', 'b', 'c'].map(async (command, at) => {
      for (let waits = 0; waits < at; waits += 1) await Promise.resolve()
      send(connection, command)
    }),
  )
  await setImmediate()
  expect(connection.writes).toEqual([3])
})

it('lets go of the connection that it held, whatever has come of it', async () => {
  const connection = connected()
  const { stream } = connection.client
  send(connection, 'a')
  stream.destroy()
  connection.client.stream = new Socket()
  await setImmediate()
  expect(stream.writableCorked).toBe(0)
  expect(connection.client.stream.writableCorked).toBe(0)
})

it('has nothing to do before there is a connection, nor for a cluster', () => {
  leaveTogether(new Redis({ lazyConnect: true }))
  leaveTogether(new Cluster([{ host: '127.0.0.1', port: 1 }], { lazyConnect: true }))
})
