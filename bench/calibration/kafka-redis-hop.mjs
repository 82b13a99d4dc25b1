// The bare hops of one event: produce, fetch, Redis SET, and a GET loop that sees it. Nothing of ours in between.
import kafkajs from 'kafkajs'
import { Redis } from 'ioredis'

export async function openHop({ kafka: brokers, redis: url }) {
  const topic = `calibration-${process.pid}-${Date.now()}`
  const kafka = new kafkajs.Kafka({ brokers: [brokers], logLevel: kafkajs.logLevel.NOTHING })
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 1, replicationFactor: 1 }] })
  const [writer, reader] = [new Redis(url), new Redis(url)]
  const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
  const consumer = kafka.consumer({ groupId: topic, maxWaitTimeInMs: 100 })
  await Promise.all([producer.connect(), consumer.connect()])
  await consumer.subscribe({ topic, fromBeginning: true })
  const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve))
  // Committing after every message would hold back the next fetch by some 6 ms, which is no hop that anybody has to take.
  await consumer.run({ autoCommit: false, eachMessage: ({ message }) => writer.set(topic, message.value.toString()) })
  await joined
  let number = 0
  return {
    // Milliseconds from the acknowledged produce to the value seen by another client.
    async once() {
      const value = String((number += 1))
      await producer.send({ topic, acks: -1, messages: [{ value }] })
      const from = performance.now()
      while ((await reader.get(topic)) !== value);
      return performance.now() - from
    },
    async close() {
      await consumer.disconnect()
      await producer.disconnect()
      await writer.del(topic)
      await admin.deleteTopics({ topics: [topic] })
      await admin.disconnect()
      await Promise.all([writer.quit(), reader.quit()])
    },
  }
}
