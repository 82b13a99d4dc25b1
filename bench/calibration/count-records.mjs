// The least that anybody has to do who reads a topic: a bare kafkajs consumer that only counts.
import kafkajs from 'kafkajs'

/** Seconds, of the clock and of processor time, from joining its group until so many records were counted. */
export async function countRecords({ brokers, topic, records }) {
  const kafka = new kafkajs.Kafka({ brokers: [brokers], logLevel: kafkajs.logLevel.NOTHING })
  const groupId = `calibration-${process.pid}-${Math.random()}`
  const consumer = kafka.consumer({ groupId, maxBytesPerPartition: 1_048_576 })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  let [counted, from, cpu] = [0, 0, null]
  consumer.on(consumer.events.GROUP_JOIN, () => {
    ;[from, cpu] = [performance.now(), process.cpuUsage()]
  })
  await new Promise((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error))
    consumer
      .run({
        autoCommit: false,
        partitionsConsumedConcurrently: 16,
        eachBatch: async ({ batch }) => {
          counted += batch.messages.length
          if (counted >= records) resolve()
        },
      })
      .catch(reject)
  })
  const { user, system } = process.cpuUsage(cpu)
  const seconds = (performance.now() - from) / 1000
  await consumer.disconnect()
  return { seconds, cpuSeconds: (user + system) / 1e6 }
}
