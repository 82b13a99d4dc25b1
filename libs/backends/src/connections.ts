import type { SASLOptions } from 'kafkajs'
import type { BackendConfig } from './config.ts'
import type { KafkaConnection, KafkaLogger } from './kafka/client.ts'
import type { RedisOptions } from './redis/connection.ts'

/** How to reach Kafka, as the configuration says. */
export function kafkaConnection(config: BackendConfig, clientId: string, logger?: KafkaLogger): KafkaConnection {
  const sasl = saslOf(config)
  return {
    brokers: config.UPNEXT_KAFKA_BROKERS,
    clientId,
    ...(config.UPNEXT_KAFKA_TLS ? { ssl: true } : {}),
    ...(sasl === undefined ? {} : { sasl }),
    ...(logger === undefined ? {} : { logger }),
  }
}

/** How to reach Redis, as the configuration says. */
export function redisConnection(
  config: BackendConfig & { readonly UPNEXT_NAMESPACE: string },
  logger?: KafkaLogger,
): RedisOptions {
  return {
    url: config.UPNEXT_REDIS_URL,
    username: config.UPNEXT_REDIS_USERNAME,
    password: config.UPNEXT_REDIS_PASSWORD,
    namespace: config.UPNEXT_NAMESPACE,
    ...(logger === undefined ? {} : { onWarning: (message: string) => logger.warn({}, message) }),
  }
}

function saslOf(config: BackendConfig): SASLOptions | undefined {
  const { UPNEXT_KAFKA_USERNAME: username, UPNEXT_KAFKA_PASSWORD: password = '' } = config
  return username === undefined ? undefined : { mechanism: config.UPNEXT_KAFKA_SASL, username, password }
}
