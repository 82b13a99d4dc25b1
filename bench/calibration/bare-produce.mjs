// A process that writes the collector's records to a topic with bare kafkajs (a key of 22 bytes, a value of a size, the two headers), so
// many requests at a time, until the time is up. Arguments: brokers, topic, bytes of a value, records of a request, requests at a time,
// seconds. It writes for three seconds before it counts: what it is compared with is warm, and Node is slow at first.
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
let written = 0
const lane = async (until) => {
  for (; performance.now() < until; written += Number(batch))
    await producer.send({ topic, acks: -1, messages: messages() })
}
const write = (forSeconds) => {
  const until = performance.now() + 1000 * forSeconds
  return Promise.all(Array.from({ length: Number(lanes) }, () => lane(until)))
}
await write(3)
written = 0
const [from, before] = [performance.now(), process.cpuUsage()]
await write(Number(seconds))
const took = (performance.now() - from) / 1000
const { user, system } = process.cpuUsage(before)
process.stdout.write(JSON.stringify({ perSecond: written / took, perCpuSecond: written / ((user + system) / 1e6) }))
await producer.disconnect()
