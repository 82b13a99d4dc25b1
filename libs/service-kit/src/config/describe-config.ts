import type { Config } from './load-config.ts'
import type { Variables } from './variable.ts'

/** What a service runs with, for its log: every variable by name, secrets masked, unset ones left out. */
export function describeConfig<V extends Variables>(config: Config<V>, variables: V): Record<string, unknown> {
  const described: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(config)) {
    if (value === undefined) continue
    described[name] = variables[name]?.secret === true ? '***' : value
  }
  return described
}
