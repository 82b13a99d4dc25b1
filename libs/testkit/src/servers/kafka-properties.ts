/** A listener besides the plain one: the broker listens on `port`, and tells its clients to come to `advertised`. */
export interface ProxiedListener {
  readonly port: number
  readonly advertised: number
}

export interface KafkaPlaces {
  readonly port: number
  readonly controllerPort: number
  readonly data: string
  readonly proxied?: readonly ProxiedListener[]
}

/** One broker that is its own controller, tuned for quick starts on a small machine. Extra properties come last and win. */
export function kafkaProperties(places: KafkaPlaces, extra: Readonly<Record<string, string>> = {}): string {
  const { port, controllerPort, data, proxied = [] } = places
  const list = (entries: readonly string[]): string => entries.join(',')
  const all: Record<string, string | number> = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: list([
      `PLAINTEXT://127.0.0.1:${port}`,
      `CONTROLLER://127.0.0.1:${controllerPort}`,
      ...proxied.map((listener, i) => `PROXIED${i}://127.0.0.1:${listener.port}`),
    ]),
    'advertised.listeners': list([
      `PLAINTEXT://127.0.0.1:${port}`,
      ...proxied.map((listener, i) => `PROXIED${i}://127.0.0.1:${listener.advertised}`),
    ]),
    'inter.broker.listener.name': 'PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': list([
      'PLAINTEXT:PLAINTEXT',
      'CONTROLLER:PLAINTEXT',
      ...proxied.map((_, i) => `PROXIED${i}:PLAINTEXT`),
    ]),
    'log.dirs': data,
    'num.partitions': 1,
    'default.replication.factor': 1,
    'min.insync.replicas': 1,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'share.coordinator.state.topic.num.partitions': 1,
    'auto.create.topics.enable': 'false',
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 500,
    // Without this a broker that was killed takes more than 10 s to come back: its old session has to run out first.
    'broker.session.timeout.ms': 1000,
    'broker.heartbeat.interval.ms': 200,
    'log.cleaner.dedupe.buffer.size': 4194304,
    'log.cleaner.threads': 1,
    'num.network.threads': 2,
    'num.io.threads': 4,
    'background.threads': 2,
    'num.recovery.threads.per.data.dir': 1,
    ...extra,
  }
  return Object.entries(all)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}
