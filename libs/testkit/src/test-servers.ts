/** The variables by which tests find the servers that `npm test` provides. */
export const TEST_SERVER_VARIABLES = {
  kafka: 'UPNEXT_TEST_KAFKA',
  redis: 'UPNEXT_TEST_REDIS',
  redisCluster: 'UPNEXT_TEST_REDIS_CLUSTER',
} as const

/** `host:port` of the Kafka broker of this test run. Use a {@link randomNamespace}: it is shared. */
export function testKafka(): string {
  return read(TEST_SERVER_VARIABLES.kafka)
}

/** `redis://host:port` of the Redis server of this test run. */
export function testRedis(): string {
  return read(TEST_SERVER_VARIABLES.redis)
}

/** `host:port,host:port,host:port` of the three-node Redis Cluster of this test run. */
export function testRedisCluster(): string {
  return read(TEST_SERVER_VARIABLES.redisCluster)
}

function read(variable: string): string {
  const value = process.env[variable]
  if (value === undefined || value === '') {
    throw new Error(`${variable} is not set: run \`npm test\`, which provides the servers, or set it to one of yours`)
  }
  return value
}
