// How long a process takes that does nothing but start: Node, the packages that any such service loads, and one answer over gRPC.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Client, credentials } from '@grpc/grpc-js'

const SERVER = `
import 'express'
import 'lmdb'
import 'pino'
import { Server, ServerCredentials } from '@grpc/grpc-js'
const asItIs = (bytes) => bytes
const codecs = { requestSerialize: asItIs, requestDeserialize: asItIs, responseSerialize: asItIs, responseDeserialize: asItIs }
const get = { path: '/bare/Get', requestStream: false, responseStream: false, ...codecs }
const server = new Server()
server.addService({ get }, { get: (_, callback) => callback(null, Buffer.of(1)) })
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_, port) => console.log(port))`

/** Seconds from the start of the process until it has answered. */
export async function bareStart() {
  const from = performance.now()
  const child = spawn(process.execPath, ['--input-type=module', '-e', SERVER], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [port] = await once(child.stdout, 'data')
  const client = new Client(`127.0.0.1:${String(port).trim()}`, credentials.createInsecure())
  await new Promise((resolve, reject) =>
    client.makeUnaryRequest('/bare/Get', Buffer.from, Buffer.from, Buffer.of(1), (error) =>
      error ? reject(error) : resolve(),
    ),
  )
  const seconds = (performance.now() - from) / 1000
  client.close()
  child.kill()
  await once(child, 'exit')
  return seconds
}
