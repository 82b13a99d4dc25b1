// A process that writes values of 300 bytes to a topic with bare kafkajs, 500 at a time and one request after the other. It writes for two
// seconds before it counts, as Node is slow at first. Arguments: brokers, topic, partitions, seconds.
import kafkajs from 'kafkajs'

const [brokers, topic, partitions, seconds] = process.argv.slice(2)
const BATCH = 500
const kafka = new kafkajs.Kafka({ brokers: [brokers], logLevel: kafkajs.logLevel.NOTHING })
const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
await producer.connect()
const value = Buffer.alloc(300, 'v')
const messages = Array.from({ length: BATCH }, (_, at) => ({ value, partition: at % Number(partitions) }))
const write = async (forSeconds) => {
  let written = 0
  for (const until = performance.now() + 1000 * forSeconds; performance.now() < until; written += BATCH)
    await producer.sendBatch({ acks: -1, topicMessages: [{ topic, messages }] })
  return written
}
await write(2)
const [from, before] = [performance.now(), process.cpuUsage()]
const written = await write(Number(seconds))
const took = (performance.now() - from) / 1000
const { user, system } = process.cpuUsage(before)
process.stdout.write(JSON.stringify({ perSecond: written / took, perCpuSecond: written / ((user + system) / 1e6) }))
await producer.disconnect()
