import { cp, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePorts } from '../free-port.ts'
import { kafkaKit, startBroker, withArchive } from './kafka-jvm.ts'
import { kafkaProperties } from './kafka-properties.ts'
import { testServer } from './test-server.ts'
import type { TestServer } from './test-server.ts'

export interface KafkaServer extends TestServer {
  /** `host:port`. */
  readonly brokers: string
}

/**
 * Starts a real Kafka broker of one node, ready to take requests (about a second; the first time on a machine up to a minute).
 * Needs Java 17 and, the first time, Maven. Topics are never made by themselves.
 */
export async function startKafka(
  options: { readonly extraProperties?: Readonly<Record<string, string>> } = {},
): Promise<KafkaServer> {
  const kit = await kafkaKit()
  const [port = 0, controllerPort = 0] = await freePorts(2)
  const server = await testServer('kafka', async (folder) => {
    const data = join(folder, 'data')
    if (!(await exists(data))) await cp(kit.formatted, data, { recursive: true })
    const properties = kafkaProperties({ port, controllerPort, data }, options.extraProperties)
    await writeFile(join(folder, 'server.properties'), properties)
    return startBroker(kit.jars, folder, port, withArchive(kit.archive))
  })
  return Object.assign(server, { brokers: `127.0.0.1:${port}` })
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
