import { freePort } from '../free-port.ts'
import { startKafka } from '../servers/kafka.ts'
import type { KafkaServer, KafkaServerOptions } from '../servers/kafka.ts'
import { startFaultProxy } from './fault-proxy.ts'
import type { FaultProxy } from './fault-proxy.ts'

export interface ProxiedKafka {
  /** Its `brokers` lead past the proxy. */
  readonly kafka: KafkaServer
  /** Its `address` is a broker to start from; who comes through it, stays on it. */
  readonly proxy: FaultProxy
  stop(): Promise<void>
}

/** A real broker that can be reached in two ways: as it is, and through a proxy that fails on demand. */
export async function startProxiedKafka(options: Omit<KafkaServerOptions, 'proxyPorts'> = {}): Promise<ProxiedKafka> {
  const port = await freePort()
  const kafka = await startKafka({ ...options, proxyPorts: [port] })
  try {
    const proxy = await startFaultProxy({ port, targetPort: kafka.behindProxies[0] ?? 0 })
    return {
      kafka,
      proxy,
      async stop() {
        await proxy.close()
        await kafka.stop()
      },
    }
  } catch (error) {
    await kafka.stop()
    throw error
  }
}
