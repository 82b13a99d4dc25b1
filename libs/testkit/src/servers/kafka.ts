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
  /** For each of `proxyPorts`: the port of the broker that a proxy there hands its connections on to. */
  readonly behindProxies: readonly number[]
}

export interface KafkaServerOptions {
  readonly extraProperties?: Readonly<Record<string, string>>
  /**
   * Ports of proxies: a client that comes through one is told to come back through the same one, always. Without this, clients
   * leave a proxy after their first question, because the broker names the address of its leaders.
   */
  readonly proxyPorts?: readonly number[]
}

/**
 * Starts a real Kafka broker of one node, ready to take requests (about a second; the first time on a machine up to a minute).
 * Needs Java 17 and, the first time, Maven. Topics are never made by themselves.
 */
export async function startKafka(options: KafkaServerOptions = {}): Promise<KafkaServer> {
  const { proxyPorts = [] } = options
  const kit = await kafkaKit()
  const [port = 0, controllerPort = 0, ...behindProxies] = await freePorts(2 + proxyPorts.length)
  const proxied = behindProxies.map((behind, i) => ({ port: behind, advertised: proxyPorts[i] ?? behind }))
  const server = await testServer('kafka', async (folder) => {
    const data = join(folder, 'data')
    if (!(await exists(data))) await cp(kit.formatted, data, { recursive: true })
    const properties = kafkaProperties({ port, controllerPort, data, proxied }, options.extraProperties)
    await writeFile(join(folder, 'server.properties'), properties)
    return startBroker(kit.jars, folder, port, withArchive(kit.archive))
  })
  return Object.assign(server, { brokers: `127.0.0.1:${port}`, behindProxies })
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
