// A bare gRPC server that answers every call with the same bytes, made beforehand (arguments: the method): what is left is what any gRPC server has to do.
import { Server, ServerCredentials } from '@grpc/grpc-js'

const asItIs = (bytes) => bytes
const get = {
  path: `/upnext.ranking.v1.RankingService/${process.argv[2]}`,
  requestStream: false,
  responseStream: false,
  requestSerialize: asItIs,
  requestDeserialize: asItIs,
  responseSerialize: asItIs,
  responseDeserialize: asItIs,
}
let answer = Buffer.alloc(0)
let before = process.cpuUsage()
const server = new Server()
server.addService({ get }, { get: (_, callback) => callback(null, answer) })
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error
  process.send({ port })
})
process.on('message', (message) => {
  if (message.answer !== undefined) {
    answer = Buffer.from(message.answer, 'base64')
    process.send('taken')
  }
  if (message === 'start') {
    before = process.cpuUsage()
    process.send('started')
  }
  if (message === 'report') {
    const { user, system } = process.cpuUsage(before)
    process.send({ cpuMs: (user + system) / 1000 })
  }
  if (message === 'stop') server.tryShutdown(() => process.disconnect())
})
