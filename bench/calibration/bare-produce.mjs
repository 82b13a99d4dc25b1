// A process that writes the collector's records to a topic with bare kafkajs (a key of 22 bytes, a value of a size, the two headers), so
// many requests at a time, until the time is up. Arguments: brokers, topic, bytes of a value, records of a request, requests at a time,
// seconds.
import kafkajs from 'kafkajs'

const [brokers, topic, bytes, batch, lanes, seconds] = process.argv.slice(2)
const kafka = new kafkajs.Kafka({ brokers: [brokers], logLevel: kafkajs.logLevel.NOTHING })
const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
await producer.connect()
const value = Buffer.alloc(Number(bytes), 'v')
let number = 0
const message = () => {
  const key = `viewer-${(number += 1) % 5000}`.padEnd(22, '-')
  return { key, value, headers: { kind: 'watch', schema: '1' } }
}
const messages = () => Array.from({ length: Number(batch) }, message)
await producer.send({ topic, acks: -1, messages: messages() })
const before = process.cpuUsage()
const from = performance.now()
const until = from + 1000 * Number(seconds)
let written = 0
const lane = async () => {
  while (performance.now() < until) {
    await producer.send({ topic, acks: -1, messages: messages() })
    written += Number(batch)
  }
}
await Promise.all(Array.from({ length: Number(lanes) }, lane))
const took = (performance.now() - from) / 1000
const { user, system } = process.cpuUsage(before)
process.stdout.write(JSON.stringify({ perSecond: written / took, perCpuSecond: written / ((user + system) / 1e6) }))
await producer.disconnect()
